"""What the watcher's memory promises."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from feeds.visits import Turn, Verdict, Visit
from storage import articles, holds
from storage.articles import ArticleLog
from storage.database import Database
from storage.visiting import LOOKING
from tests.conftest import NOW, Clock
from tests.storage.values import finding, published


async def test_a_visit_comes_back_as_it_was_left(database: Database, clock: Clock) -> None:
    log = ArticleLog(database, "conco")
    visit = Visit(source="tin-tuc", etag='"a"', body_hash="ff", looked_at=clock(), failures=2, reason="404")

    await log.record(visit)

    assert await log.visit("tin-tuc") == visit
    assert await log.visit("khac") == Visit(source="khac")


async def test_known_tells_only_of_what_was_recorded(database: Database, clock: Clock) -> None:
    await published(database, finding(1), now=clock())

    asked = {"news_1": "", "news_2": ""}
    known = (await ArticleLog(database, "conco").recall("tin-tuc", asked, clock())).known

    assert set(known) == {"news_1"}
    assert known["news_1"].fingerprint == finding(1).article.version.fingerprint
    assert (await ArticleLog(database, "elsewhere").recall("tin-tuc", asked, clock())).known == {}


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
        [flood] = await holds.held(tx)
        assert (flood.source, flood.count, flood.since) == ("tin-tuc", 8, clock())
        await holds.release(tx, "tin-tuc", now=clock())
        assert len(await articles.unannounced(tx, 20)) == 8
        assert await holds.held(tx) == []


async def test_a_dismissed_flood_becomes_backlog(database: Database, clock: Clock) -> None:
    await published(database, *(finding(n, verdict=Verdict.HELD) for n in range(8)), now=clock())

    async with database.transaction() as tx:
        await holds.dismiss(tx, "tin-tuc", now=clock())
        assert await articles.unannounced(tx, 20) == []
        assert await holds.held(tx) == []


async def test_sources_that_are_due_are_taken_by_one_process_at_a_time(database: Database) -> None:
    log, both = ArticleLog(database, "conco"), ["tin-tuc", "lich"]

    taken = await log.claim(["tin-tuc"], now=NOW)

    assert taken == {"tin-tuc": Turn(visit=Visit(source="tin-tuc"), recheck=False)}
    if not database.is_sqlite:  # there another process cannot be at it
        assert set(await log.claim(both, now=NOW)) == {"lich"}
    assert set(await log.claim(both, now=NOW + LOOKING)) == set(both), "whoever took them died"

    due = NOW + timedelta(minutes=2)
    await asyncio.gather(*(log.record(Visit(source=name, looked_at=NOW, due=due)) for name in both))
    assert await log.claim(both, now=NOW) == {}, "not due"
    assert await log.due([*both, "moi"]) == dict.fromkeys(both, due)
    assert set(await log.claim(both, now=due)) == set(both)


async def test_a_claim_says_whose_pages_are_due_to_be_read_again(database: Database, clock: Clock) -> None:
    await published(database, replace(finding(1), check_at=clock() + timedelta(minutes=5)), now=clock())
    log, both = ArticleLog(database, "conco"), ["tin-tuc", "lich"]

    soon = await log.claim(both, now=clock())
    await asyncio.gather(*(log.record(turn.visit) for turn in soon.values()))
    later = await log.claim(both, now=clock() + timedelta(minutes=5))

    assert [name for name, turn in soon.items() if turn.recheck] == []
    assert [name for name, turn in later.items() if turn.recheck] == ["tin-tuc"]
