"""Listing page → entries, for portals whose feed is missing or leaves articles out."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time

from selectolax.lexbor import LexborHTMLParser, LexborNode

from feeds.article import Entry
from feeds.dates import LOCAL, read_date
from feeds.errors import FeedsError, NotAListing
from feeds.formats.lies import named
from feeds.formats.markup import node_text
from feeds.formats.selecting import attribute, every, first, parsed, text_at
from feeds.identity import external_id
from feeds.portals import Selectors
from feeds.text import absolute, heading, picture

_ARTICLE = re.compile(r"-\d+\.html$")
_FURNITURE = "nav *, header *, footer *, aside *, .breadcrumb *, .breadcrumbs *"
_SMALL_PRINT = re.compile(
    r"^(?:- )?(?:đã xem|lượt xem|phản hồi|bình luận|xem tiếp|xem thêm|chi tiết|đọc tiếp)\b[\s:.»>\d]*$",
    re.IGNORECASE,
)


def parse_listing(body: bytes, selectors: Selectors, *, base: str, charset: str | None = None) -> list[Entry]:
    """The articles a listing page shows, in its order, each once; `base` is the page's address.

    Without the configured rows, every link that ends in NukeViet's «-number.html» is taken for an article.
    Raises NotAListing in plain words where there is none, and nothing else.
    """
    tree = parsed(body, charset)
    try:
        entries = _each_once(_rows(tree, selectors, base)) or _each_once(_links(tree, base))
    except FeedsError as fault:
        raise NotAListing(str(fault)) from None
    if not entries:
        raise NotAListing(named(body, "text/html") or "no article is listed on this page")
    return entries


def links(body: bytes, *, base: str, charset: str | None = None) -> list[str]:
    """Where the anchors of a page lead, in its order."""
    anchors = parsed(body, charset).css("a[href]")
    return [address for anchor in anchors if (address := absolute(attribute(anchor, "href"), base))]


def _rows(tree: LexborHTMLParser, selectors: Selectors, base: str) -> Iterator[Entry]:
    for row in every(tree, selectors.item):
        anchor = first(row, selectors.link)
        entry = _entry(anchor, base) if anchor else None
        if anchor and entry:
            published = _date(row, selectors.date)
            yield replace(
                entry,
                lead=text_at(row, selectors.lead) if selectors.lead else _rest(row, entry.title),
                published=published,
                exact=published is None
                or published.astimezone(LOCAL).time() != time(),  # a bare day has no hour
                image=_image(row, base),
            )


def _links(tree: LexborHTMLParser, base: str) -> Iterator[Entry]:
    for anchor in tree.css("a[href]"):
        entry = _entry(anchor, base)
        if entry and _ARTICLE.search(entry.link.partition("?")[0]) and not anchor.css_matches(_FURNITURE):
            yield entry


def _entry(anchor: LexborNode, base: str) -> Entry | None:
    """None where the anchor leads nowhere or has no words (a picture, «xem tiếp»)."""
    link = absolute(attribute(anchor, "href"), base).partition("#")[0]
    identity = external_id("", link)
    written = heading(node_text(anchor))
    title = "" if _SMALL_PRINT.match(written) else written or heading(attribute(anchor, "title"))
    return Entry(external_id=identity, link=link, title=title) if identity and title else None


def _date(row: LexborNode, selector: str) -> datetime | None:
    dates = (read_date(node_text(node)) for node in every(row, selector))
    return next((date for date in dates if date), None)


def _rest(row: LexborNode, title: str) -> str:
    """A row's bare text: what is left without title, date and counters."""
    lines = (line for line in node_text(row).split("\n") if line != title)
    return "\n".join(line for line in lines if not (_SMALL_PRINT.match(line) or _is_date(line)))


def _is_date(line: str) -> bool:
    return len(line) <= 40 and read_date(line) is not None


def _image(row: LexborNode, base: str) -> str | None:
    addresses = (attribute(image, "src") for image in row.css("img"))
    return next((image for address in addresses if (image := picture(address, base))), None)


def _each_once(entries: Iterator[Entry]) -> list[Entry]:
    first_told: dict[str, Entry] = {}
    for entry in entries:
        first_told.setdefault(entry.external_id, entry)
    return list(first_told.values())
