"""The short messages that told of a change stand in the chat for good: they never say what is not so any more."""

from feeds.article import Urgency
from feeds.visits import Verdict
from tests.fakes.recorder import Shown, says
from tests.journeys.village import STAFF, Village

LAN, HAI = "1001", "1002"


async def boat(village: Village, verdict: Verdict, hour: str = "7h30") -> None:
    await village.publish(
        1, f"Tàu chạy lúc {hour}", verdict=verdict, urgency=Urgency.TRONG_NGAY, summary=f"Lúc {hour}."
    )
    await village.passes(minutes=1)


async def told_and_moved(village: Village) -> tuple[Shown, Shown]:
    """A boat is told and then put off; the push and the short message."""
    await village.subscribe(LAN)
    await boat(village, Verdict.NEWS)
    await boat(village, Verdict.CHANGE, "9h00")
    [push, short] = village.phone.on(LAN, "9h00")
    assert short.text.startswith("Cập nhật lúc")
    return push, short


async def test_after_a_withdrawal_no_message_about_it_says_what_it_said(village: Village) -> None:
    push, short = await told_and_moved(village)

    await boat(village, Verdict.WITHDRAWN, "9h00")

    about = village.phone.on(LAN, "Tàu chạy lúc 9h00")
    assert [one.text.split(" lúc")[0] for one in about] == ["Tin đã thu hồi"] * 3
    assert not any("Lúc 9h00." in one.text for one in about)
    assert {push.ref, short.ref} < {one.ref for one in about}


async def test_after_a_restoration_no_message_says_that_it_is_gone(village: Village) -> None:
    push, short = await told_and_moved(village)
    await boat(village, Verdict.WITHDRAWN, "9h00")
    await village.hear(says(HAI, "/start", at=village.clock()))

    await boat(village, Verdict.RESTORED, "9h00")

    assert village.phone.on(LAN, "đã được gỡ") == []
    assert "Lúc 9h00." in push.text
    assert short.text.startswith("Cập nhật lúc")
    told, back = village.phone.on(LAN, "đã có lại")
    assert told.text.startswith("Tin có lại lúc")
    assert back.message.reply_to == push.ref
    assert village.phone.on(HAI, "9h00") == []


async def test_where_no_message_can_be_changed_the_return_is_told_by_one(village: Village) -> None:
    village.phone.edits = False
    await village.subscribe(LAN)
    await village.publish(1, "Cấp nước theo giờ")
    await village.publish(1, "Cấp nước theo giờ", verdict=Verdict.WITHDRAWN)
    assert len(village.phone.on(LAN, "Tin đã thu hồi")) == 1

    await village.publish(1, "Cấp nước theo giờ", verdict=Verdict.RESTORED)

    assert len(village.phone.on(LAN, "Tin có lại lúc")) == 1


async def test_what_came_back_at_night_wakes_nobody(village: Village) -> None:
    push, _ = await told_and_moved(village)
    await village.passes(hours=8)  # 23:00
    await boat(village, Verdict.WITHDRAWN, "9h00")
    before = len(village.phone.shown)
    await boat(village, Verdict.RESTORED, "9h00")

    assert "Lúc 9h00." in push.text
    assert len(village.phone.shown) == before
    assert village.phone.on(LAN, "đã được gỡ") == []


async def test_english_readers_are_told_in_english(village: Village) -> None:
    await village.subscribe(LAN)
    await village.say(LAN, "english")
    await boat(village, Verdict.NEWS)
    await boat(village, Verdict.CHANGE, "9h00")
    await boat(village, Verdict.WITHDRAWN, "9h00")
    assert [one.text.split(" at ")[0] for one in village.phone.on(LAN, "9h00")] == ["Withdrawn"] * 3
    await village.publish(2, "Hội nghị tổng kết", topic="su_kien")
    await village.passes(hours=17)
    [digest] = village.phone.on(LAN, "Hội nghị")
    assert digest.text.startswith("Daily digest of")


async def remark(village: Village) -> Shown:
    await village.subscribe(LAN)
    await village.say(LAN, "góp ý Cầu tàu hỏng")
    [notice] = village.phone.on(STAFF, "Cầu tàu hỏng")
    return notice


async def test_what_somebody_erased_is_gone_from_the_chat_of_staff_too(village: Village) -> None:
    notice = await remark(village)
    await village.subscribe(HAI)
    await village.say(HAI, "góp ý Đèn đường hỏng")

    [question] = await village.say(LAN, "xóa")
    await village.tap(question, "Xóa dữ liệu")

    assert village.phone.on(STAFF, "Cầu tàu hỏng") == []
    assert notice.text.startswith("Người góp ý đã xóa dữ liệu")
    assert len(village.phone.on(STAFF, "Đèn đường hỏng")) == 1


async def test_an_answer_to_who_erased_themselves_is_not_said_to_be_on_its_way(village: Village) -> None:
    notice = await remark(village)
    [question] = await village.say(LAN, "xóa")
    await village.tap(question, "Xóa dữ liệu")

    [answer] = await village.say(STAFF, "Đã sửa, xin cảm ơn.", user="9", reply_to=notice.ref)

    assert "Không thể trả lời" in answer.text
    assert village.phone.on(LAN, "Đã sửa") == []


async def test_a_remark_erased_before_staff_were_told_is_never_shown(village: Village) -> None:
    await village.subscribe(LAN)
    rounds, village.courier.round = village.courier.round, _nothing  # type: ignore[method-assign]
    await village.say(LAN, "góp ý Cầu tàu hỏng")
    [question] = await village.say(LAN, "xóa")
    await village.tap(question, "Xóa dữ liệu")
    village.courier.round = rounds  # type: ignore[method-assign]
    await village.rounds()

    assert village.phone.on(STAFF, "Cầu tàu hỏng") == village.phone.on(STAFF, "xóa dữ liệu") == []


async def test_whom_retention_erases_is_gone_from_the_chat_of_staff_too(village: Village) -> None:
    await remark(village)
    village.phone.blocked.add(LAN)
    await village.publish(1, "Tàu nghỉ ngày mai")
    await village.passes(days=29)
    await village.keeper.round()
    await village.rounds()

    assert village.phone.on(STAFF, "Cầu tàu hỏng") == []


async def _nothing() -> int:
    return 0


async def test_what_comes_back_is_not_told_to_who_left_or_pauses_meanwhile(village: Village) -> None:
    third = "1003"
    for chat in (LAN, HAI, third):
        await village.subscribe(chat)
    await village.say(third, "yên tĩnh 20:00-07:30")
    await village.passes(hours=8)  # 23:00
    await village.publish(1, "Cấp nước theo giờ")
    await village.publish(1, "Cấp nước theo giờ", verdict=Verdict.WITHDRAWN)
    await village.say(LAN, "hủy")
    await village.say(HAI, "tạm dừng 7 ngày")

    await village.publish(1, "Cấp nước theo giờ", verdict=Verdict.RESTORED)
    await village.passes(hours=8)  # 07:00

    for chat in (LAN, HAI, third):
        assert village.phone.on(chat, "Cấp nước") == []
    await village.passes(hours=1)
    assert len(village.phone.on(third, "Cấp nước")) == 1
