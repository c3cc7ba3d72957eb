"""Feed bytes → entries. The only file that knows feedparser."""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import feedparser

from feeds.article import Entry
from feeds.dates import read_date
from feeds.errors import NotAFeed
from feeds.identity import external_id
from feeds.repair import sound_xml
from feeds.text import absolute, heading, html_to_text, image_sources, one_line, picture

_BEGINNING = 120  # characters of a lead that stand for a missing title


def parse_feed(body: bytes, *, base: str, charset: str | None = None) -> list[Entry]:
    """The articles a feed (RSS, RDF or Atom) tells of, in its order, each once; [] where it tells of none.

    `base` is the address it came from, `charset` the one its HTTP header names. `Entry.exact` is False for all
    where every minute equals its month, as NukeViet writes it up to 4.5 and in its eGovernment package.
    Raises NotAFeed in plain words, and nothing else.
    """
    xml = sound_xml(body, charset)
    try:
        feed = feedparser.parse(
            io.BytesIO(xml),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as fault:
        raise NotAFeed(f"the feed cannot be understood ({type(fault).__name__})") from None
    atom = str(feed.get("version") or "").startswith("atom")
    entries = _each_once(entry for item in feed.entries if (entry := _entry(item, base, atom=atom)))
    return _with_exactness(entries)


def _entry(item: Any, base: str, *, atom: bool) -> Entry | None:
    """None where the item has no address: nobody could read it."""
    link = absolute(_link(item), base)
    identity = external_id(str(item.get("id") or ""), link)
    if not (identity and link):
        return None
    summary = str(item.get("summary") or "")
    lead = html_to_text(summary)
    return Entry(
        external_id=identity,
        link=link,
        title=_title(item, atom=atom) or _beginning(lead) or _from_address(link),
        lead=lead,
        published=read_date(str(item.get("published") or item.get("updated") or "")),
        image=_image(item, summary, base),
    )


def _link(item: Any) -> str:
    """feedparser lends the guid where there is no link; only an address is one."""
    link = str(item.get("link") or "")
    return link if link != item.get("id") or link.startswith("http") else ""


def _title(item: Any, *, atom: bool) -> str:
    """An RSS title is plain text once the XML is read; only Atom says truly that its title is HTML."""
    title = str(item.get("title") or "")
    if atom and item.get("title_detail", {}).get("type") != "text/plain":
        title = html_to_text(title)
    return heading(title)


def _beginning(lead: str) -> str:
    line = lead.partition("\n")[0]
    return line if len(line) <= _BEGINNING else line[:_BEGINNING].rpartition(" ")[0] + "…"


def _from_address(link: str) -> str:
    last = re.sub(r"(?:-\d+)?\.html?$", "", link.partition("?")[0].rstrip("/").rpartition("/")[2])
    return one_line(last.replace("-", " ")) or link


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


def _each_once(entries: Iterable[Entry]) -> list[Entry]:
    first: dict[str, Entry] = {}
    for entry in entries:
        first.setdefault(entry.external_id, entry)
    return list(first.values())


def _with_exactness(entries: list[Entry]) -> list[Entry]:
    dated = [entry.published for entry in entries if entry.published]
    if dated and all(moment.minute == moment.month for moment in dated):
        return [replace(entry, exact=False) for entry in entries]
    return entries
