"""What was told is kept true: edits, withdrawals and ends reach those who have the message, and only those."""

from typing import Any

import pytest

from bot.announcer import announcing
from bot.announcer.announcing import Found
from feeds.visits import Finding, Verdict, Visit
from storage import articles
from storage.articles import ArticleLog
from storage.records import ArticleId
from tests.fakes.telegram import buttons, callbacks
from tests.journeys.town import Town

LAN, HAI = 1001, 1002


async def test_a_moved_hour_is_redrawn_and_told_again_to_those_who_have_the_message(town: Town) -> None:
    await town.subscribe(LAN)
    post = await town.publish(
        2, "Lịch tàu Cửa Việt – Cồn Cỏ ngày 25/11", lead="Tàu khách xuất bến lúc 7h30 ngày 25/11."
    )
    [push] = town.shown(LAN, "7h30")
    await town.press(LAN, push, callbacks(push)[3])
    await town.subscribe(HAI)

    post.lead = "Tàu khách xuất bến lúc 9h00 ngày 25/11."
    await town.passes(minutes=3)

    assert "9h00" in push["text"]
    assert "7h30" not in push["text"]
    assert "Quý vị đã chấm: 4/5" in push["text"]
    [short] = town.shown(LAN, "Cập nhật lúc")
    assert "Lịch tàu Cửa Việt – Cồn Cỏ ngày 25/11" in short["text"]
    assert "lúc 9h00 ngày 25/11" in short["text"]
    assert town.shown(HAI, "9h00") == []


async def test_who_threw_the_message_away_is_told_of_the_change_by_a_short_one(town: Town) -> None:
    await town.subscribe(LAN)
    await town.subscribe(HAI)
    post = await town.publish(2, "Cấp nước theo giờ", lead="Từ 6 giờ đến 8 giờ mỗi ngày trong tuần này.")
    [push] = town.shown(HAI, "6 giờ")
    town.chats.refuse = lambda method, told: (
        (400, {"ok": False, "error_code": 400, "description": "Bad Request: message to edit not found"})
        if method == "editMessageText" and str(told["chat_id"]) == str(LAN)
        else None
    )

    post.lead = "Từ 9 giờ đến 11 giờ mỗi ngày trong tuần này."
    await town.passes(minutes=3)

    [short] = town.shown(LAN, "Cập nhật lúc")
    assert "Từ 9 giờ" in short["text"]
    assert "Từ 9 giờ" in push["text"]
    assert town.shown(HAI, "Cập nhật lúc") == []


async def test_who_may_have_the_message_though_no_answer_said_so_is_told_of_the_change(town: Town) -> None:
    await town.subscribe(LAN)
    town.chats.refuse = lambda method, told: (
        (200, {}) if method == "sendMessage" and "6 giờ" in told["text"] else None
    )
    post = await town.publish(2, "Cấp nước theo giờ", lead="Từ 6 giờ đến 8 giờ mỗi ngày trong tuần này.")
    for _ in range(12):
        await town.passes(minutes=10)
    town.chats.refuse = lambda *_: None

    post.lead = "Từ 9 giờ đến 11 giờ mỗi ngày trong tuần này."
    await town.passes(minutes=3)

    [short] = town.shown(LAN, "Cập nhật lúc")
    assert "Từ 9 giờ" in short["text"]


async def test_a_mended_comma_changes_nothing(town: Town) -> None:
    await town.subscribe(LAN)
    post = await town.publish(
        2, "Lịch tàu Cửa Việt – Cồn Cỏ ngày 25/11", lead="Tàu khách xuất bến lúc 7h30 ngày 25/11."
    )
    before = len(town.chats.calls)

    post.lead = "Tàu khách xuất bến, lúc 7h30 ngày 25/11."
    await town.passes(minutes=3)

    assert [method for method, _ in town.chats.calls[before:]] == []


async def test_what_is_withdrawn_says_so_where_it_stands_and_is_not_listed_any_more(town: Town) -> None:
    await town.subscribe(LAN)
    await town.publish(2, "Cấp nước theo giờ", lead="Từ 6 giờ đến 8 giờ mỗi ngày trong tuần này.")
    [push] = town.shown(LAN, "Cấp nước theo giờ")

    await recorded(town, Verdict.WITHDRAWN)
    await town.settle()

    assert push["text"].startswith("Tin đã thu hồi lúc 15:")
    assert "6 giờ" not in push["text"]
    assert buttons(push) == []
    await town.say(LAN, "moinhat")
    assert "Cấp nước" not in town.chats.sent_to(LAN)[-1]["text"]

    await recorded(town, Verdict.RESTORED)
    await town.settle()
    assert "Từ 6 giờ đến 8 giờ" in push["text"]


