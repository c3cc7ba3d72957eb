"""Action ↔ button code. Codes are stateless, so last week's button still works after a redeploy.

A code is at most 64 bytes of ASCII (Bot API, InlineKeyboardButton.callback_data). It comes back from strangers:
`decode` answers None for everything that `encode` did not write.
"""

import re
from collections.abc import Callable

from bot.messages import (
    Action,
    Agree,
    Decline,
    Dismiss,
    Erase,
    Follow,
    Help,
    Keep,
    Latest,
    Rate,
    Release,
    ShowTopics,
    Stop,
    Unrate,
    Wake,
)
from storage.records import AnnouncementId, ArticleId

_PLAIN: dict[str, Action] = {
    "ok": Agree(),
    "no": Decline(),
    "tp": ShowTopics(),
    "st": Stop(),
    "er": Erase(),
    "kp": Keep(),
    "hp": Help(),
    "l": Latest(),
}
_NAMES = {type(action): code for code, action in _PLAIN.items()}
_NUMBER = r"(0|[1-9]\d{0,17})"
_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Action]], ...] = (
    (re.compile(rf"r:{_NUMBER}:([1-5])"), lambda m: Rate(ArticleId(int(m[1])), int(m[2]))),
    (re.compile(rf"u:{_NUMBER}"), lambda m: Unrate(ArticleId(int(m[1])))),
    (re.compile(rf"l:{_NUMBER}"), lambda m: Latest(int(m[1]))),
    (re.compile(r"f:([a-z0-9_]{1,32}):([01])"), lambda m: Follow(m[1], m[2] == "1")),
    (re.compile(r"fr:([A-Za-z0-9_-]{1,40})"), lambda m: Release(m[1])),
    (re.compile(r"fd:([A-Za-z0-9_-]{1,40})"), lambda m: Dismiss(m[1])),
    (re.compile(rf"w:{_NUMBER}"), lambda m: Wake(AnnouncementId(int(m[1])))),
)


def encode(action: Action) -> str:
    """The code of an action: ASCII, 1 to 64 bytes."""
    match action:
        case Rate(article, mark):
            return f"r:{article}:{mark}"
        case Unrate(article):
            return f"u:{article}"
        case Latest(int(page)):
            return f"l:{page}"
        case Follow(topic, on):
            return f"f:{topic}:{int(on)}"
        case Release(source):
            return f"fr:{source}"
        case Dismiss(source):
            return f"fd:{source}"
        case Wake(announcement):
            return f"w:{announcement}"
        case _:
            return _NAMES[type(action)]


def decode(code: str) -> Action | None:
    """The action a code stands for, or None where nobody of ours wrote it."""
    if plain := _PLAIN.get(code):
        return plain
    for pattern, read in _READERS:
        if found := pattern.fullmatch(code):
            return read(found)
    return None
