"""Key facts stand in the text as they are told, in their slots, and cited things are not taken for the matter."""

import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.article import FactKind
from feeds.gist.facts import facts
from feeds.letters import tidy

ANNOUNCEMENTS = [
    json.loads(line) for line in (Path(__file__).parent / "announcements.jsonl").read_text().splitlines()
]
WHOLE = {"phone", "deadline"}


def found(text: str, kind: FactKind, title: str = "") -> list[str]:
    return [fact.text for fact in facts(text, title=title) if fact.kind is kind]


def plain(text: str) -> str:
    return re.sub(r"\W+", " ", unicodedata.normalize("NFC", text).lower()).strip()


def test_the_labelled_set_is_found_and_phones_and_deadlines_wholly() -> None:
    missed, asked = [], 0
    for item in ANNOUNCEMENTS:
        told = facts(item["text"], title=item["title"])
        for wanted in item["facts"]:
            asked += 1
            if not any(
                fact.kind == wanted["kind"] and plain(one) in plain(fact.text)
                for fact in told
                for one in wanted["any"]
            ):
                missed.append((wanted["kind"], wanted["any"], item["title"]))
    assert not [kind for kind, *_ in missed if kind in WHOLE]
    assert len(missed) <= asked * 0.05, missed


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Gọi 0233.3.656.114 khi cần.", "0233.3.656.114"),
        ("Liên hệ ông Thành, sđt 0914 222 333.", "0914 222 333"),
        ("Tổng đài 1900 1909 trực cả ngày.", "1900 1909"),
        ("Điện thoại: (0233) 3.824.901.", "(0233) 3.824.901"),
        ("Khi có cháy gọi 114.", "114"),
    ],
)
def test_phones_are_given_as_written(text: str, number: str) -> None:
    assert found(text, FactKind.PHONE) == [number]


@pytest.mark.parametrize(
    "text",
    [
        "Có 113 hộ dân tham gia.",
        "Tổng 3.983.469 lượt truy cập.",
        "Giai đoạn 2020 - 2025.",
        "Kinh phí 148.500.000 đồng.",
    ],
)
def test_figures_are_no_phones(text: str) -> None:
    assert found(text, FactKind.PHONE) == []


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("Hồ sơ nộp trước 17h00 ngày 20/02/2024 tại UBND.", "trước 17h00 ngày 20/02/2024"),
        ("Hạn chót: 31/10/2024.", "31/10/2024"),
        ("Đăng ký chậm nhất ngày 28/4/2026.", "chậm nhất ngày 28/4/2026"),
        ("Thời hạn nhận hồ sơ: đến hết ngày 15/5/2026.", "đến hết ngày 15/5/2026"),
    ],
)
def test_deadlines(text: str, deadline: str) -> None:
    assert any(deadline.split(" ", 1)[-1] in one for one in found(text, FactKind.DEADLINE))


def test_a_cited_documents_date_and_number_are_not_the_announcements() -> None:
    text = "Số: 15/TB-UBND\nCăn cứ Nghị định số 64/2014/NĐ-CP ngày 26/6/2014, tiếp dân từ 8h ngày 20/9/2026."
    assert found(text, FactKind.DOCNO) == ["15/TB-UBND"]
    assert not any("2014" in when for when in found(text, FactKind.WHEN))


def test_both_directions_are_no_afternoon() -> None:
    assert found("Tàu dừng cả hai chiều từ 7h30 ngày 12/01/2026.", FactKind.WHEN) == [
        "từ 7h30 ngày 12/01/2026"
    ]


def test_what_was_done_is_no_order() -> None:
    assert found("Lực lượng đã sơ tán 300 người.", FactKind.DO) == []


def test_a_fact_knows_its_place() -> None:
    text = "UBND đặc khu thông báo.\nTiêm từ 7h30 ngày 22/9/2026 tại Trạm Y tế đặc khu."
    when = next(fact for fact in facts(text) if fact.kind is FactKind.WHEN)
    assert text[when.start : when.start + len(when.text)] == when.text


def test_the_cells_of_a_table_are_what_their_column_says() -> None:
    text = "Ngày | Thời gian | Khu vực\n15/9/2026 | 07h00 - 11h00 | Toàn đảo\n17/9/2026 | 13h30 - 16h30 | Cảng cá"
    assert found(text, FactKind.WHERE) == ["Toàn đảo", "Cảng cá"]
    assert found(text, FactKind.WHEN) == ["15/9/2026", "07h00 - 11h00", "17/9/2026", "13h30 - 16h30"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Khám cho nhân dân từ 50 tuổi trở lên.", "nhân dân từ 50 tuổi trở lên"),
        ("Tuyển nam, từ 20 đến 40 tuổi, biết bơi.", "từ 20 đến 40 tuổi"),
        ("Không nhận hồ sơ giấy, trừ người khuyết tật.", "trừ người khuyết tật"),
    ],
)
def test_ages_and_exceptions_say_who(text: str, who: str) -> None:
    assert any(who in one for one in found(text, FactKind.WHO))


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("Nhận nước sạch tại bồn Nhà văn hóa.", "bồn Nhà văn hóa"),
        ("Chợ phiên tại sân vận động đặc khu, từ 15h00 ngày 28/8.", "sân vận động đặc khu"),
        ("Nghiêm cấm người vào bán kính 300 m quanh âu tàu.", "bán kính 300 m"),
        ("Tâm bão cách đảo Cồn Cỏ khoảng 560 km về phía Đông.", "cách đảo Cồn Cỏ khoảng 560 km về phía Đông"),
    ],
)
def test_places_without_a_name_are_places(text: str, where: str) -> None:
    assert any(where in one for one in found(text, FactKind.WHERE))


def test_hours_of_every_day_are_no_deadline() -> None:
    text = "Nhận nước tại bồn, 06h00 - 08h00 và 16h00 - 18h00 hằng ngày."
    assert found(text, FactKind.DEADLINE) == []
    assert found(text, FactKind.WHEN) == ["06h00 - 08h00 và 16h00 - 18h00 hằng ngày"]


def test_the_dots_of_an_address_end_no_deadline() -> None:
    text = "Đăng ký tại https://tuyensinh.quangtri.edu.vn từ ngày 01/7 đến ngày 10/7/2026."
    assert found(text, FactKind.DEADLINE) == ["từ ngày 01/7 đến ngày 10/7/2026"]


def test_a_day_before_its_month_is_told_is_part_of_the_time() -> None:
    assert found("Lớp học từ 21 đến 23/4/2026.", FactKind.WHEN) == ["từ 21 đến 23/4/2026"]
    assert found("Gửi hàng trước 16h00 ngày hôm trước.", FactKind.DEADLINE) == ["trước 16h00 ngày hôm trước"]


@given(st.text(max_size=400), st.text(max_size=80))
def test_facts_of_any_text_are_its_own_words(text: str, title: str) -> None:
    source = tidy(text)
    for fact in facts(text, title=title):
        assert fact.start < 0 or source[fact.start : fact.start + len(fact.text)] == fact.text


def test_when_a_service_is_hoped_to_be_back_is_no_deadline() -> None:
    text = "Dự kiến khôi phục điện trước ngày 10/6/2026. Góp ý đến hết ngày 25/9/2026."
    assert found(text, FactKind.WHEN) == ["trước ngày 10/6/2026"]
    assert found(text, FactKind.DEADLINE) == ["đến hết ngày 25/9/2026"]
