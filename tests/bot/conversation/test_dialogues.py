"""A table of dialogues: what somebody says or presses, and what comes of it, in one line each."""

import unicodedata
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from bot import actions as a
from bot import messages as m
from bot.conversation import effects as e
from bot.conversation import interpret, respond
from bot.conversation import turns as t
from bot.timing import LOCAL
from bot.wording import CONSENT_VERSION, en, office, vi
from storage.outbox.owed import Kind
from storage.records import ArticleId, CitizenState, CommentId, Keyword, Messenger, Person, Stored, Tally
from tests.bot.conftest import CITIZEN, LAN, NOW, rated, story

PERSON = Person(LAN.messenger, "1001")
TAU = Keyword("tau", "tàu", True)


def said(text: str, **how: object) -> m.Said:
    return m.Said(address=LAN, person=PERSON, text=text, ref="m1", at=NOW, **how)  # type: ignore[arg-type]


def pressed(code: str, **how: object) -> m.Chose:
    return m.Chose(address=LAN, person=PERSON, code=code, press="p", ref="m1", **how)  # type: ignore[arg-type]


def turn(heard: m.Incoming, seen: t.Situation, *, awaited: bool = False) -> t.Turn:
    request = interpret(heard, awaited=awaited)
    return respond(request, seen) if request is not None else t.Turn()


def words(turn: t.Turn) -> str:
    """Everything the citizen reads of it."""
    redrawn = (turn.answer.redraw,) if turn.answer.redraw else ()
    return "\n".join((turn.answer.toast or "", *(one.text for one in (*redrawn, *turn.answer.say))))


# ── every word of the table, with and without «/», diacritics, capitals, in NFC and NFD ──────────────────

SPELLINGS = [
    ("start batdau|bắt đầu|hi|xin chào|dangky|đăng ký|dk|nhận tin|nhận lại tin", "Quý vị đã đăng ký"),
    (
        "huy|huỷ|hủy|huydangky|hủy đăng ký|stop|tat|tắt|dung|dừng|TC|dung nhan tin|dừng nhận tin"
        "|ngừng nhận tin|không nhận tin nữa",
        "Đã hủy đăng ký",
    ),
    ("chuyenmuc|chuyên mục|cm|chọn chuyên mục", "Chuyên mục nhận tin"),
    ("timkiem|tim|tìm|tìm kiếm", "Xin gõ TIM và từ cần tìm"),
    ("moinhat|mới nhất|tin|tinmoi|tin mới", "Tin mới nhất"),
    ("tau|tàu|lichtau|lịch tàu|tàu ngày mai", "Tạm dừng tàu"),
    ("tonghop|tổng hợp|bantin|bản tin|cách nhận|giờ bản tin", "Cách nhận tin"),
    ("yentinh|yên tĩnh", "Giờ yên tĩnh"),
    ("danhgia|đánh giá", "Xin chạm hoặc gõ 1 đến 5"),
    ("gopy|góp ý|phản ánh|kiến nghị|khiếu nại", "Xin viết góp ý"),
    (
        "xoa|xóa|xoá|xoadulieu|xóa dữ liệu|xoa het|xóa hết|xoá tất cả|xóa toàn bộ|xóa dữ liệu của tôi",
        "Xóa toàn bộ dữ liệu",
    ),
    ("trangthai|trạng thái|caidat|cài đặt", "Cài đặt của Quý vị"),
    ("trogiup|trợ giúp|help|?|hướng dẫn|giúp|menu", "Hướng dẫn"),
    ("tamdung|tạm dừng|tạm dừng nhận tin", "Tạm dừng nhận tin"),
    ("tukhoa|từ khóa|theodoi|theo dõi|boqua|bỏ qua", "Từ khóa"),
    ("dulieu|dữ liệu", "Dữ liệu Cổng lưu về Quý vị"),
    ("ngonngu|ngôn ngữ", "Tiếng Việt · English"),
    ("cam on|cảm ơn|cám ơn|xin cảm ơn|cảm ơn nhiều|vâng|ok|thank you", "Cảm ơn Quý vị"),
]
TABLE = [
    (spelling, answer)
    for spellings, answer in SPELLINGS
    for spelling in spellings.replace("start batdau", "start|batdau").split("|")
]


