"""What the watcher's memory promises."""

from dataclasses import replace
from datetime import timedelta

from feeds.visits import Verdict, Visit
from storage import articles
from storage.articles import ArticleLog
from storage.database import Database
from storage.recording import LOOKING
from tests.conftest import NOW, Clock
from tests.storage.values import finding, published


async def test_a_visit_comes_back_as_it_was_left(database: Database, clock: Clock) -> None:
    log = ArticleLog(database, "conco")
    visit = Visit(source="tin-tuc", etag='"a"', body_hash="ff", looked_at=clock(), failures=2, reason="404")

    await log.record([], visit)

    assert await log.visit("tin-tuc") == visit
    assert await log.visit("khac") == Visit(source="khac")


async def test_known_tells_only_of_what_was_recorded(database: Database, clock: Clock) -> None:
    await published(database, finding(1), now=clock())

    known = await ArticleLog(database, "conco").known(["news_1", "news_2"], clock())

    assert set(known) == {"news_1"}
    assert known["news_1"].fingerprint == finding(1).article.version.fingerprint
    assert await ArticleLog(database, "elsewhere").known(["news_1"], clock()) == {}


async def test_the_same_version_is_kept_once_and_a_new_one_beside_it(
    database: Database, clock: Clock
) -> None:
    await published(database, finding(1), now=clock())
    await published(database, finding(1), now=clock())
    stories = await published(database, finding(1, title="Tàu chạy lại", verdict=Verdict.CHANGE), now=clock())

    assert [story.article.version.title for story in stories] == ["Tàu chạy lại"]
    async with database.reading() as tx:
        waiting = await articles.unannounced(tx, 10)
    assert [verdict for _, verdict in waiting] == [Verdict.NEWS, Verdict.CHANGE]


async def test_backlog_is_never_waiting_to_be_announced(database: Database, clock: Clock) -> None:
    await published(database, finding(1, verdict=Verdict.BACKLOG), now=clock())

    async with database.reading() as tx:
        assert await articles.unannounced(tx, 10) == []
        assert len(await articles.latest(tx, limit=5)) == 1


async def test_a_flood_waits_until_staff_release_or_dismiss_it(database: Database, clock: Clock) -> None:
    await published(database, *(finding(n, verdict=Verdict.HELD) for n in range(8)), now=clock())
    async with database.transaction() as tx:
        assert await articles.unannounced(tx, 20) == []
        [flood] = await articles.held(tx)
        assert (flood.source, flood.count, flood.since) == ("tin-tuc", 8, clock())
        await articles.release(tx, "tin-tuc", now=clock())
        assert len(await articles.unannounced(tx, 20)) == 8
        assert await articles.held(tx) == []


async def test_a_dismissed_flood_becomes_backlog(database: Database, clock: Clock) -> None:
    await published(database, *(finding(n, verdict=Verdict.HELD) for n in range(8)), now=clock())

    async with database.transaction() as tx:
        await articles.dismiss(tx, "tin-tuc", now=clock())
        assert await articles.unannounced(tx, 20) == []
        assert await articles.held(tx) == []


async def test_a_source_that_is_due_is_taken_by_one_process_at_a_time(database: Database) -> None:
    log = ArticleLog(database, "conco")

    taken = await log.claim("tin-tuc", now=NOW)

    assert taken == Visit(source="tin-tuc")
    if not database.is_sqlite:  # there another process cannot be at it
        assert await log.claim("tin-tuc", now=NOW) is None
    assert await log.claim("tin-tuc", now=NOW + LOOKING) == taken, "whoever took it died"

    await log.record([], replace(taken, looked_at=NOW, due=NOW + timedelta(minutes=2)))
    assert await log.claim("tin-tuc", now=NOW) is None, "not due"
    assert await log.claim("tin-tuc", now=NOW + timedelta(minutes=2))
