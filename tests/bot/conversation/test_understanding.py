"""A table of dialogues: every word is understood however it is typed; a slip is asked back, never done."""

import unicodedata
from dataclasses import replace

import pytest

from bot.conversation import turns as t
from storage.records import Stored
from tests.bot.conftest import story
from tests.bot.conversation.dialogues import said, turn, words

SPELLINGS = [
    ("start batdau|bắt đầu|hi|xin chào|dangky|đăng ký|dk|nhận tin|nhận lại tin", "Quý vị đã đăng ký"),
    (
        "huy|huỷ|hủy|huydangky|hủy đăng ký|stop|tat|tắt|dung|dừng|TC|dung nhan tin|dừng nhận tin"
        "|ngừng nhận tin|không nhận tin nữa",
        "Đã hủy đăng ký",
    ),
    ("chuyenmuc|chuyên mục|cm|chọn chuyên mục", "Chuyên mục nhận tin"),
    ("timkiem|tim|tìm|tìm kiếm", "Xin gõ TIM và từ cần tìm"),
    ("moinhat|mới nhất|tin|tinmoi|tin mới", "Tin mới nhất"),
    ("tau|tàu|lichtau|lịch tàu|tàu ngày mai", "Tạm dừng tàu"),
    ("tonghop|tổng hợp|bantin|bản tin|cách nhận|giờ bản tin", "Cách nhận tin"),
    ("yentinh|yên tĩnh", "Giờ yên tĩnh"),
    ("danhgia|đánh giá", "Xin chạm hoặc gõ 1 đến 5"),
    ("gopy|góp ý|phản ánh|kiến nghị|khiếu nại", "Xin viết góp ý"),
    (
        "xoa|xóa|xoá|xoadulieu|xóa dữ liệu|xoa het|xóa hết|xoá tất cả|xóa toàn bộ|xóa dữ liệu của tôi",
        "Xóa toàn bộ dữ liệu",
    ),
    ("trangthai|trạng thái|caidat|cài đặt", "Cài đặt của Quý vị"),
    ("trogiup|trợ giúp|help|?|hướng dẫn|giúp|menu", "Hướng dẫn"),
    ("tamdung|tạm dừng|tạm dừng nhận tin", "Tạm dừng nhận tin"),
    ("tukhoa|từ khóa|theodoi|theo dõi|boqua|bỏ qua", "Từ khóa"),
    ("dulieu|dữ liệu", "Dữ liệu Cổng lưu về Quý vị"),
    ("ngonngu|ngôn ngữ", "Tiếng Việt · English"),
    ("cam on|cảm ơn|cám ơn|xin cảm ơn|cảm ơn nhiều|vâng|ok|thank you", "Cảm ơn Quý vị"),
]
TABLE = [
    (spelling, answer)
    for spellings, answer in SPELLINGS
    for spelling in spellings.replace("start batdau", "start|batdau").split("|")
]


@pytest.mark.parametrize("written", ["{}", "/{}", " {}. "])
@pytest.mark.parametrize(("spelling", "answer"), TABLE)
def test_every_way_to_write_a_command_is_understood(
    seen: t.Situation, spelling: str, answer: str, written: str
) -> None:
    known = replace(seen, stories=(story(),), stored=Stored())

    for form in ("NFC", "NFD"):
        for case in (str, str.upper):
            text = unicodedata.normalize(form, case(written.format(spelling)))  # type: ignore[arg-type]
            assert answer in words(turn(said(text), known)), text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("xoaa", "XOA"),
        ("/xo a", "XOA"),
        ("xao", "XOA"),
        ("/hyu", "HUY"),
        ("huyy", "HUY"),
        ("tay", "TAU"),
        ("đúng", "HUY"),
        ("tạt", "HUY"),
        ("dugn", "HUY"),
        ("trogip", "TROGIUP"),
        ("cai dta", "CAIDAT"),
        ("caidatt", "CAIDAT"),
        ("moinht", "MOINHAT"),
        ("gop yy", "GOPY"),
        ("danggky", "DANGKY"),
        ("/tmi tàu ngày mai", "TIM"),
        ("setings", "CAIDAT"),
        ("theo doii tàu", "THEODOI"),
        ("tam dugn 3 ngay", "TAMDUNG"),
        ("bo quaa đấu giá", "BOQUA"),
        ("gop i cầu cảng hỏng", "GOPY"),
        ("yen tihn 22h-6h", "YENTINH"),
        ("phan ang đường tối", "GOPY"),
        ("okie dokie", None),
        ("trời hôm nay đẹp quá", None),
        ("cảm ơn mà đường tối quá", None),
        ("tàu mai có chạy không?", None),
        ("huỷ kèo nhé", None),
        ("xoá giúp tôi bài này", None),
        ("đúng nhận tin", "HUY"),
    ],
)
def test_a_slip_is_answered_with_a_suggestion_and_changes_nothing(
    seen: t.Situation, typed: str, meant: str | None
) -> None:
    done = turn(said(typed), seen)

    assert done.effects == ()
    assert (f"{meant}" in words(done)) if meant else ("chưa hiểu" in words(done))
    if meant:
        assert "Cổng chưa làm gì" in words(done)
