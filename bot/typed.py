"""Numbers and marks that people type where there is nothing to press. Pure.

A mark is `5`, «5 sao», «5/5», «⭐⭐⭐⭐», «năm», with the code of a push where it matters: «DG TB123 5».
"""

import re
import unicodedata
from dataclasses import dataclass

from feeds.fold import fold
from storage.records import ArticleId

_STARS = re.compile("[⭐★🌟]\ufe0f?")
_CODE = re.compile(r"\btb ?(\d{1,18})\b")
_MARK = re.compile(
    r"(?:(?:dg|danh ?gia|cham(?: diem)?|rate)\b ?:? ?)?"
    r"(?P<mark>[1-5]|mot|hai|ba|bon|nam|one|two|three|four|five)"
    r"(?: ?(?:sao|diem|stars?)| ?/ ?5)?[.!]?"
)
_SPELT = {
    **{word: mark for mark, word in enumerate(("mot", "hai", "ba", "bon", "nam"), start=1)},
    **{word: mark for mark, word in enumerate(("one", "two", "three", "four", "five"), start=1)},
}
_LONGEST = 40  # characters; a mark is never longer


@dataclass(frozen=True, slots=True)
class Mark:
    """1 to 5, and the article that the code beside it names."""

    mark: int
    article: ArticleId | None = None


def push_code(article: ArticleId) -> str:
    """The code that a push carries, so that a mark can say which one it means."""
    return f"TB{article}"


def read_number(text: str) -> int | None:
    """The number somebody typed and nothing else; None for any other text."""
    bare = unicodedata.normalize("NFKC", text).strip().rstrip(".)")
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) <= 2 else None


def read_mark(text: str) -> Mark | None:
    """The mark somebody typed; None for words that only hold a number."""
    if len(text) > _LONGEST:
        return None
    plain = fold(unicodedata.normalize("NFKC", text))
    code = _CODE.search(plain)
    rest = " ".join(_CODE.sub(" ", plain, count=1).split()) if code else plain
    article = ArticleId(int(code[1])) if code else None
    stars = len(_STARS.findall(rest))
    if stars:
        alone = not _STARS.sub("", rest).strip()
        return Mark(stars, article) if alone and stars <= 5 else None
    found = _MARK.fullmatch(rest)
    if not found:
        return None
    said = found["mark"]
    return Mark(_SPELT[said] if said in _SPELT else int(said), article)
