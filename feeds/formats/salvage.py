"""What is left of a feed that is not well-formed: what stands around it goes, what one item breaks is put in CDATA.

A warning that PHP prints before or after a feed, or one unclosed tag in one description, would cost all its items.
"""

import re
from collections.abc import Callable, Collection
from xml.parsers import expat

_ITEM = re.compile(r"<(item|entry)\b[^<>]*>", re.IGNORECASE)
# Elements of an item that hold words and no elements of their own name.
_WORDS = re.compile(
    r"<(title|link|guid|id|description|summary|content|content:encoded|pubDate|published|updated|author|category)"
    r"(?=[\s>])[^<>]*>"
)
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
