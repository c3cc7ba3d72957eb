"""Finding the parts of a page with an operator's selectors."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from feeds.errors import FeedsError
from feeds.formats.markup import node_text
from feeds.text import decode

_OR_ELSE = re.compile(r",(?![^(\[]*[)\]])")


def parsed(body: bytes, charset: str | None) -> LexborHTMLParser:
    """The page `body` as a tree. Any bytes make one."""
    return LexborHTMLParser(decode(body, charset))


def every(tree: LexborHTMLParser | LexborNode, selector: str) -> list[LexborNode]:
    """What the first alternative of `selector` that matches anything finds, in the page's order.

    Raises FeedsError where the selector is not valid CSS.
    """
    for alternative in filter(None, map(str.strip, _OR_ELSE.split(selector))):
        try:
            found = tree.css(alternative)
        except SelectolaxError:
            raise FeedsError(f"the selector «{alternative}» is not valid CSS") from None
        if found:
            return found
    return []


def first(tree: LexborHTMLParser | LexborNode, selector: str) -> LexborNode | None:
    """The first of `every`."""
    return next(iter(every(tree, selector)), None)


def text_at(tree: LexborHTMLParser | LexborNode, selector: str) -> str:
    """The lines of `first`, or ""."""
    node = first(tree, selector)
    return node_text(node) if node else ""


def attribute(node: LexborNode, name: str) -> str:
    """The value of an attribute, "" without one."""
    return node.attributes.get(name) or ""
