"""Sitemap bytes → entries, for portals whose only complete list is the one they write for search engines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from xml.etree import (
    ElementTree as ET,
)  # the bytes come from sound_xml: well-formed, and without any document type

from feeds.article import Entry
from feeds.dates import read_date
from feeds.errors import NotAFeed
from feeds.formats.repair import SITEMAPS, sound_xml
from feeds.identity import external_id, is_numbered
from feeds.text import absolute, heading, slug_words

MOST = 2000  # addresses of one sitemap; NukeViet lists its newest thousand
_NEWS = re.compile(r"news|tin|article|bai|post|thong-bao", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """The articles a sitemap lists, and the sitemaps it leads to, the likeliest of news first."""

    entries: list[Entry]
    deeper: list[str]


def parse_sitemap(body: bytes, *, base: str, charset: str | None = None) -> Sitemap:
    """What a sitemap or an index of sitemaps lists, in its order, each article once.

    A sitemap names no titles unless it is one for Google News: until its page is read an article is called by its
    address. `lastmod` is taken for its date: NukeViet writes the exact time of publication there (sitemap.php).
    Where any address carries an article's number, those without one are pages and categories and are left out.
    Raises NotAFeed in plain words, and nothing else.
    """
    xml, outline = sound_xml(body, charset, roots=SITEMAPS)
    try:
        root = ET.fromstring(xml)  # noqa: S314  # as above
    except ET.ParseError as fault:
        raise NotAFeed(f"the sitemap is broken: {fault}") from None
    if outline.root == "sitemapindex":
        found = [absolute(said["loc"], base) for said in _said(root) if said.get("loc")]
        deeper = sorted(filter(None, found), key=lambda address: not _NEWS.search(urlsplit(address).path))
        return Sitemap(entries=[], deeper=deeper)
    entries = {entry.external_id: entry for said in _said(root) if (entry := _entry(said, base))}
    listed = list(entries.values())
    numbered = [entry for entry in listed if is_numbered(entry.link)]
    return Sitemap(entries=(numbered or listed)[:MOST], deeper=[])


def _said(root: ET.Element) -> Iterator[dict[str, str]]:
    """Each `<url>` or `<sitemap>` as its words by name, whatever the namespaces."""
    for place in root:
        said: dict[str, str] = {}
        for word in place.iter():
            said.setdefault(word.tag.rpartition("}")[2], (word.text or "").strip())
        yield said


def _entry(said: dict[str, str], base: str) -> Entry | None:
    link = absolute(said.get("loc", ""), base)
    identity = external_id("", link)
    if not (identity and urlsplit(link).path.strip("/")):
        return None
    return Entry(
        external_id=identity,
        link=link,
        title=heading(said.get("title", "")) or slug_words(link),
        published=_date(said.get("publication_date", "")) or _date(said.get("lastmod", "")),
    )


def _date(written: str) -> datetime | None:
    return read_date(written) if written else None
