"""Feed bytes → entries. The only file that knows feedparser."""

import calendar
import hashlib
import html
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from time import struct_time
from typing import Any

import feedparser
import feedparser.api

from feeds.article import Entry
from feeds.dates import read_date
from feeds.errors import NotAFeed
from feeds.formats.markup import html_to_text, image_sources
from feeds.formats.outline import Hints, Outline
from feeds.formats.repair import sound_xml
from feeds.identity import external_id
from feeds.reach import host_of
from feeds.text import absolute, clean, heading, picture, slug_words

feedparser.api.PREFERRED_XML_PARSERS.clear()  # at every feed it looked for libxml2's parser on the disk

MOST = 2000  # items of one feed that are read, half of them from each end

_CONTENT = 4000  # characters of a text that stand for a missing summary
_BEGINNING = 120  # characters of a lead that stand for a missing title
_NUMBERED = re.compile(r"_\d+$")
_TAGS = re.compile(
    r"</?(?:p|br|div|img|a|span|strong|em|b|i|u|ul|ol|li|table|h[1-6])\b[^<>]*>", re.IGNORECASE
)
_TWICE = re.compile(
    r"&(?:quot|apos|nbsp|hellip|[mn]dash|[lr][sd]quo|#(?:[1-9]\d{1,5}|[xX][1-9A-Fa-f][0-9A-Fa-f]{1,4}));"
)
_RAISED = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed told: its `entries` in its order, its head, and `items`, each item's entry by its digest."""

    entries: list[Entry]
    link: str = ""
    generator: str = ""
    hints: Hints = field(default_factory=Hints)
    items: dict[bytes, Entry | None] = field(default_factory=dict)


def parse_feed(body: bytes, *, base: str, charset: str | None = None, before: Feed | None = None) -> Feed:
    """The articles a feed (RSS, RDF or Atom) tells of, each once; none where it tells of none.

    `base` is the address it came from, `charset` the one its HTTP header names. `Entry.exact` is False for all
    where every minute equals its month, as NukeViet writes it up to 4.5 and in its eGovernment package.
    What the same address told `before` spares reading the items again that are byte for byte the same.
    Raises NotAFeed in plain words, and nothing else.
    """
    xml, outline = sound_xml(body, charset)
    home = absolute(outline.link, base) or base
    items = _items(xml, outline, base, home, before.items if before else {})
    told = list(items.values()) if items is not None else _read(xml, base, home)
    return Feed(
        entries=_with_exactness(_each_once([entry for entry in told if entry], home)),
        link=outline.link,
        generator=outline.generator,
        hints=outline.hints,
        items=items or {},
    )


def _items(
    xml: bytes, outline: Outline, base: str, home: str, known: dict[bytes, Entry | None]
) -> dict[bytes, Entry | None] | None:
    """Each item's entry by its digest, only those read that are not `known`; None where it cannot be told apart."""
    if not outline.items or b"xml:base" in xml or any(end == 0 for _, end in outline.items):
        return None
    most = outline.items if len(outline.items) <= MOST else (*outline.items[:1000], *outline.items[-1000:])
    opening = xml[: most[0][0]].split(b"<channel", 1)[0]
    context = hashlib.sha256(opening[:4096] + f"{base} {home}".encode())
    digests = []
    for start, end in most:
        one = context.copy()
        one.update(xml[start:end])
        digests.append(one.digest())
    fresh = [place for place, digest in zip(most, digests, strict=True) if digest not in known]
    if not fresh:
        return {digest: known[digest] for digest in digests}
    read = _read(_only(xml, outline.items, set(fresh)), base, home)
    if len(read) != len(fresh):
        return None
    new = iter(read)
    return {digest: known[digest] if digest in known else next(new) for digest in digests}


def _only(xml: bytes, items: Sequence[tuple[int, int]], wanted: set[tuple[int, int]]) -> bytes:
    """The document with all around its items and only the items `wanted`."""
    parts, at = [], 0
    for start, end in items:
        parts.append(xml[at:end] if (start, end) in wanted else xml[at:start])
        at = end
    return b"".join((*parts, xml[at:]))


