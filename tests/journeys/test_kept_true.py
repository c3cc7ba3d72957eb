"""What somebody has on their phone is kept true while they sleep, while they pause and after they left."""

from typing import Any

import pytest

from feeds.article import Nature, Urgency
from feeds.visits import Verdict
from tests.fakes.recorder import taps
from tests.journeys.village import STAFF, Village

LAN = "1001"
TO_NIGHT, TO_MORNING = 8, 8  # hours from the village's afternoon to 23:00, and on to 07:00


async def water(village: Village, verdict: Verdict, hour: str = "6 giờ") -> None:
    await village.publish(1, f"Cấp nước từ {hour}", verdict=verdict, summary=f"Từ {hour}.")


async def test_an_edit_at_night_is_seen_at_once_by_who_looks_and_rings_nobody(village: Village) -> None:
    await village.subscribe(LAN)
    await water(village, Verdict.NEWS)
    await village.passes(hours=TO_NIGHT)
    before = village.phone.edits_made

    await water(village, Verdict.CHANGE, "9 giờ")

    [push] = village.phone.on(LAN, "Cấp nước")
    assert "Từ 9 giờ." in push.text
    await village.passes(hours=TO_MORNING)
    assert village.phone.on(LAN, "Cấp nước") == [push]
    assert village.phone.edits_made == before + 1


async def test_who_threw_the_message_away_at_night_is_told_of_the_change_in_the_morning(
    village: Village,
) -> None:
    await village.subscribe(LAN)
    await water(village, Verdict.NEWS)
    await village.passes(hours=TO_NIGHT)
    village.phone.thrown_away.update(one.ref for one in village.phone.on(LAN))

    await water(village, Verdict.CHANGE, "9 giờ")
    assert village.phone.on(LAN, "Cập nhật") == []
    await village.passes(hours=TO_MORNING)

    [short] = village.phone.on(LAN, "Cập nhật lúc")
    assert "Cấp nước từ 9 giờ" in short.text


@pytest.mark.parametrize("said", ["tạm dừng 7 ngày", "hủy"])
@pytest.mark.parametrize("when", ["before", "at night"])
async def test_who_threw_the_message_away_and_listens_no_more_is_told_nothing(
    village: Village, said: str, when: str
) -> None:
    await village.subscribe(LAN)
    await water(village, Verdict.NEWS)
    await village.passes(hours=TO_NIGHT)
    village.phone.thrown_away.update(one.ref for one in village.phone.on(LAN))
    if when == "before":
        await village.say(LAN, said)

    await water(village, Verdict.CHANGE, "9 giờ")
    if when == "at night":
        await village.say(LAN, said)
    await village.passes(hours=TO_MORNING)

    assert village.phone.on(LAN, "9 giờ") == []


@pytest.mark.parametrize("said", ["tạm dừng 7 ngày", "hủy"])
@pytest.mark.parametrize("urgency", [Urgency.THUONG, Urgency.KHAN])
@pytest.mark.parametrize("verdict", [Verdict.CHANGE, Verdict.WITHDRAWN])
async def test_who_pauses_or_left_reads_what_is_true_and_hears_nothing(
    village: Village, said: str, urgency: Urgency, verdict: Verdict
) -> None:
    await village.subscribe(LAN)
    await village.publish(1, "Cấm biển từ 6 giờ", summary="Từ 6 giờ.", urgency=urgency)
    await village.say(LAN, said)
    before = len(village.phone.on(LAN))

    await village.publish(1, "Cấm biển từ 9 giờ", summary="Từ 9 giờ.", urgency=urgency, verdict=verdict)
    await village.passes(days=1)

    assert len(village.phone.on(LAN)) == before
    [push] = village.phone.on(LAN, "Cấm biển từ 9 giờ")
    assert ("Từ 9 giờ." in push.text) if verdict is Verdict.CHANGE else push.text.startswith("Tin đã thu hồi")


async def test_who_left_gets_no_news(village: Village) -> None:
    await village.subscribe(LAN)
    await water(village, Verdict.NEWS)
    await village.say(LAN, "hủy")
    before = len(village.phone.on(LAN))

    await village.publish(2, "Cấp nước lại")
    await village.passes(days=1)

    assert len(village.phone.on(LAN)) == before


async def test_who_pauses_where_nothing_can_be_redrawn_gets_no_message(village: Village) -> None:
    village.phone.edits = False
    await village.subscribe(LAN)
    await water(village, Verdict.NEWS)
    await village.say(LAN, "tạm dừng 7 ngày")
    before = len(village.phone.on(LAN))

    await water(village, Verdict.CHANGE, "9 giờ")
    await village.passes(days=1)

    assert len(village.phone.on(LAN)) == before


