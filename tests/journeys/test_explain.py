"""«Why did this person (not) get it?», asked by the office after each of these lives."""

from datetime import UTC, datetime

from bot.commands.explaining import lines
from storage.explaining import case
from storage.records import Address
from tests.fakes.telegram import callbacks
from tests.journeys.town import Town

LAN, HAI = 1001, 1002


async def asked(town: Town, article: str, chat: int) -> str:
    async with town.database.reading() as tx:
        return "\n".join(lines(await case(tx, article, Address.parse(f"telegram:{chat}"))))


async def test_who_got_it_and_who_came_too_late(town: Town) -> None:
    await town.subscribe(LAN)
    await town.publish(2, "Tàu nghỉ", lead="a")
    [push] = town.shown(LAN, "Tàu nghỉ")
    await town.press(LAN, push, callbacks(push)[1])
    await town.subscribe(HAI)

    said = await asked(town, "news_2", LAN)
    assert "article 2: news_2 «Tàu nghỉ»" in said
    assert "citizen 2: active since" in said
    assert ": sent 15:0" in said
    assert "2/5" not in said
    assert await asked(town, "2", LAN) == said
    assert "not owed: they subscribed after it" in await asked(town, "news_2", HAI)


async def test_who_does_not_follow_the_topic_and_who_left(town: Town) -> None:
    for chat in (LAN, HAI):
        await town.subscribe(chat)
    async with town.database.reading() as tx:
        [lan] = [(await case(tx, "news_1", Address.parse(f"telegram:{LAN}"))).citizen]
    assert lan
    await town.say(HAI, "HUY")
    await town.publish(2, "Hội nghị tổng kết năm", lead="a")

    assert "goes into a digest" in await asked(town, "news_2", LAN)
    assert "not owed: they are left" in await asked(town, "news_2", HAI)

    morning = datetime(2026, 11, 25, 0, 1, tzinfo=UTC)
    await town.passes(seconds=(morning - town.clock()).total_seconds())
    assert "inside the digest of 07:0" in await asked(town, "news_2", LAN)


async def test_old_news_and_what_is_not_known(town: Town) -> None:
    await town.subscribe(LAN)

    assert "nobody was told" in await asked(town, "news_1", LAN)
    assert "nothing is stored about this address" in await asked(town, "news_1", HAI)
    assert "nothing is stored under this id" in await asked(town, "news_99", LAN)
    assert await asked(town, "news_99", HAI) == ""


async def test_what_is_still_owed_says_when_and_why_not_yet(town: Town) -> None:
    await town.subscribe(LAN)
    town.chats.refuse = lambda method, _: (
        (502, {"ok": False, "error_code": 502, "description": "Bad Gateway"})
        if method == "sendMessage"
        else None
    )
    await town.publish(2, "Tàu nghỉ", lead="a")

    said = await asked(town, "news_2", LAN)
    assert ": owed: due 15:0" in said
    assert "1 failed tries (Bad Gateway)" in said
