"""A table of dialogues: in groups, and in English."""

from dataclasses import replace
from datetime import datetime, time

import pytest

from bot import messages as m
from bot.conversation import effects as e
from bot.conversation import turns as t
from bot.timing import LOCAL
from bot.wording import CONSENT_VERSION, en, vi
from storage.records import Keyword, Messenger
from tests.bot.conftest import CITIZEN, story
from tests.bot.conversation.dialogues import TAU, pressed, said, turn, words


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
