"""What people say: marks and why, remarks, and the answers of the office."""

from bot.actions import Agree, Erase
from bot.codec import encode
from bot.wording import CONSENT_VERSION, office
from storage import choices, citizens
from tests.fakes.recorder import address, says, taps
from tests.journeys.village import STAFF, Village

LAN, HAI, GROUP = "1001", "1002", "-500"
LEADER, MEMBER, OTHER = "1", "2", "3"


async def test_signs_that_no_database_takes_are_not_heard(village: Village) -> None:
    """A half of a pair was «busy, try again» for ever; NUL was kept by SQLite and let no office move."""
    await village.subscribe(LAN)

    for odd in ("nước\ud83d", "điện\x00"):
        await village.say(LAN, f"theo dõi {odd}")

    async with village.database.reading() as tx:
        citizen = await citizens.find(tx, address(LAN))
        assert citizen
        kept = await choices.words_of(tx, citizen.id)
    assert {one.typed for one in kept} == {"nước", "điện"}


async def test_a_low_mark_is_asked_why_once(village: Village) -> None:
    await village.subscribe(LAN)
    await village.publish(1, "Tàu nghỉ ngày mai")
    [push] = village.phone.on(LAN, "Tàu nghỉ")

    await village.tap(push, "1 ⭐")
    [why] = village.phone.on(LAN, "Xin cho biết điều chưa tốt")
    assert why.message.reply_to == push.ref
    await village.tap(push, "2 ⭐")
    assert len(village.phone.on(LAN, "Xin cho biết")) == 1
    await village.tap(why, "Thiếu thông tin")
    assert why.text == "Đã ghi: Thiếu thông tin. Cảm ơn Quý vị."


async def test_a_reply_is_a_remark_that_staff_answer_without_knowing_whose_it_is(village: Village) -> None:
    await village.subscribe(LAN)
    await village.publish(1, "Tàu nghỉ ngày mai")
    [push] = village.phone.on(LAN, "Tàu nghỉ")

    [thanks] = await village.say(LAN, "Mấy giờ chạy lại? Gọi 0912 345 678 nhé", reply_to=push.ref)
    assert "«Mấy giờ chạy lại? Gọi [số điện thoại đã che] nhé»" in thanks.text
    [notice] = village.phone.on(STAFF, "Góp ý về bài «Tàu nghỉ ngày mai»")
    assert "0912" not in notice.text
    assert LAN not in notice.text

    await village.say(STAFF, "Ban Quản lý cảng: 7 giờ 30 ngày 26/11.", reply_to=notice.ref, user=LEADER)
    [answer] = village.phone.on(LAN, "trả lời góp ý")
    assert "«Mấy giờ chạy lại?" in answer.text
    assert "Ban Quản lý cảng: 7 giờ 30 ngày 26/11." in answer.text
    await village.say(LAN, "Cảm ơn.", reply_to=answer.ref)
    assert len(village.phone.on(STAFF, "Góp ý về bài")) == 2


async def test_a_remark_on_anything_is_asked_for_and_may_be_dropped(village: Village) -> None:
    await village.subscribe(LAN)
    [asked] = await village.say(LAN, "góp ý")
    await village.tap(asked, "Thôi")
    [unclear] = await village.say(LAN, "đường tối quá")
    assert "chưa hiểu" in unclear.text

    await village.say(LAN, "góp ý")
    [thanks] = await village.say(LAN, "tìm đèn đường cho thôn")
    assert "«tìm đèn đường cho thôn»" in thanks.text
    assert len(village.phone.on(STAFF, "Góp ý chung")) == 1


async def test_staff_whose_answer_is_a_picture_are_told_that_it_did_not_go(village: Village) -> None:
    await village.subscribe(LAN)
    await village.say(LAN, "góp ý Cầu tàu hỏng")
    [notice] = village.phone.on(STAFF, "Cầu tàu hỏng")

    [told] = await village.say(STAFF, "", user=LEADER, reply_to=notice.ref)

    assert told.text == office.ONLY_WORDS
    assert village.phone.on(LAN, "trả lời góp ý") == []


async def test_staff_who_agree_still_hear_of_what_is_held(village: Village) -> None:
    village.phone.leaders.add((STAFF, LEADER))
    [answer] = await village.say(STAFF, "/start", user=LEADER)
    assert answer.text == office.STAFF_CHAT
    await village.hear(taps(STAFF, encode(Agree(CONSENT_VERSION, "vi")), user=LEADER))
    await village.hear(taps(STAFF, encode(Erase()), user=LEADER))
    assert village.phone.toasts[-2:] == [office.STAFF_CHAT] * 2
    await village.subscribe(LAN)

    await village.say(LAN, "góp ý Đường tối quá")

    assert len(village.phone.on(STAFF, "Đường tối quá")) == 1


async def test_a_flood_is_told_once_and_harms_nobody(village: Village) -> None:
    flood = [says(LAN, "mới nhất", at=village.clock()) for _ in range(60)]
    await village.hear(*flood, says(HAI, "trợ giúp", at=village.clock()))

    assert len(village.phone.on(LAN, "Chưa có tin nào")) == 20
    assert len(village.phone.on(LAN, "Quý vị gửi quá nhanh")) == 1
    assert len(village.phone.on(HAI, "Hướng dẫn")) == 1
