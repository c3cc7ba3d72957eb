"""A summary keeps the key facts, its budget, and what limits a statement; it never adds anything."""

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from feeds.letters import tidy, units16
from feeds.summary import summarise

ANNOUNCEMENTS = [
    json.loads(line) for line in (Path(__file__).parent / "announcements.jsonl").read_text().splitlines()
]
DERIVED = re.compile(r"\b\d+ nội dung\b|\(\d\)")


def plain(text: str) -> str:
    return re.sub(r"\W+", " ", unicodedata.normalize("NFC", text).lower()).strip()


@pytest.mark.parametrize(("budget", "bar"), [(400, 0.90), (600, 0.95)])
def test_the_key_facts_of_the_labelled_set_are_told(budget: int, bar: float) -> None:
    hit, asked, missed = Counter[str](), Counter[str](), []
    for item in ANNOUNCEMENTS:
        said = plain(summarise(item["title"], item["text"], budget))
        for wanted in item["facts"]:
            asked[wanted["kind"]] += 1
            if any(plain(one) in said for one in wanted["any"]):
                hit[wanted["kind"]] += 1
            else:
                missed.append((item["title"], wanted))
    assert hit["phone"] == asked["phone"]
    assert hit["deadline"] == asked["deadline"]
    assert hit.total() >= asked.total() * bar, missed


@pytest.mark.parametrize("budget", [200, 400, 600, 2000])
def test_every_summary_keeps_its_budget_its_five_lines_and_the_sources_numbers(budget: int) -> None:
    for item in ANNOUNCEMENTS:
        said = summarise(item["title"], item["text"], budget)
        assert said
        assert units16(said) <= budget
        assert len(said.splitlines()) <= 5
        numbers = set(re.findall(r"\d+(?:[.,:/]\d+)*", DERIVED.sub("", said)))
        assert numbers <= set(re.findall(r"\d+(?:[.,:/]\d+)*", tidy(f"{item['title']} {item['text']}")))


LIMITED = {
    "trừ": "Cắt điện toàn đảo từ 8h đến 11h ngày 20/9/2026, trừ Trung tâm Y tế quân dân y và trạm thông tin",
    "nếu": "Người dân được đổi vé miễn phí trong ngày 20/9/2026 nếu chuyến tàu bị hủy vì thời tiết",
    "không": "Tàu khách chở 80 người mỗi chuyến trong ngày 20/9/2026, không nhận hàng hóa cồng kềnh",
    "riêng": "Ngừng cấp nước từ 8h ngày 20/9/2026. Riêng khu dân cư số 2 vẫn được cấp nước bình thường",
}


@pytest.mark.parametrize("budget", range(40, 130, 6))
@pytest.mark.parametrize("text", LIMITED.values(), ids=LIMITED)
def test_what_limits_a_statement_is_told_with_it_or_marked_as_cut(text: str, budget: int) -> None:
    said = summarise("Thông báo", f"{text}.", budget)
    kept = plain(text) in plain(said)
    assert kept or said.endswith("…") or len(said) < 25


def test_official_framing_is_left_out() -> None:
    said = summarise(
        "Thông báo lịch tiếp công dân",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nCăn cứ Luật Tiếp công dân ngày 25/11/2013;\n"
        "UBND đặc khu thông báo lịch tiếp công dân: 8h00 ngày 25/9/2026 tại phòng tiếp dân.\nNơi nhận:\n- Như trên;\n"
        "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
    )
    assert "8h00 ngày 25/9/2026" in said
    assert not re.search("CỘNG HÒA|Căn cứ|Nơi nhận|CHỦ TỊCH", said)


def test_numbered_tasks_become_their_headlines() -> None:
    said = summarise(
        "Đẩy mạnh thi đua năm 2026",
        "Ngày 25/01/2026, UBND đặc khu tổ chức hội nghị phát động thi đua.\n"
        "Thứ nhất, tổ chức thực hiện có hiệu quả các phong trào thi đua yêu nước gắn với nhiệm vụ của từng đơn vị.\n"
        "Thứ hai, đẩy mạnh cải cách hành chính, nâng cao chất lượng phục vụ người dân và doanh nghiệp.\n"
        "Thứ ba, củng cố quốc phòng, an ninh, giữ vững chủ quyền biển đảo trong tình hình mới.\n"
        "Thứ tư, chăm lo đời sống vật chất và tinh thần của nhân dân trên đảo.",
    )
    assert "4 nội dung" in said
    assert "cải cách hành chính" in said


def test_a_lead_that_only_repeats_the_title_is_not_told_twice() -> None:
    title = "Thông báo tạm dừng tàu khách tuyến Cửa Việt - Cồn Cỏ từ ngày 20/9/2026 đến hết ngày 22/9/2026"
    said = summarise(title, "Tàu nghỉ do biển động. Hỏi 0233.3.824.901.", lead=title)
    assert title not in said
    assert "0233.3.824.901" in said


def test_emoji_count_as_messengers_count_them() -> None:
    assert units16(summarise("", "🚢" * 300, 100)) <= 100


def test_a_short_lead_that_says_something_of_its_own_is_told_first() -> None:
    said = summarise("Tàu nghỉ ngày mai", "Chi tiết.", lead="Tàu không chạy do gió mạnh.")
    assert said.startswith("Tàu không chạy do gió mạnh.")


@pytest.mark.parametrize(
    "lead", ["Xem chi tiết tại tệp đính kèm.", "Mời xem file kèm theo", "Chi tiết.", "Bà con …"]
)
def test_a_lead_that_only_points_elsewhere_tells_nothing(lead: str) -> None:
    said = summarise("Lịch cấp nước tháng 9", "Cấp nước từ 5 giờ đến 7 giờ hằng ngày.", lead=lead)
    assert said == "Cấp nước từ 5 giờ đến 7 giờ hằng ngày."


def test_a_lead_as_long_as_the_budget_leaves_room_for_what_the_body_asks() -> None:
    lead = "Trong khuôn khổ kế hoạch cải cách hành chính năm 2026, nhiều thủ tục đã được rút ngắn, " * 4
    said = summarise(
        "Thông báo về thủ tục", "Hạn nộp hồ sơ: 17h00 ngày 20/9/2026. Hỏi 0233.3.656.123.", lead=lead
    )
    assert "17h00 ngày 20/9/2026" in said
    assert "0233.3.656.123" in said
