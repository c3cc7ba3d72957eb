"""Official Vietnamese prose is cut where a reader would cut it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.gist.sentences import sentences
from feeds.letters import single_spaced, tidy

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
    "specialists": ["BS. CKII. Lê Văn Tám trực tại Trạm Y tế.", "Số điện thoại: 0914.222.333."],
    "hours with a letter": ["Tàu dừng từ 7h30.", "Hành khách đổi vé tại Q. 1, TP. HCM."],
    "initials before brackets": [
        "Ông H. (SN 1985, trú xã Cửa Việt) mất tích.",
        "Bà con báo ngay 0233.3.656.222.",
    ],
    "numbers of papers with dots": ["Thông báo số 15/TB-UBND.VP ngày 5.9.2026 nêu rõ.", "Hạn chót là 17h."],
    "rooms": ["Thời gian: 8h00 ngày 26/01/2024; địa điểm: P. 203, nhà A.", "Mời dự đúng giờ!"],
    "addresses with questions": ["Xem https://conco.vn/tin.html?id=3.", "Hỏi tại vp.conco@quangtri.gov.vn."],
    "omission before a capital": ["Gió cấp 6, cấp 7, giật cấp 8…", "Biển động mạnh."],
    "questions and calls": ["Ai được khám?", "Người từ 50 tuổi trở lên!", "Đăng ký ngay."],
    "companies": ["Cty. Điện lực Quảng Trị thông báo.", "Điện cắt 5h."],
    "a stop within brackets": ["Bão số 6 (tên quốc tế: Yagi. Cấp 12) đang mạnh lên.", "Tàu vào bờ."],
    "telephones in brackets": ["Điện thoại: (0233) 3.824.901.", "Giờ trực: 24/7."],
    "papers and dates at the end": ["Nghị định 90/2017/NĐ-CP.", "Có hiệu lực từ 15.9.2017."],
    "small letters": ["Tp. Đông Hà, tx. Quảng Trị mưa to.", "Nước lên."],
    "a middle name's initial": ["Anh Nguyễn V. A. bị thương.", "Tàu đã đưa vào bờ."],
    "points in a position": ["Áp thấp cách đảo 16.2 độ Vĩ Bắc.", "Gió mạnh."],
    "a number that ends": ["Lịch: thứ 2, 4, 6.", "Nghỉ lễ."],
    "offices before names": ["Đoàn gồm đ/c Lê Minh - PCT. UBND và đ/c Hà.", "Họp lúc 8h."],
    "abbreviated telephones": ["Sđt. 0905 118 227 (anh Lực).", "Zalo cùng số."],
    "schools": ["Trường TH. Hoa Phong Ba khai giảng.", "Học sinh mặc đồng phục."],
    "a quotation of two sentences": ["Thủ tướng: “Không để dân đói. Không để dân rét.”", "Đó là mệnh lệnh."],
    "rows of stops": ["Gọi 112, 113, 114, 115... khi cần.", "Không báo giả!!!", "Cảm ơn."],
    "districts without a space": ["Wifi miễn phí tại Q.1, P.5.", "Mật khẩu: 12345678."],
    "millions in short": ["Lương 7.5 tr. mỗi tháng.", "Có BHXH."],
    "Mr and Tel": ["Liên hệ Mr. Nam, Tel. 0905.118.227.", "Xin cảm ơn."],
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


@pytest.mark.parametrize(
    "line", ["1.Thời gian: 8h00 ngày 5/9", "I.MỤC ĐÍCH", "a.Đối tượng: ngư dân", "2.1.Yêu cầu chung"]
)
def test_a_number_stays_with_its_item_though_no_space_follows(line: str) -> None:
    assert sentences(line) == [line]


def test_items_of_a_list_within_a_line_are_cut_at_their_dashes_and_numbers() -> None:
    assert sentences("Bao gồm: - Gạo 15 kg; - Nước uống.") == ["Bao gồm:", "- Gạo 15 kg;", "- Nước uống."]
    assert sentences("Gồm: 1) Báo cáo; 2) Kết luận.") == ["Gồm:", "1) Báo cáo;", "2) Kết luận."]


@given(st.text(max_size=300))
def test_nothing_is_lost_and_nothing_is_added(text: str) -> None:
    told = "".join("".join(sentences(text)).split())
    assert told == "".join(single_spaced(tidy(text)).split())
