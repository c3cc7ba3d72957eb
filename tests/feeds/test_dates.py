"""Every way a portal was seen to write a date, and any other text."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.dates import is_dateline, read_date

EARLY, LATE = datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2100-01-01")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Tue, 17 Sep 2024 23:09:00 GMT", (2024, 9, 17, 23, 9)),
        ("Wed, 5 Jun 2024 02:06:00 GMT", (2024, 6, 5, 2, 6)),
        ("Fri, 26 Jan 2024 08:15:00 +0700", (2024, 1, 26, 1, 15)),
        ("17 Sep 2024 23:09 GMT", (2024, 9, 17, 23, 9)),
        ("2024-09-18T06:45:00+07:00", (2024, 9, 17, 23, 45)),
        ("2024-09-18T06:45:00Z", (2024, 9, 18, 6, 45)),
        ("2024-09-18T06:45:00.123+0700", (2024, 9, 17, 23, 45)),
        ("2024-09-18 06:45", (2024, 9, 17, 23, 45)),
        ("2024-09-18", (2024, 9, 17, 17, 0)),
        ("2024-01-26+0708:15:00", (2024, 1, 26, 1, 15)),
        ("Thứ sáu - 26/01/2024 08:15", (2024, 1, 26, 1, 15)),
        ("  Thứ năm, 26-01-2024, 08h15 ", (2024, 1, 26, 1, 15)),
        ("08:15, ngày 26/01/2024", (2024, 1, 26, 1, 15)),
        ("08:15 | Thứ sáu, 26/01/2024", (2024, 1, 26, 1, 15)),
        ("Cập nhật: 26/01/2024 08:15 | 26 lượt xem", (2024, 1, 26, 1, 15)),
        ("30/08/2024 04:05:00 PM", (2024, 8, 30, 9, 5)),
        ("30/08/2024 12:05:00 AM", (2024, 8, 29, 17, 5)),
        ("30/08/2024 12:05 CH", (2024, 8, 30, 5, 5)),
        ("30/08/2024 16:05 PM", (2024, 8, 30, 9, 5)),
        ("18/09/2024 06:45:00", (2024, 9, 17, 23, 45)),
        ("26/01/2024", (2024, 1, 25, 17, 0)),
        ("5/1/2024", (2024, 1, 4, 17, 0)),
        ("26/01/2024 (08:15)", (2024, 1, 26, 1, 15)),
        ("8 giờ 15 phút, ngày 26/01/2024", (2024, 1, 26, 1, 15)),
        ("26/01/2024, 8 giờ 15 phút", (2024, 1, 26, 1, 15)),
        ("2024/01/26 08:15", (2024, 1, 26, 1, 15)),
        ("26 tháng 1, 2024", (2024, 1, 25, 17, 0)),
        ("08:15 26 thg 1, 2024", (2024, 1, 26, 1, 15)),
        ("Thứ Sáu, ngày 26 tháng 01 năm 2024 - 08:15", (2024, 1, 26, 1, 15)),
        ("26 Tháng Mười Hai, 2023", (2023, 12, 25, 17, 0)),
        ("Tháng Một 26, 2024", (2024, 1, 25, 17, 0)),
        ("Fri, 26 Jan 2024 01:15:00 -0000", (2024, 1, 26, 1, 15)),
        ("Fri, 26 Jan 2024 08:15:00 +07", (2024, 1, 26, 1, 15)),
        ("Fri, 26 Jan 2024 08:15:00 +07:00", (2024, 1, 26, 1, 15)),
        ("Fri, 26 Jan 2024 08:15:00 GMT+7", (2024, 1, 26, 1, 15)),
        ("Thu, 25 Jan 2024 18:15:00 GMT-0700", (2024, 1, 26, 1, 15)),
        ("Thu, 25 Jan 2024 20:15:00 EST", (2024, 1, 26, 1, 15)),
        ("Fri, 26 Jan 2024 02:15:00 Europe/Brussels", (2024, 1, 26, 1, 15)),
        ("Fri, 26 Jan 2024 08:15:00 Nirgends/Wo", (2024, 1, 26, 1, 15)),
        ("Fri, 26 Jan 2024 8:15 PM", (2024, 1, 26, 13, 15)),
        ("January 26, 2024, 8:15 a.m.", (2024, 1, 26, 1, 15)),
        ("Fri, 26th Jan 24 08:15", (2024, 1, 26, 1, 15)),
        ("Fri Jan 26 08:15:00 ICT 2024", (2024, 1, 26, 1, 15)),
        ("Fri Jan 26 08:15:00 2024", (2024, 1, 26, 1, 15)),
        ("2024-01-26 01:15:00 UTC", (2024, 1, 26, 1, 15)),
        ("2024-01-26 at 08:15", (2024, 1, 26, 1, 15)),
    ],
)
def test_reads(text: str, moment: tuple[int, int, int, int, int]) -> None:
    assert read_date(text) == datetime(*moment, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "hôm nay", "32/01/2024", "30/02/2024 10:00", "26/13/2024", "2024", "0233.3851.114", "1/1"]
)
def test_reads_nothing(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    "line",
    [
        "Thứ sáu - 26/01/2024 08:15",
        "Ngày đăng: 26/01/2024 | Lượt xem: 26",
        "Người đăng: Ban biên tập, 26/01/2024",
        "Chủ nhật, ngày 28/01/2024, 08h15",
        "30/08/2024 04:05:00 PM",
        "T6, 26/01/2024 08:15",
    ],
)
def test_a_line_that_only_dates_what_follows(line: str) -> None:
    assert is_dateline(line)


@pytest.mark.parametrize(
    "line",
    [
        "Thời gian: 07h30 ngày 26/01/2024",
        "Hạn nộp: 26/01/2024",
        "Từ 26/01/2024 đến 28/01/2024",
        "Cồn Cỏ, ngày 26 tháng 01 năm 2024",
        "Thứ sáu",
    ],
)
def test_a_line_with_a_date_of_what_is_announced(line: str) -> None:
    assert not is_dateline(line)


@given(
    st.text() | st.from_regex(r"\d{1,4}[-/ ]\w{1,3}[-/ ]\d{1,5}[ T+,]*\d{1,2}:\d{2}(:\d\d)? ?[+-]?\d{0,5}")
)
def test_any_text_is_a_moment_or_none(text: str) -> None:
    moment = read_date(text)
    assert moment is None or moment.utcoffset() == timedelta()


@given(st.datetimes(min_value=EARLY, max_value=LATE, timezones=st.just(UTC)))
def test_iso_comes_back(moment: datetime) -> None:
    assert read_date(moment.isoformat()) == moment.replace(microsecond=0)
