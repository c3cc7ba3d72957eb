"""Groups, forums and channels: their leaders choose, each member votes, and the bot answers when addressed."""

from dataclasses import replace

from bot.messages import Returned
from storage import feedback
from tests.fakes.recorder import address, taps
from tests.journeys.village import STAFF, Village

LAN, HAI, GROUP = "1001", "1002", "-500"
LEADER, MEMBER, OTHER = "1", "2", "3"


async def test_a_group_is_led_by_its_leaders_and_each_member_votes_once(village: Village) -> None:
    for user in (MEMBER, OTHER):
        await village.subscribe(user)
    assert await village.say(GROUP, "mai có tàu không bà con?", user=MEMBER) == []
    welcome = await village.subscribe(GROUP, user=LEADER)
    assert "Đã đăng ký" in welcome.text
    [refused] = await village.say(GROUP, "/huy", user=MEMBER)
    assert "Chỉ quản trị viên" in refused.text

    await village.publish(1, "Tàu nghỉ ngày mai")
    [push] = village.phone.on(GROUP, "Tàu nghỉ")
    edits = village.phone.edits_made
    await village.tap(push, "4 ⭐", user=MEMBER)
    [own] = village.phone.on(MEMBER, "Tàu nghỉ")
    await village.tap(own, "5 ⭐")
    assert "Trung bình" not in push.text
    assert "Quý vị đã chấm" not in push.text
    assert village.phone.edits_made == edits + 1  # the member's own message, not the group's
    await village.tap(push, "3 ⭐", user=OTHER)
    assert "Trung bình 4,0/5 qua 2 lượt" in push.text


async def test_in_a_group_each_member_takes_back_their_own_mark_by_a_button(village: Village) -> None:
    await village.subscribe(GROUP, user=LEADER)
    story = await village.publish(1, "Tàu nghỉ ngày mai")
    [push] = village.phone.on(GROUP, "Tàu nghỉ")
    assert "Rút lại điểm" in push.labels()
    await village.tap(push, "4 ⭐", user=MEMBER)

    assert "chưa chấm điểm" in await village.tap(push, "Rút lại điểm", user=OTHER)
    assert "Đã rút lại" in await village.tap(push, "Rút lại điểm", user=MEMBER)

    async with village.database.reading() as tx:
        assert (await feedback.tally(tx, story.id)).count == 0
    await village.tap(push, "4 ⭐", user=MEMBER)
    await village.tap(push, "3 ⭐", user=OTHER)
    assert "qua 2 lượt" in push.text
    assert push.labels()[:6] == [*(f"{n} ⭐" for n in range(1, 6)), "Rút lại điểm"]


async def test_who_only_gave_a_mark_in_a_group_sees_it_and_has_it_erased(village: Village) -> None:
    await village.subscribe(GROUP, user=LEADER)
    story = await village.publish(1, "Tàu nghỉ ngày mai")
    [push] = village.phone.on(GROUP, "Tàu nghỉ")
    await village.tap(push, "2 ⭐", user=MEMBER)

    [data] = await village.say(MEMBER, "dữ liệu")
    assert "Tàu nghỉ ngày mai: 2/5" in data.text
    assert "CAIDAT" not in data.text
    [question] = await village.say(MEMBER, "xóa")
    await village.tap(question, "Xóa dữ liệu")
    assert "Đã xóa" in question.text

    [data] = await village.say(MEMBER, "dữ liệu")
    assert "không lưu dữ liệu nào" in data.text
    async with village.database.reading() as tx:
        assert (await feedback.tally(tx, story.id)).count == 1


async def test_in_a_group_commands_are_taught_with_the_slash_that_alone_is_heard_there(
    village: Village,
) -> None:
    welcome = await village.subscribe(GROUP, user=LEADER)
    assert "gõ /caidat" in welcome.text
    assert "CAIDAT" not in welcome.text
    [asked] = await village.say(GROUP, "/trogiup", user=MEMBER)
    assert "/huy – dừng nhận tin" in asked.text
    private = await village.subscribe(LAN)
    assert "gõ CAIDAT" in private.text


async def test_in_a_group_the_reply_to_the_question_is_the_remark_and_other_talk_is_not(
    village: Village,
) -> None:
    await village.subscribe(GROUP, user=LEADER)
    [before] = await village.say(GROUP, "Cầu cảng hỏng", user=MEMBER, reply_to="1") or [None]
    assert before is None
    [question] = await village.say(GROUP, "/gopy", user=MEMBER)
    assert "trả lời tin này" in question.text
    assert await village.say(GROUP, "Chiều nay họp nhé", user=LEADER) == []

    [thanks] = await village.say(GROUP, "Cầu cảng hỏng", user=MEMBER, reply_to=question.ref)

    assert "Đã nhận góp ý:\n«Cầu cảng hỏng»" in thanks.text
    assert len(village.phone.on(STAFF, "Cầu cảng hỏng")) == 1
    assert await village.say(GROUP, "Đúng rồi", user=MEMBER, reply_to=thanks.ref) == []


async def test_a_forum_is_told_in_the_topic_where_its_leader_said_so(village: Village) -> None:
    village.phone.leaders.add((GROUP, LEADER))
    [welcome] = await village.say(GROUP, "/start", user=LEADER, thread="17")
    assert welcome.message.thread == "17"
    code = welcome.code("Đồng ý")
    await village.hear(replace(taps(GROUP, code, ref=welcome.ref, user=LEADER), thread="17"))
    await village.publish(1, "Tàu nghỉ ngày mai")

    [push] = village.phone.on(GROUP, "Tàu nghỉ")
    assert push.message.thread == "17"

    for user, thread in ((MEMBER, "21"), (LEADER, "23")):
        [known] = await village.say(GROUP, "/start", user=user, thread=thread)
        assert "đã đăng ký" in known.text
        assert known.message.thread == thread
        await village.publish(int(thread), f"Tàu chạy lại {thread}")
    threads = [village.phone.on(GROUP, f"chạy lại {one}")[0].message.thread for one in (21, 23)]
    assert threads == ["17", "23"]  # a member's hello moves nothing


async def test_a_channel_that_takes_the_bot_in_is_asked_there(village: Village) -> None:
    village.phone.leaders.add(("-900", LEADER))
    await village.hear(Returned(address=address("-900"), broadcast=True))
    [welcome] = village.phone.on("-900")
    assert "Chỉ quản trị viên" in await village.tap(welcome, "Đồng ý", user=MEMBER)
    await village.tap(welcome, "Đồng ý", user=LEADER)
    await village.publish(1, "Tàu nghỉ ngày mai")

    assert len(village.phone.on("-900", "Tàu nghỉ")) == 1
