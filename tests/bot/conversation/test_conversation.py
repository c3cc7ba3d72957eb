"""The dialogue as values: who says what in which situation, what is remembered and what is answered."""

from dataclasses import replace

import pytest

from bot import actions as a
from bot import messages as m
from bot.conversation import effects as e
from bot.conversation import interpret, respond
from bot.conversation import turns as t
from bot.wording import CONSENT_VERSION, office, vi
from feeds.article import Nature
from storage.outbox.owed import Kind
from storage.records import AnnouncementId, ArticleId, CitizenState, Person, Tally
from tests.bot.conftest import CITIZEN, HOUSE, LAN, NOW, rated, story

PERSON = Person(LAN.messenger, "1001")
ARTICLE = ArticleId(7)
AGREE = a.Agree(CONSENT_VERSION, "vi")


def said(text: str, *, private: bool = True) -> m.Said:
    return m.Said(address=LAN, person=PERSON, text=text, ref="1", at=NOW, private=private)


def chose(code: str) -> m.Chose:
    return m.Chose(address=LAN, person=PERSON, code=code, press="p", ref="1")


def labels(message: m.Message | None) -> list[list[str]]:
    return [[button.label for button in row] for row in message.rows] if message else []


@pytest.mark.parametrize(
    ("heard", "request_"),
    [
        (said("/start"), t.Begin()),
        (said("chuyên mục"), a.Show(a.View.TOPICS)),
        (said("Mới nhất"), a.Latest()),
        (said("huỷ"), a.Stop()),
        (said("xoá"), t.AskErase()),
        (said("trợ giúp"), a.Help()),
        (said("tàu mai có chạy không?"), t.Unclear(pressed=False)),
        (chose("r:7:4"), a.Rate(ARTICLE, 4)),
        (chose("nonsense"), t.Unclear(pressed=True)),
        (m.Left(address=LAN), t.Blocked()),
        (m.Returned(address=LAN), t.Unblocked()),
        (said("huỷ kèo nhé", private=False), None),
        (said("huỷ", private=False), None),
        (said("/trogiup", private=False), a.Help()),
    ],
)
def test_what_is_heard_becomes_a_request(heard: m.Incoming, request_: t.Request | None) -> None:
    assert interpret(heard) == request_


def test_a_stranger_is_told_who_runs_this_and_asked_before_anything_is_stored(stranger: t.Situation) -> None:
    turn = respond(t.Begin(), stranger)

    assert turn.effects == ()
    [message] = turn.answer.say
    assert labels(message) == [["Đồng ý", "Không đồng ý"], ["English"]]
    assert isinstance(message.rows[0][0], m.Choice)
    assert message.rows[0][0].action == AGREE
    for promise in (HOUSE.portal.organisation, "mã hóa", "gõ XOA", "dưới 16 tuổi", "không phải cán bộ"):
        assert promise in message.text


def test_only_agreeing_stores_anything_and_it_stores_the_default_topics(stranger: t.Situation) -> None:
    agreed, declined = respond(AGREE, stranger), respond(a.Decline(), stranger)

    assert agreed.effects == (e.Subscribe(("tau_bien", "su_kien"), CONSENT_VERSION, "vi"), e.CatchUp())
    assert declined.effects == ()
    assert "không lưu dữ liệu nào" in declined.answer.redraw.text  # type: ignore[union-attr]


def test_agreeing_twice_changes_nothing(seen: t.Situation) -> None:
    assert respond(AGREE, seen).effects == ()


def test_who_comes_back_keeps_the_topics_they_had(seen: t.Situation) -> None:
    left = replace(seen, citizen=replace(CITIZEN, state=CitizenState.LEFT, topics=frozenset({"viec_lam"})))

    turn = respond(AGREE, left)

    assert "Việc làm, đấu giá" in turn.answer.redraw.text  # type: ignore[union-attr]


def test_topics_are_toggles_redrawn_in_place(seen: t.Situation) -> None:
    turn = respond(a.Follow("viec_lam", True), seen)

    assert turn.effects == (e.SetTopic("viec_lam", True),)
    assert labels(turn.answer.redraw)[2] == ["✓ Đang nhận: Việc làm, đấu giá"]
    assert turn.answer.redraw.rows[2][0].action == a.Follow("viec_lam", False)  # type: ignore[union-attr]


