"""Leaving, coming back, and what is kept of people."""

from bot.messages import Left, Returned
from feeds.article import Urgency
from feeds.visits import Verdict
from storage import citizens
from storage.records import CitizenState
from tests.fakes.recorder import address
from tests.journeys.village import Village

LAN, HAI, GROUP = "1001", "1002", "-500"
LEADER, MEMBER, OTHER = "1", "2", "3"


async def test_one_button_under_a_push_ends_it_and_one_brings_it_back(village: Village) -> None:
    await village.subscribe(LAN)
    await village.publish(1, "Tàu nghỉ ngày mai")
    [push] = village.phone.on(LAN, "Tàu nghỉ")

    await village.tap(push, "Dừng nhận tin")
    citizen = await village.citizen(LAN)
    assert citizen
    assert citizen.state is CitizenState.LEFT
    assert "Tàu nghỉ ngày mai" in push.text
    [gone] = village.phone.on(LAN, "Đã hủy đăng ký")
    await village.tap(gone, "Nhận lại tin")
    await village.publish(2, "Tàu chạy lại")
    assert len(village.phone.on(LAN, "Tàu chạy lại")) == 1


async def test_everything_stored_can_be_read_and_erased(village: Village) -> None:
    await village.subscribe(LAN)
    await village.publish(1, "Tàu nghỉ ngày mai")
    [push] = village.phone.on(LAN, "Tàu nghỉ")
    await village.tap(push, "2 ⭐")
    await village.say(LAN, "theo dõi đấu giá")
    await village.say(LAN, "Chữ nhỏ quá", reply_to=push.ref)

    data = "\n".join(one.text for one in await village.say(LAN, "dữ liệu"))
    for part in (
        "telegram:1001",
        "Tàu nghỉ ngày mai: 2/5",
        "«Chữ nhỏ quá»",
        "đấu giá",
        "bản 2026-11",
        "đang nhận",
    ):
        assert part in data

    [question] = await village.say(LAN, "xóa")
    await village.tap(question, "Xóa dữ liệu")
    [nothing] = await village.say(LAN, "dữ liệu")
    assert "không lưu dữ liệu nào" in nothing.text
    assert await village.citizen(LAN) is None


async def test_english_is_spoken_where_it_is_chosen_and_articles_stay_as_they_are(village: Village) -> None:
    [welcome] = await village.say(LAN, "hello")
    await village.tap(welcome, "English")
    assert welcome.text.startswith("Welcome!")
    await village.tap(welcome, "I agree")
    await village.publish(1, "Tàu nghỉ ngày mai")

    [push] = village.phone.on(LAN, "Tàu nghỉ ngày mai")
    assert push.labels()[-2:] == ["Read in full", "Stop receiving"]
    assert "3/5 is kept" in await village.tap(push, "3 ⭐")


async def test_who_comes_back_after_blocking_sees_the_storm_and_not_the_rest(village: Village) -> None:
    await village.subscribe(LAN)
    await village.hear(Left(address=address(LAN)))
    await village.publish(1, "Tàu nghỉ ngày mai")
    await village.publish(2, "Cấm biển vì bão", urgency=Urgency.KHAN)
    await village.publish(3, "Bão đổi hướng", urgency=Urgency.KHAN)
    await village.publish(3, "Bão đổi hướng", urgency=Urgency.KHAN, verdict=Verdict.WITHDRAWN)

    await village.hear(Returned(address=address(LAN)))

    assert len(village.phone.on(LAN, "Cấm biển")) == 1
    assert village.phone.on(LAN, "Tàu nghỉ") == village.phone.on(LAN, "Bão đổi hướng") == []


async def test_who_subscribes_during_a_storm_sees_what_is_in_force(village: Village) -> None:
    await village.publish(1, "Tàu nghỉ ngày mai")
    await village.publish(2, "Cấm biển vì bão", urgency=Urgency.KHAN)

    await village.subscribe(LAN)

    assert len(village.phone.on(LAN, "Cấm biển")) == 1
    assert village.phone.on(LAN, "Tàu nghỉ") == []


async def test_every_push_has_the_way_out_the_digest_and_a_change_too(village: Village) -> None:
    await village.subscribe(LAN)
    await village.publish(1, "Hội nghị tổng kết", topic="su_kien")
    await village.publish(2, "Tàu nghỉ", urgency=Urgency.KHAN, summary="Từ 6 giờ.")
    await village.publish(2, "Tàu nghỉ cả tuần", urgency=Urgency.KHAN, verdict=Verdict.CHANGE)
    await village.passes(hours=16)
    for words in ("Bản tin tổng hợp", "Cập nhật lúc", "TIN KHẨN"):
        [push] = village.phone.on(LAN, words)
        assert push.labels()[-1] == "Dừng nhận tin", words

    await village.tap(village.phone.on(LAN, "Bản tin tổng hợp")[0], "Dừng nhận tin")
    citizen = await village.citizen(LAN)
    assert citizen
    assert citizen.state is CitizenState.LEFT


async def test_a_changed_consent_is_asked_again_and_news_goes_on(village: Village) -> None:
    async with village.database.transaction() as tx:
        await citizens.subscribe(
            tx, address(LAN), ["tau"], consent_version="2025-01", language="vi", now=village.clock()
        )
    await village.rounds()
    [again] = village.phone.on(LAN, "Nội dung đồng ý dưới đây đã thay đổi")
    await village.rounds()
    await village.publish(1, "Tàu nghỉ ngày mai")
    assert len(village.phone.on(LAN, "Tàu nghỉ")) == 1
    [still] = await village.say(LAN, "theo dõi đấu giá")
    assert "đã thay đổi" in still.text

    await village.tap(again, "Đồng ý")
    citizen = await village.citizen(LAN)
    assert citizen
    assert citizen.consent_version == "2026-11"
    assert len(village.phone.on(LAN, "Nội dung đồng ý dưới đây đã thay đổi")) == 1


async def test_nobody_who_still_receives_is_erased_for_not_tapping(village: Village) -> None:
    await village.subscribe(LAN)
    await village.passes(days=800)

    assert await village.keeper.round() == 0
    assert await village.citizen(LAN)
