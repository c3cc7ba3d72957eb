"""What two lookers at once, moves and holds leave behind, on both engines."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from feeds.article import Attachment
from feeds.formats.counters import Counters
from feeds.visits import Finding, Known, Sighting, Verdict, Visit
from storage import articles, holds
from storage.articles import ArticleLog
from storage.database import Database
from storage.tables import articles as table
from tests.conftest import Clock
from tests.storage.values import finding, published


async def waiting(database: Database) -> list[tuple[str, Verdict]]:
    async with database.reading() as tx:
        found = await articles.unannounced(tx, 100)
    return [(story.article.external_id, verdict) for story, verdict in found]


async def remembered(log: ArticleLog, clock: Clock, *ids: str) -> dict[str, Known]:
    return dict((await log.recall("khac", dict.fromkeys(ids, ""), clock())).known)


async def test_looks_of_many_processes_keep_each_finding_once(database: Database, clock: Clock) -> None:
    found = [finding(number) for number in range(70)]
    logs = [ArticleLog(database, "conco") for _ in range(2)]
    visits = [Visit(source=name, looked_at=clock()) for name in ("tin-tuc", "thong-bao", "lich")]

    await asyncio.gather(*(log.record(visit, found) for log in logs for visit in visits))

    assert sorted(await waiting(database)) == sorted((f"news_{n}", Verdict.NEWS) for n in range(70))
    assert [await logs[1].visit(visit.source) for visit in visits] == visits


async def test_a_look_that_cannot_be_kept_is_no_other_looks_trouble(database: Database, clock: Clock) -> None:
    log = ArticleLog(database, "conco")
    broken = replace(finding(2), check_at=clock().replace(tzinfo=None))

    said = await asyncio.gather(
        *(
            log.record(Visit(source=str(one), looked_at=clock()), [one])
            for one in (finding(1), broken, finding(3))
        ),
        return_exceptions=True,
    )

    assert [type(one) for one in said] == [type(None), ValueError, type(None)]
    assert [name for name, _ in await waiting(database)] == ["news_1", "news_3"]


async def test_news_found_twice_in_other_words_is_one_news_and_a_change(
    database: Database, clock: Clock
) -> None:
    await published(database, finding(1), finding(1, title="Tàu nghỉ hẳn"), now=clock())

    assert await waiting(database) == [("news_1", Verdict.NEWS), ("news_1", Verdict.CHANGE)]


async def test_a_further_id_leads_to_the_article(database: Database, clock: Clock) -> None:
    log = ArticleLog(database, "conco")
    await published(database, finding(1), now=clock())
    known = (await remembered(log, clock, "news_1"))["news_1"]
    sighting = Sighting(known=replace(known, link="https://moi.example/1"), alias="tin_1001")
    visit = Visit(source="tin-tuc", looked_at=clock())

    await log.record(visit, [], [sighting, sighting], frozenset({"news_1"}))

    again = await remembered(log, clock, "tin_1001", "tin_2")
    assert {asked: one.external_id for asked, one in again.items()} == {"tin_1001": "news_1"}
    assert again["tin_1001"].link == "https://moi.example/1"
    assert await log.listed() == {"news_1"}
    recalled = await log.recall("tin-tuc", {"tin_2": ""}, clock())
    assert recalled.window == set(recalled.lost) == {"news_1"}
    assert (await log.recall("tin-tuc", {"tin_1001": ""}, clock())).lost == {}


async def test_alike_are_those_of_the_same_title(database: Database, clock: Clock) -> None:
    await published(database, finding(1), finding(2, title="Khác"), now=clock())

    log, title = ArticleLog(database, "conco"), "TAU NGHI"
    found = await log.recall("tin-tuc", {"tin_9": title}, clock())

    [[one]] = found.alike.values()
    assert (await log.recall("tin-tuc", {"news_1": title}, clock())).alike == {}, "it is known"
    assert (one.known.external_id, one.version.body) == ("news_1", "Thân bài 1")


async def test_pages_to_read_again(database: Database, clock: Clock) -> None:
    log = ArticleLog(database, "conco")
    await published(database, replace(finding(1), check_at=clock()), finding(2), now=clock())

    assert [one.known.external_id for one in await log.checks("tin-tuc", clock(), clock())] == ["news_1"]
    assert await log.checks("khac", None, clock()) == []


async def test_a_page_that_is_gone_makes_its_sources_tell_all_again(database: Database, clock: Clock) -> None:
    log = ArticleLog(database, "conco")
    visit = Visit(source="tin-tuc", looked_at=clock(), body_hash="ff", etag="e")
    await log.record(visit, [finding(1)], (), frozenset({"news_1"}))
    known = (await remembered(log, clock, "news_1"))["news_1"]

    await log.amend("tin-tuc", [], [Sighting(known=replace(known, gone_at=clock()))], now=clock())

    assert (await log.visit("tin-tuc")).body_hash is None
    assert await log.missing(clock()) == {"news_1"}


def held(number: int, **more: object) -> Finding:
    return replace(finding(number, verdict=Verdict.HELD), **more)  # type: ignore[arg-type]


async def test_withdrawals_are_held_released_and_dismissed_as_what_they_are(
    database: Database, clock: Clock
) -> None:
    for release in (True, False):
        number = 1 if release else 2
        await published(database, replace(finding(number), silent=True), now=clock())
        await published(database, held(number, held_as=Verdict.WITHDRAWN, gone_at=clock()), now=clock())
        async with database.transaction() as tx:
            assert [one.count for one in await holds.held(tx)] == [1]
            assert await holds.held_news(tx) == []
            await (holds.release if release else holds.dismiss)(tx, "tin-tuc", now=clock())

    log = ArticleLog(database, "conco")
    assert [one.verdict for one in (await remembered(log, clock, "news_1", "news_2")).values()] == [
        Verdict.WITHDRAWN,
        Verdict.WITHDRAWN,
    ]
    assert await waiting(database) == [("news_1", Verdict.WITHDRAWN)]


async def test_a_held_article_that_changes_stays_held_once_with_its_newest_words(
    database: Database, clock: Clock
) -> None:
    await published(database, held(1), now=clock())
    await published(database, finding(1, title="Đã sửa", verdict=Verdict.CHANGE), now=clock())

    async with database.transaction() as tx:
        assert [(one.count, one.since) for one in await holds.held(tx)] == [(1, clock())]
        await holds.release(tx, "tin-tuc", now=clock())
        [(story, verdict)] = await articles.unannounced(tx, 10)
    assert (story.article.version.title, verdict) == ("Đã sửa", Verdict.NEWS)


async def test_what_went_while_it_was_held_is_released_to_nobody(database: Database, clock: Clock) -> None:
    await published(database, held(1, gone_at=clock()), held(2), now=clock())

    async with database.transaction() as tx:
        await holds.release(tx, "tin-tuc", now=clock())

    assert await waiting(database) == [("news_2", Verdict.NEWS)]


async def test_backlog_that_is_news_after_all_is_told_once(database: Database, clock: Clock) -> None:
    await published(database, finding(1, verdict=Verdict.BACKLOG), now=clock())
    await published(database, finding(1), now=clock())
    await published(database, finding(1), now=clock())

    assert await waiting(database) == [("news_1", Verdict.NEWS)]


async def test_withdrawn_and_restored_repeat_its_words_and_are_kept_once_each(
    database: Database, clock: Clock
) -> None:
    verdicts = (Verdict.NEWS, Verdict.WITHDRAWN, Verdict.WITHDRAWN, Verdict.RESTORED, Verdict.RESTORED)
    for verdict in verdicts:
        await published(database, finding(1, verdict=verdict), now=clock())

    assert [verdict for _, verdict in await waiting(database)] == [
        Verdict.NEWS,
        Verdict.WITHDRAWN,
        Verdict.RESTORED,
    ]


async def test_the_portals_counters_stand_beside_the_version(database: Database, clock: Clock) -> None:
    await published(database, replace(finding(1), counters=Counters(views=10, points=8)), now=clock())
    known = (await remembered(ArticleLog(database, "conco"), clock, "news_1"))["news_1"]
    counted = [Sighting(known=replace(known, counters=one)) for one in (Counters(views=12), None)]
    await ArticleLog(database, "conco").amend("tin-tuc", [], counted, now=clock())

    async with database.reading() as tx:
        assert await tx.connection.scalar(select(table.c.counters)) == {"views": 12}
    assert len(await waiting(database)) == 1


async def test_files_that_a_page_has_now_belong_to_the_newest_version(
    database: Database, clock: Clock
) -> None:
    await published(database, finding(1), finding(2), now=clock())
    await published(database, finding(1, title="Tàu nghỉ hẳn"), now=clock())
    log = ArticleLog(database, "conco")
    known = (await remembered(log, clock, "news_1"))["news_1"]
    files = (Attachment(name="lich.pdf", url="https://conco.example/lich.pdf", size=12),)
    before = await waiting(database)

    await log.amend("tin-tuc", [], [Sighting(known=known, files=files), Sighting(known=known)], now=clock())

    async with database.reading() as tx:
        told = [story.article for story, _ in await articles.unannounced(tx, 50)]
    assert [one.version.attachments for one in told if one.version.title == "Tàu nghỉ hẳn"] == [files]
    assert [one.version.attachments for one in told if one.version.title != "Tàu nghỉ hẳn"] == [(), ()]
    assert await waiting(database) == before


@pytest.mark.parametrize("apart", [30, 86_400])
async def test_a_lease_or_a_look_that_lies_ahead_holds_nobody_for_longer_than_clocks_differ(
    database: Database, clock: Clock, apart: int
) -> None:
    log = ArticleLog(database, "conco")
    await log.claim(["held"], now=clock() + timedelta(seconds=apart))
    ahead = clock() + timedelta(seconds=apart)
    await log.record(Visit(source="seen", looked_at=ahead, due=ahead + timedelta(minutes=2)), [])

    taken = await log.claim(["held", "seen"], now=clock())

    assert sorted(taken) == (["held", "seen"] if apart > 30 else ["held"] if database.is_sqlite else [])
