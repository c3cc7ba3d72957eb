"""Choosing, finding, saying and leaving, as the people of the island do it."""

from dataclasses import replace
from typing import Any

from bot.actions import Agree, Erase
from bot.codec import encode
from bot.messages import Left, Returned
from bot.wording import CONSENT_VERSION, office
from feeds.article import Nature, Urgency
from feeds.visits import Verdict
from storage import choices, citizens, feedback
from storage.records import CitizenState
from tests.fakes.recorder import address, says, taps
from tests.journeys.village import STAFF, Village

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


async def test_a_channel_that_takes_the_bot_in_is_asked_there(village: Village) -> None:
    village.phone.leaders.add(("-900", LEADER))
    await village.hear(Returned(address=address("-900"), broadcast=True))
    [welcome] = village.phone.on("-900")
    assert "Chỉ quản trị viên" in await village.tap(welcome, "Đồng ý", user=MEMBER)
    await village.tap(welcome, "Đồng ý", user=LEADER)
    await village.publish(1, "Tàu nghỉ ngày mai")

    assert len(village.phone.on("-900", "Tàu nghỉ")) == 1


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


async def test_a_flood_is_told_once_and_harms_nobody(village: Village) -> None:
    flood = [says(LAN, "mới nhất", at=village.clock()) for _ in range(60)]
    await village.hear(*flood, says(HAI, "trợ giúp", at=village.clock()))

    assert len(village.phone.on(LAN, "Chưa có tin nào")) == 20
    assert len(village.phone.on(LAN, "Quý vị gửi quá nhanh")) == 1
    assert len(village.phone.on(HAI, "Hướng dẫn")) == 1
