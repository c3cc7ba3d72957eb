"""What people type for a mark or a number."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.typed import Mark, push_code, read_mark, read_number
from storage.records import ArticleId


@pytest.mark.parametrize(
    ("text", "mark", "article"),
    [
        ("5", 5, None),
        (" 4 ", 4, None),
        ("５", 5, None),
        ("5 sao", 5, None),
        ("3 điểm", 3, None),
        ("4/5", 4, None),
        ("5.", 5, None),
        ("⭐⭐⭐⭐", 4, None),
        ("⭐️⭐️", 2, None),
        ("★★★☆☆".rstrip("☆"), 3, None),
        ("năm", 5, None),
        ("Bốn", 4, None),
        ("NAM SAO", 5, None),
        (unicodedata.normalize("NFD", "năm sao"), 5, None),
        ("DG TB123 5", 5, 123),
        ("dg tb123 5", 5, 123),
        ("TB123 5", 5, 123),
        ("5 TB123", 5, 123),
        ("đánh giá TB 7 hai sao", 2, 7),
        ("chấm điểm: 1", 1, None),
        ("five stars", 5, None),
    ],
)
def test_a_mark_is_understood_however_it_is_typed(text: str, mark: int, article: int | None) -> None:
    assert read_mark(text) == Mark(mark, ArticleId(article) if article else None)


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "6",
        "55",
        "5 người",
        "5h",
        "ngày 5",
        "5 6",
        "không",
        "miền nam",
        "tb5",
        "⭐⭐⭐⭐⭐⭐",
        "⭐ hay",
        "1-5",
        "",
        "5 sao cho bài hôm qua nhé",
    ],
)
def test_words_that_only_hold_a_number_are_no_mark(text: str) -> None:
    assert read_mark(text) is None


def test_the_code_of_a_push_reads_back() -> None:
    assert read_mark(f"{push_code(ArticleId(987))} 3") == Mark(3, ArticleId(987))


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("12.", 12), ("3)", 3), ("１", 1), ("123", None), ("-1", None), ("", None), ("²", 2)],
)
def test_a_number_alone_is_a_choice(text: str, number: int | None) -> None:
    assert read_number(text) == number


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    mark, number = read_mark(text), read_number(text)
    assert mark is None or 1 <= mark.mark <= 5
    assert number is None or 0 <= number <= 99
