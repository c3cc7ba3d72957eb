"""Listing page → entries, for portals whose feed is missing or leaves articles out."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time
from itertools import chain

from selectolax.lexbor import LexborHTMLParser, LexborNode

from feeds.article import Entry
from feeds.dates import LOCAL, is_dateline, read_date
from feeds.errors import FeedsError, NotAListing
from feeds.formats.lies import named
from feeds.formats.markup import node_text
from feeds.formats.selecting import attribute, every, first, parsed, text_at
from feeds.identity import external_id, is_numbered
from feeds.portals import Selectors
from feeds.text import absolute, heading, picture

_FURNITURE = "nav *, header *, footer *, aside *, .breadcrumb *, .breadcrumbs *"
_SMALL_PRINT = re.compile(
    r"^(?:- )?(?:(?:đã xem|lượt xem|phản hồi|bình luận|xem tiếp|xem thêm|chi tiết|đọc tiếp)\b[\s:.»>\d]*"
    r"|mới|\d{1,3}(?:[.,]?\d{3})*)$",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W\d_]")


def parse_listing(body: bytes, selectors: Selectors, *, base: str, charset: str | None = None) -> list[Entry]:
    """The articles a listing page shows, in its order, each once; `base` is the page's address.

    Without the configured rows, every link that carries an article's own number is taken for one.
    Raises NotAListing in plain words where there is none, and nothing else.
    """
    tree = parsed(body, charset)
    try:
        rows = chain(_rows(tree, selectors, base), _more(tree, selectors, base))
        entries = _each_once(rows) or _each_once(_links(tree, base))
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
            lead = text_at(row, selectors.lead) if selectors.lead else _rest(row, entry.title, selectors)
            yield replace(_dated(entry, _date(row, selectors.date)), lead=lead, image=_image(row, base))


def _more(tree: LexborHTMLParser, selectors: Selectors, base: str) -> Iterator[Entry]:
    """What is listed by its title alone, below a row or below them all; NukeViet writes the day behind some."""
    for anchor in tree.css(selectors.more) if selectors.more else ():
        entry = _entry(anchor, base)
        if entry and is_numbered(entry.link):
            around = node_text(anchor.parent) if anchor.parent else ""
            yield _dated(entry, read_date(around.partition(entry.title)[2]))


def _dated(entry: Entry, published: datetime | None) -> Entry:
    """A bare day has no hour."""
    bare = published is not None and published.astimezone(LOCAL).time() == time()
    return replace(entry, published=published, exact=not bare)


def _links(tree: LexborHTMLParser, base: str) -> Iterator[Entry]:
    for anchor in tree.css("a[href]"):
        entry = _entry(anchor, base)
        if entry and is_numbered(entry.link) and not anchor.css_matches(_FURNITURE):
            yield entry


def _entry(anchor: LexborNode, base: str) -> Entry | None:
    """None where the anchor leads nowhere or has no words (a picture, «xem tiếp»)."""
    link = absolute(attribute(anchor, "href"), base).partition("#")[0]
    identity = external_id("", link)
    title = _title(heading(node_text(anchor)), heading(attribute(anchor, "title")))
    return Entry(external_id=identity, link=link, title=title) if identity and title else None


def _title(written: str, named: str) -> str:
    """What an anchor says; what it is named where that is more, or where only a number or a date stands beside it."""
    if _SMALL_PRINT.match(written):
        return ""
    before, found, behind = written.partition(named) if named else (written, "", "")
    beside = f"{before} {behind}"
    cut = written.endswith(("...", "…")) and named.startswith(written.rstrip(".… "))
    return named if not written or cut or (found and not _says(beside)) else written


def _says(words: str) -> bool:
    return bool(_LETTER.search(words)) and not is_dateline(words)


def _date(row: LexborNode, selector: str) -> datetime | None:
    dates = (read_date(node_text(node)) for node in every(row, selector))
    return next((date for date in dates if date), None)


def _rest(row: LexborNode, title: str, selectors: Selectors) -> str:
    """A row's bare text: what is left without title, date, counters and the titles of others."""
    others = row.css(selectors.more) if selectors.more else ()
    dropped = {title, *(line for node in others for line in _lines(node.parent or node))}
    lines = (line for line in node_text(row).split("\n") if _unmarked(line) not in dropped)
    return "\n".join(line for line in lines if not (_SMALL_PRINT.match(line) or is_dateline(_unmarked(line))))


def _lines(node: LexborNode) -> Iterator[str]:
    return map(_unmarked, node_text(node).split("\n"))


def _unmarked(line: str) -> str:
    return line.removeprefix("- ")


def _image(row: LexborNode, base: str) -> str | None:
    addresses = (attribute(image, "src") for image in row.css("img"))
    return next((image for address in addresses if (image := picture(address, base))), None)


def _each_once(entries: Iterator[Entry]) -> list[Entry]:
    first_told: dict[str, Entry] = {}
    for entry in entries:
        first_told.setdefault(entry.external_id, entry)
    return list(first_told.values())
