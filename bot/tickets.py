"""The signed link to a rating page: one citizen, one article, until a day. Pure.

A ticket holds no name and no chat: the citizen's row, the article's row, the end, and a MAC (HMAC-SHA-256, 16 bytes).
"""

import base64
import binascii
import hmac
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from storage.keys import Keys
from storage.records import ArticleId, CitizenId

LIFE = timedelta(days=30)
_CONTENT = struct.Struct(">QQI")
_MAC = 16  # bytes
_LENGTH = 48  # characters: base64url of 36 bytes


@dataclass(frozen=True, slots=True)
class Ticket:
    """Whoever holds it may rate `article` as `citizen`."""

    citizen: CitizenId
    article: ArticleId
    expires_at: datetime


def encode(ticket: Ticket, keys: Keys) -> str:
    """48 characters of A–Z, a–z, 0–9, «-» and «_»."""
    content = _CONTENT.pack(ticket.citizen, ticket.article, int(ticket.expires_at.timestamp()))
    return base64.urlsafe_b64encode(content + keys.ticket_mac(content)).decode("ascii")


def decode(token: str, keys: Keys, *, now: datetime) -> Ticket | None:
    """The ticket of a token that we signed and that is still good; None for everything else."""
    if len(token) != _LENGTH:
        return None
    try:
        raw = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError, ValueError):
        return None
    content, mac = raw[:-_MAC], raw[-_MAC:]
    if not hmac.compare_digest(mac, keys.ticket_mac(content)):
        return None
    citizen, article, end = _CONTENT.unpack(content)
    expires_at = datetime.fromtimestamp(end, UTC)
    return Ticket(CitizenId(citizen), ArticleId(article), expires_at) if now < expires_at else None


def page_base(public_url: str, hosts: Sequence[str]) -> str | None:
    """Where rating pages may be linked: under the portal's own domain, because people are taught to trust no other."""
    host = (urlsplit(public_url).hostname or "").lower()
    ours = any(host == name.lower() or host.endswith(f".{name.lower()}") for name in hosts)
    return f"{public_url.rstrip('/')}/r/" if public_url and host and ours else None