@pytest.mark.parametrize("written", ["{}", "/{}", " {}. "])
@pytest.mark.parametrize(("spelling", "answer"), TABLE)
def test_every_way_to_write_a_command_is_understood(
    seen: t.Situation, spelling: str, answer: str, written: str
) -> None:
    known = replace(seen, stories=(story(),), stored=Stored())

    for form in ("NFC", "NFD"):
        for case in (str, str.upper):
            text = unicodedata.normalize(form, case(written.format(spelling)))  # type: ignore[arg-type]
            assert answer in words(turn(said(text), known)), text


# ── a slip of the finger is asked back, never done ───────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("xoaa", "XOA"),
        ("/xo a", "XOA"),
        ("xao", "XOA"),
        ("/hyu", "HUY"),
        ("huyy", "HUY"),
        ("tay", "TAU"),
        ("đúng", "HUY"),
        ("tạt", "HUY"),
        ("dugn", "HUY"),
        ("trogip", "TROGIUP"),
        ("cai dta", "CAIDAT"),
        ("caidatt", "CAIDAT"),
        ("moinht", "MOINHAT"),
        ("gop yy", "GOPY"),
        ("danggky", "DANGKY"),
        ("/tmi tàu ngày mai", "TIM"),
        ("setings", "CAIDAT"),
        ("theo doii tàu", "THEODOI"),
        ("tam dugn 3 ngay", "TAMDUNG"),
        ("bo quaa đấu giá", "BOQUA"),
        ("gop i cầu cảng hỏng", "GOPY"),
        ("yen tihn 22h-6h", "YENTINH"),
        ("phan ang đường tối", "GOPY"),
        ("okie dokie", None),
        ("trời hôm nay đẹp quá", None),
        ("cảm ơn mà đường tối quá", None),
        ("tàu mai có chạy không?", None),
        ("huỷ kèo nhé", None),
        ("xoá giúp tôi bài này", None),
        ("đúng nhận tin", "HUY"),
    ],
)
def test_a_slip_is_answered_with_a_suggestion_and_changes_nothing(
    seen: t.Situation, typed: str, meant: str | None
) -> None:
    done = turn(said(typed), seen)

    assert done.effects == ()
    assert (f"{meant}" in words(done)) if meant else ("chưa hiểu" in words(done))
    if meant:
        assert "Cổng chưa làm gì" in words(done)


# ── choosing ─────────────────────────────────────────────────────────────────────────────────────────────

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


# ── a consent that changed ───────────────────────────────────────────────────────────────────────────────


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


# ── saying ───────────────────────────────────────────────────────────────────────────────────────────────

REPLIED = t.Replied(article=ArticleId(7), title="Tạm dừng tàu")


