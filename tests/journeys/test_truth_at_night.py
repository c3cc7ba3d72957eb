"""What changes while people sleep: they wake to what is true now, once."""

import pytest

from feeds.visits import Verdict
from tests.journeys.test_truth import recorded
from tests.journeys.town import Town

LAN, HAI = 1001, 1002
NIGHT = 8  # hours from the town's afternoon to 23:00
MORNING = 8  # and on to 07:00


async def test_who_sleeps_reads_the_edited_text_in_the_morning(town: Town) -> None:
    for chat in (LAN, HAI):
        await town.subscribe(chat)
    await town.say(HAI, "yentinh tat")
    await town.passes(hours=NIGHT)
    post = await town.publish(2, "Cấp nước theo giờ", lead="Nước có từ 6 giờ đến 8 giờ ngày 27/11.")
    [early] = town.shown(HAI, "Cấp nước theo giờ")
    assert town.shown(LAN, "Cấp nước theo giờ") == []

    post.lead = "Nước có từ 9 giờ đến 11 giờ ngày 27/11."
    await town.passes(minutes=3)
    await town.passes(hours=MORNING)

    [late] = town.shown(LAN, "Cấp nước theo giờ")
    assert "9 giờ đến 11 giờ" in late["text"]
    assert "9 giờ đến 11 giờ" in early["text"]


async def test_a_ban_lifted_at_night_wakes_nobody_in_the_morning(town: Town) -> None:
    await town.subscribe(LAN)
    await town.passes(hours=NIGHT)
    await town.publish(
        2, "Lệnh cấm biển do gió mùa Đông Bắc", body="Cấm tàu thuyền ra khơi từ 5 giờ ngày 25/11."
    )
    assert town.shown(LAN, "Lệnh cấm biển") == []
    await town.publish(
        3, "Dỡ bỏ lệnh cấm biển do gió mùa Đông Bắc", body="Tàu thuyền được ra khơi từ 4 giờ ngày 25/11."
    )
    await town.passes(hours=MORNING)
    assert town.shown(LAN, "TIN KHẨN") == []


@pytest.mark.parametrize(
    ("title", "body", "until"),
    [
        ("Công điện khẩn: bão số 6, cấm biển từ 9 giờ ngày 25/11", "Cấm tàu thuyền ra khơi.", "23:1"),
        (
            "Công điện khẩn: bão số 6, cấm biển",
            "Cấm tàu thuyền ra khơi.",
            "06:00 ngày 25/11/2026",
        ),
    ],
)
async def test_staff_who_are_asked_read_when_it_goes_by_itself(
    title: str, body: str, until: str, town: Town
) -> None:
    await town.subscribe(LAN)
    await town.passes(hours=NIGHT)
    await town.publish(2, title, lead=body, body=body)

    [asked] = town.shown(-100, "Đề xuất tin khẩn")
    assert f"không chạm thì người đang trong giờ yên tĩnh nhận tin lúc {until}" in asked["text"]
    assert town.shown(LAN, "ra khơi") == []
    await town.passes(minutes=16)
    assert len(town.shown(LAN, "ra khơi")) == (1 if until.startswith("23") else 0)


async def test_withdrawn_and_restored_at_night_is_told_in_the_morning_once(town: Town) -> None:
    await town.subscribe(LAN)
    await town.passes(hours=NIGHT)
    await town.publish(2, "Cấp nước theo giờ", lead="Từ 6 giờ đến 8 giờ mỗi ngày trong tuần này.")
    await recorded(town, Verdict.WITHDRAWN)
    await town.settle()
    await recorded(town, Verdict.RESTORED)
    await town.passes(hours=MORNING)
    assert len(town.shown(LAN, "Cấp nước theo giờ")) == 1


async def test_news_that_becomes_urgent_before_it_was_told_is_told_once(town: Town) -> None:
    await town.subscribe(LAN)
    await town.passes(hours=NIGHT)
    post = await town.publish(2, "Thông báo về thời tiết biển", lead="Biển có sóng trong những ngày tới.")
    post.title = "Công điện khẩn: bão số 6, cấm biển từ 9 giờ ngày 25/11"
    await town.passes(minutes=3)
    await town.passes(hours=MORNING)
    assert len(town.shown(LAN, "cấm biển từ 9 giờ")) == 1
    assert len(town.shown(LAN, "Thông báo về thời tiết biển")) == 0


async def test_what_was_urgent_may_be_urgent_again(town: Town) -> None:
    await town.subscribe(LAN)
    post = await town.publish(
        2, "Công điện khẩn: cấm biển từ 18 giờ ngày 24/11", lead="Cấm tàu thuyền ra khơi."
    )
    post.title, post.lead = "Thông báo về thời tiết biển", "Biển có sóng nhẹ trong những ngày tới."
    await town.passes(minutes=3)
    post.title, post.lead = "Công điện khẩn: cấm biển từ 20 giờ ngày 24/11", "Cấm tàu thuyền ra khơi."
    await town.passes(minutes=3)
    assert len(town.shown(LAN, "cấm biển từ 20 giờ")) >= 1
    assert any("TIN KHẨN" in one["text"] for one in town.shown(LAN, "cấm biển từ 20 giờ")[-1:])
