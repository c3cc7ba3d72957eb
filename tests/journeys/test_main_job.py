"""The main job, told as the people of the island live it."""

from datetime import UTC, datetime, timedelta

from feeds.visits import Visit
from storage import citizens
from storage.articles import ArticleLog
from storage.records import Address, Messenger
from tests.fakes.telegram import buttons, callbacks
from tests.journeys.town import Town

LAN, HAI = 1001, 1002
OFFICE = -100


async def test_from_the_portal_to_a_phone_and_back_as_a_mark(town: Town) -> None:
    await town.say(LAN, "Bắt đầu")
    [welcome] = town.chats.sent_to(LAN)
    assert "Phần mềm trả lời" in welcome["text"]
    assert [button["text"] for button in buttons(welcome)[0]] == ["Đồng ý", "Không đồng ý"]
    await town.press(LAN, welcome, callbacks(welcome)[0])

    post = await town.publish(2, "Tàu Cồn Cỏ nghỉ ngày mai", lead="Tàu không chạy do gió mạnh.")

    [push] = town.shown(LAN, "Tàu Cồn Cỏ nghỉ ngày mai")
    assert "Tàu ra đảo, thời tiết biển" in push["text"]
    assert "Tàu không chạy do gió mạnh." in push["text"]
    assert "Đặc khu Cồn Cỏ, ngày 24/11/2026" in push["text"]
    stars, (link, _) = buttons(push)
    assert [button["text"] for button in stars] == ["1 ⭐", "2 ⭐", "3 ⭐", "4 ⭐", "5 ⭐"]
    assert (link["text"], link["url"]) == ("Xem đầy đủ", town.site.link(post))

    assert "4/5" in await town.press(LAN, push, callbacks(push)[3])
    assert "Quý vị đã chấm: 4/5" in push["text"]
    assert buttons(push)[0] == stars
    assert "2/5" in await town.press(LAN, push, callbacks(push)[1])
    [line] = await town.report()
    assert (line.id, line.tally.spread) == ("news_2", (0, 1, 0, 0, 0))

    [withdraw] = [button for row in buttons(push) for button in row if button["text"] == "Rút lại điểm"]
    await town.press(LAN, push, withdraw["callback_data"])
    [line] = await town.report()
    assert line.tally.count == 0
    assert "Quý vị đã chấm" not in push["text"]
    assert town.shown(LAN, "Tin cũ") == []


async def test_the_average_shows_from_the_kth_vote_on(town: Town) -> None:
    for chat in (LAN, HAI):
        await town.subscribe(chat)
    await town.publish(2, "Cấp nước theo giờ", lead="Từ 6 giờ.")
    [for_lan], [for_hai] = (town.shown(chat, "Cấp nước theo giờ") for chat in (LAN, HAI))

    await town.press(LAN, for_lan, callbacks(for_lan)[3])
    assert "Trung bình" not in for_lan["text"]
    await town.press(HAI, for_hai, callbacks(for_hai)[4])
    assert "Trung bình 4,5/5 qua 2 lượt" in for_hai["text"]


async def test_without_consent_nothing_is_stored(town: Town) -> None:
    await town.say(LAN, "/start")
    [welcome] = town.chats.sent_to(LAN)
    await town.press(LAN, welcome, callbacks(welcome)[1])
    await town.publish(2, "Tàu nghỉ", lead="a")

    assert town.shown(LAN, "Tàu nghỉ") == []
    async with town.database.reading() as tx:
        assert await citizens.find(tx, Address(Messenger.TELEGRAM, str(LAN))) is None


async def test_a_restart_sends_nothing_twice_and_forgets_nothing(town: Town) -> None:
    await town.subscribe(LAN)
    await town.publish(2, "Tàu nghỉ", lead="a")
    await town.close()

    town.restart()
    await town.passes(minutes=5)
    await town.publish(3, "Tàu chạy lại", lead="b")

    assert len(town.shown(LAN, "Tàu nghỉ")) == 1
    assert len(town.shown(LAN, "Tàu chạy lại")) == 1


async def test_topics_are_chosen_and_obeyed(town: Town) -> None:
    await town.subscribe(LAN)
    await town.say(LAN, "chuyên mục")
    [menu] = town.shown(LAN, "Chuyên mục nhận tin")
    assert [row[0]["text"] for row in buttons(menu)] == [
        "✓ Đang nhận: Tàu ra đảo, thời tiết biển",
        "✓ Đang nhận: Thông báo",
        "✓ Đang nhận: Tin tức, sự kiện (bản tin ngày)",
        "Tắt hết để chọn lại",
        "Về cài đặt",
    ]
    await town.press(LAN, menu, buttons(menu)[1][0]["callback_data"])
    assert buttons(menu)[1][0]["text"] == "Không nhận: Thông báo"

    await town.publish(2, "Cấp nước theo giờ", lead="a")
    await town.publish(3, "Tàu nghỉ", lead="b")

    assert town.shown(LAN, "Cấp nước") == []
    assert len(town.shown(LAN, "Tàu nghỉ")) == 1


