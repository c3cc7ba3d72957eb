"""Text out of markup: what a reader sees, paragraphs and table rows as lines, list items with their marks."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from feeds.legacy import conversion
from feeds.text import clean

_DROPPED = {
    "script",
    "style",
    "iframe",
    "noscript",
    "template",
    "object",
    "svg",
    "select",
    "button",
    "textarea",
}
# Bootstrap's «d-none d-sm-block» hides only from small screens.
_UNSEEN = re.compile(
    r"(?:^|\s)(?:hidden|sr-only|visually-hidden|d-none(?!.*\sd-(?:sm|md|lg|xl|xxl)-(?!none)))(?:\s|$)"
)
_BLOCK = {
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead",
    "ul",
}  # fmt: skip
_SPACE = re.compile(r"\s+")
_CELLS = {"td", "th"}
_LISTS = {"ol", "ul"}


def html_to_text(html: str) -> str:
    """What a reader sees of `html`: paragraphs as lines, table rows as «a | b», list items as «- …» or «1. …»."""
    if "<" not in html and "&" not in html:
        return clean(html)
    root = LexborHTMLParser(html).body
    return node_text(root) if root else ""


def image_sources(html: str) -> list[str]:
    """The addresses of the pictures in `html`, as written."""
    if "<" not in html:
        return []
    return [image.attributes.get("src") or "" for image in LexborHTMLParser(html).css("img")]


def node_text(root: LexborNode) -> str:
    """`html_to_text` of a part of a parsed page. Walks without recursion, so depth does no harm."""
    mend = conversion(root.text(deep=True)) or str
    writer = _Writer()
    node: LexborNode | None = root
    while node is not None:
        tag = node.tag or ""
        if tag == "-text":
            writer.text(mend(node.text_content or ""))
        below, seen = None, tag not in _DROPPED and (tag == "-text" or _is_seen(node))
        if seen:
            writer.open(tag, node.attributes.get("start") if tag == "ol" else None)
            below = node.first_child
        while below is None and node is not None:
            if seen:
                writer.close(node.tag or "")
            if node.mem_id == root.mem_id:
                return writer.result()
            below, node, seen = node.next, node.parent, True
        node = below
    return writer.result()


def _is_seen(node: LexborNode) -> bool:
    kept = node.attributes
    if not kept:
        return True
    style = (kept.get("style") or "").replace(" ", "")
    return (
        "hidden" not in kept and "display:none" not in style and not _UNSEEN.search(kept.get("class") or "")
    )


class _Writer:
    """Turns a walk over elements into lines; cells and list items are gathered before they are placed."""

    def __init__(self) -> None:
        self._gathering: list[list[str]] = [[]]
        self._rows: list[list[str]] = []
        self._numbers: list[int | None] = []  # of the lists we are in: the next number, None for bullets

    def text(self, text: str) -> None:
        """A piece of text; white space in it is one space."""
        self._gathering[-1].append(_SPACE.sub(" ", text))

    def open(self, tag: str, start: str | None = None) -> None:
        """An element begins; `start` is the first number of an `<ol>`."""
        if tag in _LISTS:
            number = int(start) if start and start.isdecimal() else 1
            self._numbers.append(number if tag == "ol" else None)
        if tag in _CELLS or tag == "li":
            self._gathering.append([])
        elif tag == "tr":
            self._rows.append([])
        elif tag in _BLOCK:
            self._gathering[-1].append("\n")

    def close(self, tag: str) -> None:
        """An element ends."""
        if tag in _CELLS:
            cell = self._gathered()
            if self._rows:
                self._rows[-1].append(cell)
            else:
                self._place(cell)
        elif tag == "li":
            if item := self._gathered():
                self._place(f"{self._marker()} {item}")
        elif tag == "tr":
            cells = [cell for cell in self._rows.pop() if cell]
            self._place(
                " | ".join(cell.replace("\n", " ") for cell in cells) if len(cells) > 1 else "".join(cells)
            )
        elif tag in _BLOCK:
            if tag in _LISTS and self._numbers:
                self._numbers.pop()
            self._gathering[-1].append("\n")

    def result(self) -> str:
        """All lines."""
        return self._gathered()

    def _gathered(self) -> str:
        return clean("".join(self._gathering.pop()))

    def _marker(self) -> str:
        number = self._numbers[-1] if self._numbers else None
        if number is None:
            return "-"
        self._numbers[-1] = number + 1
        return f"{number}."

    def _place(self, line: str) -> None:
        self._gathering[-1].append(f"\n{line}\n")
