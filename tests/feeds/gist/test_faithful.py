"""A retelling that changes a number, a time, a name or a negation is caught; one that stays close is not."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.gist.faithful import alarms
from feeds.gist.summary import summarise

SOURCE = (
    "Ngày 18/9/2026, Đồn Biên phòng Cồn Cỏ thông báo tàu khách không xuất bến từ 7h30 ngày 19/9 đến 17h00 ngày 21/9. "
    "Có 45 hành khách được hoàn vé, tổng 9.900.000 đồng. Ông Trần Văn Thuận cho biết 3 tàu cá đã vào bờ an toàn. "
    "Hành khách đổi vé trước 16h00 ngày 22/9, gọi 0233.3.656.222."
)


@pytest.mark.parametrize(
    "told",
    [
        "Tàu khách không xuất bến từ 7h30 ngày 19/9 đến 17h00 ngày 21/9.",
        "Đồn Biên phòng Cồn Cỏ thông báo tàu khách không xuất bến từ 7 giờ 30 ngày 19 tháng 9.",
        "Có 45 hành khách được hoàn vé, tổng 9,9 triệu đồng.",
        "Hành khách đổi vé trước 16 giờ ngày 22/9/2026, gọi 0233 3656 222.",
    ],
)
def test_what_stays_close_is_believed(told: str) -> None:
    assert alarms(told, SOURCE) == ()


@pytest.mark.parametrize(
    ("lie", "told"),
    [
        ("a changed number", "Có 54 hành khách được hoàn vé."),
        ("a changed date", "Tàu khách không xuất bến từ 7h30 ngày 20/9."),
        ("a changed year", "Tàu khách không xuất bến từ 7h30 ngày 19/9/2025."),
        ("a changed hour", "Tàu khách không xuất bến từ 8h30 ngày 19/9."),
        ("a changed amount", "Có 45 hành khách được hoàn vé, tổng 99 triệu đồng."),
        ("a changed telephone", "Hành khách đổi vé, gọi 0233.3.656.223."),
        ("a swapped number", "Có 3 hành khách được hoàn vé."),
        ("an hour of another day", "Tàu khách không xuất bến từ 7h30 ngày 21/9."),
        ("days in the wrong order", "Tàu khách không xuất bến từ ngày 21/9 đến ngày 19/9."),
        ("a deadline made a beginning", "Hành khách đổi vé từ 16h00 ngày 22/9."),
        ("a swapped name", "Ông Trần Văn Thành cho biết 3 tàu cá đã vào bờ an toàn."),
        ("a dropped negation", "Đồn Biên phòng Cồn Cỏ thông báo tàu khách xuất bến từ 7h30 ngày 19/9."),
        ("an added negation", "Có 45 hành khách không được hoàn vé."),
        ("free invention", "Bà con hãy tích trữ lương thực và nước uống cho cả tuần."),
    ],
)
def test_every_known_way_to_lie_is_caught(lie: str, told: str) -> None:
    assert alarms(told, SOURCE), lie


def test_our_own_summaries_hardly_ever_alarm() -> None:
    path = Path(__file__).parent / "announcements.jsonl"
    items = [json.loads(line) for line in path.read_text().splitlines()]
    alarmed = [
        (item["id"], found)
        for item in items
        if (found := alarms(summarise(item["title"], item["text"]), f"{item['title']}\n{item['text']}"))
    ]
    assert len(alarmed) <= 3, alarmed


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_is_compared_and_none_alarms_beside_itself(told: str, source: str) -> None:
    alarms(told, source)
    assert not [alarm for alarm in alarms(told, told) if not alarm.startswith("tên:")]
