"""The same sentences as a group on Telegram reads them: there a bot is told only of commands that begin with «/»."""

import re
from collections.abc import Callable
from typing import Any

from bot.wording.commands import SPELLINGS
from bot.wording.vietnamese import Vietnamese

_NAMES = sorted((one.upper() for one in SPELLINGS if one.isalpha() and len(one) > 2), key=len, reverse=True)
_COMMAND = re.compile(rf"(?<![\w/])(?:{'|'.join(_NAMES)})(?!\w)")
# What names commands and repeats nobody's words, so that nothing but our own is touched.
_SENTENCES = (
    *("welcome", "subscribed", "already", "declined", "full", "help_text", "not_understood", "only_words"),
    *("did_you_mean", "paused", "nothing_found"),
)


def slashed(words: Vietnamese) -> Vietnamese:
    """A language's sentences, every command in them as it can be pressed: «HUY» is «/huy»."""
    language = type(words)
    told: dict[str, Any] = {
        name: _slashed(value)
        for name in dir(language)
        if not name.startswith("_") and isinstance(value := getattr(language, name), str)
    }
    told |= {name: _telling(getattr(language, name)) for name in _SENTENCES}
    made: Vietnamese = type(f"{language.__name__}InGroups", (language,), told)()
    return made


def _telling(sentence: Callable[..., str]) -> Callable[..., str]:
    return lambda *given, **named: _slashed(sentence(*given, **named))


def _slashed(text: str) -> str:
    return _COMMAND.sub(lambda found: f"/{found[0].lower()}", text)
