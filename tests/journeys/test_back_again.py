"""Who comes back after blocking us: what changed of the messages they hold is drawn anew, once and in silence."""

import pytest

from bot.commands.explaining import lines
from bot.messages import Left, Returned
from feeds.article import Urgency
from feeds.visits import Verdict
from storage.explaining import case
from tests.fakes.recorder import Shown, address
from tests.journeys.village import Village

LAN, HAI, GROUP, LEADER = "1001", "1002", "-500", "77"
WITHDRAWN = "Tin đã thu hồi"


async def tells(village: Village, number: int, hour: str, verdict: Verdict, **gist: object) -> None:
    await village.publish(
        number, f"Cấp nước xóm {number} từ {hour}", verdict=verdict, summary=f"Từ {hour}.", **gist
    )


async def leaves(village: Village, chat: str = LAN) -> None:
    await village.hear(Left(address=address(chat)))


async def returns(village: Village, chat: str = LAN) -> list[Shown]:
    """What is new in their chat."""
    before = len(village.phone.on(chat))
    await village.hear(Returned(address=address(chat)))
    return village.phone.on(chat)[before:]


@pytest.mark.parametrize("urgency", list(Urgency))
async def test_what_changed_or_went_meanwhile_is_drawn_anew_once_and_tells_nothing_new(
    village: Village, urgency: Urgency
) -> None:
    for chat in (LAN, HAI):
        await village.subscribe(chat)
    for number in (1, 2, 3):
        await tells(village, number, "6 giờ", Verdict.NEWS, urgency=urgency)
    mine = village.phone.on(LAN, "Cấp nước")
    await leaves(village)
    for number, verdict in [(1, Verdict.CHANGE), (1, Verdict.CHANGE), (2, Verdict.WITHDRAWN)]:
        await tells(village, number, "9 giờ", verdict, urgency=urgency)
    await tells(village, 1, "10 giờ", Verdict.CHANGE, urgency=urgency)
    assert all("Từ 6 giờ." in one.text for one in mine)
    edits, went_at = village.phone.edits_made, village.phone.on(HAI, WITHDRAWN)[0].text.splitlines()[0]
    await village.passes(hours=2)

    assert await returns(village) == []

    assert "Từ 10 giờ." in mine[0].text
    assert mine[1].text.splitlines()[0] == went_at  # the hour at which it went, not at which they came back
    assert "Từ 6 giờ." in mine[2].text
    assert village.phone.edits_made == edits + 2
    await leaves(village)
    assert await returns(village) == []
    await village.passes(days=1)
    assert village.phone.edits_made == edits + 2


async def test_the_storm_in_force_comes_first(village: Village) -> None:
    await village.subscribe(LAN)
    await tells(village, 1, "6 giờ", Verdict.NEWS)
    [mine] = village.phone.on(LAN, "Cấp nước")
    await leaves(village)
    await tells(village, 1, "9 giờ", Verdict.CHANGE)
    await village.publish(2, "Cấm biển vì bão", urgency=Urgency.KHAN)
    drawn_before_the_storm: list[bool] = []
    usual = village.phone.send

    async def send(chat: str, message: object) -> object:
        drawn_before_the_storm.append("Từ 9 giờ." in mine.text)
        return await usual(chat, message)  # type: ignore[arg-type]

    village.phone.send = send  # type: ignore[assignment]
    [storm] = await returns(village)

    assert "Cấm biển" in storm.text
    assert drawn_before_the_storm == [False]
    assert "Từ 9 giờ." in mine.text


async def test_a_short_message_that_told_of_a_change_says_that_the_article_went(village: Village) -> None:
    await village.subscribe(LAN)
    await tells(village, 1, "6 giờ", Verdict.NEWS, urgency=Urgency.TRONG_NGAY)
    await tells(village, 1, "9 giờ", Verdict.CHANGE, urgency=Urgency.TRONG_NGAY)
    assert len(village.phone.on(LAN, "9 giờ")) == 2
    await leaves(village)
    await tells(village, 1, "9 giờ", Verdict.WITHDRAWN, urgency=Urgency.TRONG_NGAY)

    assert await returns(village) == []

    assert len(village.phone.on(LAN, WITHDRAWN)) == 2


