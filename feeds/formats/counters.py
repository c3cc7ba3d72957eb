"""What the portal itself counts under an article. Facts of a visit, never of a version: they move at every look."""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from feeds.formats.markup import node_text

_RATING = re.compile(r"tổng số điểm[^:]*:\s*(\d[\d.]*)\s+trong\s+(\d[\d.]*)\s+đánh giá", re.IGNORECASE)
_COUNT = re.compile(r"\d[\d.,]*")
# The row under NukeViet eGovernment's title, and how other themes name the same.
_VIEWS = ".newsdetailmetatop .fa-eye, .view-count, .luot-xem, .article-views"
_COMMENTS = ".newsdetailmetatop .fa-comment-o, .comment-count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counters:
    """Views, comments, the sum of points and the number of votes; None for what the page does not tell."""

    views: int | None = None
    comments: int | None = None
    points: int | None = None
    votes: int | None = None


def counters(tree: LexborHTMLParser) -> Counters:
    """The counters on an article's page."""
    rated = tree.css_first("#stringrating")
    rating = _RATING.search(node_text(rated)) if rated else None
    return Counters(
        views=_counted(tree, _VIEWS),
        comments=_counted(tree, _COMMENTS),
        points=_number(rating[1]) if rating else None,
        votes=_number(rating[2]) if rating else None,
    )


def _counted(tree: LexborHTMLParser, selector: str) -> int | None:
    """The number beside an icon, or in the place itself: «1.234» is a thousand and more."""
    for place in tree.css(selector):
        holder = place.parent if (place.tag or "") in {"i", "em"} else place
        if holder and (match := _COUNT.search(node_text(holder))):
            return _number(match[0])
    return None


def _number(written: str) -> int | None:
    digits = re.sub(r"\D", "", written)
    return int(digits) if 0 < len(digits) <= 12 else None
