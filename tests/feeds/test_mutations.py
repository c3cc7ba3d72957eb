"""Real feeds damaged at random: each is read or refused in plain words, and the event loop hardly notices."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.errors import NotAFeed, NotAListing
from feeds.formats.listing import parse_listing
from feeds.formats.parsing import Feed, parse_feed
from feeds.formats.presets import PRESETS
from feeds.formats.sitemap import parse_sitemap

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.xml"))
BASE = "https://conco.quangtri.gov.vn/rss/"
# What broke readers before: control characters, cut entities, stray markup, lying declarations.
POISON = [
    b"", b"\x0b", b"\x00", b"\xff", b"&", b"&#x0", b"&#55296;", b"<", b">", b"]]>", b"<![CDATA[", b"<!--", b"-->",
    b"<?", b"</item>", b"<item>", b"</channel>", b"<height>", b"</gml:pos>", b"<gml:pos>", b"\xef\xbb\xbf",
    b"<!DOCTYPE x [",
    b'<?xml version="1.0" encoding="\x89tf-8"?>', b"<entry xml:base='http://['/>", b"<link href='//['/>", b"'", b'"',
]  # fmt: skip
WOUNDS = st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 40), st.sampled_from(POISON)), max_size=5)


def wounded(body: bytes, wounds: list[tuple[int, int, bytes]]) -> bytes:
    """Some bytes replaced by others, at some places."""
    for at, length, poison in wounds:
        start = at % (len(body) + 1)
        body = body[:start] + poison + body[start + length :]
    return body


def read(body: bytes, before: Feed | None = None) -> Feed | str:
    try:
        return parse_feed(body, base=BASE, before=before)
    except NotAFeed as refusal:
        return str(refusal)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
@given(WOUNDS)
@settings(max_examples=15)
def test_a_damaged_feed_is_read_or_refused(sample: Path, wounds: list[tuple[int, int, bytes]]) -> None:
    whole = sample.read_bytes()
    body = wounded(whole, wounds)
    told = read(body)
    assert told == "" or "\n" not in told if isinstance(told, str) else all(one.title for one in told.entries)
    known = read(whole)
    assert read(body, known if isinstance(known, Feed) else None) == told


@given(WOUNDS)
@settings(max_examples=15)
def test_damaged_sitemaps_and_lists_are_read_or_refused(wounds: list[tuple[int, int, bytes]]) -> None:
    body = wounded(next(path for path in SAMPLES if "sitemap" in path.name).read_bytes(), wounds)
    for parse in (
        lambda: parse_sitemap(body, base=BASE).entries,
        lambda: parse_listing(body, PRESETS["egov"], base=BASE),
    ):
        try:
            assert all(entry.title and entry.link for entry in parse())
        except (NotAFeed, NotAListing) as refusal:
            said = str(refusal)
            assert said, body


@pytest.mark.parametrize(
    "body",
    [
        b"<rss></height></rss>",
        b"<feed></gml:pos></feed>",
        b'<?xml version="1.0" encoding="\x89tf-8"?><rss><channel/></rss>',
        b"<rss version='2.0'><channel><item><georss:point>1</georss:point></item></channel></rss>",
    ],
)
def test_what_makes_feedparser_raise_is_read_or_refused(body: bytes) -> None:
    told = read(body)
    assert isinstance(told, (str, Feed))


BOMB = "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]>"


@pytest.mark.parametrize("before", ["", "<!-- " + "x" * 5000 + " -->"])
def test_entities_are_never_expanded(before: str) -> None:
    body = (
        f"{before}{BOMB}<rss><channel><item><title>T &c;</title><link>/a-1.html</link></item></channel></rss>"
    )
    told = read(body.encode())
    assert isinstance(told, str) or "aaaa" not in told.entries[0].title
    outside = "<!DOCTYPE rss SYSTEM 'file:///etc/passwd'><rss><channel/></rss>"
    assert not isinstance(read(outside.encode()), str)
