"""Words that are heard a while after they were written: a webhook tried again after minutes, in another order."""

import itertools
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from storage import citizens
from storage.database import Database
from storage.records import Address, CitizenState, Messenger
from storage.tables import citizens as people
from storage.tables import heard
from tests.conftest import Clock
from tests.journeys.test_zalo import LAN, Account


@pytest.fixture
async def account(database: Database, clock: Clock) -> AsyncIterator[Account]:
    office = Account(database, clock)
    office.site.publish(1, "Tin cũ", lead="a", at=clock())
    await office.passes(minutes=1)
    await office.subscribe(LAN)
    yield office
    await office.channel.close()
    await office.fetcher.close()


async def test_a_digit_written_before_the_next_news_is_for_the_news_before_it(account: Account) -> None:
    await account.publish(2, "Cấp nước theo giờ")
    account.clock.passes(minutes=1)
    late = account.zalo.event(LAN, "4", at=account.clock())
    await account.publish(3, "Lịch tiếp dân")
    assert await account.hook(*late) == 200

    assert "Cấp nước theo giờ" in account.zalo.sent_to(LAN)[-1]
    assert await account.spread("news_2") == (0, 0, 0, 1, 0)


@pytest.mark.parametrize("way", ["typed", "tapped"])
async def test_an_older_mark_heard_later_undoes_no_newer_one(account: Account, way: str) -> None:
    await account.publish(2, "Cấp nước theo giờ")
    account.clock.passes(minutes=1)
    words = "5 sao" if way == "typed" else account.taps(LAN)[4]
    late = account.zalo.event(LAN, words, at=account.clock())
    account.clock.passes(seconds=10)
    assert await account.hook(*account.zalo.event(LAN, "3 sao", at=account.clock())) == 200
    account.clock.passes(seconds=40)
    assert await account.hook(*late) == 200

    assert await account.spread("news_2") == (0, 0, 1, 0, 0)
    assert "3/5" in account.zalo.sent_to(LAN)[-1]


async def test_a_number_written_before_a_list_chooses_nothing_from_it(account: Account) -> None:
    await account.publish(2, "Cấp nước theo giờ")
    account.clock.passes(minutes=1)
    late = account.zalo.event(LAN, "1", at=account.clock())
    account.clock.passes(seconds=10)
    await account.does(LAN, "xóa dữ liệu")  # asks «1. Xóa dữ liệu»
    account.clock.passes(seconds=40)
    assert await account.hook(*late) == 200

    async with account.database.reading() as tx:
        assert await citizens.find(tx, Address(Messenger.ZALO_OA, LAN)) is not None
    assert await account.spread("news_2") == (1, 0, 0, 0, 0)


@pytest.mark.parametrize("ahead", [-3600, -60, 60, 3600, 86_400])
async def test_an_office_whose_clock_is_wrong_hears_what_is_timely_as_timely_and_what_is_late_as_late(
    account: Account, ahead: int
) -> None:
    account.zalo.time = lambda: account.clock() - timedelta(seconds=ahead)
    await account.publish(2, "Cấp nước theo giờ")  # its answer tells what time it is there
    late = account.zalo.event(LAN, "4", at=account.zalo.time())
    account.clock.passes(seconds=40)
    await account.publish(3, "Lịch tiếp dân")
    account.clock.passes(seconds=5)
    assert await account.hook(*account.zalo.event(LAN, "2", at=account.zalo.time())) == 200
    assert await account.hook(*late) == 200
    assert await account.spread("news_3") == (0, 1, 0, 0, 0)
    assert await account.spread("news_2") == (0, 0, 0, 1, 0)

    assert await account.hook(*account.zalo.event(LAN, "xóa dữ liệu", at=account.zalo.time())) == 200
    assert await account.hook(*account.zalo.event(LAN, "1", at=account.zalo.time())) == 200
    async with account.database.reading() as tx:
        assert await citizens.find(tx, Address(Messenger.ZALO_OA, LAN)) is None


async def test_who_comes_and_goes_is_where_they_went_last_in_whatever_order_it_is_told(
    account: Account,
) -> None:
    events = []
    for name in ("unfollow", "follow", "unfollow", "follow"):
        account.clock.passes(seconds=1)
        events.append(account.zalo.event(LAN, "", name=name, at=account.clock()))
    for told in itertools.permutations(events):
        async with account.database.transaction() as tx:
            await tx.execute(update(people).values(turned_at=None, state=CitizenState.ACTIVE))
            await tx.execute(delete(heard))
        for event in (*told, *told[:2]):
            assert await account.hook(*event) == 200
        assert await state(account) is CitizenState.ACTIVE
    account.clock.passes(seconds=1)
    gone = account.zalo.event(LAN, "", name="unfollow", at=account.clock())
    for event in (gone, *events):
        assert await account.hook(*event) == 200
    assert await state(account) is CitizenState.BLOCKED


async def state(account: Account) -> CitizenState:
    async with account.database.reading() as tx:
        citizen = await citizens.find(tx, Address(Messenger.ZALO_OA, LAN))
    assert citizen is not None
    return citizen.state


async def test_an_unfollow_told_again_does_not_strike_off_who_came_back(account: Account) -> None:
    gone = account.zalo.event(LAN, "", name="unfollow", at=account.clock())
    assert await account.hook(*gone) == 200
    account.clock.passes(seconds=10)
    assert await account.hook(*account.zalo.event(LAN, "", name="follow", at=account.clock())) == 200
    assert await account.hook(*gone) == 200

    assert await state(account) is CitizenState.ACTIVE
