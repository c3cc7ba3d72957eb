"""Official Vietnamese prose is cut where a reader would cut it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.letters import single_spaced, tidy
from feeds.sentences import sentences

CASES = {
    "abbreviated places": ["Xe khách đón tại TP. Đông Hà lúc 5 giờ.", "Vé bán ở Q. 3, TP. Đà Nẵng."],
    "titles before names": ["Chủ trì có đ/c. Trần Minh và PGS.TS. Lê Hoa.", "Hội nghị kết thúc lúc 11 giờ."],
    "dates with dots": ["Khai mạc ngày 05.9.2026.", "Bế mạc ngày 07.9.2026."],
    "figures with dots": ["Kinh phí là 1.250.000 đồng.", "Phần còn lại là 3.400 đồng."],
    "document numbers": ["Theo Quyết định số 12/2026/QĐ-UBND ngày 3/4/2026.", "Mức thu giữ nguyên."],
    "addresses of mail and web": ["Gửi về vanphong@conco.gov.vn.", "Xem tại https://conco.gov.vn/tin.html."],
    "kilometres and roads": ["Cấm xe đoạn Km 42+300, QL. 9.", "Đi đường tránh."],
    "and so on": ["Mang áo mưa, đèn pin, v.v. để dùng khi cần.", "Không mang vật nuôi."],
    "dots of omission": ["Gió, mưa, sóng… đều mạnh lên.", "Tàu không chạy."],
    "brackets are whole": ["Tàu chạy (trừ thứ Hai. Xem lịch) như thường.", "Giá vé không đổi."],
    "the end mark of documents": ["Thông báo để Nhân dân biết, thực hiện./."],
}


@pytest.mark.parametrize("whole", CASES.values(), ids=CASES)
def test_sentences_end_where_a_reader_ends_them(whole: list[str]) -> None:
    assert sentences(" ".join(whole)) == whole


def test_a_line_break_always_ends_one() -> None:
    assert sentences("LỊCH TIẾP DÂN\nThứ Hai: 8h\nThứ Ba: 14h") == [
        "LỊCH TIẾP DÂN",
        "Thứ Hai: 8h",
        "Thứ Ba: 14h",
    ]


def test_items_within_a_line_stand_alone() -> None:
    assert sentences("Mức thu: a) người lớn 50.000 đồng; b) trẻ em 25.000 đồng.") == [
        "Mức thu:",
        "a) người lớn 50.000 đồng;",
        "b) trẻ em 25.000 đồng.",
    ]


def test_a_missing_space_after_a_full_stop_is_seen() -> None:
    assert sentences("Đẩy mạnh thi đua.Thứ hai, chăm lo đời sống.") == [
        "Đẩy mạnh thi đua.",
        "Thứ hai, chăm lo đời sống.",
    ]


def test_decomposed_letters_are_cut_as_composed_ones() -> None:
    text = "Tàu dừng từ 7 giờ. Đề nghị bà con lưu ý."
    assert sentences(unicodedata.normalize("NFD", text)) == sentences(text)


@given(st.text(max_size=300))
def test_nothing_is_lost_and_nothing_is_added(text: str) -> None:
    told = "".join("".join(sentences(text)).split())
    assert told == "".join(single_spaced(tidy(text)).split())
