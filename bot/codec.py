"""Action ↔ button code. Codes are stateless, so last week's button still works after a redeploy.

A code is at most 64 bytes of ASCII (Bot API, InlineKeyboardButton.callback_data). It comes back from strangers:
`decode` answers None for everything that `encode` did not write.
"""

import re
from collections.abc import Callable

from bot import actions as a
from bot.actions import Action, View, Why
from storage.records import AnnouncementId, ArticleId

_PLAIN: dict[str, Action] = {
    "no": a.Decline(),
    "st": a.Stop(),
    "er": a.Erase(),
    "kp": a.Keep(),
    "hp": a.Help(),
    "se": a.Sections(),
    "l": a.Latest(),
    "wr": a.Write(),
    "wx": a.Unwrite(),
}
_NAMES = {type(action): code for code, action in _PLAIN.items()}
_NUMBER = r"(0|[1-9]\d{0,17})"
_TOPIC = r"([a-z0-9_]{1,32})"
_FOLDED = r"([a-z0-9]+(?: [a-z0-9]+)*)"
_PART = r"[a-z0-9*-]{1,12}"
LONGEST_WORDS = 44
_READERS: tuple[tuple[str, Callable[[re.Match[str]], Action]], ...] = (
    (r"ok:([0-9A-Za-z.-]{1,20}):([a-z]{2})", lambda m: a.Agree(m[1], m[2])),
    (rf"r:{_NUMBER}:([1-5])", lambda m: a.Rate(ArticleId(int(m[1])), int(m[2]))),
    (rf"u:{_NUMBER}", lambda m: a.Unrate(ArticleId(int(m[1])))),
    (rf"b:{_NUMBER}:({'|'.join(Why)}|-)", lambda m: a.Because(ArticleId(int(m[1])), _why(m[2]))),
    (rf"wr:{_NUMBER}", lambda m: a.Write(ArticleId(int(m[1])))),
    (rf"l:{_NUMBER}", lambda m: a.Latest(int(m[1]))),
    (rf"l:{_NUMBER}:{_TOPIC}", lambda m: a.Latest(int(m[1]), m[2])),
    (rf"ln:{_TOPIC}", lambda m: a.Latest(None, m[1])),
    (rf"s:(?:{_NUMBER})?:{_FOLDED}", lambda m: a.Search(m[2], int(m[1]) if m[1] else None)),
    (rf"v:({'|'.join(View)})", lambda m: a.Show(View(m[1]))),
    (r"f:(\*):([01])", lambda m: a.Follow(a.EVERY_TOPIC, m[2] == "1")),
    (rf"f:{_TOPIC}:([01])", lambda m: a.Follow(m[1], m[2] == "1")),
    (rf"y:({_PART}(?: {_PART})?)", lambda m: a.Tune(m[1])),
    (r"p:(0|[1-9]\d{0,2})", lambda m: a.Pause(int(m[1]))),
    (rf"k:{_FOLDED}", lambda m: a.DropWord(m[1])),
    (r"g:([a-z]{2})", lambda m: a.Speak(m[1])),
    (r"fr:([A-Za-z0-9_-]{1,40})", lambda m: a.Release(m[1])),
    (r"fd:([A-Za-z0-9_-]{1,40})", lambda m: a.Dismiss(m[1])),
    (rf"w:{_NUMBER}", lambda m: a.Wake(AnnouncementId(int(m[1])))),
)
_PATTERNS = tuple((re.compile(pattern, re.ASCII), read) for pattern, read in _READERS)


def encode(action: Action) -> str:
    """The code of an action: ASCII, 1 to 64 bytes."""
    match action:
        case a.Agree(version, language):
            return f"ok:{version}:{language}"
        case a.Rate(article, mark):
            return f"r:{article}:{mark}"
        case a.Unrate(article):
            return f"u:{article}"
        case a.Because(article, why):
            return f"b:{article}:{why or '-'}"
        case a.Write(int(article)):
            return f"wr:{article}"
        case a.Latest() | a.Search():
            return _list(action)
        case a.Show() | a.Follow() | a.Tune() | a.Pause() | a.DropWord() | a.Speak():
            return _setting(action)
        case a.Release(source):
            return f"fr:{source}"
        case a.Dismiss(source):
            return f"fd:{source}"
        case a.Wake(announcement):
            return f"w:{announcement}"
        case _:
            return _NAMES[type(action)]


def decode(code: str) -> Action | None:
    """The action a code stands for, or None where nobody of ours wrote it."""
    if plain := _PLAIN.get(code):
        return plain
    if len(code) > 64:
        return None
    for pattern, read in _PATTERNS:
        if found := pattern.fullmatch(code):
            return read(found)
    return None


def _list(action: a.Latest | a.Search) -> str:
    match action:
        case a.Search(words, page):
            return f"s:{'' if page is None else page}:{words}"
        case a.Latest(None, ""):
            return "l"
        case a.Latest(None, topic):
            return f"ln:{topic}"
        case a.Latest(page, topic):
            return f"l:{page}:{topic}" if topic else f"l:{page}"


def _setting(action: a.Show | a.Follow | a.Tune | a.Pause | a.DropWord | a.Speak) -> str:
    match action:
        case a.Show(view):
            return f"v:{view}"
        case a.Follow(topic, on):
            return f"f:{topic}:{int(on)}"
        case a.Tune(part):
            return f"y:{part}"
        case a.Pause(days):
            return f"p:{days}"
        case a.DropWord(word):
            return f"k:{word}"
        case a.Speak(language):
            return f"g:{language}"


def _why(name: str) -> Why | None:
    return None if name == "-" else Why(name)
