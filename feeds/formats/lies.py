"""Answers that say 200 and are none: what a portal shows instead of what was asked for."""

import re
from dataclasses import dataclass
from datetime import timedelta

from feeds.text import decode

FLOOD = "the portal turns us away for asking too often (flood protection)"

_LARGEST = 32_000  # bytes; every such notice seen has less than 3,000, an article page more than 40,000
_REAL = re.compile(r"<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b|article:published_time|-\d+\.html\b")
_NOTICES = (
    (
        r"""class=["']floodblocker|hệ thống đang từ chối truy cập của bạn|too many requests""",
        FLOOD,
    ),
    (
        r"website tạm ngưng hoạt động|(?:website|trang web|cổng thông tin(?: điện tử)?|hệ thống)(?: này)? (?:hiện )?"
        r"đang (?:được )?(?:bảo trì|nâng cấp)"
        r"|<title>[^<]*(?:maintenance|bảo trì)",
        "the portal is closed for maintenance",
    ),
    (
        r"could not connect to data server|error establishing a database connection"
        r"|không thể kết nối (?:đến|tới|với)? ?(?:cơ sở dữ liệu|csdl|máy chủ dữ liệu)",
        "the portal's database is down",
    ),
    (
        r"document\.cookie\s*=\s*[\"']D1N=|document\.cookie\s*=.{0,300}location\.(?:reload|href|replace)",
        "a cookie wall (web firewall) stands before the portal; ask its operator to let us in",
    ),
    (
        r"<title>\s*just a moment|challenge-platform|attention required! \| cloudflare",
        "a web firewall asks for proof that we are human; ask the portal's operator to let us in",
    ),
    (r"<title>\s*(?:đăng nhập|login|sign in)\b", "the portal asks for a login"),
    # NukeViet's info_die.tpl: closed in whatever words its office chose, or a module that is off.
    (r"""class=["']nv-infodie""", "the portal shows a notice instead of what was asked for"),
)
_KNOWN = tuple((re.compile(pattern, re.IGNORECASE | re.DOTALL), said) for pattern, said in _NOTICES)


_SECONDS = re.compile(r"đợi(?:\s|<[^>]*>)*(\d{1,4})(?:\s|<[^>]*>)*giây", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Lie:
    """What an answer with status 200 really is. `busy`: the host turns everybody away, for `wait` where it says so."""

    said: str
    busy: bool = False
    wait: timedelta | None = None


def lie(body: bytes, media_type: str) -> Lie | None:
    """What an answer that looks like success really is, in plain words; None for all that is not known to lie.

    Sources: NukeViet 4.5 and eGovernment (flood, maintenance, database), portals behind a D1N cookie wall.
    Only small texts are looked at: an article may well speak of maintenance.
    """
    if len(body) > _LARGEST or media_type.startswith(("image/", "audio/", "video/", "application/pdf")):
        return None
    text = decode(body)
    if _REAL.search(text):
        return None
    said = next((said for pattern, said in _KNOWN if pattern.search(text)), None)
    if said != FLOOD:
        return Lie(said) if said else None
    seconds = _SECONDS.search(text)
    return Lie(said, busy=True, wait=timedelta(seconds=int(seconds[1])) if seconds else None)


def named(body: bytes, media_type: str) -> str | None:
    """The words of `lie`."""
    found = lie(body, media_type)
    return found.said if found else None