def test_one_topic_alone_takes_two_presses(seen: t.Situation) -> None:
    off = respond(a.Follow(a.EVERY_TOPIC, False), seen)
    assert set(off.effects) == {e.SetTopic(topic.id, False) for topic in seen.house.topics}
    assert labels(off.answer.redraw)[-2:] == [[vi.ALL_ON], [vi.BACK]]
    assert seen.citizen
    nothing = replace(seen, citizen=replace(seen.citizen, topics=frozenset()))
    boats = respond(a.Follow("tau_bien", True), nothing)
    assert labels(boats.answer.redraw)[0] == ["✓ Đang nhận: Tàu ra đảo, thời tiết biển"]
    assert labels(boats.answer.redraw)[-2] == [vi.ALL_OFF]


def test_a_topic_nobody_knows_changes_nothing(seen: t.Situation) -> None:
    assert respond(a.Follow("gone", True), seen) == t.Turn(answer=m.Answer(toast=vi.STALE))


def test_strangers_cannot_choose_topics_before_they_agree(stranger: t.Situation) -> None:
    turn = respond(a.Follow("tau_bien", True), stranger)

    assert turn.effects == ()
    assert turn.answer.toast == vi.NEED_CONSENT


def test_a_first_mark_is_remembered_and_shown_in_place(seen: t.Situation) -> None:
    turn = respond(a.Rate(ARTICLE, 4), replace(seen, rated=rated()))

    assert turn.effects == (e.SetMark(ARTICLE, 4, None),)
    assert "4/5" in turn.answer.toast  # type: ignore[operator]
    assert "Quý vị đã chấm: 4/5 ★★★★☆" in turn.answer.redraw.text  # type: ignore[union-attr]
    assert labels(turn.answer.redraw) == [
        ["1 ⭐", "2 ⭐", "3 ⭐", "4 ⭐", "5 ⭐"],
        ["Rút lại điểm"],
        ["Xem đầy đủ", "Dừng nhận tin"],
    ]


def test_a_repeated_press_changes_nothing_and_another_one_changes_the_mark(seen: t.Situation) -> None:
    four = replace(seen, rated=rated(mark=4, tally=Tally((0, 0, 0, 1, 0))))

    assert respond(a.Rate(ARTICLE, 4), four).effects == ()
    assert respond(a.Rate(ARTICLE, 2), four).effects == (e.SetMark(ARTICLE, 2, None),)


def test_a_mark_can_be_taken_back(seen: t.Situation) -> None:
    turn = respond(a.Unrate(ARTICLE), replace(seen, rated=rated(mark=4, tally=Tally((0, 0, 0, 1, 0)))))

    assert turn.effects == (e.SetMark(ARTICLE, None, None),)
    assert "Quý vị đã chấm" not in turn.answer.redraw.text  # type: ignore[union-attr]
    assert ["Rút lại điểm"] not in labels(turn.answer.redraw)


@pytest.mark.parametrize(
    ("tally", "before", "mark", "text"),
    [
        (Tally((0, 0, 0, 3, 0)), None, None, None),
        (Tally((0, 0, 0, 4, 0)), None, None, "4,2/5 qua 5 lượt"),
        (Tally((0, 0, 0, 5, 0)), Tally((0, 0, 0, 5, 0)), None, "4,0/5 qua 5 lượt"),
        (Tally((0, 0, 0, 9, 0)), Tally((0, 0, 0, 5, 0)), None, "4,1/5 qua 10 lượt"),
    ],
)
def test_an_average_shows_from_the_kth_vote_on_and_moves_every_k(
    seen: t.Situation, tally: Tally, before: Tally | None, mark: int | None, text: str | None
) -> None:
    turn = respond(a.Rate(ARTICLE, 5), replace(seen, rated=rated(mark=mark, tally=tally, shown=before)))

    shown = turn.answer.redraw.text  # type: ignore[union-attr]
    assert (text in shown) if text else ("Trung bình" not in shown)


def test_what_never_arrived_here_cannot_be_rated(seen: t.Situation) -> None:
    turn = respond(a.Rate(ARTICLE, 1), seen)

    assert turn.effects == ()
    assert turn.answer.toast == vi.NOT_YOURS


@pytest.mark.parametrize(("kind", "nature"), [(Kind.URGENT, Nature.ORDINARY), (Kind.NEWS, Nature.CONDOLENCE)])
def test_urgent_news_and_condolences_are_not_rated(seen: t.Situation, kind: Kind, nature: Nature) -> None:
    sad = replace(rated(nature=nature), kind=kind)

    assert respond(a.Rate(ARTICLE, 5), replace(seen, rated=sad)).effects == ()