@pytest.mark.parametrize(
    ("heard", "seen_", "effects", "answer"),
    [
        (
            said("Tin hay", reply_to="9"),
            {"replied": REPLIED},
            (e.KeepRemark("Tin hay", ArticleId(7)), e.Await(None)),
            "Đã nhận góp ý về bài «Tạm dừng tàu»",
        ),
        (
            said("4", reply_to="9"),
            {"replied": REPLIED, "rated": rated()},
            (e.SetMark(ArticleId(7), 4, None),),
            "Đã ghi 4/5",
        ),
        *(
            (
                said(typed, reply_to="9"),
                {"replied": REPLIED, "rated": rated()},
                (e.SetMark(ArticleId(7), 4, None),),
                "Đã ghi 4/5",
            )
            for typed in ("4 sao", "4/5", "⭐⭐⭐⭐", "bốn sao", "chấm 4")
        ),
        (
            said("5", reply_to="9"),
            {"replied": REPLIED, "rated": replace(rated(), kind=Kind.URGENT)},
            (),
            vi.NOT_RATED,
        ),
        (
            said("TB9 4", reply_to="9"),
            {"replied": REPLIED, "rated": rated()},
            (e.KeepRemark("TB9 4", ArticleId(7)), e.Await(None)),
            "Đã nhận",
        ),
        (
            said("9", reply_to="9"),
            {"replied": REPLIED, "rated": rated()},
            (e.KeepRemark("9", ArticleId(7)), e.Await(None)),
            "Đã nhận",
        ),
        (said("TC", reply_to="9"), {"replied": REPLIED}, (e.Unsubscribe(),), "Đã hủy đăng ký"),
        (
            said("tìm hiểu kỹ hơn đi", reply_to="9"),
            {"replied": REPLIED},
            (e.KeepRemark("tìm hiểu kỹ hơn đi", ArticleId(7)), e.Await(None)),
            "Đã nhận",
        ),
        (said("gì cơ", reply_to="9"), {}, (), "chưa hiểu"),
        (said("", reply_to="9"), {"replied": REPLIED}, (), vi.WORDS_ONLY),
        (said("góp ý đường tối"), {}, (e.KeepRemark("đường tối", None), e.Await(None)), "«đường tối»"),
        (said("x" * 1001, reply_to="9"), {"replied": REPLIED}, (), "dài quá 1000"),
        (said("nữa", reply_to="9"), {"replied": REPLIED, "recent_remarks": 6}, (), vi.ENOUGH),
        (pressed("wx"), {}, (e.Await(None),), vi.CANCELLED),
        (
            pressed("wr:7"),
            {"title": "Tàu"},
            (e.Await(NOW + timedelta(minutes=30), ArticleId(7)),),
            "góp ý về bài «Tàu»",
        ),
        (pressed("b:7:late"), {"rated": rated(mark=2)}, (e.SetWhy(ArticleId(7), a.Why.LATE),), "Đăng chậm"),
        (pressed("b:7:-"), {"rated": rated(mark=2)}, (), vi.SKIPPED),
        (pressed("b:7:late"), {"rated": rated()}, (), vi.NO_MARK_TOAST),
    ],
)
def test_what_citizens_say(
    seen: t.Situation, heard: m.Incoming, seen_: dict[str, object], effects: tuple[e.Effect, ...], answer: str
) -> None:
    done = turn(heard, replace(seen, **seen_))  # type: ignore[arg-type]

    assert done.effects == effects
    assert answer in words(done)


def test_a_remark_that_is_awaited_may_begin_like_a_command(seen: t.Situation) -> None:
    awaited = replace(
        seen, citizen=replace(CITIZEN, remark_until=NOW + timedelta(minutes=1), remark_on=ArticleId(7))
    )

    for text in ("tìm mãi không thấy", "Bỏ qua góp ý của dân là sao?", "xoa dịu"):
        [kept, _] = turn(said(text), awaited, awaited=True).effects
        assert kept == e.KeepRemark(text, ArticleId(7))
    assert turn(said("/tim tau"), awaited, awaited=True).effects == ()
    assert turn(said("hủy"), awaited, awaited=True).effects == (e.Unsubscribe(),)


@pytest.mark.parametrize(
    "text", ["huỷ bỏ", "hủy bỏ.", "huy bo", "Thôi", "thoi!", "bỏ qua", "không góp ý", "cancel"]
)
def test_who_wants_to_say_nothing_after_all_is_not_quoted(seen: t.Situation, text: str) -> None:
    for form in ("NFC", "NFD"):
        heard = said(unicodedata.normalize(form, text))
        assert turn(heard, seen, awaited=True).effects == (e.Await(None),)


@pytest.mark.parametrize("text", ["Thối quá", "Thối", "Thôi nôi của cháu tổ chức ở đâu?", "không có điện"])
def test_a_remark_that_only_looks_like_never_mind_is_kept(seen: t.Situation, text: str) -> None:
    assert e.KeepRemark(text, None) in turn(said(text), seen, awaited=True).effects


