"""Texts of the nineties, and UTF-8 taken for something else; clean text is never touched."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.article import Entry
from feeds.formats.parsing import parse_feed
from feeds.legacy import conversion, mended
from feeds.text import clean

LABELLED = Path(__file__).parent / "gist/announcements.jsonl"
CLEAN = [json.loads(line) for line in LABELLED.read_text().splitlines()]
STORM = "Bão số 4: từ 12 giờ cấm biển, tàu thuyền khẩn trương vào bờ; đường dây nóng của đảo Cồn Cỏ được mở."


def as_1258(text: str) -> bytes:
    """windows-1258 writes the tones as marks of their own."""
    apart = unicodedata.normalize("NFD", text)
    whole = "".join(unicodedata.normalize("NFC", part) for part in _letters(apart))
    return whole.encode("cp1258")


def _letters(apart: str) -> list[str]:
    """Letters with their marks of shape, and the tones behind them."""
    parts: list[str] = []
    for letter in apart:
        if letter in "\u0302\u0306\u031b":
            tones = len(parts) - 1 if unicodedata.combining(parts[-1][0]) else len(parts)
            parts[tones - 1] += letter
        else:
            parts.append(letter)
    return parts


@pytest.mark.parametrize(
    ("mistaken", "meant"),
    [
        ("Th«ng b¸o lÞch tµu Cöa ViÖt - Cån Cá th¸ng 9", "Thông báo lịch tàu Cửa Việt - Cồn Cỏ tháng 9"),
        ("\u00ad¬ng ®\u00adêng n\u00adíc: ng\u00adêi d©n l\u00adu ý", "ương đường nước: người dân lưu ý"),
        (
            "Thoâng baùo lòch taøu Cöûa Vieät - Coàn Coû thaùng 9",
            "Thông báo lịch tàu Cửa Việt - Cồn Cỏ tháng 9",
        ),
        ("UÛY BAN NHAÂN DAÂN ÑAÛO COÀN COÛ", "ỦY BAN NHÂN DÂN ĐẢO CỒN CỎ"),
        (STORM.encode().decode("latin-1"), STORM),
        (STORM.encode().decode("latin-1").encode().decode("latin-1"), STORM),
        (as_1258(STORM).decode("latin-1"), STORM),
        ("Cá»\x93n Cá»\x8f", "Cồn Cỏ"),
        ("â€œKháº©nâ€\x9d", "“Khẩn”"),
        ("Trêi rÐt", "Trời rét"),
    ],
)
def test_what_was_mistaken_is_mended(mistaken: str, meant: str) -> None:
    assert clean(mistaken) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Thì giò chả, quả na, khoá học, quý bà, oà khóc, thuở ấy, quạ, tuân thủ, quét, toé, quì, bò",
        "“ĐÃ” – ‘Á’… nhiệt độ 37°C, m², § 5, «Tin», ½, Côte d’Ivoire, São Paulo, Curaçao, Malmö",
        "Schröder gặp Ñuñoa tại Besançon",
        "",
    ],
)
def test_clean_text_is_never_touched(text: str) -> None:
    assert mended(text) == text


def test_announcements_are_never_touched() -> None:
    texts = [value for one in CLEAN for value in one.values() if isinstance(value, str)]
    assert len(texts) > 20
    assert [text for text in texts if mended(text) != text] == []
    assert all(conversion(unicodedata.normalize("NFC", text)) is None for text in texts)


def test_a_feed_of_an_old_office_is_read() -> None:
    item = "<item><title>Th«ng b¸o lÞch tµu th¸ng 9</title><link>/a-1.html</link></item>"
    body = f"<rss version='2.0'><channel>{item}</channel></rss>"
    for read in (
        parse_feed(body.encode("latin-1"), base="https://x.vn"),
        parse_feed(body.encode(), base="https://x.vn"),
    ):
        [entry] = read.entries
        assert isinstance(entry, Entry)
        assert entry.title == "Thông báo lịch tàu tháng 9"


@given(st.text())
def test_any_text_can_be_mended(text: str) -> None:
    assert isinstance(mended(text), str)
