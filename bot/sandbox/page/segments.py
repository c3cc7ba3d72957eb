"""A message's text cut into plain pieces a page can draw without ever reading markup. Pure."""

import itertools
import re
from collections.abc import Iterable, Mapping
from typing import Any

_STYLES = {"bold": "bold", "italic": "italic", "underline": "underline", "code": "code", "pre": "code"}
_BARE_LINK = re.compile(r"https?://[^\s<>«»\"]+[^\s<>«»\".,;:!?)]")


def segments(text: str, entities: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Pieces `{text, styles?, href?}` that join to `text`; entity offsets count UTF-16 units, as Telegram's do.

    A link leads to http or https, or it is no link; bare addresses become links, as a phone shows them.
    """
    marks = _marks(text, entities)
    cuts = sorted({0, len(text), *(edge for start, end, _, _ in marks for edge in (start, end))})
    pieces = []
    for start, end in itertools.pairwise(cuts):
        over = [(style, href) for first, last, style, href in marks if first <= start and end <= last]
        piece: dict[str, Any] = {"text": text[start:end]}
        if styles := sorted({style for style, _ in over if style}):
            piece["styles"] = styles
        if hrefs := [href for _, href in over if href]:
            piece["href"] = hrefs[0]
        pieces.append(piece)
    return pieces


def _marks(text: str, entities: Iterable[Mapping[str, Any]]) -> list[tuple[int, int, str, str]]:
    """(start, end, style, href) in code points of `text`; what is unknown or outside is left out."""
    places = _places(text)
    found = [(m.start(), m.end(), "", m.group()) for m in _BARE_LINK.finditer(text)]
    for entity in entities:
        start = places.get(int(entity["offset"]))
        end = places.get(int(entity["offset"]) + int(entity["length"]))
        if start is None or end is None or start >= end:
            continue
        if entity["type"] == "text_link" and web(str(entity.get("url", ""))):
            found.insert(0, (start, end, "", str(entity["url"])))
        elif entity["type"] in _STYLES:
            found.append((start, end, _STYLES[entity["type"]], ""))
    return found


def web(url: str) -> bool:
    """Whether an address may be opened from the page: never `javascript:` and its kind."""
    return url.startswith(("http://", "https://"))


def _places(text: str) -> dict[int, int]:
    """UTF-16 offset → code point index, for every boundary between characters."""
    places, unit = {0: 0}, 0
    for index, character in enumerate(text, start=1):
        unit += 2 if ord(character) > 0xFFFF else 1
        places[unit] = index
    return places
