"""A table of dialogues: what is chosen, and a consent that changed."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot import messages as m
from bot.conversation import effects as e
from bot.conversation import turns as t
from bot.timing import LOCAL
from bot.wording import CONSENT_VERSION, vi
from storage.records import ArticleId, Stored
from tests.bot.conftest import CITIZEN, NOW, rated
from tests.bot.conversation.dialogues import TAU, pressed, said, turn, words

CHOICES = [
    ("theo dõi tàu", e.SetWord("tau", "tàu", True), "Đã theo dõi «tàu»"),
    ("/theodoi Đấu  giá", e.SetWord("dau gia", "Đấu giá", True), "Đã theo dõi «Đấu giá»"),
    ("bỏ qua đấu giá", e.SetWord("dau gia", "đấu giá", False), "trừ tin khẩn"),
    ("bỏ từ khóa tàu", e.SetWord("tau", "tàu", None), "Từ khóa"),
    ("tạm dừng 3 ngày", e.SetPause(NOW + timedelta(days=3)), "Tạm dừng đến"),
    ("tạm dừng một tuần", e.SetPause(NOW + timedelta(days=7)), "Tạm dừng đến"),
    ("tam dung 2 tuan", e.SetPause(NOW + timedelta(days=14)), "kể cả tin khẩn"),
    ("tạm dừng đến 30/12", e.SetPause(datetime(2026, 12, 30, tzinfo=LOCAL)), "00:00 ngày 30/12/2026"),
    ("tam dung den 1/3/2027", e.SetPause(datetime(2027, 3, 1, tzinfo=LOCAL)), "01/03/2027"),
    ("yên tĩnh 22:00-05:30", e.SetRhythm("q2200-0530"), "Giờ yên tĩnh"),
    ("yentinh 21h đến 6h", e.SetRhythm("q2100-0600"), "Giờ yên tĩnh"),
    ("yên tĩnh tắt", e.SetRhythm("q-"), "Giờ yên tĩnh"),
    ("yên tĩnh 21:52-05:40", e.SetRhythm("q2145-0545"), "Giờ yên tĩnh"),
    ("tổng hợp 18:24", e.SetRhythm("digest h1830"), "Bản tin ngày lúc: 18:30"),
    ("tổng hợp 23:55", e.SetRhythm("digest h0000"), "Bản tin ngày lúc: 00:00"),
    ("tổng hợp 18:30", e.SetRhythm("digest h1830"), "Bản tin ngày lúc: 18:30"),
    ("bản tin 6 giờ chiều", e.SetRhythm("digest h1800"), "Bản tin ngày lúc: 18:00"),
    ("bản tin 7 giờ 30 sáng", e.SetRhythm("digest h0730"), "Bản tin ngày lúc: 07:30"),
    ("ban tin 12 gio trua", e.SetRhythm("digest h1200"), "Bản tin ngày lúc: 12:00"),
    ("digest 6 pm", e.SetRhythm("digest h1800"), "18:00"),
    ("yên tĩnh từ 10 giờ tối đến 5 giờ sáng", e.SetRhythm("q2200-0500"), "Giờ yên tĩnh"),
    ("yen tinh 12h dem toi 6h", e.SetRhythm("q0000-0600"), "Giờ yên tĩnh"),
    ("yên tĩnh 1 giờ đêm đến 2 giờ chiều", e.SetRhythm("q0100-1400"), "Giờ yên tĩnh"),
    ("bản tin 7h", e.SetRhythm("digest h0700"), "Một bản tin mỗi ngày"),
    ("english", e.SetLanguage("en"), "I will answer in English"),
    ("tiếng Việt", e.SetLanguage("vi"), "bằng tiếng Việt"),
    ("góp ý", e.Await(NOW + timedelta(minutes=30), None), "Xin viết góp ý"),
]


@pytest.mark.parametrize(("text", "effect", "answer"), CHOICES)
def test_a_typed_choice_is_kept_and_confirmed(
    seen: t.Situation, text: str, effect: e.Effect, answer: str
) -> None:
    done = turn(said(text), replace(seen, words=(TAU,)))

    assert effect in done.effects
    assert answer in words(done)


def test_who_goes_on_without_a_pause_is_told_that_there_is_none(seen: t.Situation) -> None:
    for heard in (said("tiếp tục"), pressed("p:0")):
        done = turn(heard, seen)
        assert done.effects == ()
        assert words(done) == vi.NOT_PAUSED


def test_topics_stand_one_a_line_for_their_names_have_commas(
    seen: t.Situation, stranger: t.Situation
) -> None:
    both = "\n• Tàu ra đảo, thời tiết biển\n• Tin tức, sự kiện\n"
    assert both in words(turn(pressed(f"ok:{CONSENT_VERSION}:vi"), stranger))
    assert both in words(turn(said("cài đặt"), seen))
    assert "• Boats, weather at sea\n" in words(turn(said("hello"), replace(seen, language="en")))


def test_what_was_sent_is_named_in_words(seen: t.Situation) -> None:
    sent = (("", "answer", NOW), ("Tàu nghỉ", "update", NOW), ("Tàu nghỉ", "news", NOW), ("", "digest", NOW))
    told = words(turn(said("dữ liệu"), replace(seen, stored=Stored(sent=sent))))
    for line in ("Trả lời góp ý", "Cập nhật: Tàu nghỉ", "Tàu nghỉ", "Bản tin tổng hợp"):
        assert f"- 15:00 ngày 24/11/2026: {line}\n" in told


def test_typed_hours_are_confirmed_as_they_are_kept(seen: t.Situation) -> None:
    page = turn(said("yên tĩnh 21:52-05:40"), seen).answer.redraw

    assert page
    assert [one.label for one in page.rows[0]] == [f"{vi.CHOSEN}21:45–05:45"]
    assert vi.BAD_SPAN in words(turn(said("yên tĩnh 22:00-22:05"), seen))


@pytest.mark.parametrize(("text", "effect", "answer"), CHOICES)
def test_a_stranger_is_asked_to_agree_first(
    stranger: t.Situation, text: str, effect: e.Effect, answer: str
) -> None:
    done = turn(said(text), stranger)

    assert done.effects == ()
    assert m.Choice is type(
        done.answer.say[0].rows[0][0] if done.answer.say else done.answer.redraw.rows[0][0]
    )  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("tạm dừng đến 31/2", "chưa hiểu ngày"),
        ("tạm dừng đến hôm nào đó", "chưa hiểu ngày"),
        ("tạm dừng đến 1/1/2020", "chưa hiểu ngày"),
        ("tạm dừng 0 ngày", "chưa hiểu ngày"),
        ("tạm dừng 900 ngày", "chưa hiểu ngày"),
        ("yên tĩnh 25:00-06:00", "chưa hiểu khoảng giờ"),
        ("yên tĩnh 06:00-06:00", "chưa hiểu khoảng giờ"),
        ("tổng hợp sáng sớm", "chưa hiểu giờ"),
        ("theo dõi !", "Từ khóa gồm chữ và số"),
        ("theo dõi " + "dài " * 30, "Từ khóa gồm chữ và số"),
        ("tiếp tục", "không tạm dừng"),
    ],
)
def test_what_cannot_be_done_is_said_with_the_mend(seen: t.Situation, text: str, answer: str) -> None:
    done = turn(said(text), seen)

    assert done.effects == ()
    assert answer in words(done)


@pytest.mark.parametrize(
    ("code", "effect", "answer"),
    [
        ("y:now", e.SetRhythm("now"), "✓ Ngay khi có tin"),
        ("y:digest", e.SetRhythm("digest"), "✓ Một bản tin mỗi ngày"),
        ("y:own", e.SetRhythm(""), "✓ Theo chuyên mục"),
        ("y:h1730", e.SetRhythm("h1730"), "✓ 17:30"),
        ("y:q2200-0500", e.SetRhythm("q2200-0500"), "✓ 22:00–05:00"),
        ("y:q-", e.SetRhythm("q-"), "✓ Không có giờ yên tĩnh"),
        ("p:1", e.SetPause(NOW + timedelta(days=1)), "Nhận lại ngay"),
        ("p:30", e.SetPause(NOW + timedelta(days=30)), "Nhận lại ngay"),
        ("k:tau", e.SetWord("tau", "tàu", None), "Về cài đặt"),
        ("g:en", e.SetLanguage("en"), ""),
        ("f:viec_lam:1", e.SetTopic("viec_lam", True), "✓ Đang nhận: Việc làm, đấu giá"),
        ("f:tau_bien:0", e.SetTopic("tau_bien", False), "Không nhận: Tàu ra đảo, thời tiết biển"),
    ],
)
def test_a_button_changes_one_thing_and_redraws(
    seen: t.Situation, code: str, effect: e.Effect, answer: str
) -> None:
    done = turn(pressed(code), replace(seen, words=(TAU,)))

    assert done.effects == (effect,)
    assert done.answer.redraw
    labels = [one.label for row in done.answer.redraw.rows for one in row]
    assert answer in labels or answer == ""


def test_two_menus_open_at_once_do_not_undo_each_other(seen: t.Situation) -> None:
    first = turn(pressed("y:q2200-0500"), seen)
    [kept] = first.effects
    assert isinstance(kept, e.SetRhythm)
    later = replace(seen, citizen=replace(CITIZEN, rhythm=kept.rhythm))

    assert turn(pressed("y:digest"), later).effects == (e.SetRhythm("digest q2200-0500"),)


@pytest.mark.parametrize(
    "code", ["y:never", "y:q9900-0000", "f:gone:1", "g:fr", "l:0:gone", "zz", "", "p:9999", "r:7"]
)
def test_a_button_that_means_nothing_any_more_is_answered_plainly(seen: t.Situation, code: str) -> None:
    done = turn(pressed(code), seen)

    assert done.effects == ()
    assert done.answer.toast == vi.STALE


def test_last_weeks_consent_is_shown_again_where_its_text_changed(stranger: t.Situation) -> None:
    done = turn(pressed("ok:2020-01:vi"), stranger)

    assert done.effects == ()
    assert "Kính chào Quý vị!" in words(done)


@pytest.mark.parametrize("text", ["theo dõi tàu", "tạm dừng 3 ngày", "góp ý", "chuyên mục", "yên tĩnh tắt"])
def test_nothing_new_is_stored_before_they_agree_to_the_text_of_today(seen: t.Situation, text: str) -> None:
    lapsed = replace(seen, citizen=replace(CITIZEN, consent_version="2025-01"))
    done = turn(said(text), lapsed)

    assert done.effects == ()
    assert "đã thay đổi" in words(done)


@pytest.mark.parametrize(
    ("heard", "effect"),
    [
        (said("hủy"), e.Unsubscribe()),
        (pressed("er"), e.EraseCitizen()),
        (pressed("r:7:5"), e.SetMark(ArticleId(7), 5, None)),
        (pressed("no"), e.Unsubscribe()),
        (pressed(f"ok:{CONSENT_VERSION}:vi"), e.CatchUp()),
    ],
)
def test_leaving_rating_and_agreeing_need_no_new_consent(
    seen: t.Situation, heard: m.Incoming, effect: e.Effect
) -> None:
    lapsed = replace(seen, citizen=replace(CITIZEN, consent_version="2025-01"), rated=rated())

    assert effect in turn(heard, lapsed).effects
