"""What is remembered of a source goes with it to its new name, all or nothing, on both engines."""

from dataclasses import replace
from datetime import timedelta

from feeds.portals import Source
from feeds.visits import Visit
from storage import articles
from storage.articles import ArticleLog
from storage.database import Database
from tests.conftest import NOW
from tests.storage.values import finding

RSS, ALL = "https://conco.example/rss/thong-bao/", "https://conco.example/rss/"


def source(name: str, *addresses: str) -> Source:
    return Source(name=name, addresses=addresses)


def looked(name: str, address: str = RSS) -> Visit:
    return Visit(
        source=name, etag=f'"{name}"', address=address, baselined_at=NOW, looked_at=NOW, good_at=NOW, due=NOW
    )


async def sources_of(database: Database) -> dict[str, str]:
    async with database.reading() as tx:
        waiting = await articles.unannounced(tx, 50)
    log, ids = ArticleLog(database, "conco"), {story.article.external_id: "" for story, _ in waiting}
    return {one: known.source for one, known in (await log.recall("x", ids, NOW)).known.items()}


async def test_visit_window_and_articles_get_the_new_name(database: Database) -> None:
    log = ArticleLog(database, "conco")
    await log.record(looked("cu"), [finding(1)], (), frozenset({"news_1"}))
    await log.record(looked("khac", ALL), [finding(2)], (), frozenset({"news_2"}))

    now = [source("moi", RSS), source("khac", ALL)]
    assert await log.adopt(now) == {"cu": "moi"}

    assert await log.visit("moi") == replace(looked("cu"), source="moi")
    assert await log.visit("cu") == Visit(source="cu"), "nothing is left of it"
    assert (await log.recall("moi", {}, NOW)).window == {"news_1"}
    assert await log.listed() == {"news_1", "news_2"}
    assert await sources_of(database) == {"news_1": "moi", "news_2": "khac"}
    assert await log.adopt(now) == {}, "once"


async def test_a_first_look_that_failed_meanwhile_does_not_count(database: Database) -> None:
    log = ArticleLog(database, "conco")
    await log.record(looked("cu"), [finding(1)], (), frozenset({"news_1"}))
    await log.record(Visit(source="moi", failures=2, reason="answered 503", due=NOW))

    await log.adopt([source("moi", RSS)])

    assert await log.visit("moi") == replace(looked("cu"), source="moi")


async def test_one_that_looked_for_itself_keeps_its_own_visit_and_gets_the_articles(
    database: Database,
) -> None:
    log = ArticleLog(database, "conco")
    await log.record(looked("cu"), [finding(1)], (), frozenset({"news_1"}))
    own = looked("moi")
    await log.record(own, [finding(2)], (), frozenset({"news_2"}))

    await log.adopt([source("moi", RSS)])

    assert await log.visit("moi") == own
    assert (await log.recall("moi", {}, NOW)).window == {"news_2"}
    assert await sources_of(database) == {"news_1": "moi", "news_2": "moi"}


async def test_of_two_that_became_one_the_last_good_visit_goes_on(database: Database) -> None:
    log = ArticleLog(database, "conco")
    await log.record(looked("a"), [finding(1)], (), frozenset({"news_1"}))
    later = replace(looked("b", ALL), good_at=NOW + timedelta(hours=1))
    await log.record(later, [finding(2)], (), frozenset({"news_2"}))

    await log.adopt([source("tin", ALL, RSS)])

    assert await log.visit("tin") == replace(later, source="tin")
    assert await sources_of(database) == {"news_1": "tin", "news_2": "tin"}


async def test_what_a_removed_source_told_belongs_to_one_that_lists_it_too(database: Database) -> None:
    log = ArticleLog(database, "conco")
    await log.record(looked("cu"), [finding(1), finding(2)], (), frozenset({"news_1", "news_2"}))
    await log.record(looked("tat-ca", ALL), [], (), frozenset({"news_1"}))

    assert await log.adopt([source("tat-ca", ALL)]) == {}

    assert await sources_of(database) == {"news_1": "tat-ca", "news_2": "cu"}
    assert await log.visit("cu") == replace(looked("cu"), due=None), "it may come back"
    assert await log.forgotten() == {"cu"}


async def test_a_new_source_goes_on_where_a_forgotten_one_left(database: Database) -> None:
    log = ArticleLog(database, "conco")
    await log.record(looked("cu"), [finding(1), finding(2)], (), frozenset({"news_1", "news_2"}))
    await log.record(Visit(source="moi", failures=2, reason="answered 503", due=NOW))
    await log.adopt([source("moi", ALL)])

    inherited = await log.inherit("cu", "moi")

    assert (inherited.source, inherited.baselined_at, inherited.address) == ("moi", NOW, RSS)
    assert (inherited.failures, inherited.due) == (2, NOW), "its own turn"
    assert await log.visit("moi") == inherited
    assert (await log.recall("moi", {}, NOW)).window == {"news_1", "news_2"}
    assert await sources_of(database) == {"news_1": "moi", "news_2": "moi"}
    assert await log.forgotten() == set()
    assert await log.inherit("cu", "moi") == inherited, "once"
