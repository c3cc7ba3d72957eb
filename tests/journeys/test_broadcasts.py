"""Urgent announcements for followers who were quiet too long to be written to: one broadcast, or staff hear why."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from bot.courier.broadcaster import Broadcaster, counted
from bot.courier.render import Renderer
from bot.quota import month
from storage.database import Database
from storage.outbox import broadcasts, quotas
from storage.outbox.broadcasts import BroadcastState
from storage.records import Messenger
from storage.tables import announcements
from tests.conftest import Clock
from tests.fakes.portal import Post
from tests.journeys.test_zalo import HAI, LAN, Account
from tests.journeys.town import OFFICE

STORM = "CÔNG ĐIỆN KHẨN: bão số 6, cấm biển từ 18 giờ ngày 03/12"
OVER = "Dỡ bỏ lệnh cấm biển do bão số 6 từ 20 giờ ngày 02/12"
BROADCASTING = (
    OFFICE + '\n[zalo_oa]\nbroadcasts_per_month = 3\nbroadcast_cover = "https://conco.vn/loa.jpg"\n'
)


@pytest.fixture
async def account(database: Database, clock: Clock) -> AsyncIterator[Account]:
    """Lan wrote today, Hải eight days ago."""
    office = Account(database, clock, BROADCASTING)
    office.site.publish(1, "Tin cũ", lead="a", at=clock())
    await office.passes(minutes=1)
    await office.subscribe(HAI)
    await office.passes(days=8)
    await office.subscribe(LAN)
    yield office
    await office.channel.close()
    await office.fetcher.close()


async def storm(account: Account, number: int = 2, title: str = STORM) -> Post:
    lead = "Tất cả tàu thuyền không ra khơi, người dân chằng chống nhà cửa."
    post = account.site.publish(number, title, lead=lead, at=account.clock())
    await account.passes(minutes=2)
    await account.passes(minutes=1)
    return post


async def notices(account: Account) -> list[str]:
    async with account.database.reading() as tx:
        query = select(announcements.c.text).where(announcements.c.key.startswith("broadcast:"))
        return [row.text for row in await tx.execute(query.order_by(announcements.c.id))]


async def stands(account: Account) -> list[BroadcastState]:
    async with account.database.reading() as tx:
        since = account.clock() - timedelta(days=30)
        found = await broadcasts.candidates(tx, Messenger.ZALO_OA, since=since, now=account.clock())
    return [one.broadcast.state for one in found if one.broadcast]


async def spent(account: Account) -> int:
    async with account.database.reading() as tx:
        return await quotas.used(tx, counted(Messenger.ZALO_OA), month(account.clock()))


async def test_the_quiet_are_told_by_one_article_for_all(account: Account) -> None:
    account.zalo.slow_articles = 2
    await storm(account)
    await account.passes(minutes=1)

    [article] = account.zalo.broadcasts
    assert article["title"] == f"TIN KHẨN: {STORM}"
    assert "chằng chống" in " ".join(one["content"] for one in article["body"])
    assert "http://127.0.0.1/" in " ".join(one["content"] for one in article["body"])
    assert STORM in account.zalo.sent_to(LAN)[-1]
    [told] = await notices(account)
    assert "1 người" in told
    assert "1/3" in told

    await account.passes(hours=3)
    assert len(account.zalo.broadcasts) == 1
    assert await spent(account) == 1


async def test_ordinary_news_and_an_urgent_that_reached_everybody_cost_nothing(account: Account) -> None:
    await account.publish(2, "Cấp nước theo giờ")
    await account.does(HAI, "tin")
    await storm(account, 3)
    await account.passes(minutes=10)
    assert account.zalo.broadcasts == []
    assert await stands(account) == []


async def test_its_change_and_its_end_reach_them_too(account: Account) -> None:
    post = await storm(account)
    post.title = "CÔNG ĐIỆN KHẨN: bão số 6, cấm biển từ 20 giờ ngày 03/12"
    await account.passes(minutes=3)
    await account.passes(minutes=1)
    account.site.publish(3, OVER, lead="Biển lặng.", at=account.clock())
    await account.passes(minutes=2)
    await account.passes(minutes=1)
    heads = [one["title"].split(":")[0] for one in account.zalo.broadcasts]
    assert heads == ["TIN KHẨN", "Cập nhật tin khẩn", "Hết tin khẩn"]


async def test_a_mere_change_leaves_the_last_broadcast_to_the_end(account: Account) -> None:
    async with account.database.transaction() as tx:
        await quotas.take(tx, counted(Messenger.ZALO_OA), month(account.clock()), 1)
    post = await storm(account)
    post.title = "CÔNG ĐIỆN KHẨN: bão số 6, cấm biển từ 20 giờ ngày 03/12"
    await account.passes(minutes=3)
    account.site.publish(3, OVER, lead="Biển lặng.", at=account.clock())
    await account.passes(minutes=2)
    await account.passes(minutes=1)
    heads = [one["title"].split(":")[0] for one in account.zalo.broadcasts]
    assert heads == ["TIN KHẨN", "Hết tin khẩn"]


async def test_what_ended_before_they_wrote_is_not_told_as_if_it_were_in_force(account: Account) -> None:
    await storm(account)
    account.site.publish(3, OVER, lead="Biển lặng.", at=account.clock())
    await account.passes(minutes=2)

    told = await account.does(HAI, "tin")

    assert not [text for text in told if STORM in text and "TIN KHẨN" in text]


async def test_at_night_it_waits_for_six_and_an_end_before_that_spares_it(
    account: Account, clock: Clock
) -> None:
    clock.now = datetime(2026, 12, 2, 15, 30, tzinfo=UTC)  # 22:30
    await account.does(LAN, "tin")
    await storm(account, title="CÔNG ĐIỆN KHẨN: bão số 6, cấm biển từ 8 giờ ngày 03/12")
    await account.passes(minutes=30)
    assert account.zalo.broadcasts == []

    clock.now = datetime(2026, 12, 2, 22, 50, tzinfo=UTC)
    await account.passes(minutes=1)
    assert account.zalo.broadcasts == []
    await account.passes(minutes=15)
    await account.passes(minutes=1)
    assert len(account.zalo.broadcasts) == 1


async def test_a_refusal_for_a_while_is_given_back_and_tried_again(account: Account) -> None:
    account.zalo.on_broadcast = lambda: -32
    await storm(account)
    assert account.zalo.broadcasts == []
    assert await spent(account) == 0

    account.zalo.on_broadcast = lambda: 0
    await account.passes(hours=1)
    assert len(account.zalo.broadcasts) == 1
    assert await spent(account) == 1


@pytest.mark.parametrize("code", [-201, -210, -213, -230, -233, -248])
async def test_a_refusal_for_good_is_told_to_staff_once(account: Account, code: int) -> None:
    account.zalo.on_broadcast = lambda: code
    await storm(account)
    await account.passes(hours=1)
    assert await stands(account) == [BroadcastState.REFUSED]
    [told] = await notices(account)
    assert str(code) in told
    assert await spent(account) == 0


@pytest.mark.parametrize("code", [-204, -224, -235, -240, -9999])
async def test_what_a_person_must_mend_is_told_and_goes_once_it_is_mended(
    account: Account, code: int
) -> None:
    account.zalo.on_broadcast = lambda: code
    await storm(account)
    for _ in range(4):
        await account.passes(minutes=65)
    assert [text for text in await notices(account) if "chưa gửi được" in text]

    account.zalo.on_broadcast = lambda: 0
    await account.passes(minutes=65)
    assert len(account.zalo.broadcasts) == 1


async def test_where_zalo_has_none_left_staff_hear_of_it_at_once_and_it_goes_when_there_are_more(
    account: Account,
) -> None:
    account.zalo.on_broadcast = lambda: -211
    await storm(account)
    [told] = [text for text in await notices(account) if "Zalo báo đã hết lượt" in text]
    assert "0/3" in told
    for _ in range(4):
        await account.passes(minutes=65)
    assert len([text for text in await notices(account) if "Zalo báo đã hết lượt" in text]) == 1

    account.zalo.on_broadcast = lambda: 0
    await account.passes(minutes=65)
    assert len(account.zalo.broadcasts) == 1
    assert await spent(account) == 1


async def test_a_month_has_so_many_and_staff_hear_of_the_first_that_does_not_go(account: Account) -> None:
    for number in range(2, 6):
        await storm(
            account, number, f"CÔNG ĐIỆN KHẨN số {number}: bão số {number}, cấm biển từ 18 giờ ngày 03/12"
        )
    assert len(account.zalo.broadcasts) == 3
    assert [text for text in await notices(account) if "đã hết" in text]
    assert await spent(account) == 3


class Killed(BaseException):
    """kill −9."""


async def test_who_dies_between_the_call_and_its_record_never_calls_twice(account: Account) -> None:
    def dies() -> int:
        account.zalo.on_broadcast = lambda: 0
        raise Killed

    account.zalo.on_broadcast = dies
    with pytest.raises(Killed):
        await storm(account)
    house: Any = None  # the article is made, nothing is rendered
    again = Renderer(account.database, house, clock=account.clock)
    account.broadcaster = Broadcaster(
        account.database, account.channel, account.config, again.about, clock=account.clock
    )
    await account.passes(hours=1)

    assert account.zalo.broadcasts == []
    assert await stands(account) == [BroadcastState.UNKNOWN]
    assert await spent(account) == 1
    [told] = await notices(account)
    assert "Không rõ" in told


async def test_an_answer_that_never_came_is_the_end_of_it(account: Account) -> None:
    def silent() -> int:
        raise httpx.ReadTimeout("nothing came")

    account.zalo.on_broadcast = silent
    await storm(account)
    account.zalo.on_broadcast = lambda: 0
    await account.passes(hours=1)
    assert account.zalo.broadcasts == []
    assert await stands(account) == [BroadcastState.UNKNOWN]