async def test_where_nothing_can_be_redrawn_a_change_at_night_is_told_in_the_morning_once(
    village: Village,
) -> None:
    village.phone.edits = False
    await village.subscribe(LAN)
    await water(village, Verdict.NEWS)
    await village.passes(hours=TO_NIGHT)

    await water(village, Verdict.CHANGE, "9 giờ")
    assert village.phone.on(LAN, "Cập nhật") == []
    await village.passes(hours=TO_MORNING)

    [short] = village.phone.on(LAN, "Cập nhật lúc")
    assert "Từ 9 giờ." in short.text or "Cấp nước từ 9 giờ" in short.text


async def test_staff_whose_messenger_cannot_redraw_are_asked_to_delete_what_was_erased(
    village: Village,
) -> None:
    village.phone.edits = False
    await village.subscribe(LAN)
    await village.say(LAN, "góp ý Cầu tàu hỏng")
    [notice] = village.phone.on(STAFF, "Cầu tàu hỏng")

    [question] = await village.say(LAN, "xóa")
    await village.tap(question, "Xóa dữ liệu")

    asked = village.phone.on(STAFF)[-1]
    assert "xin cán bộ xóa tin góp ý" in asked.text
    assert "15:0" in asked.text  # the hour by which they find it
    assert "Cầu tàu" not in asked.text
    assert asked.message.reply_to == notice.ref


async def test_a_new_order_goes_on_from_one_in_force_and_not_from_one_called_off(village: Village) -> None:
    await village.subscribe(LAN)
    ban: dict[str, Any] = {"urgency": Urgency.KHAN, "hazard": "bão số 5/2026"}
    await village.publish(1, "Cấm biển do bão số 5", **ban)
    await village.publish(2, "Tiếp tục cấm biển do bão số 5", **ban)
    [second] = village.phone.on(LAN, "Tiếp tục cấm biển")
    assert "Tiếp theo tin" in second.text

    await village.publish(3, "Dỡ bỏ lệnh cấm biển", nature=Nature.ALL_CLEAR, hazard="bão số 5/2026")
    await village.publish(4, "Cấm biển do áp thấp nhiệt đới", urgency=Urgency.KHAN, hazard="áp thấp")

    [new] = village.phone.on(LAN, "Cấm biển do áp thấp")
    assert "Tiếp theo tin" not in new.text
    assert new.message.reply_to is None


async def test_an_order_that_is_edited_still_names_the_one_it_goes_on_from(village: Village) -> None:
    await village.subscribe(LAN)
    ban: dict[str, Any] = {"urgency": Urgency.KHAN, "hazard": "bão số 5/2026"}
    await village.publish(1, "Cấm biển do bão số 5", **ban)
    await village.publish(2, "Tiếp tục cấm biển", summary="Từ 6 giờ.", **ban)
    [second] = village.phone.on(LAN, "Từ 6 giờ.")

    change = Verdict.CHANGE
    await village.publish(2, "Tiếp tục cấm biển thêm", summary="Từ 9 giờ.", verdict=change, **ban)

    assert "Từ 9 giờ." in second.text
    assert "Tiếp theo tin" in second.text
    assert "«Cấm biển do bão số 5»" in second.text


async def test_a_press_on_what_was_just_taken_down_does_not_bring_it_back(village: Village) -> None:
    await village.subscribe(LAN)
    await water(village, Verdict.NEWS)
    [push] = village.phone.on(LAN, "Cấp nước")
    star = push.code("4 ⭐")
    await water(village, Verdict.WITHDRAWN)

    await village.hear(taps(LAN, star, ref=push.ref))

    assert push.text.startswith("Tin đã thu hồi")
    assert "đã được gỡ" in village.phone.toasts[-1]


async def test_an_end_of_nothing_urgent_is_ordinary_news_with_stars_also_once_it_is_mended(
    village: Village,
) -> None:
    await village.subscribe(LAN)
    over: dict[str, Any] = {"nature": Nature.ALL_CLEAR, "hazard": "tàu khách"}
    await village.publish(1, "Tàu khách chạy lại từ 29/11", summary="Từ 7 giờ.", **over)
    [push] = village.phone.on(LAN, "Tàu khách chạy lại")
    assert push.text.startswith("Tàu ra đảo\n")

    await village.publish(
        1, "Tàu khách chạy lại từ 29/11", summary="Từ 9 giờ.", verdict=Verdict.CHANGE, body="Đổi.", **over
    )
    await village.publish(
        1, "Tàu khách chạy lại từ 30/11", summary="Từ 9 giờ.", verdict=Verdict.CHANGE, **over
    )
    assert "Từ 9 giờ." in push.text
    assert push.text.startswith("Tàu ra đảo\n")
    assert "5 ⭐" in push.labels()
