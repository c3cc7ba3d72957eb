"""Choosing what comes and when, and finding what was missed, as the people of the island do it."""

from typing import Any

from feeds.article import Nature, Urgency
from tests.journeys.village import Village

LAN, HAI, GROUP = "1001", "1002", "-500"
LEADER, MEMBER, OTHER = "1", "2", "3"


async def test_from_a_newcomer_to_the_first_mark_in_four_taps(village: Village) -> None:
    await village.subscribe(LAN)  # one tap on start, one on «Đồng ý»
    await village.publish(1, "Tàu nghỉ ngày mai")
    [push] = village.phone.on(LAN, "Tàu nghỉ ngày mai")

    assert "5/5" in await village.tap(push, "5 ⭐")


async def test_settings_are_one_view_drawn_over_itself(village: Village) -> None:
    await village.subscribe(LAN)
    [view] = await village.say(LAN, "cài đặt")
    assert "Giờ yên tĩnh: 21:30–06:00" in view.text

    await village.tap(view, "Giờ yên tĩnh")
    await village.tap(view, "22:00–05:00")
    assert "✓ 22:00–05:00" in view.labels()
    await village.tap(view, "Về cài đặt")
    assert "Giờ yên tĩnh: 22:00–05:00" in view.text
    await village.tap(view, "Cách nhận")
    await village.tap(view, "Một bản tin mỗi ngày")
    await village.tap(view, "Giờ bản tin")
    await village.tap(view, "17:30")
    await village.tap(view, "Về cài đặt")
    assert "Cách nhận: Một bản tin mỗi ngày\nBản tin ngày lúc: 17:30" in view.text


async def test_a_digest_comes_at_the_chosen_hour_and_an_empty_day_says_nothing(village: Village) -> None:
    for chat in (LAN, HAI):
        await village.subscribe(chat)
    await village.say(LAN, "tổng hợp 18:30")
    await village.publish(1, "Tàu nghỉ ngày mai")
    await village.publish(2, "Hội nghị tổng kết", topic="su_kien")
    assert village.phone.on(LAN, "Tàu nghỉ") == []
    assert len(village.phone.on(HAI, "Tàu nghỉ")) == 1

    await village.passes(hours=4)  # 19:00
    [bulletin] = village.phone.on(LAN, "Bản tin tổng hợp")
    assert "Tàu nghỉ ngày mai" in bulletin.text
    assert "Hội nghị tổng kết" in bulletin.text
    assert village.phone.on(HAI, "Bản tin tổng hợp") == []

    await village.passes(hours=12, minutes=10)
    assert len(village.phone.on(HAI, "Bản tin tổng hợp")) == 1
    await village.passes(hours=24)
    assert len(village.phone.on(LAN, "Bản tin tổng hợp")) == 1


async def test_what_comes_for_an_hour_whose_digest_is_out_is_told_at_that_hour(village: Village) -> None:
    """The clock is put back past it, or another machine's was ahead: it waited for the next day, and died of age."""
    await village.subscribe(LAN)
    await village.say(LAN, "tổng hợp 18:30")
    await village.publish(1, "Tàu nghỉ ngày mai")
    await village.passes(hours=4)  # 19:00
    await village.passes(hours=-2)
    await village.publish(2, "Lịch cấp nước")

    await village.passes(hours=2, minutes=1)

    first, second = village.phone.on(LAN, "Bản tin tổng hợp")
    assert "Lịch cấp nước" not in first.text
    assert "Lịch cấp nước" in second.text
    assert "Tàu nghỉ ngày mai" not in second.text


async def test_quiet_hours_of_ones_own_and_none_at_all(village: Village) -> None:
    for chat in (LAN, HAI):
        await village.subscribe(chat)
    await village.say(LAN, "yên tĩnh 20:00-07:00")
    await village.say(HAI, "yên tĩnh tắt")
    await village.passes(hours=7, minutes=30)  # 22:30

    await village.publish(1, "Lịch cấp nước")
    assert len(village.phone.on(HAI, "Lịch cấp nước")) == 1
    await village.passes(hours=8)  # 06:30
    assert village.phone.on(LAN, "Lịch cấp nước") == []
    await village.passes(minutes=40)
    assert len(village.phone.on(LAN, "Lịch cấp nước")) == 1


async def test_what_waits_moves_with_the_hours(village: Village) -> None:
    await village.subscribe(LAN)
    await village.passes(hours=8)  # 23:00
    await village.publish(1, "Lịch cấp nước")
    assert village.phone.on(LAN, "Lịch cấp nước") == []

    await village.say(LAN, "yên tĩnh tắt")

    assert len(village.phone.on(LAN, "Lịch cấp nước")) == 1


