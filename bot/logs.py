"""Log lines for people: one line an event, to stderr, and no secret in any of them."""

import logging
import re
from collections.abc import Iterable

# A bot token wherever it shows up: Telegram's and Zalo's `<digits>:<secret>` in an address or a sentence.
_TOKEN = re.compile(r"(?:bot)?\d{1,20}:[A-Za-z0-9_-]{20,}|(?<=/bot)[^/\s'\"]+")
_LOUD = ("httpx", "httpcore", "telegram", "telegram.ext", "aiosqlite", "alembic", "asyncio", "uvicorn")


class Silenced(logging.Formatter):
    """Formats a record and blots out tokens and the secrets it was given, tracebacks included."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
        self._secrets = tuple(secret for secret in secrets if len(secret) >= 3)

    def format(self, record: logging.LogRecord) -> str:
        return silence(super().format(record), self._secrets)


def silence(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without tokens and without the given secrets."""
    for secret in secrets:
        text = text.replace(secret, "***")
    return _TOKEN.sub("***", text)


def to_stderr(secrets: Iterable[str] = (), *, verbose: bool = False) -> None:
    """Send every log line to stderr, silenced. Libraries that print addresses at INFO speak from WARNING on."""
    handler = logging.StreamHandler()
    handler.setFormatter(Silenced(secrets))
    logging.basicConfig(level=logging.DEBUG if verbose else logging.INFO, handlers=[handler], force=True)
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)
