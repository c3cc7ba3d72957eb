"""Looks at a portal from outside: what is recorded, what is not, and what survives. Real SQLite, faked transport."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from feeds.article import Gist, Version
from feeds.fetching import Fetcher
from feeds.portals import Portal, Source, Topic
from feeds.reading import Reader
from feeds.visits import Verdict
from feeds.watcher import Look, Watcher
from storage import articles
from storage.articles import ArticleLog
from storage.database import Database
from storage.records import Story
from tests.conftest import Clock
from tests.fakes.portal import Answer, FakeSite, Post

SOURCE = Source(name="tin-tuc", addresses=("http://127.0.0.1/rss/",), topic="tin", every=timedelta(minutes=2))
URL = "http://127.0.0.1"


class Town:
    """A portal and its watcher."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.site = FakeSite(URL)
        self.clock = clock
        self.database = database
        portal = Portal(id="conco", name="Cổng", url=URL, hosts=("127.0.0.1",))
        self.fetcher = Fetcher(portal, clock=clock, transport=httpx.MockTransport(self._answer))
        self.watcher = Watcher(
            portal,
            (Topic(id="tin", name="Tin"),),
            ArticleLog(database, "conco"),
            Reader(portal, self.fetcher),
            clock=clock,
            hold_new=5,
        )

    def publish(self, number: int, title: str, *, lead: str = "", body: str = "", days: float = 0) -> Post:
        return self.site.publish(number, title, lead=lead, body=body, at=self.clock() - timedelta(days=days))

    async def look(self) -> Look:
        """Two minutes later."""
        self.clock.passes(minutes=2)
        return await self.watcher.look(SOURCE)

    async def stories(self) -> list[Story]:
        """What is remembered, newest first."""
        async with self.database.reading() as tx:
            return await articles.latest(tx, limit=50)

    async def waiting(self) -> dict[str, Verdict]:
        """What somebody may have to be told of."""
        async with self.database.reading() as tx:
            found = await articles.unannounced(tx, 50)
        return {story.article.external_id: verdict for story, verdict in found}

    def answers(self, post: Post, answer: Answer) -> None:
        """From now on the page of a post says something else."""
        self.site.instead[f"/thong-bao/bai-{post.number}.html"] = lambda: answer

    def _answer(self, request: httpx.Request) -> httpx.Response:
        status, headers, body = self.site.answer(request.url.path)
        return httpx.Response(status, headers=headers, content=body)


@pytest.fixture
async def town(database: Database, clock: Clock) -> AsyncIterator[Town]:
    made = Town(database, clock)
    made.publish(1, "Tin cũ", days=1)
    await made.look()
    yield made
    await made.fetcher.close()


async def test_the_first_look_is_backlog_and_asks_for_no_page(town: Town) -> None:
    assert town.site.asked == ["/rss/"]
    assert await town.waiting() == {}
    assert [story.article.external_id for story in await town.stories()] == ["news_1"]


async def test_a_new_article_comes_with_body_true_time_and_lead(town: Town) -> None:
    post = town.publish(2, "Tàu nghỉ", lead="Tàu không chạy.", body="Dòng một.\nDòng hai.")

    look = await town.look()

    assert (look.ok, look.new, look.found) == (True, 1, 1)
    assert await town.waiting() == {"news_2": Verdict.NEWS}
    [story] = [one for one in await town.stories() if one.article.external_id == "news_2"]
    assert story.article.version.title == "Tàu nghỉ"
    assert story.article.version.lead == "Tàu không chạy."
    assert "Dòng hai." in story.article.version.body
    assert story.article.published == post.at.replace(microsecond=0)
    assert story.article.gist.summary


async def test_an_unchanged_feed_is_not_read_again(town: Town) -> None:
    town.publish(2, "Tàu nghỉ", lead="a")
    await town.look()
    pages = len(town.site.asked)

    assert (await town.look()).found == 0
    assert town.site.asked[pages:] == ["/rss/"]


