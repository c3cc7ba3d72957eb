"""The Official Account against recorded bodies: codes, endpoints, buttons."""

from datetime import UTC, datetime

import httpx
import pytest

from bot.actions import Rate, Unrate
from bot.channels import Unreachable
from bot.channels.posting import Body, Noise, Silence
from bot.channels.zalo_oa import V2, V3, ZaloOa
from bot.channels.zalo_oa.answers import outcome
from bot.channels.zalo_oa.tokens import Tokens
from bot.messages import (
    Choice,
    Deferred,
    Failed,
    Gone,
    Link,
    Message,
    Outcome,
    Refused,
    Sent,
    Throttled,
    Unknown,
    Unreached,
    UsedUp,
)
from bot.wording import vi
from storage.database import Database
from storage.records import ArticleId
from tests.bot.samples import from_zalo
from tests.conftest import NOW, Clock
from tests.fakes.zalo_oa import FakeZaloOa

LAN = "246845883529197922"
MORNING = datetime(2026, 11, 24, 23, tzinfo=UTC)
URL = "https://conco.quangtri.gov.vn/tau-nghi-7.html"
STARS = tuple(Choice(f"{n} ⭐", Rate(ArticleId(7), n)) for n in range(1, 6))
RATED = Message(
    "Tàu nghỉ", rows=(STARS, (Choice("Rút lại điểm", Unrate(ArticleId(7))),), (Link("Xem", URL),))
)


def account(fake: FakeZaloOa, database: Database, clock: Clock, *, buttons: bool = True) -> ZaloOa:
    client = httpx.AsyncClient(transport=fake.transport())
    names = {"app_id": fake.app_id, "app_secret": fake.app_secret}
    tokens = Tokens(database, client, **names, seed="refresh-0", oauth="http://oauth.test", clock=clock)
    return ZaloOa(
        database,
        tokens,
        client,
        **names,
        secret_key=fake.key,
        api="http://oa.test",
        buttons=buttons,
        clock=clock,
        monotonic=clock.monotonic,
    )


CODES: list[tuple[int, Outcome | type[Outcome]]] = [
    (0, Sent("")),
    (-32, Throttled(5.0)),
    (-100, Refused),
    (-201, Refused),
    (-204, Throttled(60.0)),
    (-205, Throttled(60.0)),
    (-209, Throttled(60.0)),
    (-210, Refused),
    (-211, UsedUp),
    (-212, Throttled(60.0)),
    (-213, Gone),
    (-216, Throttled(60.0)),
    (-217, Gone),
    (-218, Deferred),
    (-219, Throttled(60.0)),
    (-220, Throttled(60.0)),
    (-221, Throttled(60.0)),
    (-223, Throttled(60.0)),
    (-224, Throttled(60.0)),
    (-227, Unreached),
    (-230, Unreached),
    (-232, Unreached),
    (-233, Refused),
    (-234, Deferred),
    (-235, Throttled(60.0)),
    (-240, Throttled(60.0)),
    (-242, Throttled(60.0)),
    (-244, Gone),
    (-248, Refused),
    (-249, Refused),
    (-320, Throttled(60.0)),
    (-321, Throttled(60.0)),
    (-124, Throttled(60.0)),
    (-135, Throttled(60.0)),
    (-144, Deferred),
    (-147, Deferred),
    (-9999, Failed),
]


@pytest.mark.parametrize(("code", "expected"), CODES)
@pytest.mark.parametrize("written", [int, str])
def test_every_code_has_one_outcome(
    code: int, expected: Outcome | type[Outcome], written: type[int] | type[str]
) -> None:
    done = outcome(Body({"error": written(code), "message": "…"}), now=NOW)

    assert type(done) is expected if isinstance(expected, type) else done == expected


@pytest.mark.parametrize("code", [32, 211, 213, 216, 220, 230, 234, 235])
def test_the_recorded_errors_are_among_them(code: int) -> None:
    expected = dict(CODES)[-code]
    done = outcome(Body(from_zalo(f"oa_err_{code}")["body"]), now=NOW)

    assert type(done) is expected if isinstance(expected, type) else done == expected


async def test_ones_used_up_quota_slows_nobody_down(database: Database, clock: Clock) -> None:
    fake, codes = FakeZaloOa(), iter([-211, -211, -211, -32])
    fake.refuse = lambda *_: next(codes)
    zalo = account(fake, database, clock)
    outcomes = []
    for _ in range(4):
        outcomes.append(await zalo.send(LAN, Message("Tàu nghỉ")))
        clock.passes(minutes=5)

    assert [type(one) for one in outcomes] == [UsedUp] * 3 + [Throttled]
    assert outcomes[-1] == Throttled(5.0)


