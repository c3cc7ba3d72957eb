"""What is left of a feed that is not well-formed: what stands around it goes, what one item breaks is put in CDATA.

A warning that PHP prints before or after a feed, or one unclosed tag in one description, would cost all its items.
"""

import re
from collections.abc import Callable, Collection
from itertools import islice
from xml.parsers import expat

_MOST = 2000  # items that are taken apart

_ITEM = re.compile(r"<(item|entry)\b[^<>]*>", re.IGNORECASE)
# Elements of an item that hold words and no elements of their own name.
_WORDS = re.compile(
    r"<(title|link|guid|id|description|summary|content|content:encoded|pubDate|published|updated|author|category)"
    r"(?=[\s>])[^<>]*>"
)
_ROOT = re.compile(r"<((?:[A-Za-z][\w.-]*:)?\w+)(?=[\s>])[^<>]*>")
_HTML = re.compile(r"""\btype\s*=\s*["']?(?:html|xhtml|text/html)\b""")
_CDATA = re.compile(r"\s*<!\[CDATA\[(.*)\]\]>\s*", re.DOTALL)


def core(text: str, roots: Collection[str]) -> str | None:
    """The document inside `text`, from where its root opens to where it is closed for the last time, if it is."""
    names = "|".join(map(re.escape, sorted(roots)))
    opening = re.search(rf"<((?:[A-Za-z][\w.-]*:)?(?:{names}))(?=[\s>])", text)
    if opening is None:
        return None
    end = text.rfind(f"</{opening[1]}")
    close = text.find(">", end)
    return text[opening.start() : close + 1] if opening.start() < end < close else None


def mended_items(text: str) -> str:
    """The document with the words of each item that is not well-formed in CDATA, as they stand."""
    return _each(text, _ITEM, lambda _, item: item if _well_formed(item) else _each(item, _WORDS, _wrapped))


def bare_items(text: str) -> str:
    """The document with nothing but its items, and of each the elements that hold its words, in CDATA.

    As it is where there is no item, or too many, or one of which no words are left.
    """
    root, opened = _ROOT.match(text), list(islice(_ITEM.finditer(text), _MOST))
    if root is None or not 0 < len(opened) < _MOST:
        return text
    ends = [*(one.start() for one in opened[1:]), len(text)]
    items = [(one[1], _words(text[one.end() : end])) for one, end in zip(opened, ends, strict=True)]
    if not all(words for _, words in items):
        return text
    inside = _words(text[: opened[0].start()]) + "".join(f"<{name}>{words}</{name}>" for name, words in items)
    if not root[1].endswith("feed"):
        inside = f"<channel>{inside}</channel>"
    return f"{root[0]}{inside}</{root[1]}>"


def _words(text: str) -> str:
    """The first element of each name that holds words, in CDATA; a link may be an empty one."""
    found: dict[str, str] = {}
    for one in _WORDS.finditer(text):
        if one[1] in found:
            continue
        end = text.find(f"</{one[1]}", one.end())
        if end >= 0 and not one[0].endswith("/>"):
            found[one[1]] = _wrapped(one, f"{text[one.start() : end]}</")
        elif "href" in one[0] and one[0].endswith("/>") and _well_formed(one[0]):
            found[one[1]] = one[0]
        else:
            found[one[1]] = ""  # never closed, or empty
    return "".join(found.values())


def _each(text: str, opening: re.Pattern[str], change: Callable[[re.Match[str], str], str]) -> str:
    """The text with a change to each whole element that opens so; in one pass, whatever is never closed."""
    parts, at, never_closed = list[str](), 0, set[str]()
    for found in opening.finditer(text):
        name = found[1]
        if found.start() < at or found[0].endswith("/>") or name in never_closed:
            continue
        close = text.find(f"</{name}", found.end())
        end = text.find(">", close) + 1 if close >= 0 else 0
        if not end:
            never_closed.add(name)
            continue
        parts += (text[at : found.start()], change(found, text[found.start() : end]))
        at = end
    return "".join((*parts, text[at:]))


def _wrapped(opening: re.Match[str], element: str) -> str:
    said = element[len(opening[0]) : element.rindex("</")]
    inside = _CDATA.fullmatch(said)
    said = (inside[1] if inside else said).replace("]]>", "]]]]><![CDATA[>")
    given = ' type="html"' if _HTML.search(opening[0]) else ""
    return f"<{opening[1]}{given}><![CDATA[{said}]]></{opening[1]}>"


def _well_formed(item: str) -> bool:
    parser = expat.ParserCreate("utf-8")  # without namespaces: what a prefix means is declared far above
    try:
        parser.Parse(item.encode(), True)
    except expat.ExpatError:
        return False
    return True