@pytest.mark.parametrize("text", ["tìm: tàu", "tìm:tàu", "Tim : tàu", "/tim: tau", "TÌM KIẾM: tàu"])
def test_a_colon_after_a_command_is_no_part_of_it(text: str) -> None:
    assert interpret(said(text)) == a.Search("tau")


def test_what_is_looked_for_is_not_eaten_by_the_longer_command() -> None:
    assert interpret(said("tìm kiểm kê đất")) == a.Search("kiem ke dat")
    assert interpret(said("tìm kiếm đất")) == interpret(said("tim kiem đất")) == a.Search("dat")


def test_a_colon_inside_what_is_said_stays() -> None:
    assert interpret(said("góp ý: xem http://x.vn lúc 18:30")) == t.Remark("xem http://x.vn lúc 18:30")
    assert interpret(said("tonghop:18:30")) == a.Tune("digest h1830")


@pytest.mark.parametrize(
    ("before", "mark", "asked"),
    [(None, 1, True), (None, 2, True), (None, 3, False), (1, 2, False), (5, 2, True), (1, 5, False)],
)
def test_a_mark_that_becomes_low_is_asked_why_once(
    seen: t.Situation, before: int | None, mark: int, asked: bool
) -> None:
    tally = Tally(tuple(int(n == before) for n in range(1, 6)))  # type: ignore[arg-type]
    done = turn(pressed(f"r:7:{mark}"), replace(seen, rated=rated(mark=before, tally=tally)))

    assert bool(done.answer.say) is asked


def test_staff_answer_a_remark_and_talk_among_themselves_unheard(seen: t.Situation) -> None:
    staff = replace(
        seen, staff=True, private=False, admin=False, citizen=replace(CITIZEN, state=CitizenState.STAFF)
    )
    notice = replace(staff, replied=t.Replied(comment=CommentId(3)))

    assert turn(said("7 giờ.", reply_to="5", private=False), notice).effects == (
        e.AnswerRemark(CommentId(3), "7 giờ."),
    )
    assert office.ANSWERED in words(turn(said("7 giờ.", reply_to="5", private=False), notice))
    assert turn(said("ai trực?", private=False), staff) == t.Turn()
    assert turn(said("ừ", reply_to="5", private=False), staff) == t.Turn()


@pytest.mark.parametrize("code", [f"ok:{CONSENT_VERSION}:vi", "no", "st", "er", "g:en"])
def test_a_chat_of_staff_stays_one_whatever_is_pressed(seen: t.Situation, code: str) -> None:
    staff = replace(seen, staff=True, citizen=replace(CITIZEN, state=CitizenState.STAFF))

    assert turn(pressed(code), staff) == t.Turn(answer=m.Answer(toast=office.STAFF_CHAT))
    assert turn(said("/start"), staff) == t.Turn(answer=m.Answer(toast=office.STAFF_CHAT))
    assert turn(said("xóa"), staff) == t.Turn(answer=m.Answer(toast=office.STAFF_CHAT))


# ── groups ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "heard",
    [
        said("/huy", private=False),
        said("/xoa", private=False),
        said("/dulieu", private=False),
        said("/tamdung 3 ngày", private=False),
        said("/theodoi tàu", private=False),
        said("/yentinh tắt", private=False),
        pressed(f"ok:{CONSENT_VERSION}:vi", private=False),
        pressed("no", private=False),
        pressed("st", private=False),
        pressed("er", private=False),
        pressed("f:tau_bien:0", private=False),
        pressed("y:digest", private=False),
        pressed("p:7", private=False),
        pressed("g:en", private=False),
    ],
)
def test_in_a_group_only_its_leaders_change_anything(seen: t.Situation, heard: m.Incoming) -> None:
    member = replace(seen, private=False, admin=False)
    leader = replace(member, admin=True)

    assert turn(heard, member) == t.Turn(answer=m.Answer(toast=vi.ADMINS_ONLY))
    assert vi.ADMINS_ONLY not in words(turn(heard, leader))