def _read(xml: bytes, base: str, home: str) -> list[Entry | None]:
    """feedparser's entries as ours, None for those that nobody could read; for an item each, in its order."""
    try:
        feed = feedparser.parse(
            io.BytesIO(xml),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except _RAISED as fault:
        raise NotAFeed(f"the feed cannot be understood ({type(fault).__name__})") from None
    atom = str(feed.get("version") or "").startswith("atom")
    return [_entry(item, base, home, atom=atom) for item in feed.entries]


def _entry(item: Any, base: str, home: str, *, atom: bool) -> Entry | None:
    """None where the item says nothing. One without an address of its own leads `home`, to the feed's own page."""
    link = _absolute(_link(item), base, home, atom=atom)
    summary = _told(item)
    plain = atom and dict.get(item, "summary_detail", {}).get("type") == "text/plain"
    lead = clean(summary) if plain else html_to_text(summary)
    if _TAGS.search(lead):  # encoded twice, or CDATA beside a picture that is an element
        lead = html_to_text(lead)
    title = _title(item, atom=atom) or _beginning(lead)
    identity = external_id(str(item.get("id") or ""), link) or _by_its_words(title)
    if not identity:
        return None
    return Entry(
        external_id=identity,
        link=link or home,
        title=title or slug_words(link or home),
        lead=lead,
        published=_published(item),
        image=_image(item, summary, base),
    )


def _published(item: Any) -> datetime | None:
    """The first of its dates that can be read; of one in another tongue what feedparser makes of it."""
    for name in ("published", "updated", "created"):
        # Not the item's own `get`, which lends one date for another and warns of it.
        if moment := read_date(str(dict.get(item, name) or "")) or _as_read(dict.get(item, f"{name}_parsed")):
            return moment
    return None


def _as_read(parts: struct_time | None) -> datetime | None:
    try:
        return datetime.fromtimestamp(calendar.timegm(parts), UTC) if parts else None
    except (ValueError, OverflowError, OSError):  # no moment of a calendar
        return None


def _by_its_words(title: str) -> str:
    """The identity of an item with neither guid nor address: its title is all that lasts."""
    return f"title_{hashlib.sha256(title.casefold().encode()).hexdigest()[:24]}" if title else ""


def _told(item: Any) -> str:
    """The summary, or the beginning of the text where a feed carries only that."""
    contents = (str(content.get("value") or "") for content in item.get("content", ()))
    return str(item.get("summary") or "") or next(contents, "")[:_CONTENT]


def _link(item: Any) -> str:
    """feedparser lends the guid where there is no link; only an address is one."""
    link = str(item.get("link") or "")
    return link if link != item.get("id") or link.startswith("http") else ""


def _absolute(link: str, base: str, home: str, *, atom: bool) -> str:
    """In RSS an address without a host is the channel's, if that is this host at all."""
    whole = atom or link.startswith("http") or host_of(home) != host_of(base)
    return absolute(link, base if whole else home)


def _title(item: Any, *, atom: bool) -> str:
    """An RSS title is plain text once the XML is read; only Atom says truly that its title is HTML.

    «&lt;» and «&amp;» may be meant; nobody means «&#39;» or «&quot;», which some portals encode twice.
    """
    title = str(item.get("title") or "")
    title = _TWICE.sub(lambda found: html.unescape(found[0]), title)
    if atom and item.get("title_detail", {}).get("type") != "text/plain":
        title = html_to_text(title)
    return heading(title)


def _beginning(lead: str) -> str:
    line = lead.partition("\n")[0]
    return line if len(line) <= _BEGINNING else line[:_BEGINNING].rpartition(" ")[0] + "…"


def _image(item: Any, summary: str, base: str) -> str | None:
    return next(
        (image for address in _image_addresses(item, summary) if (image := picture(address, base))), None
    )


def _image_addresses(item: Any, summary: str) -> Iterator[str]:
    yield from image_sources(summary)
    for enclosure in item.get("enclosures", []):
        if str(enclosure.get("type", "")).startswith("image/"):
            yield str(enclosure.get("href", ""))
    for media in [*item.get("media_content", []), *item.get("media_thumbnail", [])]:
        yield str(media.get("url", ""))


def _each_once(entries: Sequence[Entry], home: str) -> list[Entry]:
    """One that names several articles of a feed names none: they are told apart by their titles.

    Several titles at one address of their own are the versions of one article (RFC 4287, 4.1.1): the first counts.
    """
    titles: dict[str, set[str]] = {}
    links: dict[str, set[str]] = {}
    for entry in entries:
        titles.setdefault(entry.external_id, set()).add(entry.title)
        links.setdefault(entry.external_id, set()).add(entry.link)
    shared = {
        one
        for one, told in titles.items()
        if len(told) > 1 and (len(links[one]) > 1 or home in links[one]) and not _NUMBERED.search(one)
    }
    first: dict[str, Entry] = {}
    for entry in entries:
        if entry.external_id in shared:
            entry = replace(entry, external_id=_by_its_words(entry.title))  # noqa: PLW2901
        first.setdefault(entry.external_id, entry)
    return list(first.values())


def _with_exactness(entries: list[Entry]) -> list[Entry]:
    dated = [entry.published for entry in entries if entry.published]
    if dated and all(moment.minute == moment.month for moment in dated):
        return [replace(entry, exact=False) for entry in entries]
    return entries
