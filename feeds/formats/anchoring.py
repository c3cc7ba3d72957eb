"""The text of an article on a page of an unknown theme: found by its title, which the feed told.

From the element that says just the title the smallest part around it is taken that says something more, and what
follows the title there is the article, up to the first line that every theme puts under one.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from feeds.dates import is_dateline
from feeds.formats.markup import node_text
from feeds.formats.selecting import attribute
from feeds.text import one_line

ENOUGH = 40  # characters that make an article though more may follow
SHORTEST = 15  # characters that make one between its title and what every theme puts under it

_HEADINGS = "h1, h2, h3, h4"
_OTHERS = "[class*=title], [class*=heading], [class*=tieu-de], strong, b, p, span, td, div"
_ASIDE = {"nav", "aside", "footer", "form"}
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:menu|nav(?:bar)?|sidebar|breadcrumbs?|footer|comments?|related|share|social|tags?|rating|pagination)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_CHROME = re.compile(
    r"^\W*(?:tổng số điểm|click để đánh giá|đánh giá bài viết|xếp hạng|ý kiến bạn đọc|bình luận|gửi bình luận"
    r"|(?:các |những )?(?:tin|bài)(?: viết)? (?:mới hơn|cũ hơn|khác|liên quan|cùng chuyên mục|đã đưa)"
    r"|cùng chuyên mục|tin (?:tức )?(?:nổi bật|mới nhất|cùng loại)|xem nhiều|chia sẻ|từ khóa|tags?\s*:"
    r"|(?:tác giả|người viết|nguồn(?: tin)?)(?: bài viết)?\s*:"
    r"|(?:file|tệp(?: tin)?|tập tin|văn bản|tài liệu) đính kèm\W*$|tập tin \d|thống kê(?: lượt)? truy cập"
    r"|đang truy cập|lượt truy cập|quay lại\b|về trang trước"
    r"|gửi (?:bài viết|cho bạn bè|email)|in (?:ra|bài viết|trang)\b|bản in\b|liên kết website|thăm dò ý kiến"
    r"|số lần xem|lượt xem|đã xem)",
    re.IGNORECASE,
)
_SMALL_PRINT = re.compile(
    r"^[\W\d_]*(?:(?:lượt xem|đã xem|số lần xem|phản hồi|bình luận|cỡ chữ|a[+-])[\W\d_]*)*$", re.IGNORECASE
)


_DASH = re.compile(r"(\s+[-|–»]\s+)")


@dataclass(frozen=True, slots=True)
class Anchored:
    """An article found by its title: `around` is the smallest part of the page that holds title and text."""

    title: str
    dateline: str
    body: str
    around: LexborNode


def anchored(tree: LexborHTMLParser, titles: Sequence[str]) -> Anchored | None:
    """The article under the first of the `titles` that stands on the page by itself; None where none does."""
    for title in titles:
        wanted = _plain(title)
        for anchor in _saying(tree, wanted) if len(wanted) > 3 else ():
            if found := _below(anchor, one_line(title)):
                return found
    return None


def page_titles(tree: LexborHTMLParser, told: str) -> list[str]:
    """What an article may be called on its own page: as it was told, and as the page's head calls it."""
    shared = [attribute(meta, "content") for meta in tree.css("meta[property='og:title']")]
    head = tree.css_first("title")
    parts = _DASH.split(node_text(head)) if head else []
    heads = ["".join(parts[:end]) for end in range(len(parts), 0, -2)]  # without the site's name behind it
    return [one for one in (told, *shared, *heads) if one.strip()]


def _saying(tree: LexborHTMLParser, wanted: str) -> Iterator[LexborNode]:
    for selector in (_HEADINGS, _OTHERS):
        for node in tree.css(selector):
            text = node.text(deep=True)
            if len(text) < 3 * len(wanted) + 200 and _is_title(_plain(text), wanted) and not _is_aside(node):
                yield node


def _is_title(said: str, wanted: str) -> bool:
    cut = wanted.endswith(("…", "..."))
    return said.startswith(wanted.rstrip("….")) if cut else said == wanted


def _plain(text: str) -> str:
    return one_line(unicodedata.normalize("NFC", text)).casefold()


def _below(anchor: LexborNode, title: str) -> Anchored | None:
    """Climb from the title until what follows it says enough."""
    node: LexborNode | None = anchor
    said: list[str] = []
    while node is not None and (node.tag or "") not in {"body", "html", "-document"}:
        beside = node.next
        while beside is not None:
            if (beside.tag or "") == "-text" or not _is_aside(beside, own=True):
                said += node_text(beside).split("\n")
            beside = beside.next
        dateline, lines = _article(said, title)
        ended = any(_CHROME.match(line) and not _SMALL_PRINT.match(line) for line in said)
        if sum(map(len, lines)) >= (SHORTEST if ended else ENOUGH):
            return Anchored(title, dateline, "\n".join(lines), node.parent or node)
        if ended:
            return None  # what is further up is beyond the article
        node = node.parent
    return None


def _article(said: Sequence[str], title: str) -> tuple[str, list[str]]:
    """The date above the text, and the lines of the text up to the first that is none of it."""
    dateline = ""
    lines: list[str] = []
    for line in filter(None, said):
        if not lines and (line == title or _SMALL_PRINT.match(line)):
            continue
        if not lines and len(line) <= 60 and is_dateline(line):
            dateline = dateline or line
            continue
        if _CHROME.match(line):
            break
        if line not in lines[:1]:  # a lead that the body repeats
            lines.append(line)
    return dateline, lines


def _is_aside(node: LexborNode, *, own: bool = False) -> bool:
    """Whether a part, or one around it, is furniture of the page."""
    part: LexborNode | None = node
    while part is not None and (part.tag or "") not in {"body", "html", "-document"}:
        named = f"{attribute(part, 'class')} {attribute(part, 'id')}"
        if (part.tag or "") in _ASIDE or _FURNITURE.search(named):
            return True
        part = None if own else part.parent
    return False