async def test_position_and_date_never_decide(town: Town) -> None:
    town.site.posts.append(Post(2, "Giấy mời", at=town.clock() - timedelta(days=3)))

    await town.look()

    assert await town.waiting() == {"news_2": Verdict.NEWS}


async def test_a_new_id_with_an_old_date_wakes_nobody(town: Town) -> None:
    town.publish(2, "Bài cũ đăng lại", days=40)

    assert (await town.look()).backlog == 1
    assert await town.waiting() == {}


async def test_an_emptied_database_is_told_from_a_first_look_by_a_flag(town: Town) -> None:
    for number in range(2, 40):
        town.site.posts.clear()
        town.publish(number, f"Tin {number}")
        await town.look()

    assert len(await town.waiting()) == 38


async def test_a_flood_is_held(town: Town) -> None:
    for number in range(2, 14):
        town.publish(number, f"Tin {number}")

    look = await town.look()

    assert (look.held, look.new) == (12, 0)
    assert await town.waiting() == {}


@pytest.mark.parametrize(
    "answer",
    [
        (404, {}, b"gone"),
        (302, {"Location": "https://elsewhere.example/"}, b""),
        (200, {"Content-Type": "text/html"}, b"<p>Please log in</p>"),
        (500, {}, b""),
        (200, {"Content-Type": "text/html"}, b""),
    ],
)
async def test_a_page_that_cannot_be_had_never_loses_the_article(town: Town, answer: Answer) -> None:
    town.answers(town.publish(2, "Cấp nước", lead="Từ 6 giờ."), answer)

    assert (await town.look()).new == 1

    [story] = [one for one in await town.stories() if one.article.external_id == "news_2"]
    assert (story.article.version.title, story.article.version.lead) == ("Cấp nước", "Từ 6 giờ.")
    assert story.article.version.body == ""
    assert story.article.gist.summary


async def test_a_page_that_fails_for_now_is_read_at_a_later_look(town: Town) -> None:
    post = town.publish(2, "Cấp nước", lead="Từ 6 giờ.", body="Tại thôn 1.")
    town.answers(post, (503, {}, b""))
    await town.look()
    await town.look()
    town.site.instead.clear()

    look = await town.look()

    assert look.changed == 1
    assert (await town.stories())[0].article.version.body == "Tại thôn 1."
    asked = len(town.site.asked)
    await town.look()
    assert town.site.asked[asked:] == ["/rss/"]


