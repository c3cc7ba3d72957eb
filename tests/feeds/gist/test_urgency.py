"""Red for danger and for orders still ahead; never for a drill, a report or a word in the body."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from feeds.article import Nature, Urgency
from feeds.gist.hazards import hazard
from feeds.gist.moments import LOCAL
from feeds.gist.urgency import judge

HERE = Path(__file__).parent
ANNOUNCEMENTS = [json.loads(line) for line in (HERE / "announcements.jsonl").read_text().splitlines()]
ALARMS = [json.loads(line) for line in (HERE / "alarms.jsonl").read_text().splitlines()]
NOW = datetime(2026, 9, 18, 8, tzinfo=LOCAL)


def judged(item: dict[str, str]):
    published = datetime.fromisoformat(item["published"])
    return judge(item["title"], item["text"], published=published, now=published)


@pytest.mark.parametrize("item", ANNOUNCEMENTS + ALARMS, ids=lambda item: item["title"][:60])
def test_urgency_and_nature_are_those_a_person_gave(item: dict[str, str]) -> None:
    found = judged(item)
    assert found.urgency == item["urgency"], found.reasons
    assert found.reasons
    if item["nature"]:
        assert found.nature == item["nature"]


@pytest.mark.parametrize(
    "title",
    [
        "Tin bão gần Biển Đông",
        "Tin bão trên Biển Đông (cơn bão số 6)",
        "TIN BÃO KHẨN CẤP",
        "Tin bão trên đất liền",
        "Tin nhanh về bão",
        "Tin cuối cùng về cơn bão số 6",
        "Tin cảnh báo sóng lớn, nước dâng do bão",
    ],
)
def test_the_seven_storm_bulletins_are_red_by_title_alone(title: str) -> None:
    found = judge(title, "", published=NOW, now=NOW)
    assert found.urgency is Urgency.KHAN
    assert found.titled


def test_an_order_of_last_month_is_no_longer_red() -> None:
    title, body = (
        "Cấm tàu thuyền ra khơi",
        "Từ 8 giờ ngày 10/8/2026 đến 8 giờ ngày 12/8/2026 cấm tàu ra khơi.",
    )
    then = datetime(2026, 8, 9, 8, tzinfo=LOCAL)
    assert judge(title, body, published=then, now=then).urgency is Urgency.KHAN
    assert judge(title, body, published=then, now=NOW).urgency is not Urgency.KHAN


def test_an_order_until_further_notice_stays_red_while_it_runs() -> None:
    title = "Cấm tàu thuyền ra khơi"
    body = "Từ 8 giờ ngày 17/9/2026, cấm tàu thuyền ra khơi cho đến khi có thông báo mới."
    assert judge(title, body, published=NOW, now=NOW).urgency is Urgency.KHAN


def test_a_word_in_the_body_alone_is_not_red() -> None:
    body = (
        "Trong năm, bão số 5 đổ bộ, đặc khu phải sơ tán 300 người từ 18 giờ ngày 20/9/2026, cấm tàu ra khơi."
    )
    assert judge("Kết quả phát triển kinh tế", body, published=NOW, now=NOW).urgency is Urgency.THUONG


@pytest.mark.parametrize("word", ["báo", "bảo", "bao"])
def test_diacritics_carry_the_meaning(word: str) -> None:
    assert judge(f"Tin {word} gần Biển Đông", "", published=NOW, now=NOW).urgency is not Urgency.KHAN


def test_the_moment_is_the_next_one_ahead() -> None:
    body = "Sơ tán xong trước 17 giờ ngày 18/9/2026. Hồi 4 giờ ngày 18/9/2026, tâm bão cách đảo 200 km."
    found = judge("Công điện khẩn ứng phó bão số 6", body, published=NOW, now=NOW)
    assert found.moment == datetime(2026, 9, 18, 17, tzinfo=LOCAL)


def test_relative_days_count_from_the_day_of_publication() -> None:
    body = "Từ 18 giờ hôm nay, người dân không ra khỏi nhà."
    found = judge("Bão số 6: người dân không ra khỏi nhà", body, published=NOW, now=NOW + timedelta(hours=1))
    assert found.moment == datetime(2026, 9, 18, 18, tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Tin nhanh về cơn bão số 6", "bão số 6/2026"),
        ("CÔNG ĐIỆN VỀ ỨNG PHÓ BÃO SỐ 06", "bão số 6/2026"),
        ("Tin áp thấp nhiệt đới trên Biển Đông", "áp thấp nhiệt đới/2026"),
        ("Dỡ bỏ lệnh cấm biển", "cấm biển/2026"),
        ("Lệnh cấm tàu thuyền ra khơi", "cấm biển/2026"),
        ("Tàu khách Cửa Việt - Cồn Cỏ hoạt động trở lại", "tàu khách/2026"),
        ("Tạm dừng khai thác tuyến vận tải hành khách Cửa Việt - Cồn Cỏ", "tàu khách/2026"),
        ("Đặc khu sơ kết sáu tháng", None),
    ],
)
def test_a_warning_and_its_all_clear_bear_one_name(title: str, name: str | None) -> None:
    assert hazard(title, "", published=NOW) == name


def test_a_storm_of_another_year_is_another_storm() -> None:
    assert hazard("Tin bão số 5", "Ngày 17/9/2020") == "bão số 5/2020"
    assert hazard("Tin bão số 5", "Ngày 24/8/2025") == "bão số 5/2025"


def test_condolences_are_told_as_such() -> None:
    found = judge("Tin buồn", "Ông Trần Văn Thuận từ trần lúc 5 giờ ngày 17/9/2026.", published=NOW, now=NOW)
    assert found.nature is Nature.CONDOLENCE
    assert found.urgency is Urgency.THUONG
