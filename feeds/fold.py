"""Folds Vietnamese for searching: «Lịch tàu Đảo» is found by «lich tau dao». Never for meaning: bão ≠ báo."""

import re
import unicodedata

_BETWEEN = re.compile(r"[^a-z0-9]+")
_ETH = str.maketrans({"đ": "d", "ð": "d"})


def fold(text: str) -> str:
    """`text` in small letters without accents, đ as d, white space single; equal for NFC and NFD."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(bare.translate(_ETH).split())


def words(text: str) -> str:
    """`fold(text)` with nothing but letters a to z, digits and single spaces: what is searched, and what is sought."""
    return _BETWEEN.sub(" ", fold(text)).strip()