async def test_a_page_off_the_portal_is_not_asked_for(town: Town) -> None:
    town.publish(2, "Liên kết ngoài", lead="Xem trang khác.")
    feed = town.site.feed().decode().replace(f"{URL}/thong-bao/bai-2", "https://elsewhere.example/bai-2")
    town.site.instead["/rss/"] = lambda: (200, {"Content-Type": "text/xml"}, feed.encode())

    await town.look()

    assert await town.waiting() == {"news_2": Verdict.NEWS}
    assert [path for path in town.site.asked if "bai-2" in path] == []


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((200, {"Content-Type": "text/html"}, b"<html><body>hello</body></html>"), ""),
        ((200, {}, b""), ""),
        ((500, {}, b""), "500"),
        ((429, {"Retry-After": "3600"}, b""), "429"),
    ],
)
async def test_a_failed_look_is_remembered_backed_off_and_mended(
    town: Town, answer: Answer, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    town.publish(2, "Tàu nghỉ")
    town.site.instead["/rss/"] = lambda: answer

    first, second = await town.look(), await town.look()

    assert not first.ok
    assert said in first.reason
    assert first.due
    assert second.due
    assert second.due - town.clock() >= timedelta(minutes=4)
    assert [record.message for record in caplog.records if "cannot be read" in record.message] == [
        f"tin-tuc cannot be read: {first.reason}; it is tried again"
    ]
    town.site.instead.clear()
    assert (await town.look()).new == 1


async def test_the_servers_wish_is_kept(town: Town) -> None:
    town.site.instead["/rss/"] = lambda: (429, {"Retry-After": "3600"}, b"")

    look = await town.look()

    assert look.due == town.clock() + timedelta(hours=1)
    town.clock.passes(minutes=59)
    assert await town.watcher.turn(SOURCE) == 0
    town.clock.passes(minutes=2)
    town.site.instead.clear()
    town.publish(2, "Tàu nghỉ")
    assert await town.watcher.turn(SOURCE) == 1


async def test_an_edited_title_is_a_new_version(town: Town) -> None:
    post = town.publish(2, "Tàu nghỉ")
    await town.look()
    post.title = "Tàu nghỉ đến 20/11"

    assert (await town.look()).changed == 1

    [story] = [one for one in await town.stories() if one.article.external_id == "news_2"]
    assert story.article.version.title == "Tàu nghỉ đến 20/11"


async def test_a_second_address_is_tried_and_then_kept(database: Database, clock: Clock) -> None:
    town = Town(database, clock)
    source = Source(name="hai", addresses=(f"{URL}/vi/rss/", f"{URL}/rss/"), topic="tin")

    assert (await town.watcher.look(source)).ok
    await town.watcher.look(source)
    await town.fetcher.close()

    assert town.site.asked == ["/vi/rss/", "/rss/", "/rss/"]


async def test_what_people_will_be_told_of_is_retold_once_a_version_and_never_inside_a_transaction(
    town: Town,
) -> None:
    retold: list[str] = []

    async def retell(version: Version, gist: Gist) -> Gist:
        async with town.database.transaction():  # on SQLite a second writer would wait for ever
            retold.append(version.title)
        return replace(gist, summary="Kể lại.", origin="ai")

    portal = Portal(id="conco", name="Cổng", url=URL, hosts=("127.0.0.1",))
    town.watcher = Watcher(
        portal,
        (Topic(id="tin", name="Tin"),),
        ArticleLog(town.database, "conco"),
        Reader(portal, town.fetcher),
        clock=town.clock,
        hold_new=5,
        retell=retell,
    )
    town.publish(2, "Tàu nghỉ", body="Tàu không chạy.")
    town.publish(3, "Tin cũ mới thấy", body="Chuyện đã lâu.", days=30)
    await town.look()
    await town.look()

    assert retold == ["Tàu nghỉ"]
    [story] = [one for one in await town.stories() if one.article.external_id == "news_2"]
    assert (story.article.gist.summary, story.article.gist.origin) == ("Kể lại.", "ai")


@pytest.mark.parametrize("module", ["news", "tin-tuc"])
async def test_a_burst_longer_than_the_feeds_window_is_read_from_the_listing(town: Town, module: str) -> None:
    town.site.window = 5
    town.site.module = module
    for number in range(2, 10):
        town.publish(number, f"Tin {number}")

    look = await town.look()

    assert look.new + look.held == 8
    assert {story.article.external_id for story in await town.stories()} == {
        "news_1",
        *(f"{module}_{n}" for n in range(2, 10)),
    }


async def test_a_file_added_later_is_remembered_and_is_no_change(town: Town) -> None:
    post = town.publish(2, "Lịch tàu", lead="Lịch tàu tháng 12.")
    await town.look()
    waiting = await town.waiting()
    file = b'<div class="news-download-file"><p class="list-group-item"><a href="/lich.pdf">lich.pdf</a></p></div>'
    town.answers(post, (200, {"Content-Type": "text/html; charset=utf-8"}, town.site.page(post) + file))

    town.clock.passes(minutes=20)
    assert (await town.look()).changed == 0

    [story] = [one for one in await town.stories() if one.article.external_id == "news_2"]
    assert [one.url for one in story.article.version.attachments] == [f"{URL}/lich.pdf"]
    assert await town.waiting() == waiting


async def test_the_newest_article_has_its_true_minute_though_its_page_cannot_be_had(town: Town) -> None:
    post = town.publish(2, "Lịch tàu")
    town.answers(post, (503, {}, b""))
    await town.look()

    [story] = [one for one in await town.stories() if one.article.external_id == "news_2"]
    assert post.at.minute != post.at.month
    assert story.article.published == post.at


async def test_what_left_the_window_before_a_move_is_found_again_and_nothing_of_it_is_told(
    town: Town,
) -> None:
    town.site.window = 5
    first = town.publish(2, "Lịch tàu tháng 12", body="Tàu chạy lúc 7h00.")
    await town.look()
    for number in range(3, 13):
        town.publish(number, f"Tin số {number} của tuần này", lead=f"Việc thứ {number}.")
        town.clock.passes(minutes=10)
        await town.look()
    waiting = await town.waiting()

    town.site.posts.insert(8, Post(99, "Lịch tàu tháng 12", body="Bài khác, cùng tên.", at=town.clock()))
    town.site.move(URL, "tin", by=1000)
    assert (await town.look()).new == 0
    first.body = "Tàu chạy lúc 9h00."
    town.clock.passes(hours=7)
    await town.look()

    changed = {name for name, verdict in (await town.waiting()).items() if verdict is Verdict.CHANGE}
    assert changed == {"news_2"}
    assert set(await town.waiting()) == set(waiting)


async def test_after_a_move_the_sitemap_tells_where_older_articles_stand(town: Town) -> None:
    town.site.window = 5
    first = town.publish(2, "Lịch tàu tháng 12", body="Tàu chạy lúc 7h00.")
    await town.look()
    for number in range(3, 13):
        town.publish(number, f"Tin số {number} của tuần này", lead=f"Việc thứ {number}.")
        town.clock.passes(minutes=10)
        await town.look()
    waiting = set(await town.waiting())

    town.site.move(URL, "tin", by=1000)
    town.site.instead["/"] = lambda: (404, {}, b"")
    place, html = "/thong-bao/lich-tau-thang-12-1002.html", {"Content-Type": "text/html; charset=utf-8"}
    said = f"<url><loc>{URL}{place}</loc><lastmod>{first.at.isoformat()}</lastmod></url>"
    town.site.instead["/sitemap.xml"] = lambda: (200, {}, f"<urlset>{said}</urlset>".encode())
    town.site.instead[place] = lambda: (200, html, town.site.page(first))
    assert (await town.look()).new == 0
    first.body = "Tàu chạy lúc 9h00."
    town.clock.passes(hours=7)
    await town.look()

    changed = {name for name, verdict in (await town.waiting()).items() if verdict is Verdict.CHANGE}
    assert changed == {"news_2"}
    assert set(await town.waiting()) == waiting


@pytest.mark.parametrize("module", ["news", "tin-tuc"])
async def test_what_moved_to_another_category_and_left_the_window_is_not_withdrawn(
    town: Town, module: str
) -> None:
    town.site.module = module
    await town.look()
    moved, gone = town.publish(11, "Lịch tàu", body="Tàu chạy lại."), town.publish(12, "Họp thôn")
    await town.look()
    old = {post.number: town.site.link(post) for post in (moved, gone)}
    town.site.window = 0
    moved.category = "tin-tuc"
    town.answers(gone, (404, {}, b""))
    town.site.instead["/thong-bao/bai-11.html"] = lambda: (404, {}, b"")
    places = "".join(f"<url><loc>{place}</loc></url>" for place in (town.site.link(moved), old[12]))
    town.site.instead["/sitemap.xml"] = lambda: (200, {}, f"<urlset>{places}</urlset>".encode())
    town.publish(13, "Tin mới")
    town.site.window = 1
    for _ in range(3):
        town.clock.passes(hours=1)
        await town.look()

    kept = {story.article.external_id: story for story in await town.stories()}
    assert f"{module}_12" not in kept, "its old address is all that the sitemap knows"
    assert kept[f"{module}_11"].article.link == town.site.link(moved)
    moved.body = "Tàu nghỉ."
    town.clock.passes(hours=1)
    await town.look()
    assert [
        one.article.version.body for one in await town.stories() if one.article.external_id == f"{module}_11"
    ] == ["Tàu nghỉ."]
