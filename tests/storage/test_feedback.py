"""One mark a voter and article; totals for the office."""

from datetime import timedelta

from storage import feedback
from storage.database import Database
from storage.outbox import announcements
from storage.records import Messenger, Person, Tally
from tests.conftest import Clock
from tests.storage.values import draft, finding, published

LAN = Person(Messenger.TELEGRAM, "1")
HAI = Person(Messenger.TELEGRAM, "2")


async def test_the_last_word_wins_and_can_be_taken_back(database: Database, clock: Clock) -> None:
    [story] = await published(database, finding(1), now=clock())
    async with database.transaction() as tx:
        await feedback.rate(tx, LAN, story.id, 4, now=clock())
        await feedback.rate(tx, LAN, story.id, 2, now=clock())
        await feedback.rate(tx, HAI, story.id, 5, now=clock())
        assert await feedback.tally(tx, story.id) == Tally((0, 1, 0, 0, 1))
        assert await feedback.mark_of(tx, LAN, story.id) == 2
        await feedback.unrate(tx, LAN, story.id)
        assert await feedback.tally(tx, story.id) == Tally((0, 0, 0, 0, 1))
        assert await feedback.mark_of(tx, LAN, story.id) is None


async def test_the_same_number_at_another_messenger_is_another_voter(
    database: Database, clock: Clock
) -> None:
    [story] = await published(database, finding(1), now=clock())
    async with database.transaction() as tx:
        await feedback.rate(tx, LAN, story.id, 4, now=clock())
        await feedback.rate(tx, Person(Messenger.ZALO_BOT, "1"), story.id, 1, now=clock())
        assert (await feedback.tally(tx, story.id)).count == 2


async def test_what_the_public_was_shown_is_remembered(database: Database, clock: Clock) -> None:
    [story] = await published(database, finding(1), now=clock())
    async with database.transaction() as tx:
        assert await feedback.shown(tx, story.id) is None
        await feedback.show(tx, story.id, Tally((1, 0, 0, 2, 2)))
        assert await feedback.shown(tx, story.id) == Tally((1, 0, 0, 2, 2))


async def test_the_report_has_what_was_announced_or_rated_since(database: Database, clock: Clock) -> None:
    stories = await published(database, finding(1), finding(2), finding(3), now=clock())
    by_id = {story.article.external_id: story for story in stories}
    async with database.transaction() as tx:
        await announcements.announce(tx, draft(by_id["news_1"], now=clock()), now=clock())
        clock.passes(days=40)
        await announcements.announce(tx, draft(by_id["news_2"], now=clock()), now=clock())
        await feedback.rate(tx, LAN, by_id["news_3"].id, 3, now=clock())
        lines = await feedback.report(tx, clock() - timedelta(days=30))

    assert [(line.id, line.tally.count) for line in lines] == [("news_3", 1), ("news_2", 0)]
