"""Where older articles of a source stand when its window was too short for a burst: pure.

NukeViet's feeds hold thirty items, and a listing continues at «page-2/». The feed of a module or a category is the
address of its listing with `rss/` in it (NukeViet's modules/news/funcs/rss.php). Other listings say themselves
where they go on: Liferay's pages are numbered by a parameter that ends in «cur».
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

from feeds.article import Entry
from feeds.identity import external_id
from feeds.portals import Source, SourceKind

PAGES = 3  # of a listing, twenty articles each

_NUKEVIET = frozenset({"nukeviet", "egov"})
_PAGE = re.compile(r"[?&/](?:\w*_)?(?:cur|page|paged|pageindex|trang)[=/-](\d+)(?!\w)", re.IGNORECASE)


def further_listings(source: Source, address: str) -> tuple[str, ...]:
    """The listing pages that go on where `address` ends, the nearest first; none where nobody knows any."""
    if source.preset not in _NUKEVIET or source.kind is SourceKind.SITEMAP:
        return ()
    parts = urlsplit(address)
    path = parts.path.rstrip("/") + "/"
    if parts.query not in ("", "type=atom"):
        return ()
    if source.kind is SourceKind.FEED:
        before, found, after = path.rpartition("/rss/")
        if not found:
            return ()
        path = f"{before}/{after}"
    first = 1 if source.kind is SourceKind.FEED else 2
    names = ["" if page == 1 else f"page-{page}/" for page in range(first, PAGES + 1)]
    return tuple(urlunsplit((parts.scheme, parts.netloc, path + name, "", "")) for name in names)


def as_told(further: Iterable[Entry], window: Iterable[Entry]) -> list[Entry]:
    """The further entries with the ids that the window gives such articles.

    A listing knows NukeViet's articles by number alone («news_17»), its feed by the name of the module, which an
    office may choose («tin-tuc_17»).
    """
    told = ((one.external_id, external_id("", one.link)) for one in window)
    modules = {mine.rpartition("_")[0] for mine, other in told if mine != other and _same_number(mine, other)}
    if len(modules) != 1:
        return list(further)
    [module] = modules
    return [
        replace(one, external_id=f"{module}_{number}") if name == "news" else one
        for one in further
        for name, _, number in [one.external_id.rpartition("_")]
    ]


def _same_number(mine: str, other: str) -> bool:
    return other.startswith("news_") and mine.rpartition("_")[2] == other.rpartition("_")[2]


def numbered_pages(links: Iterable[str], address: str) -> tuple[str, ...]:
    """Of the links on the listing at `address` those to its second page and the next, the first of each number."""
    host = urlsplit(address).netloc
    found: dict[int, str] = {}
    for link in links:
        parts = urlsplit(link)
        number = _PAGE.search(f"{parts.path}?{parts.query}")
        if number and parts.netloc == host and len(number[1]) == 1:
            found.setdefault(int(number[1]), link)
    return tuple(found[page] for page in range(2, PAGES + 1) if page in found)