@pytest.mark.parametrize("text", ["/start", "/huy", "/caidat", "/theodoi tàu"])
def test_a_group_on_zalo_is_told_why_it_cannot_subscribe(stranger: t.Situation, text: str) -> None:
    group = replace(stranger, messenger=Messenger.ZALO_BOT, private=False, admin=False)
    alone = replace(group, private=True, admin=True)

    assert turn(said(text, private=False), group) == t.Turn(answer=m.Answer(toast=vi.NO_GROUPS))
    english = replace(group, language="en")
    assert turn(said(text, private=False), english) == t.Turn(answer=m.Answer(toast=en.NO_GROUPS))
    assert vi.NO_GROUPS not in words(turn(said(text), alone))
    assert vi.NO_GROUPS not in words(turn(said(text, private=False), replace(group, admin=True)))


@pytest.mark.parametrize("text", ["mai có tàu không", "hủy", "xoá", "4", "tin", "xin chào"])
def test_talk_in_a_group_is_not_for_us(seen: t.Situation, text: str) -> None:
    assert turn(said(text, private=False), replace(seen, private=False)) == t.Turn()


@pytest.mark.parametrize("text", ["/moinhat", "/tau", "/tim tau", "/trogiup", "/caidat"])
def test_anybody_in_a_group_may_look_things_up(seen: t.Situation, text: str) -> None:
    member = replace(seen, private=False, admin=False, stories=(story(),))

    assert words(turn(said(text, private=False), member)).strip()


# ── English ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("settings", "Your settings"),
        ("stop", "Unsubscribed"),
        ("help", "What you can say"),
        ("latest", "Newest notices"),
        ("boats", "Read in full"),
        ("delete", "Erase everything"),
        ("feedback", "Please write your remark"),
        ("follow tau", "Following «tau»"),
        ("pause until 30/12", "Paused until"),
        ("quiet off", "No quiet hours"),
        ("digest 18:30", "Daily digest at: 18:30"),
        ("what?", "not understood"),
        ("setings", "Did you mean CAIDAT"),
    ],
)
def test_english_is_spoken_to_who_chose_it(seen: t.Situation, text: str, answer: str) -> None:
    foreigner = replace(seen, citizen=replace(CITIZEN, language="en"), stories=(story(),))
    done = turn(said(text), foreigner)
    buttons = [
        one.label for one in (done.answer.redraw, *done.answer.say) if one for row in one.rows for one in row
    ]

    assert answer in "\n".join((words(done), *buttons))


def test_a_strangers_welcome_can_be_read_in_english_and_agreed_to_in_it(stranger: t.Situation) -> None:
    shown = turn(pressed("g:en"), stranger)
    assert shown.effects == ()
    assert en.AGREE in [one.label for row in shown.answer.redraw.rows for one in row]  # type: ignore[union-attr]

    agreed, _ = turn(pressed(f"ok:{CONSENT_VERSION}:en"), stranger).effects
    assert agreed == e.Subscribe(("tau_bien", "su_kien"), CONSENT_VERSION, "en")


def test_the_overview_tells_every_setting(seen: t.Situation) -> None:
    until = datetime(2026, 12, 30, tzinfo=LOCAL)
    tuned = replace(CITIZEN, rhythm="digest h1830 q-", paused_until=until)
    shown = words(
        turn(said("cài đặt"), replace(seen, citizen=tuned, words=(TAU, Keyword("lua", "lúa", False))))
    )

    for line in (
        "Chuyên mục:\n• Tàu ra đảo, thời tiết biển\n• Tin tức, sự kiện\n",
        "Từ theo dõi: tàu",
        "Từ bỏ qua: lúa",
        "Cách nhận: Một bản tin mỗi ngày",
        "Bản tin ngày lúc: 18:30",
        "Giờ yên tĩnh: không có",
        "Tạm dừng: đến 00:00 ngày 30/12/2026",
    ):
        assert line in shown
    assert seen.house.digest == time(7)