async def test_nobody_is_woken_for_a_meeting_report(town: Town) -> None:
    await town.subscribe(LAN)

    await town.publish(2, "Hội nghị tổng kết năm", lead="Sáng nay, UBND tổ chức hội nghị.")
    assert town.shown(LAN, "Hội nghị tổng kết") == []
    midnight_utc = datetime(2026, 11, 25, 0, 1, tzinfo=UTC)  # 07:01 on the island
    await town.passes(seconds=(midnight_utc - town.clock()).total_seconds())

    [bulletin] = town.shown(LAN, "Bản tin tổng hợp")
    assert "Hội nghị tổng kết năm" in bulletin["text"]


async def test_in_quiet_hours_ordinary_news_waits_for_the_morning(town: Town) -> None:
    await town.subscribe(LAN)
    night = datetime(2026, 11, 24, 16, tzinfo=UTC)  # 23:00
    await town.passes(seconds=(night - town.clock()).total_seconds())

    await town.publish(2, "Lịch tiếp công dân", lead="a")
    assert town.shown(LAN, "Lịch tiếp công dân") == []
    await town.passes(hours=7, minutes=5)

    assert len(town.shown(LAN, "Lịch tiếp công dân")) == 1


async def test_stop_and_erase(town: Town) -> None:
    await town.subscribe(LAN)
    await town.say(LAN, "HUY")
    await town.publish(2, "Tàu nghỉ", lead="a")
    assert town.shown(LAN, "Tàu nghỉ") == []

    await town.say(LAN, "/xoa")
    [question] = town.shown(LAN, "Xóa toàn bộ dữ liệu của Quý vị ở kênh này?")
    await town.press(LAN, question, callbacks(question)[0])
    async with town.database.reading() as tx:
        assert await citizens.find(tx, Address(Messenger.TELEGRAM, str(LAN))) is None


async def test_latest_is_open_to_everybody(town: Town) -> None:
    await town.say(HAI, "mới nhất")

    [latest] = town.chats.sent_to(HAI)
    assert "Tin cũ trước khi có Loa" in latest["text"]


async def test_a_strangers_button_changes_nothing_and_still_gets_an_answer(town: Town) -> None:
    await town.subscribe(LAN)
    await town.publish(2, "Tàu nghỉ", lead="a")
    [push] = town.shown(LAN, "Tàu nghỉ")
    await town.say(HAI, "/trogiup")
    [help_text] = town.chats.sent_to(HAI)

    for code in (callbacks(push)[4], "r:999:5", "r:1:9", "không phải của ta", "w:1", "fr:tin-tuc"):
        assert await town.press(HAI, help_text, code)

    assert (await town.report())[0].tally.count == 0


async def test_a_blocked_chat_is_marked_and_stops_nobody_else(town: Town) -> None:
    for chat in (LAN, HAI):
        await town.subscribe(chat)
    blocked = {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}
    town.chats.refuse = lambda method, given: (
        (403, blocked) if method == "sendMessage" and given["chat_id"] == str(LAN) else None
    )

    await town.publish(2, "Tàu nghỉ", lead="a")

    assert len(town.shown(HAI, "Tàu nghỉ")) == 1
    async with town.database.reading() as tx:
        lan = await citizens.find(tx, Address(Messenger.TELEGRAM, str(LAN)))
    assert lan
    assert (lan.state, len(lan.topics)) == ("blocked", 3)


async def test_a_429_waits_its_time_and_nothing_is_lost(town: Town) -> None:
    await town.subscribe(LAN)
    refusal = {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 35",
        "parameters": {"retry_after": 35},
    }
    until = town.clock() + timedelta(minutes=3)
    town.chats.refuse = lambda method, _: (
        (429, refusal) if method == "sendMessage" and town.clock() < until else None
    )

    await town.publish(2, "Tàu nghỉ", lead="a")
    assert town.shown(LAN, "Tàu nghỉ") == []
    await town.passes(seconds=90)

    assert len(town.shown(LAN, "Tàu nghỉ")) == 1


async def test_staff_hear_of_a_flood_and_let_it_go(town: Town) -> None:
    await town.subscribe(LAN)
    for number in range(2, 14):
        town.site.publish(number, f"Tin nhập lại {number}", lead="a", at=town.clock())
    await town.passes(minutes=2)
    assert town.shown(LAN, "Tin nhập lại") == []
    [notice] = town.shown(OFFICE, "12")

    await town.press(OFFICE, notice, callbacks(notice)[0])
    await town.passes(minutes=1)

    assert len(town.shown(LAN, "Tin nhập lại")) == 12


async def test_a_source_that_was_given_up_while_it_was_down_hides_no_outage(town: Town) -> None:
    given_up = Visit(
        source="cu", looked_at=town.clock(), failures=9, reason="answered 500 Internal Server Error"
    )
    await ArticleLog(town.database, "conco").record(given_up)
    town.site.instead["/rss/"] = lambda: (500, {}, b"")
    for _ in range(12):
        await town.passes(minutes=10)

    [told] = town.chats.sent_to(OFFICE)
    assert "«tin-tuc»" in told["text"]
    assert "«cu»" not in told["text"]


async def test_staff_hear_once_of_an_outage_and_once_of_its_end(town: Town) -> None:
    town.site.instead["/rss/"] = lambda: (500, {}, b"")
    for _ in range(12):
        await town.passes(minutes=10)
    told = town.chats.sent_to(OFFICE)
    assert len(told) == 1
    assert "tin-tuc" in told[0]["text"]

    del town.site.instead["/rss/"]
    await town.passes(minutes=10)
    assert len(town.chats.sent_to(OFFICE)) == 2
