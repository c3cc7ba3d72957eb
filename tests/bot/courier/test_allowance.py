"""An allowance kept over real rows: what is counted, given back, and told to staff once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.config import Config, parse_config
from bot.courier.allowance import Allowance, within
from bot.courier.plans import MESSAGES, MONEY, allowance_of
from bot.messages import Deferred, Failed, Outcome, Sent, Throttled, Unknown, Unreached, UsedUp
from bot.quota import PRICE
from storage import citizens
from storage.database import Database, DatabaseUnavailable
from storage.outbox import announcements, claiming, deliveries, quotas
from storage.outbox.owed import Announcement, Draft, Due, Everyone, Kind, Slot
from storage.records import Address, AnnouncementId, ArticleId, CitizenId, Messenger
from tests.conftest import NOW, Clock

HOUR = timedelta(hours=1)
OFFICE = """
[portal]
id = "conco"
name = "Cổng Cồn Cỏ"
url = "https://conco.vn"

[[sources]]
name = "tin"
feed = "https://conco.vn/rss/"

[staff]
chat = "zalo_bot:office"

[zalo_bot]
per_month = 10

[zalo_oa]
spend_per_month = 120
"""


def plan(messenger: Messenger, database: Database, clock: Clock) -> Allowance:
    return allowance_of(messenger, database, config(), clock=clock)


def config() -> Config:
    return parse_config(OFFICE)


async def lan(database: Database, messenger: Messenger) -> CitizenId:
    address = Address(messenger, "lan")
    async with database.transaction() as tx:
        await citizens.ensure_staff(tx, config().staff, now=NOW)
        await citizens.subscribe(tx, address, (), consent_version="1", language="vi", now=NOW)
        found = await citizens.find(tx, address)
    assert found
    return found.id


def due(citizen: CitizenId, messenger: Messenger, kind: Kind = Kind.NEWS) -> Due:
    return Due(
        announcement=Announcement(
            id=AnnouncementId(1), kind=kind, article=ArticleId(1), version=None, text="", created_at=NOW
        ),
        citizen=citizen,
        address=Address(messenger, "lan"),
        language="vi",
        attempts=0,
        repeat=False,
        expires_at=NOW + timedelta(hours=24),
    )


async def send(allowance: Allowance, one: Due, outcome: Outcome) -> Outcome:
    async def sending() -> Outcome:
        return outcome

    return await within(allowance, one, sending)


async def test_messages_are_counted_and_staff_hear_of_it_once(database: Database, clock: Clock) -> None:
    citizen = await lan(database, Messenger.ZALO_BOT)
    allowance = plan(Messenger.ZALO_BOT, database, clock)
    news, urgent = (due(citizen, Messenger.ZALO_BOT, kind) for kind in (Kind.NEWS, Kind.URGENT))

    assert await send(allowance, news, Failed("Bad Gateway")) == Failed("Bad Gateway")
    for _ in range(7):
        assert await send(allowance, news, Sent("1")) == Sent("1")
    assert await allowance.answered(Sent("1")) == Sent("1")
    merged = await send(allowance, news, Sent("1"))
    assert isinstance(merged, Deferred)
    assert merged.digest
    assert [await send(allowance, urgent, Sent("1")) for _ in range(2)] == [Sent("1")] * 2
    assert isinstance(await send(allowance, urgent, Sent("1")), Deferred)

    async with database.transaction() as tx:
        assert await quotas.used(tx, MESSAGES, "2026-11") == 10
        claimed = await claiming.claim(tx, Messenger.ZALO_BOT, now=NOW, lease=timedelta(minutes=1), limit=9)
    texts = [one.announcement.text for one in claimed]
    assert len(texts) == 2
    assert "8/10" in texts[0]
    assert "hết 10 tin" in texts[1]

    clock.passes(days=8)
    assert await send(allowance, news, Sent("1")) == Sent("1")


OVER = UsedUp(5, "Quota exceeded (429)")


async def test_nothing_but_refusals_for_the_quota_end_the_month_and_staff_hear_of_it_once(
    database: Database, clock: Clock
) -> None:
    citizen = await lan(database, Messenger.ZALO_BOT)
    allowance = plan(Messenger.ZALO_BOT, database, clock)
    news, urgent = (due(citizen, Messenger.ZALO_BOT, kind) for kind in (Kind.NEWS, Kind.URGENT))
    assert await send(allowance, news, Sent("1")) == Sent("1")

    for _ in range(10):  # speed, as far as anybody can tell
        assert await send(allowance, news, OVER) == Throttled(5)
        clock.passes(minutes=1)
    first = await send(allowance, urgent, OVER)
    assert first == Deferred(clock() + HOUR, OVER.reason)
    assert await send(allowance, urgent, Sent("not asked")) == Deferred(
        clock() + HOUR, "Zalo says that the month's messages are used up"
    )
    merged = await send(allowance, news, Sent("not asked"))
    assert isinstance(merged, Deferred)
    assert merged.digest
    assert await allowance.answered(OVER) == Deferred(clock() + HOUR, OVER.reason)

    clock.passes(hours=1)
    assert await allowance.admit(urgent) is None  # one asks …
    assert isinstance(await send(allowance, urgent, Sent("not asked")), Deferred)
    assert isinstance(await allowance.came(urgent, OVER), Deferred)
    async with database.transaction() as tx:
        assert await quotas.used(tx, MESSAGES, "2026-11") == 1
        claimed = await claiming.claim(tx, Messenger.ZALO_BOT, now=clock(), lease=HOUR, limit=9)
    [notice] = [one.announcement.text for one in claimed]
    assert "Zalo báo Bot đã hết hạn mức tin, dù Loa mới đếm 1/10" in notice

    clock.passes(hours=1)
    assert await send(plan(Messenger.ZALO_BOT, database, clock), urgent, OVER) == Deferred(
        clock() + HOUR, OVER.reason
    )  # a restart knows it
    assert await allowance.admit(urgent) is None  # … and where it goes,
    assert await allowance.came(urgent, Sent("1")) == Sent("1")
    assert await send(allowance, news, Sent("1")) == Sent("1")  # so does everything


async def test_a_bigger_plan_in_loa_toml_is_believed_at_once(database: Database, clock: Clock) -> None:
    citizen = await lan(database, Messenger.ZALO_BOT)
    allowance, news = plan(Messenger.ZALO_BOT, database, clock), due(citizen, Messenger.ZALO_BOT)
    await send(allowance, news, OVER)
    clock.passes(minutes=10)
    assert isinstance(await send(allowance, news, OVER), Deferred)

    bought = parse_config(OFFICE.replace("per_month = 10", "per_month = 20"))
    allowance = allowance_of(Messenger.ZALO_BOT, database, bought, clock=clock)
    assert await send(allowance, news, Sent("1")) == Sent("1")
    assert await send(allowance, news, Sent("2")) == Sent("2")


async def test_a_refusal_between_messages_that_go_is_for_speed(database: Database, clock: Clock) -> None:
    citizen = await lan(database, Messenger.ZALO_BOT)
    allowance, news = plan(Messenger.ZALO_BOT, database, clock), due(citizen, Messenger.ZALO_BOT)
    for _ in range(3):
        assert await send(allowance, news, OVER) == Throttled(5)
        clock.passes(minutes=9)
        assert await send(allowance, news, Sent("1")) == Sent("1")


async def test_money_that_zalo_does_not_give_is_not_counted_on(database: Database, clock: Clock) -> None:
    citizen = await lan(database, Messenger.ZALO_OA)
    allowance = plan(Messenger.ZALO_OA, database, clock)
    async with database.transaction() as tx:
        await allowance.heard(tx, Address(Messenger.ZALO_OA, "lan"), now=NOW)
    news, urgent = (due(citizen, Messenger.ZALO_OA, kind) for kind in (Kind.NEWS, Kind.URGENT))
    over = UsedUp(3600, "the account's quota is used up (-211)")

    assert await send(allowance, news, over) == Deferred(clock() + HOUR, over.reason)  # free of charge
    clock.passes(hours=49)
    assert await send(allowance, news, over) == Unreached(over.reason)
    assert isinstance(await send(allowance, news, Sent("not asked")), Unreached)
    assert await send(allowance, urgent, Unknown("?")) == Unknown("?")  # what cannot wait is tried
    assert isinstance(await send(allowance, news, Sent("not asked")), Unreached)
    assert await send(allowance, urgent, over) == Unreached(over.reason)
    async with database.transaction() as tx:
        assert await quotas.used(tx, MONEY, "2026-11") == PRICE
        claimed = await claiming.claim(tx, Messenger.ZALO_BOT, now=clock(), lease=HOUR, limit=9)
    texts = sorted(one.announcement.text for one in claimed if "Zalo báo" in one.announcement.text)
    assert [text[:38] for text in texts] == [
        "Zalo báo OA đã hết hạn mức gửi tin (-2",
        "Zalo báo OA đã hết hạn mức tin trả phí",
    ]

    assert await send(allowance, urgent, Sent("1")) == Sent("1")  # the money is there again
    async with database.transaction() as tx:
        assert await quotas.used(tx, f"{MONEY}.withheld", "2026-11") == 0


async def test_money_is_spent_up_to_the_limit_and_given_back_where_nothing_went(
    database: Database, clock: Clock
) -> None:
    citizen = await lan(database, Messenger.ZALO_OA)
    allowance = plan(Messenger.ZALO_OA, database, clock)
    async with database.transaction() as tx:
        await allowance.heard(tx, Address(Messenger.ZALO_OA, "lan"), now=NOW)
    one = due(citizen, Messenger.ZALO_OA)

    assert await send(allowance, one, Sent("1")) == Sent("1")
    clock.passes(hours=49)
    assert await send(allowance, one, Failed("x")) == Failed("x")
    assert await send(allowance, one, Sent("1")) == Sent("1")
    assert await send(allowance, one, Sent("2")) == Sent("2")
    assert isinstance(await send(allowance, one, Sent("3")), Unreached)
    async with database.reading() as tx:
        assert await quotas.used(tx, MONEY, "2026-11") == 2 * PRICE


async def test_what_reached_nobody_is_owed_again_once_they_write(database: Database, clock: Clock) -> None:
    await lan(database, Messenger.ZALO_OA)
    allowance = plan(Messenger.ZALO_OA, database, clock)
    async with database.transaction() as tx:
        slot = Slot(due_at=NOW, expires_at=NOW + timedelta(hours=24))
        draft = Draft(key="a", kind=Kind.BULLETIN, audience=Everyone(), slot=slot, text="Cấp nước")
        await announcements.announce(tx, draft, now=NOW)
    assert await unreached(database, allowance) == 1
    assert await unreached(database, allowance) == 0

    async with database.transaction() as tx:
        await allowance.heard(tx, Address(Messenger.ZALO_OA, "lan"), now=NOW)
        [again] = await claiming.claim(tx, Messenger.ZALO_OA, now=NOW, lease=timedelta(minutes=1), limit=9)
    assert await allowance.admit(again) is None


async def unreached(database: Database, allowance: Allowance) -> int:
    """Claim, ask and settle once; how many could not go."""
    from bot.courier.retry import settle

    async with database.transaction() as tx:
        claimed = await claiming.claim(tx, Messenger.ZALO_OA, now=NOW, lease=timedelta(minutes=1), limit=9)
    refused = [(one, await allowance.admit(one)) for one in claimed]
    settled = [settle(why, one, now=NOW) for one, why in refused if why]
    async with database.transaction() as tx:
        await deliveries.settle(tx, settled, now=NOW)
    return len(settled)


@pytest.mark.parametrize("messenger", [Messenger.ZALO_BOT, Messenger.ZALO_OA])
async def test_what_went_while_the_database_was_away_does_not_look_lost(
    database: Database, clock: Clock, messenger: Messenger, monkeypatch: pytest.MonkeyPatch
) -> None:
    citizen = await lan(database, messenger)
    allowance, news = plan(messenger, database, clock), due(citizen, messenger, Kind.URGENT)
    async with database.transaction() as tx:
        await allowance.heard(tx, Address(messenger, "lan"), now=NOW)
    clock.passes(hours=49)
    for _ in range(2):
        await send(allowance, news, OVER)
        clock.passes(minutes=10)

    @asynccontextmanager
    async def away(*_: object) -> AsyncIterator[None]:
        raise DatabaseUnavailable("the disk is full")
        yield

    async def sending() -> Outcome:
        monkeypatch.setattr(database, "transaction", away)
        return Sent("1")

    clock.passes(hours=1)
    assert await within(allowance, news, sending) == Sent("1")
