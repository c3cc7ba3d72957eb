"""Which urgent orders somebody who comes, or comes back, is told; and what is said of one that is urgent no more."""

from typing import Any

import pytest

from bot.messages import Left, Returned
from feeds.article import Nature, Urgency
from feeds.visits import Verdict
from tests.fakes.recorder import address
from tests.journeys.village import Village

LAN = "1001"


@pytest.mark.parametrize("how", ["blocks", "pauses", "comes new"])
async def test_an_order_until_further_notice_is_told_days_later_and_not_once_it_is_over(
    village: Village, how: str
) -> None:
    if how != "comes new":
        await village.subscribe(LAN)
        await (
            village.hear(Left(address=address(LAN)))
            if how == "blocks"
            else village.say(LAN, "tạm dừng 4 ngày")
        )
    storm: dict[str, Any] = {"urgency": Urgency.KHAN, "hazard": "bão số 5/2026"}
    await village.publish(1, "Cấm biển vì bão", body="Cấm tàu ra khơi cho đến khi có thông báo mới.", **storm)
    await village.publish(2, "Sơ tán trước 18 giờ", body="Về nhà trước 18 giờ hôm nay.", urgency=Urgency.KHAN)
    await village.publish(
        3, "Cấm biển vì gió", body="Đến khi có thông báo mới.", urgency=Urgency.KHAN, hazard="gió"
    )
    await village.publish(4, "Hết gió", nature=Nature.ALL_CLEAR, hazard="gió")

    await village.passes(days=3)
    if how == "blocks":
        await village.hear(Returned(address=address(LAN)))
    elif how == "pauses":
        await village.passes(days=1, hours=1)
    else:
        await village.subscribe(LAN)

    assert len(village.phone.on(LAN, "Cấm biển vì bão")) == 1
    assert village.phone.on(LAN, "Sơ tán") == village.phone.on(LAN, "gió") == []


async def test_an_order_nobody_ended_is_not_told_for_ever(village: Village) -> None:
    body = "Cấm tàu ra khơi cho đến khi có thông báo mới."
    await village.publish(1, "Cấm biển vì bão", body=body, urgency=Urgency.KHAN)
    await village.passes(days=8)
    await village.subscribe(LAN)
    assert village.phone.on(LAN, "Cấm biển") == []


async def test_what_is_not_urgent_any_more_says_so(village: Village) -> None:
    await village.subscribe(LAN)
    await village.publish(1, "Gió mạnh trên biển", urgency=Urgency.KHAN)
    await village.publish(1, "Gió mạnh trên biển", verdict=Verdict.CHANGE, body="Đổi.")
    [short] = village.phone.on(LAN, "Cập nhật lúc")
    assert "Mức độ nay là: tin thường" in short.text
    assert "Tóm tắt." in short.text
