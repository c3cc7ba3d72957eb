"""The rating page: shows on GET, stores on POST, and opens for nobody but who holds its ticket."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from starlette.applications import Starlette

from bot.tickets import LIFE, Ticket, encode
from bot.web.rating import PRESSES, rating_routes
from storage import citizens, feedback
from storage.database import Database
from storage.outbox import claiming, deliveries
from storage.outbox.owed import DeliveryState, Settlement
from storage.records import CitizenId, Messenger, Person, Story, Tally
from tests.bot.conftest import HOUSE
from tests.conftest import Clock
from tests.storage.values import address, announced, draft, finding, published, subscriber


@pytest.fixture
async def told(database: Database, clock: Clock) -> tuple[CitizenId, Story]:
    """A citizen who was told of an article."""
    citizen = await subscriber(database, 1, now=clock())
    [story] = await published(database, finding(1, title="Tàu nghỉ <ngày mai>"), now=clock())
    await announced(database, draft(story, now=clock()), now=clock())
    async with database.transaction() as tx:
        lease = timedelta(minutes=1)
        [due] = await claiming.claim(tx, Messenger.TELEGRAM, now=clock(), lease=lease, limit=9)
        sent = Settlement(
            announcement=due.announcement.id,
            citizen=citizen,
            state=DeliveryState.SENT,
            attempts=0,
            message_ref="1",
        )
        await deliveries.settle(tx, [sent], now=clock())
    return citizen, story


@pytest.fixture
async def visitor(database: Database, clock: Clock) -> AsyncIterator[httpx.AsyncClient]:
    site = Starlette(routes=rating_routes(database, HOUSE, clock=clock, monotonic=clock.monotonic))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://loa") as client:
        yield client


async def tally(database: Database, story: Story) -> Tally:
    async with database.reading() as tx:
        return await feedback.tally(tx, story.id)


def link(database: Database, told: tuple[CitizenId, Story], clock: Clock) -> str:
    return "/r/" + encode(Ticket(told[0], told[1].id, clock() + LIFE), database.keys)


async def test_a_get_only_shows_and_a_post_stores_changes_and_takes_back(
    database: Database, clock: Clock, told: tuple[CitizenId, Story], visitor: httpx.AsyncClient
) -> None:
    url = link(database, told, clock)

    shown = await visitor.get(url)
    assert shown.status_code == 200
    assert "Tàu nghỉ &lt;ngày mai&gt;" in shown.text
    assert shown.text.count('name="mark"') == 5
    assert "<script" not in shown.text
    await visitor.get(f"{url}?mark=5")
    await visitor.head(url)
    assert (await tally(database, told[1])).count == 0

    assert "Đã ghi 4/5" in (await visitor.post(url, data={"mark": "4"})).text
    assert "Đã ghi 2/5" in (await visitor.post(url, data={"mark": "2"})).text
    assert (await tally(database, told[1])).spread == (0, 1, 0, 0, 0)
    assert "(điểm của Quý vị)" in (await visitor.get(url)).text
    assert "Đã rút lại điểm" in (await visitor.post(url, data={"mark": "0"})).text
    assert (await tally(database, told[1])).count == 0


async def test_the_mark_is_the_same_one_as_in_the_chat(
    database: Database, clock: Clock, told: tuple[CitizenId, Story], visitor: httpx.AsyncClient
) -> None:
    async with database.transaction() as tx:
        await feedback.rate(tx, Person(Messenger.TELEGRAM, "1"), told[1].id, 5, now=clock())
    await visitor.post(link(database, told, clock), data={"mark": "3"})
    assert (await tally(database, told[1])).spread == (0, 0, 1, 0, 0)


@pytest.mark.parametrize(
    "body", [b"", b"mark=6", b"mark=1&mark=2", b"mark=%00", b"x=5", b"mark=5" + b"&a=1" * 999]
)
async def test_a_form_that_is_no_mark_stores_nothing(
    database: Database, clock: Clock, told: tuple[CitizenId, Story], visitor: httpx.AsyncClient, body: bytes
) -> None:
    assert (await visitor.post(link(database, told, clock), content=body)).status_code == 200
    assert (await tally(database, told[1])).count == 0


async def test_a_tampered_old_or_foreign_ticket_changes_nothing(
    database: Database, clock: Clock, told: tuple[CitizenId, Story], visitor: httpx.AsyncClient
) -> None:
    token = encode(Ticket(told[0], told[1].id, clock() + LIFE), database.keys)
    for at in range(len(token)):
        changed = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
        assert (await visitor.post(f"/r/{changed}", data={"mark": "5"})).status_code == 404
    stranger = encode(Ticket(CitizenId(99), told[1].id, clock() + LIFE), database.keys)
    assert (await visitor.post(f"/r/{stranger}", data={"mark": "5"})).status_code == 404
    clock.passes(days=31)
    assert (await visitor.post(f"/r/{token}", data={"mark": "5"})).status_code == 404
    assert (await tally(database, told[1])).count == 0


async def test_an_erased_citizen_has_no_page_any_more(
    database: Database, clock: Clock, told: tuple[CitizenId, Story], visitor: httpx.AsyncClient
) -> None:
    async with database.transaction() as tx:
        await citizens.erase(tx, address(1))
    assert (await visitor.get(link(database, told, clock))).status_code == 404


async def test_who_presses_too_often_waits(
    database: Database, clock: Clock, told: tuple[CitizenId, Story], visitor: httpx.AsyncClient
) -> None:
    url = link(database, told, clock)
    answers = [(await visitor.post(url, data={"mark": "5"})).status_code for _ in range(PRESSES + 1)]
    assert answers == [200] * PRESSES + [429]
    clock.passes(minutes=2)
    assert (await visitor.post(url, data={"mark": "5"})).status_code == 200


async def test_english_is_spoken_where_it_is_asked_for(
    database: Database, clock: Clock, told: tuple[CitizenId, Story], visitor: httpx.AsyncClient
) -> None:
    page = await visitor.get(f"{link(database, told, clock)}?lang=en")
    assert '<html lang="en">' in page.text
    assert "Are you satisfied with this notice?" in page.text