async def test_what_is_withdrawn_before_it_was_sent_is_never_sent(town: Town) -> None:
    await town.subscribe(LAN)
    await town.passes(hours=8)  # 23:00: ordinary news waits for the morning
    await town.publish(2, "Cấp nước theo giờ", lead="Từ 6 giờ đến 8 giờ mỗi ngày trong tuần này.")
    await recorded(town, Verdict.WITHDRAWN)
    await town.passes(hours=9)
    assert town.shown(LAN, "Cấp nước") == []


async def test_the_end_of_a_storm_answers_the_warning_and_reaches_those_who_had_it(town: Town) -> None:
    await town.subscribe(LAN)
    await town.publish(
        2, "CÔNG ĐIỆN KHẨN: bão số 6, cấm biển từ 18 giờ ngày 24/11", body="Cấm tàu thuyền ra khơi."
    )
    [warning] = town.shown(LAN, "TIN KHẨN")
    assert [len(row) for row in buttons(warning)] == [2]  # the article and the way out, no stars
    await town.subscribe(HAI)

    await town.passes(hours=3)
    await town.publish(
        3, "Dỡ bỏ lệnh cấm biển do bão số 6 từ 20 giờ ngày 24/11", body="Tàu thuyền được ra khơi."
    )

    [end] = town.shown(LAN, "Dỡ bỏ lệnh cấm biển")
    assert "Hết tin khẩn" in end["text"]
    assert "Tiếp theo tin lúc 15:" in end["text"]
    sent = [
        given for method, given in town.chats.calls if method == "sendMessage" and "Dỡ bỏ" in given["text"]
    ]
    for chat in (LAN, HAI):  # Hai came during the storm and was told of it then
        [warning] = town.shown(chat, "TIN KHẨN")
        [answer] = [given for given in sent if str(given["chat_id"]) == str(chat)]
        assert str(warning["message_id"]) in answer["reply_parameters"]
    await town.subscribe(1003)
    assert town.shown(1003, "TIN KHẨN") == town.shown(1003, "Dỡ bỏ") == []


async def test_an_edit_that_makes_it_urgent_is_told_to_everybody(town: Town) -> None:
    await town.subscribe(LAN)
    post = await town.publish(2, "Thông báo về thời tiết biển", lead="Biển có sóng trong những ngày tới.")
    await town.subscribe(HAI)

    post.title = "Công điện khẩn: bão số 6, cấm biển từ 18 giờ ngày 24/11"
    await town.passes(minutes=3)

    for chat in (LAN, HAI):
        assert len(town.shown(chat, "TIN KHẨN")) == 1


async def test_a_shown_average_follows_in_every_message_in_one_go(town: Town) -> None:
    for chat in (LAN, HAI, 1003):
        await town.subscribe(chat)
    await town.publish(2, "Cấp nước theo giờ", lead="Từ 6 giờ đến 8 giờ mỗi ngày trong tuần này.")
    pushes = {chat: town.shown(chat, "Cấp nước theo giờ")[0] for chat in (LAN, HAI, 1003)}
    await town.press(LAN, pushes[LAN], callbacks(pushes[LAN])[3])
    await town.press(HAI, pushes[HAI], callbacks(pushes[HAI])[4])
    assert "Trung bình" not in pushes[1003]["text"]

    await town.passes(minutes=6)

    for chat in pushes:
        assert "Trung bình 4,5/5 qua 2 lượt" in pushes[chat]["text"]
    assert "Quý vị đã chấm: 4/5" in pushes[LAN]["text"]
    assert "Quý vị đã chấm" not in pushes[1003]["text"]


async def test_one_article_nobody_can_announce_holds_up_no_other(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await town.subscribe(LAN)
    usual = announcing.plan

    def stumbles(found: Found, *rest: Any, **how: Any) -> Any:
        if "hỏng" in found.story.article.version.title:
            raise LookupError("a surprise")
        return usual(found, *rest, **how)

    monkeypatch.setattr("bot.announcer.plan", stumbles)
    await town.publish(2, "Tin hỏng", lead="Từ 6 giờ đến 8 giờ mỗi ngày trong tuần này.")
    await town.publish(3, "Cấp nước theo giờ", lead="Từ 6 giờ đến 8 giờ mỗi ngày trong tuần này.")
    assert len(town.shown(LAN, "Cấp nước theo giờ")) == 1
    assert town.shown(LAN, "Tin hỏng") == []

    monkeypatch.setattr("bot.announcer.plan", usual)
    await town.passes(minutes=6)
    assert len(town.shown(LAN, "Tin hỏng")) == 1


async def recorded(town: Town, verdict: Verdict) -> None:
    """The newest article as the watcher records that it went, or came back."""
    async with town.database.reading() as tx:
        story = await articles.story(tx, ArticleId(2))
    assert story
    finding = Finding(verdict=verdict, article=story.article, told="")
    await ArticleLog(town.database, "conco").record(Visit(source="other", looked_at=town.clock()), [finding])
