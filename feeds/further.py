"""Where older articles of a source stand when its window was too short for a burst: pure.

NukeViet's feeds hold thirty items, and a listing continues at «page-2/». The feed of a module or a category is the
address of its listing with `rss/` in it (NukeViet's modules/news/funcs/rss.php).
"""

from urllib.parse import urlsplit, urlunsplit

from feeds.portals import Source, SourceKind

PAGES = 3  # of a listing, twenty articles each

_NUKEVIET = frozenset({"nukeviet", "egov"})


def further_listings(source: Source, address: str) -> tuple[str, ...]:
    """The listing pages that go on where `address` ends, the nearest first; none where nobody knows any."""
    if source.preset not in _NUKEVIET or source.kind is SourceKind.SITEMAP:
        return ()
    parts = urlsplit(address)
    path = parts.path.rstrip("/") + "/"
    if parts.query:
        return ()
    if source.kind is SourceKind.FEED:
        before, found, after = path.rpartition("/rss/")
        if not found:
            return ()
        path = f"{before}/{after}"
    first = 1 if source.kind is SourceKind.FEED else 2
    names = ["" if page == 1 else f"page-{page}/" for page in range(first, PAGES + 1)]
    return tuple(urlunsplit((parts.scheme, parts.netloc, path + name, "", "")) for name in names)
