"""An update or an all-clear finds the urgent it belongs to, and no other."""

from datetime import datetime, timedelta

import pytest

from feeds.article import Version
from feeds.gist import understand
from feeds.gist.linking import Told, belongs_to
from feeds.gist.moments import LOCAL

DAY = timedelta(days=1)
NOW = datetime(2026, 9, 18, 8, tzinfo=LOCAL)


def told(number: int, title: str, at: datetime, body: str = "Đồn Biên phòng Cồn Cỏ thông báo.") -> Told[int]:
    gist = understand(Version(title=title, body=body), published=at, now=at)
    return Told(number, title, gist.hazard, at)


@pytest.mark.parametrize(
    ("urgent", "later"),
    [
        ("Tin bão trên Biển Đông (cơn bão số 6)", "Tin cuối cùng về cơn bão số 6"),
        ("Công điện khẩn ứng phó bão số 6", "Tin bão khẩn cấp, cơn bão số 06"),
        ("Cấm tàu thuyền ra khơi từ 18 giờ ngày 18/9/2026", "Dỡ bỏ lệnh cấm biển từ 6 giờ ngày 20/9/2026"),
        ("Cấm tàu thuyền ra khơi do bão số 6", "Tàu thuyền được ra khơi trở lại"),
        (
            "Tạm dừng tàu khách Cửa Việt - Cồn Cỏ do biển động",
            "Tàu khách Cửa Việt - Cồn Cỏ hoạt động trở lại",
        ),
        ("Tàu cao tốc Cửa Việt - Cồn Cỏ ngừng chạy do gió mùa", "Nối lại tuyến tàu Cửa Việt - Cồn Cỏ"),
        ("Tạm dừng đón khách du lịch ra đảo để ứng phó bão số 6", "Đón khách du lịch ra đảo trở lại từ 21/9"),
        ("Khẩn: cháy rừng phía Tây Nam đảo, yêu cầu rời khỏi khu vực", "Đám cháy rừng đã được dập tắt"),
        ("Tin áp thấp nhiệt đới trên Biển Đông", "Tin cuối cùng về áp thấp nhiệt đới"),
        ("Thông báo sơ tán các hộ dân ven biển trước 17 giờ", "Kết thúc sơ tán, bà con được trở về nhà"),
    ],
)
def test_a_warning_is_found_by_what_ends_it_or_goes_on_with_it(urgent: str, later: str) -> None:
    first = told(1, urgent, NOW)
    assert belongs_to(told(2, later, NOW + DAY), [first]) == first


def test_a_stop_and_its_resumption_may_fall_on_one_day() -> None:
    stop = told(1, "Tạm dừng tàu khách Cửa Việt - Cồn Cỏ do biển động", NOW)
    assert belongs_to(told(2, "Tàu khách Cửa Việt - Cồn Cỏ hoạt động trở lại", NOW), [stop]) == stop


@pytest.mark.parametrize(
    ("urgent", "later", "days"),
    [
        ("Tin bão trên Biển Đông (cơn bão số 5)", "Tin cuối cùng về cơn bão số 6", 1),
        ("Tin bão trên Biển Đông (cơn bão số 6)", "Tin cuối cùng về cơn bão số 6", 365),
        ("Cấm tàu thuyền ra khơi do bão số 5", "Dỡ bỏ lệnh cấm biển sau bão số 6", 3),
        ("Cấm tàu thuyền ra khơi từ 18 giờ ngày 18/9/2026", "Dỡ bỏ lệnh cấm biển", 120),
        ("Khẩn: cháy rừng phía Tây Nam đảo, yêu cầu rời khỏi khu vực", "Dỡ bỏ lệnh cấm biển", 1),
        ("Cấm tàu thuyền ra khơi từ 18 giờ ngày 18/9/2026", "Lịch tiếp công dân tháng 9", 1),
    ],
)
def test_another_danger_another_year_or_another_season_is_not_taken_for_it(
    urgent: str, later: str, days: int
) -> None:
    assert belongs_to(told(2, later, NOW + days * DAY), [told(1, urgent, NOW)]) is None


def test_a_storm_over_new_year_is_one_storm() -> None:
    eve = datetime(2026, 12, 30, 8, tzinfo=LOCAL)
    storm = told(1, "Tin bão trên Biển Đông (cơn bão số 16)", eve)
    assert belongs_to(told(2, "Tin cuối cùng về cơn bão số 16", eve + 4 * DAY), [storm]) == storm


def test_the_latest_of_several_is_meant_and_never_a_later_one_or_itself() -> None:
    first, second = (told(n, "Tin bão trên Biển Đông (cơn bão số 6)", NOW + n * DAY) for n in (1, 2))
    over = told(3, "Tin cuối cùng về cơn bão số 6", NOW + 3 * DAY)
    coming = told(4, "Tin bão trên Biển Đông (cơn bão số 6)", NOW + 4 * DAY)
    assert belongs_to(over, [second, coming, over, first]) == second


def test_the_storm_itself_outranks_the_stop_it_caused() -> None:
    storm = told(1, "Tin bão trên Biển Đông (cơn bão số 6)", NOW)
    boat = told(2, "Tạm dừng tàu khách Cửa Việt - Cồn Cỏ do bão số 6", NOW + DAY)
    resumed = told(3, "Tàu khách Cửa Việt - Cồn Cỏ hoạt động trở lại", NOW + 2 * DAY)
    assert belongs_to(resumed, [storm, boat]) == boat
