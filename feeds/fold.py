"""Folds Vietnamese for searching: «Lịch tàu Đảo» is found by «lich tau dao». Never for meaning: bão ≠ báo."""

import unicodedata

_ETH = str.maketrans({"đ": "d", "ð": "d"})


def fold(text: str) -> str:
    """`text` in small letters without accents, đ as d, white space single; equal for NFC and NFD."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(bare.translate(_ETH).split())
