"""`loa zalo login`: walks a person through the Official Account's consent, once."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import httpx

from bot.channels import Unreachable
from bot.config import ConfigError
from bot.config.settings import Settings
from bot.messengers import oa_tokens
from feeds.fetching.wire import Wire
from storage.database import Database


async def login(
    read: Settings, database: Database, redirect: str, *, say: Callable[[str], None], ask: Callable[[], str]
) -> None:
    """Show the address of the consent, take the address it led back to, store the first tokens.

    `redirect` is the callback address that stands in the app's console. Raises ConfigError, Unreachable.
    """
    back = redirect or read.public_url
    if not back:
        raise ConfigError(
            "loa zalo login: name the callback address of the app's console: --redirect https://… (or LOA_PUBLIC_URL)"
        )
    async with httpx.AsyncClient(transport=Wire()) as client:
        tokens = oa_tokens(read, database, client)
        consent = tokens.consent(back)
        say("Open this address as an administrator of the Official Account and agree:")
        say(consent.address)
        say("Then paste the whole address of the page you were led to; it may well show an error.")
        await tokens.admitted(code_of(ask(), state=consent.state), consent)


def code_of(pasted: str, *, state: str) -> str:
    """The code in the address somebody was led back to. Raises Unreachable where it is not from this consent."""
    given = parse_qs(urlsplit(pasted.strip()).query)
    code = given.get("code", [""])[0]
    if not code:
        raise Unreachable("this address holds no code; paste the whole line of the browser's address bar")
    if given.get("state", [""])[0] != state:
        raise Unreachable("this address belongs to another consent; open the address above and agree again")
    return code
