"""What a page gives away about its portal, and where such a portal may be watched: pure."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from feeds.formats.markup import node_text
from feeds.formats.selecting import attribute, parsed
from feeds.portals import SourceKind
from feeds.reach import host_of
from feeds.text import absolute, one_line

_FEED_TYPES = {"application/rss+xml", "application/atom+xml", "application/rdf+xml"}
_FEED_LIKE = re.compile(
    r"/(?:rss|feed|feeds|atom)(?:[/.?]|$)|\.rss$|op=rss|type=(?:rss|atom)|/journal/rss/", re.IGNORECASE
)
_INDEX = re.compile(r"/feeds/?$")
_NUMBERED = re.compile(r"-\d+\.html?$")
_LIFERAY = re.compile(
    r"/-/view-article/|/-/asset_publisher/|\bLiferay\.|/o/frontend-|com\.liferay", re.IGNORECASE
)
_EGOV = re.compile(r"/themes/egov|e-?government", re.IGNORECASE)
_SITEMAP = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_NUKEVIET_FORMS = ("/rss/", "/vi/news/rss/", "/news/rss/")
MOST_LISTINGS = 12


@dataclass(frozen=True, slots=True)
class Cms:
    """What a portal runs, as a person says it, the preset that reads it, and how we know."""

    name: str
    preset: str
    why: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be worth watching; `title` is what the page calls it."""

    kind: SourceKind
    address: str
    title: str = ""


def cms_of(body: bytes, charset: str | None = None) -> Cms:
    """What the portal of this page runs."""
    tree = parsed(body, charset)
    html = tree.html or ""
    generator = next((attribute(meta, "content") for meta in tree.css("meta[name='generator' i]")), "")
    if "nukeviet" in generator.lower():
        name = "NukeViet eGovernment" if _EGOV.search(html) else "NukeViet"
        preset = "egov" if _EGOV.search(html) else "nukeviet"
        return Cms(name, preset, f"its pages say so: generator «{one_line(generator)[:60]}»")
    if match := _LIFERAY.search(html):
        return Cms("Liferay", "liferay", f"its addresses are Liferay's: «{match[0]}»")
    if _EGOV.search(html) and "nv_" in html:
        return Cms("NukeViet eGovernment", "egov", "its theme is «egov»")
    if "nv_base_siteurl" in html or "nukeviet" in html.lower():
        return Cms("NukeViet", "nukeviet", "its scripts are NukeViet's")
    if generator:
        return Cms(
            one_line(generator)[:60], "nukeviet", f"its pages say so: generator «{one_line(generator)[:60]}»"
        )
    return Cms("an unknown system", "nukeviet", "nothing on its page names one")


def feeds_on(body: bytes, base: str, charset: str | None = None) -> list[Candidate]:
    """The feeds a page tells of: in its head, then by links that look like feeds (NukeViet's index is one of them)."""
    tree = parsed(body, charset)
    found = [
        Candidate(
            SourceKind.FEED, absolute(attribute(link, "href"), base), one_line(attribute(link, "title"))
        )
        for link in tree.css("link[rel~='alternate' i]")
        if attribute(link, "type").partition(";")[0].strip().lower() in _FEED_TYPES
    ]
    for anchor in tree.css("a[href]"):
        address = absolute(attribute(anchor, "href"), base)
        if _FEED_LIKE.search(urlsplit(address).path + "?" + urlsplit(address).query) and not _INDEX.search(
            address
        ):
            found.append(Candidate(SourceKind.FEED, address, one_line(node_text(anchor))))
    return _here(found, base)


def feed_forms(base: str, cms: Cms) -> list[Candidate]:
    """Where the portals of this system have their feeds, told or not."""
    forms = _NUKEVIET_FORMS if cms.preset in {"nukeviet", "egov"} else ()
    return [Candidate(SourceKind.FEED, urljoin(base, form)) for form in (*forms, "/feed/", "/rss.xml")]


def indexes(base: str) -> list[str]:
    """Pages on which NukeViet lists all its feeds."""
    return [urljoin(base, path) for path in ("/feeds/", "/vi/feeds/")]


def sitemaps(robots: str, base: str) -> list[Candidate]:
    """The sitemaps that a robots.txt names, and the usual one."""
    named = [absolute(address, base) for address in _SITEMAP.findall(robots)]
    return _here(
        [Candidate(SourceKind.SITEMAP, one) for one in (*named, urljoin(base, "/sitemap.xml"))], base
    )


def listings_on(body: bytes, base: str, charset: str | None = None) -> list[Candidate]:
    """The page itself and the sections its menu leads to, where articles may be listed."""
    tree = parsed(body, charset)
    found = [Candidate(SourceKind.LISTING, base)]
    for anchor in _menu(tree):
        address = absolute(attribute(anchor, "href"), base).partition("#")[0]
        title = one_line(node_text(anchor))
        parts = urlsplit(address)
        if (
            title
            and parts.path.strip("/")
            and not _NUMBERED.search(parts.path)
            and not _FEED_LIKE.search(parts.path)
        ):
            found.append(Candidate(SourceKind.LISTING, address, title))
    return _here(found, base)[:MOST_LISTINGS]


def _menu(tree: LexborHTMLParser) -> list[LexborNode]:
    return tree.css("nav a[href], .menu a[href], [class*=nav] a[href], [id*=menu] a[href]") or tree.css(
        "a[href]"
    )


def _here(candidates: list[Candidate], base: str) -> list[Candidate]:
    """Those on the page's own host, each address once, the first name of it kept."""
    once: dict[str, Candidate] = {}
    for one in candidates:
        if one.address and host_of(one.address) == host_of(base):
            once.setdefault(one.address, one)
    return list(once.values())