async def test_words_bring_and_keep_away_without_accents(village: Village) -> None:
    for chat in (LAN, HAI):
        await village.subscribe(chat)
    await village.say(LAN, "theo dõi Đấu giá")
    await village.say(HAI, "bỏ qua sóng lớn")

    await village.publish(1, "Thông báo đấu giá đất", topic="viec")
    await village.publish(2, "Tàu nghỉ vì sóng lớn")
    await village.publish(3, "Bão khẩn cấp, sóng lớn", urgency=Urgency.KHAN)

    assert [len(village.phone.on(chat, "đấu giá đất")) for chat in (LAN, HAI)] == [1, 0]
    assert [len(village.phone.on(chat, "Tàu nghỉ vì")) for chat in (LAN, HAI)] == [1, 0]
    assert [len(village.phone.on(chat, "Bão khẩn cấp")) for chat in (LAN, HAI)] == [1, 1]
    [words] = await village.say(LAN, "từ khóa")
    await village.tap(words, "Bỏ: Đấu giá")
    assert "Luôn nhận tin có: không có" in words.text


async def test_a_pause_is_silent_and_its_end_shows_the_urgent_news_still_in_force(village: Village) -> None:
    await village.subscribe(LAN)
    [pause] = await village.say(LAN, "tạm dừng")
    await village.tap(pause, "1 ngày")
    await village.publish(1, "Tàu nghỉ ngày mai")
    await village.passes(hours=20)
    await village.publish(2, "Cấm biển vì bão", urgency=Urgency.KHAN, hazard="bão số 6/2026")
    await village.publish(3, "Cấm biển vì áp thấp", urgency=Urgency.KHAN, hazard="áp thấp/2026")
    await village.publish(4, "Hết cấm biển vì áp thấp", nature=Nature.ALL_CLEAR, hazard="áp thấp/2026")
    assert village.phone.on(LAN, "Tàu nghỉ") == village.phone.on(LAN, "biển") == []

    await village.passes(hours=5)

    assert len(village.phone.on(LAN, "Cấm biển vì bão")) == 1
    assert village.phone.on(LAN, "áp thấp") == village.phone.on(LAN, "Tàu nghỉ") == []


async def test_a_day_can_be_typed_and_a_pause_ended(village: Village) -> None:
    await village.subscribe(LAN)
    [paused] = await village.say(LAN, "tạm dừng đến 30/12")
    assert "đến 00:00 ngày 30/12/2026" in paused.text

    await village.tap(paused, "Nhận lại ngay")
    await village.publish(1, "Tàu nghỉ ngày mai")

    assert len(village.phone.on(LAN, "Tàu nghỉ")) == 1


async def test_search_finds_articles_without_accents_newest_first_in_pages(village: Village) -> None:
    for number in range(1, 8):
        await village.publish(number, f"Lịch tàu Cửa Việt – Cồn Cỏ số {number}")
        village.clock.passes(minutes=1)
    await village.publish(8, "Đảo xanh", body="Rừng đặc dụng.")

    [found] = await village.say(LAN, "/tim tau con co")
    assert "1. Lịch tàu Cửa Việt – Cồn Cỏ số 7" in found.text
    await village.tap(found, "Tin cũ hơn")
    assert "7. Lịch tàu Cửa Việt – Cồn Cỏ số 1" in found.text
    [dao] = await village.say(LAN, "tìm đảo ĐẶC")
    assert "Đảo xanh" in dao.text
    [none] = await village.say(LAN, "tìm tàu bay")
    assert "Không tìm thấy tin về «tau bay»" in none.text


async def test_the_boat_and_the_topics_are_one_tap_away(village: Village) -> None:
    await village.publish(1, "Tàu chạy lại từ 25/11")
    await village.publish(2, "Hội nghị có nhắc tới tàu", topic="su_kien")

    [boat] = await village.say(LAN, "TÀU")
    assert boat.text.startswith("Tàu chạy lại từ 25/11\n\nTóm tắt.")
    [latest] = await village.say(LAN, "mới nhất")
    await village.tap(latest, "Theo chuyên mục")
    await village.tap(latest, "Tin tức, sự kiện")
    assert "Hội nghị có nhắc tới tàu" in latest.text
    assert "Tàu chạy lại" not in latest.text


async def test_the_boat_is_a_boats_notice_or_an_order_in_force_that_stops_it(village: Village) -> None:
    await village.publish(1, "Tàu chạy lại từ 25/11", body="Tàu chạy lại.")
    await village.passes(minutes=1)
    await village.publish(2, "Cắt điện toàn đảo", topic="su_kien", body="Âu tàu có máy phát.")
    [boat] = await village.say(LAN, "tàu")
    assert boat.text.startswith("Tàu chạy lại từ 25/11")

    storm: dict[str, Any] = {"hazard": "bão số 5/2026", "topic": "su_kien"}
    await village.publish(
        3, "Cấm biển do bão số 5", body="Cấm tàu thuyền ra khơi.", urgency=Urgency.KHAN, **storm
    )
    [order] = await village.say(LAN, "tàu")
    assert order.text.startswith("Cấm biển do bão số 5")

    await village.publish(4, "Dỡ bỏ lệnh cấm biển", nature=Nature.ALL_CLEAR, **storm)
    [again] = await village.say(LAN, "tàu")
    assert again.text.startswith("Tàu chạy lại từ 25/11")