def test_in_a_group_nobodys_own_mark_is_shown_and_the_message_moves_only_with_the_average(
    seen: t.Situation,
) -> None:
    first = respond(a.Rate(ARTICLE, 4), replace(seen, rated=rated(), private=False))
    fifth = respond(
        a.Rate(ARTICLE, 5), replace(seen, rated=rated(tally=Tally((0, 0, 0, 4, 0))), private=False)
    )

    assert first.answer.redraw is None
    assert first.answer.toast == vi.RATED_TOAST.format(mark=4)
    assert "4,2/5 qua 5 lượt" in fifth.answer.redraw.text  # type: ignore[union-attr]
    assert "Quý vị đã chấm" not in fifth.answer.redraw.text  # type: ignore[union-attr]


def test_the_newest_articles_come_in_pages_that_turn_in_place(seen: t.Situation) -> None:
    many = replace(seen, stories=tuple(story(n) for n in range(6)))

    fresh, second = respond(a.Latest(), many), respond(a.Latest(1), many)

    assert labels(fresh.answer.say[0]) == [["Tin cũ hơn"], ["Theo chuyên mục"]]
    assert labels(second.answer.redraw)[0] == ["Tin mới hơn", "Tin cũ hơn"]
    assert "6. Tạm dừng tàu" in second.answer.redraw.text  # type: ignore[union-attr]


def test_stopping_keeps_choices_and_says_how_to_come_back(seen: t.Situation, stranger: t.Situation) -> None:
    assert respond(a.Stop(), seen).effects == (e.Unsubscribe(),)
    assert respond(a.Stop(), stranger).effects == ()


def test_erasing_asks_first(seen: t.Situation) -> None:
    asked, erased, kept = (respond(request, seen) for request in (t.AskErase(), a.Erase(), a.Keep()))

    assert asked.effects == kept.effects == ()
    assert labels(asked.answer.say[0]) == [["Xóa dữ liệu", "Giữ lại"]]
    assert erased.effects == (e.EraseCitizen(),)


@pytest.mark.parametrize("request_", [a.Release("tin"), a.Dismiss("tin"), a.Wake(AnnouncementId(3))])
def test_only_staff_decide(seen: t.Situation, request_: t.Request) -> None:
    assert respond(request_, replace(seen, held=3)) == t.Turn(answer=m.Answer(toast=office.STAFF_ONLY))
    assert respond(request_, replace(seen, held=3, staff=True)).effects != ()


def test_what_nobody_understands_is_answered_with_what_can_be_said(seen: t.Situation) -> None:
    words, press = respond(t.Unclear(pressed=False), seen), respond(t.Unclear(pressed=True), seen)

    assert "TROGIUP" in words.answer.say[0].text
    assert press == t.Turn(answer=m.Answer(toast=vi.STALE))


@pytest.mark.parametrize("typed", ["Đồng ý", "tôi đồng ý.", "DONG Y", "I agree"])
def test_a_typed_agreement_is_no_consent_and_shows_the_button_again(
    stranger: t.Situation, typed: str
) -> None:
    asked = interpret(said(typed))
    assert asked is not None
    turn = respond(asked, stranger)
    assert turn.effects == ()
    [welcome] = turn.answer.say
    assert welcome.rows[0][0].label == "Đồng ý"


def test_an_agreement_that_answers_a_push_is_a_remark() -> None:
    assert interpret(replace(said("Đồng ý"), reply_to="5")) == t.Reply("Đồng ý")
    assert interpret(said("Đồng ý"), awaited=True) == t.Remark("Đồng ý")


def test_what_was_taken_down_is_not_rated_and_a_late_press_draws_nothing(seen: t.Situation) -> None:
    one = rated()
    gone = replace(seen, rated=replace(one, story=replace(one.story, withdrawn=True)))
    for request in (a.Rate(ARTICLE, 4), a.Unrate(ARTICLE)):
        turn = respond(request, gone)
        assert turn.effects == ()
        assert turn.answer.redraw is None
        assert "đã được gỡ" in (turn.answer.toast or "")
    typed = respond(t.TypedMark(4), gone)
    assert typed.effects == ()
    assert "đã được gỡ" in typed.answer.say[0].text


def test_a_block_is_remembered_only_of_somebody_known(seen: t.Situation, stranger: t.Situation) -> None:
    assert respond(t.Blocked(), seen).effects == (e.SetBlocked(True),)
    assert respond(t.Blocked(), stranger).effects == ()
