"""A table of dialogues: marks, reasons, remarks and the answers to them."""

import unicodedata
from dataclasses import replace
from datetime import timedelta

import pytest

from bot import actions as a
from bot import messages as m
from bot.conversation import effects as e
from bot.conversation import interpret
from bot.conversation import turns as t
from bot.wording import CONSENT_VERSION, office, vi
from storage.outbox.owed import Kind
from storage.records import ArticleId, CitizenState, CommentId, Tally
from tests.bot.conftest import CITIZEN, NOW, rated
from tests.bot.conversation.dialogues import pressed, said, turn, words

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
