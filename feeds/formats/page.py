"""Article page → its title, lead, text, moment, files and picture."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from feeds.article import Attachment
from feeds.dates import read_date
from feeds.errors import FeedsError, NotAnArticle
from feeds.formats.anchoring import Anchored, anchored, page_titles
from feeds.formats.attachments import attachments
from feeds.formats.counters import Counters, counters
from feeds.formats.lies import named
from feeds.formats.markup import node_text
from feeds.formats.selecting import attribute, every, first, parsed, text_at
from feeds.portals import Selectors
from feeds.text import heading, one_line, picture

_ALERT = ".alert-danger, .alert-warning, .alert-info"
_MEMBERS_ONLY = "không được phép xem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What an article's page says; "" and None for what it does not. `alert` is a notice beside the article."""

    title: str = ""
    lead: str = ""
    body: str = ""
    published: datetime | None = None
    attachments: tuple[Attachment, ...] = ()
    image: str | None = None
    alert: str = ""
    counters: Counters = field(default_factory=Counters)


def parse_page(
    body: bytes, selectors: Selectors, *, base: str, charset: str | None = None, title: str = ""
) -> Page:
    """The article on a page; `base` is the page's address. The lead is not repeated at the body's beginning.

    Where nothing matches the body selector, the text under the `title` that the source told is taken.
    Raises NotAnArticle in plain words where there is none, and nothing else.
    """
    tree = parsed(body, charset)
    try:
        article = first(tree, selectors.body)
        if article is not None:
            return _page(tree, article, selectors, base)
        if (
            _alert(tree)
            or named(body, "text/html")
            or not (found := anchored(tree, page_titles(tree, title)))
        ):
            raise NotAnArticle(_missing(tree, body, selectors))
        return _found(tree, found, selectors, base)
    except NotAnArticle:
        raise
    except FeedsError as fault:
        raise NotAnArticle(str(fault)) from None


def _page(tree: LexborHTMLParser, article: LexborNode, selectors: Selectors, base: str) -> Page:
    lead = text_at(tree, selectors.sapo)
    return Page(
        title=heading(text_at(tree, selectors.title)),
        lead=lead,
        body=without_lead(node_text(article), lead),
        published=_published(tree, selectors.published),
        attachments=attachments(every(tree, selectors.files), article, base),
        image=next((image for address in _images(tree, article) if (image := picture(address, base))), None),
        alert=_alert(tree),
        counters=counters(tree),
    )


def _found(tree: LexborHTMLParser, found: Anchored, selectors: Selectors, base: str) -> Page:
    """An article without known selectors has no lead of its own."""
    return Page(
        title=heading(found.title),
        body=found.body,
        published=_published(tree, selectors.published) or read_date(found.dateline),
        attachments=attachments(every(tree, selectors.files), found.around, base),
        image=next((image for one in _images(tree, found.around) if (image := picture(one, base))), None),
        counters=counters(tree),
    )


def without_lead(body: str, lead: str) -> str:
    """Editors often begin the body with the lead; a citizen should read it once."""
    lines, wanted = body.split("\n"), one_line(lead).rstrip(" .:…")
    said = ""
    for count, line in enumerate(lines, start=1):
        said = f"{said} {line}".strip()
        if wanted and said.rstrip(" .:…") == wanted:
            return "\n".join(lines[count:])
        if not wanted.startswith(said):
            break
    return body


def cut_from(body: str, lead: str) -> bool:
    """Whether the lead is only the text's beginning, cut by a counter of letters in the middle of a sentence."""
    said, text = one_line(lead), one_line(body)
    return 0 < len(said) < len(text) and text.startswith(said) and said[-1] not in '.!?:;…»”)"'


def _published(tree: LexborHTMLParser, selector: str) -> datetime | None:
    """Never `itemprop=datePublished`: NukeViet writes the time of the last edit there."""
    told = [attribute(meta, "content") for meta in tree.css("meta[property='article:published_time']")]
    visible = [node_text(node) for node in every(tree, selector)]
    return next((moment for text in [*told, *visible] if (moment := read_date(text))), None)


def _images(tree: LexborHTMLParser, article: LexborNode) -> Iterator[str]:
    for meta in tree.css("meta[property='og:image']"):
        yield attribute(meta, "content")
    for image in [*tree.css("#imgpreview img"), *tree.css("figure.article img"), *article.css("img")]:
        yield attribute(image, "src")


def _alert(tree: LexborHTMLParser) -> str:
    """The first notice a reader sees: every NukeViet page carries another one for browsers without scripts."""
    for selector in _ALERT.split(", "):
        for node in tree.css(selector):
            if not node.css_matches("noscript *, .hidden"):
                return node_text(node)
    return ""


def _missing(tree: LexborHTMLParser, body: bytes, selectors: Selectors) -> str:
    """Why there is no article, as far as the page tells."""
    if notice := named(body, "text/html"):
        return notice
    alert = one_line(_alert(tree))
    if _MEMBERS_ONLY in alert.casefold():
        return "the portal shows this article to its members only"
    if alert:
        return f"the page has no article, it says: {alert[:120]}"
    if not selectors.body:
        return "no selector says where an article's text stands, and its title is not on the page"
    return f"the page has no article: nothing matches «{selectors.body}», and its title is not on the page"
