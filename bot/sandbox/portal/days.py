"""Dates as an office writes them: `{tomorrow}` → «25/11/2026», counted from the moment of publishing."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

ISLAND = ZoneInfo("Asia/Ho_Chi_Minh")

_DAYS = {
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
    "in_2_days": 2,
    "in_3_days": 3,
    "in_week": 7,
    "in_10_days": 10,
    "in_2_weeks": 14,
    "in_20_days": 20,
    "in_30_days": 30,
}
_HOUR = re.compile(
    r"(?<![\d.,:])([01]?\d|2[0-2])(?= giờ \d\d\b|h\d\d\b|:\d\d\b)|(?<=\blúc )([01]?\d|2[0-2])(?= giờ\b)"
)
_PLACE = re.compile(r"\{([a-z0-9_]+)\}")
_WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")


def dated(text: str, moment: datetime) -> str:
    """`text` with its placeholders filled, days as dd/mm/yyyy of the island. Raises KeyError for an unknown one."""
    places = _places(moment.astimezone(ISLAND))
    return _PLACE.sub(lambda found: places[found[1]], text)


def an_hour_later(text: str) -> str:
    """Every hour of a clock in `text` one later: «07 giờ 30» → «08 giờ 30»; hours that only last stay."""
    return _HOUR.sub(lambda found: f"{int(found[0]) + 1:0{len(found[0])}}", text)


def spelled(moment: datetime) -> str:
    """«Thứ sáu - 26/01/2024 08:15», as NukeViet dates an article."""
    local = moment.astimezone(ISLAND)
    return f"{_WEEKDAYS[local.weekday()]} - {local:%d/%m/%Y %H:%M}"


def _places(now: datetime) -> dict[str, str]:
    hour = now + timedelta(hours=3)
    evening = now if now.hour < 19 else now + timedelta(days=1)
    to_saturday = (5 - now.weekday() - 2) % 7 + 2
    return {
        **{name: f"{now + timedelta(days=count):%d/%m/%Y}" for name, count in _DAYS.items()},
        "tonight": f"{evening:%d/%m/%Y}",
        "saturday": f"{now + timedelta(days=to_saturday):%d/%m/%Y}",
        "soon": f"{hour:%H} giờ 00 ngày {hour:%d/%m/%Y}",
        "year": f"{now:%Y}",
    }
