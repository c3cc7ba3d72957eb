"""Which article an entry is, whatever its address is called today."""

import re
from urllib.parse import unquote, urlsplit

_OWN = re.compile(r"[A-Za-z][\w-]*_\d+")  # NukeViet: news_17, laws_11, tin-tuc_17
_URL = re.compile(r"https?://", re.IGNORECASE)
_DERIVED = re.compile(r"(?:urn:uuid:)?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
_PUBLISHER = r"/-/asset_publisher/[^/]+/(?:content|document|blog)"
_STATE = r"(?:/(?:normal|maximized|pop_up|exclusive))?/?$"
_FROM_LINK = (
    (re.compile(r"-(\d+)\.html?$"), "news"),  # NukeViet's articles
    (re.compile(r"(?:^|/)([\w-]+)/detail/[^/]*-(\d+)/?$"), ""),  # NukeViet's laws, opinions
    (re.compile(r"/-/view-article/(?:\d+/)*(\d+)/?$"), "article"),  # Liferay: epoch milliseconds
    (re.compile(rf"{_PUBLISHER}/id/(\d+){_STATE}"), "asset"),  # Liferay: before «/-/» is only where
    (re.compile(rf"{_PUBLISHER}/([^/]+)(?:/\d+)?{_STATE}"), "content"),
)
_ROUTE = re.compile(
    r"(?:^|&)op=([^&]+)"
)  # NukeViet that rewrites no addresses: index.php?nv=news&op=tin/bai-17.html
_OF_SESSION = re.compile(r";jsessionid=[^/?]*", re.IGNORECASE)
# What says how or from where a page is looked at, and not which; Liferay puts it behind the addresses in its lists.
_OF_VISIT = re.compile(
    r"(?:^|&)(?:utm_\w+|fbclid|gclid|\w*redirect|p_p_(?:lifecycle|state|mode|auth|col_\w+)|p_auth)=[^&]*",
    re.IGNORECASE,
)


def external_id(guid: str, link: str) -> str:
    """The lasting identity of an article within its portal; "" where neither tells any.

    NukeViet's own `<module>_<number>` is kept. Without it the number in the address counts: `…-17.html` is
    `news_17`, which is what the feed calls it (a site that renamed its news module must not mix feed and
    listing). So category, alias and host may change. Any other guid is kept; an address is its path and query.
    """
    guid, link = guid.strip(), link.strip()
    if _OWN.fullmatch(guid):
        return guid
    if _URL.match(guid):
        return _numbered(guid) or _path(guid)
    if guid and not _DERIVED.fullmatch(guid):
        return guid
    return _numbered(link) or guid or _path(link)


def is_numbered(link: str) -> bool:
    """Whether an address carries an article's own number, so that it can hardly be anything else."""
    return bool(_numbered(link))


def _numbered(link: str) -> str:
    path, _, query = _path(link).partition("?")
    for place in (path, *_ROUTE.findall(query)):
        for pattern, module in _FROM_LINK:
            if match := pattern.search(unquote(place)):
                return "_".join((module, *match.groups()) if module else match.groups())
    return ""


def _path(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    path = unquote(_OF_SESSION.sub("", parts.path)).strip("/")
    query = _OF_VISIT.sub("", parts.query).lstrip("&")
    return path + (f"?{query}" if query else "")
