"""Folds Vietnamese for searching: «Lịch tàu Đảo» is found by «lich tau dao». Never for meaning: bão ≠ báo."""

import re
import unicodedata

_BETWEEN = re.compile(r"[^a-z0-9]+")


class _Bare(dict[int, int | None]):
    """What becomes of each letter of a decomposed text, worked out when it is first seen: marks go, đ is d."""

    def __missing__(self, letter: int) -> int | None:
        self[letter] = None if unicodedata.combining(chr(letter)) else letter
        return self[letter]


_BARE = _Bare(str.maketrans("đð", "dd"))


def fold(text: str) -> str:
    """`text` in small letters without accents, đ as d, white space single; equal for NFC and NFD."""
    return " ".join(unicodedata.normalize("NFD", text.casefold()).translate(_BARE).split())


def words(text: str) -> str:
    """`fold(text)` with nothing but letters a to z, digits and single spaces: what is searched, and what is sought."""
    return _BETWEEN.sub(" ", fold(text)).strip()
