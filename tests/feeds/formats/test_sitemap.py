"""Sitemaps: NukeViet's, Google News', indexes, and any bytes."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.errors import NotAFeed
from feeds.formats.sitemap import Sitemap, parse_sitemap

BASE = "https://conco.example/sitemap.xml"
SAMPLE = (Path(__file__).parents[1] / "samples" / "nukeviet45_sitemap_news.xml").read_bytes()


def read(places: str, root: str = "urlset") -> Sitemap:
    return parse_sitemap(f"<?xml version='1.0'?><{root}>{places}</{root}>".encode(), base=BASE)


def test_nukeviets_own() -> None:
    found = parse_sitemap(SAMPLE, base=BASE).entries
    assert len(found) == SAMPLE.count(b"<loc>")
    storm = found[0]
    assert storm.external_id == "news_17"
    assert storm.title.startswith("khan bao so 4 soulik")
    assert storm.published == datetime(2024, 9, 17, 23, 45, tzinfo=UTC)
    assert storm.exact


def test_one_for_google_news_tells_title_and_moment() -> None:
    (entry,) = read(
        "<url><loc>/tin/bao-so-4-17.html</loc><news:news><news:publication><news:name>Cổng</news:name>"
        "</news:publication><news:publication_date>2026-11-24T15:00:00+07:00</news:publication_date>"
        "<news:title>Bão số 4</news:title></news:news><lastmod>2026-11-25</lastmod></url>".replace(
            "news:", ""
        )
    ).entries
    assert (entry.title, entry.published) == ("Bão số 4", datetime(2026, 11, 24, 8, tzinfo=UTC))
    assert entry.link == "https://conco.example/tin/bao-so-4-17.html"


def test_pages_and_categories_are_left_out_where_articles_are_numbered() -> None:
    home, about = "<url><loc>/</loc></url>", "<url><loc>/gioi-thieu/</loc></url>"
    assert [one.external_id for one in read(home + about + "<url><loc>/a-1.html</loc></url>").entries] == [
        "news_1"
    ]
    assert [one.external_id for one in read(home + about).entries] == ["gioi-thieu"]


def test_an_index_leads_to_news_first() -> None:
    index = "<sitemap><loc>/map-page.xml</loc></sitemap><sitemap><loc>/map-news.xml</loc></sitemap><sitemap/>"
    assert read(index, "sitemapindex").deeper == [
        "https://conco.example/map-news.xml",
        "https://conco.example/map-page.xml",
    ]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"<html>no</html>", "web page"),
        (b"<rss><channel/></rss>", "not a sitemap"),
        (b"<urlset><url>", "cut short"),
        (b"<urlset><news:x></news:x></urlset>", "broken"),
    ],
)
def test_what_is_no_sitemap_is_said_plainly(body: bytes, reason: str) -> None:
    with pytest.raises(NotAFeed, match=reason):
        parse_sitemap(body, base=BASE)


def read_or_refused(body: bytes) -> Sitemap | str:
    try:
        return parse_sitemap(body, base=BASE)
    except NotAFeed as refusal:
        return str(refusal)


@given(st.binary(), st.text(alphabet="<>/locurl&;:[]a-1.htm \n\x0b"))
def test_any_bytes_are_a_sitemap_or_refused(body: bytes, inside: str) -> None:
    for one in (body, f"<urlset><url><loc>{inside}</loc></url>{inside}</urlset>".encode()):
        found = read_or_refused(one)
        assert found
        assert isinstance(found, str) or all(entry.link and entry.title for entry in found.entries)