async def test_what_was_taken_down_and_is_there_again_says_what_it_says_now(village: Village) -> None:
    await village.subscribe(LAN)
    await tells(village, 1, "6 giờ", Verdict.NEWS)
    [mine] = village.phone.on(LAN, "Cấp nước")
    await tells(village, 1, "6 giờ", Verdict.WITHDRAWN)
    await leaves(village)
    await tells(village, 1, "9 giờ", Verdict.RESTORED)
    assert mine.text.startswith(WITHDRAWN)

    assert await returns(village) == []

    assert "Từ 9 giờ." in mine.text


async def test_who_threw_the_message_away_is_told_nothing_of_it(village: Village) -> None:
    await village.subscribe(LAN)
    await tells(village, 1, "6 giờ", Verdict.NEWS)
    village.phone.thrown_away.update(one.ref for one in village.phone.on(LAN))
    await leaves(village)
    await tells(village, 1, "9 giờ", Verdict.CHANGE)

    assert await returns(village) == []


async def test_a_block_that_only_a_refused_redraw_told_of_loses_nothing(village: Village) -> None:
    """Who left before they blocked us is drawn anew as well; that they block us is known from the answer alone."""
    await village.subscribe(LAN)
    await village.subscribe(HAI)
    for number in (1, 2):
        await tells(village, number, "6 giờ", Verdict.NEWS)
    await village.say(HAI, "hủy")
    village.phone.blocked.update((LAN, HAI))
    for number in (1, 2):
        await tells(village, number, "9 giờ", Verdict.CHANGE)
    village.phone.blocked.clear()

    for chat in (LAN, HAI):
        assert await returns(village, chat) == []
        assert len(village.phone.on(chat, "Từ 9 giờ.")) == 2


async def test_who_blocked_us_while_pausing_is_drawn_anew_and_still_not_told(village: Village) -> None:
    await village.subscribe(LAN)
    await tells(village, 1, "6 giờ", Verdict.NEWS)
    await village.say(LAN, "tạm dừng 7 ngày")
    await leaves(village)
    await tells(village, 1, "9 giờ", Verdict.CHANGE)
    await village.publish(2, "Cấm biển vì bão", urgency=Urgency.KHAN)

    assert await returns(village) == []

    assert len(village.phone.on(LAN, "Từ 9 giờ.")) == 1


async def test_who_agrees_again_without_a_word_of_the_messenger_is_drawn_anew(village: Village) -> None:
    await village.subscribe(LAN)
    await tells(village, 1, "6 giờ", Verdict.NEWS)
    await leaves(village)
    await tells(village, 1, "9 giờ", Verdict.CHANGE)

    await village.subscribe(LAN)

    assert len(village.phone.on(LAN, "Từ 9 giờ.")) == 1


async def test_a_group_that_takes_the_bot_back_reads_what_is_true(village: Village) -> None:
    await village.subscribe(GROUP, user=LEADER)
    await tells(village, 1, "6 giờ", Verdict.NEWS)
    await leaves(village, GROUP)
    await tells(village, 1, "9 giờ", Verdict.CHANGE)

    assert await returns(village, GROUP) == []

    assert len(village.phone.on(GROUP, "Từ 9 giờ.")) == 1


async def test_a_channel_that_left_and_takes_the_bot_in_again_is_asked_again(village: Village) -> None:
    village.phone.leaders.add(("-900", LEADER))
    await village.hear(Returned(address=address("-900"), broadcast=True))
    await village.tap(village.phone.on("-900")[0], "Đồng ý", user=LEADER)
    await village.publish(1, "Tàu nghỉ ngày mai")
    [push] = village.phone.on("-900", "Tàu nghỉ")
    await village.tap(push, "nhận tin", user=LEADER)
    await leaves(village, "-900")

    await village.hear(Returned(address=address("-900"), broadcast=True))

    assert "Kính chào" in village.phone.on("-900")[-1].text


async def test_the_office_is_told_of_the_redraw_of_who_came_back_and_not_of_others(village: Village) -> None:
    for chat in (LAN, HAI):
        await village.subscribe(chat)
    await tells(village, 1, "6 giờ", Verdict.NEWS)
    await leaves(village)
    await tells(village, 1, "9 giờ", Verdict.CHANGE)
    await returns(village)

    async with village.database.reading() as tx:
        back, stayed = [lines(await case(tx, "news_1", address(chat))) for chat in (LAN, HAI)]
    assert [line.count("sent 15:0") for line in back if line.startswith("update")] == [0, 1]
    assert [line.count("sent 15:0") for line in stayed if line.startswith("update")] == [1]