def test_a_night_ends_at_six() -> None:
    assert outcome(Body({"error": -234}), now=NOW) == Deferred(
        MORNING, "no messages from 22:00 to 06:00 (-234)"
    )


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Body({}), Unknown),
        (Body({"error": "soon"}), Unknown),
        (Noise(200), Unknown),
        (Noise(502), Failed),
        (Noise(429), Throttled),
        (Silence(written=True, reason="ReadTimeout"), Unknown),
        (Silence(written=False, reason="ConnectError"), Failed),
    ],
)
def test_only_what_surely_was_not_taken_is_a_failure(
    reply: Body | Noise | Silence, expected: type[Outcome]
) -> None:
    assert type(outcome(reply, now=NOW)) is expected


async def test_marks_are_buttons_and_a_digit_is_asked_for_all_the_same(
    database: Database, clock: Clock
) -> None:
    fake = FakeZaloOa()

    assert isinstance(await account(fake, database, clock).send(LAN, RATED), Sent)

    [(chat, message)] = fake.sent
    assert chat == LAN
    assert vi.RATE_BY_DIGIT.format(code="TB7") in message["text"]
    assert URL in message["text"]
    buttons = message["attachment"]["payload"]["buttons"]
    assert [(one["type"], one["payload"]) for one in buttons] == [
        ("oa.query.hide", f"#r:7:{n}") for n in range(1, 6)
    ]


async def test_an_account_without_buttons_is_remembered(database: Database, clock: Clock) -> None:
    fake = FakeZaloOa()
    fake.buttons = False

    assert isinstance(await account(fake, database, clock).send(LAN, RATED), Sent)
    assert isinstance(await account(fake, database, clock).send(LAN, RATED), Sent)

    assert fake.paths == [V3, V3, V3]
    assert len(fake.sent) == 2


async def test_a_parameter_wrong_for_another_reason_costs_no_buttons(
    database: Database, clock: Clock
) -> None:
    fake = FakeZaloOa()
    fake.refuse = lambda _, chat: -201 if chat == "wrong" else 0
    zalo = account(fake, database, clock)

    assert isinstance(await zalo.send("wrong", RATED), Refused)
    await zalo.send(LAN, RATED)
    assert "attachment" in fake.sent[0][1]


async def test_buttons_can_be_switched_off(database: Database, clock: Clock) -> None:
    fake = FakeZaloOa()
    await account(fake, database, clock, buttons=False).send(LAN, RATED)
    assert "attachment" not in fake.sent[0][1]


async def test_a_government_account_is_written_to_over_the_older_endpoint(
    database: Database, clock: Clock
) -> None:
    fake = FakeZaloOa()
    fake.government = True

    for _ in range(2):
        assert isinstance(await account(fake, database, clock).send(LAN, Message("Tàu nghỉ")), Sent)
    assert fake.paths == [V3, V2, V2]


async def test_an_older_endpoint_that_ends_leads_back_to_the_newer(database: Database, clock: Clock) -> None:
    fake = FakeZaloOa()
    fake.government = True
    zalo = account(fake, database, clock)
    await zalo.send(LAN, Message("a"))
    fake.government = False
    fake.refuse = lambda path, _: -240 if path == V2 else 0

    assert isinstance(await zalo.send(LAN, Message("b")), Sent)
    assert isinstance(await zalo.send(LAN, Message("c")), Sent)
    assert fake.paths == [V3, V2, V2, V3, V3]


async def test_another_refusal_never_tries_a_second_endpoint(database: Database, clock: Clock) -> None:
    fake = FakeZaloOa()
    fake.refuse = lambda *_: -230
    assert isinstance(await account(fake, database, clock).send(LAN, Message("a")), Unreached)
    assert fake.paths == [V3]


async def test_a_token_that_ended_is_renewed_once_and_the_message_goes(
    database: Database, clock: Clock
) -> None:
    fake = FakeZaloOa()
    zalo = account(fake, database, clock)
    await zalo.send(LAN, Message("a"))
    fake.expire()

    assert isinstance(await zalo.send(LAN, Message("b")), Sent)
    assert len(fake.exchanges) == 2
    assert fake.sent_to(LAN) == ["a", "b"]


async def test_without_a_token_nothing_is_lost_and_the_doctor_says_what_to_do(
    database: Database, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    fake = FakeZaloOa()
    fake.refresh = "another"
    zalo = account(fake, database, clock)

    assert await zalo.send(LAN, Message("a")) == Throttled(60.0)
    for ask in (zalo.open, zalo.examine):
        with pytest.raises(Unreachable, match="loa zalo login"):
            await ask()
    assert "refresh-0" not in caplog.text


async def test_the_doctor_names_what_the_account_lacks(database: Database, clock: Clock) -> None:
    fake = FakeZaloOa()
    zalo = account(fake, database, clock)
    assert "v3 messages, buttons" in await zalo.examine()
