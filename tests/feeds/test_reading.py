"""Sources of three kinds and article pages, through a faked transport: what is asked, understood and odd."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from feeds.errors import NotAFeed, Unanswered
from feeds.fetching import Fetcher
from feeds.formats.outline import Hints
from feeds.portals import Portal, Source, SourceKind
from feeds.reading import Reader, Reading
from feeds.visits import Visit
from tests.conftest import Clock

HOST = "conco.example"
SITE = f"https://{HOST}"
FEED = Source(name="tin", addresses=(f"{SITE}/vi/news/rss/",))
SAMPLE = (Path(__file__).parent / "samples" / "nukeviet45_news.rss.xml").read_text()
EMPTY = (Path(__file__).parent / "samples" / "nukeviet45_rss_switched_off.xml").read_text()
FLOOD = "<title>Hãy đợi</title><div class='floodblocker'>Hãy đợi <span>60</span> giây</div>"
PAGE = "<h1 itemprop='headline'>Lịch tàu</h1><div id='news-bodyhtml'><p>7h00 rời bến.</p></div>"

Body = str | httpx.Response


class Site:
    """A portal that answers from a dictionary of paths, and notes what it was asked."""

    def __init__(self, **bodies: Body) -> None:
        self.bodies: dict[str, Body] = dict(bodies)
        self.asked: list[str] = []
        self.clock = Clock()
        self.slept = 0.0
        portal = Portal(id="conco", name="Cổng", url=SITE, hosts=(HOST,))
        self.fetcher = Fetcher(
            portal,
            clock=self.clock,
            transport=httpx.MockTransport(self._answer),
            monotonic=self.clock.monotonic,
            sleep=self._sleep,
        )
        self.reader = Reader(portal, self.fetcher)

    async def read(
        self, source: Source = FEED, visit: Visit | None = None, *, trusting: bool = True
    ) -> Reading:
        return await self.reader.entries(source, visit or Visit(source=source.name), trusting=trusting)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.raw_path.decode()
        self.asked.append(path)
        body = self.bodies.get(path)
        if isinstance(body, httpx.Response):
            return body
        if body is None:
            return httpx.Response(404)
        kind = "text/xml" if body.startswith("<?xml") else "text/plain" if "robots" in path else "text/html"
        return httpx.Response(200, headers={"Content-Type": kind}, content=body.encode())

    async def _sleep(self, seconds: float) -> None:
        self.slept += seconds
        self.clock.passes(seconds=seconds)


def after(reading: Reading) -> Visit:
    """What the next look remembers of this one."""
    return Visit(
        source="tin",
        address=reading.address,
        body_hash=reading.body_hash,
        etag=reading.etag,
        last_modified=reading.last_modified,
        reason=reading.note,
    )


async def test_a_body_that_is_the_same_is_not_read_again_and_what_is_new_is_read_alone() -> None:
    site = Site(**{"/vi/news/rss/": SAMPLE})
    first = await site.read()
    assert first.entries
    assert (await site.read(visit=after(first))).entries is None
    site.bodies["/vi/news/rss/"] = SAMPLE.replace("news_17", "news_99").replace("-17.html", "-99.html")
    second = await site.read(visit=after(first))
    assert second.entries
    assert [entry.external_id for entry in second.entries] == [
        entry.external_id.replace("17", "99") for entry in first.entries
    ]
    assert second.entries[1:] == first.entries[1:]


async def test_a_feed_switched_off_is_named_for_as_long_as_it_is() -> None:
    site = Site(**{"/vi/news/rss/": EMPTY})
    first = await site.read()
    assert first.entries == []
    assert "switched off" in first.note
    assert (await site.read(visit=after(first))).note == first.note
    forgetful = Site(**{"/vi/news/rss/": EMPTY})
    assert (await forgetful.read(visit=after(first))).note == first.note
    site.bodies["/vi/news/rss/"] = SAMPLE
    assert (await site.read(visit=after(first))).note == ""


@pytest.mark.parametrize(
    ("path", "link", "note"),
    [
        ("/vi/news/rss/thong-bao/", "/vi/news/thong-bao/", ""),
        ("/vi/news/rss/thong-bao/", "/vi/news/", ""),  # its articles stand in it
        ("/vi/news/rss/su-kien/", "/vi/news/su-kien/", ""),
        ("/vi/news/rss/su-kien/", "/vi/news/", "«su-kien» is no category"),
        ("/rss/su-kien", "/", "«su-kien» is no category"),
        ("/index.php?language=vi&nv=news&op=rss/su-kien", "/vi/news/", "«su-kien» is no category"),
        ("/vi/news/rss/", "/vi/news/", ""),
        ("/rss/home.rss", "/", ""),
    ],
)
async def test_a_category_nobody_knows_answers_with_the_whole_feed(path: str, link: str, note: str) -> None:
    feed = SAMPLE.replace("<link>http://127.0.0.1:8091/vi/news/</link>", f"<link>{SITE}{link}</link>", 1)
    reading = await Site(**{path: feed}).read(replace(FEED, addresses=(f"{SITE}{path}",)))
    assert reading.entries
    assert reading.note.startswith(note) if note else reading.note == ""


async def test_what_the_feed_and_its_headers_wish() -> None:
    wishes = "<ttl>90</ttl><skipHours><hour>1</hour><hour>24</hour></skipHours><skipDays><day>Sunday</day></skipDays>"
    feed = SAMPLE.replace("<language>", f"{wishes}<language>")
    headers = {"Cache-Control": "public, max-age=600", "Content-Type": "text/xml"}
    site = Site(**{"/vi/news/rss/": httpx.Response(200, headers=headers, content=feed.encode())})
    rhythm = (await site.read()).rhythm
    assert rhythm.fresh_for == timedelta(minutes=10)
    hours, days = frozenset({0, 1}), frozenset({6})
    assert rhythm.hints == Hints(ttl=timedelta(minutes=90), skip_hours=hours, skip_days=days)


@pytest.mark.parametrize("kind", SourceKind)
async def test_a_flood_block_leaves_the_whole_host_alone(kind: SourceKind) -> None:
    site = Site(**{"/vi/news/rss/": FLOOD, "/other/": SAMPLE})
    with pytest.raises(Unanswered, match="asking too often") as raised:
        await site.read(replace(FEED, kind=kind))
    assert raised.value.retry_after == timedelta(seconds=60)
    other = replace(FEED, name="other", addresses=(f"{SITE}/other/",))
    with pytest.raises(Unanswered, match="left alone"):
        await site.read(other)
    assert site.asked == ["/vi/news/rss/"]
    site.clock.passes(seconds=60)
    assert (await site.read(other)).entries


@pytest.mark.parametrize("status", [429, 503])
async def test_a_refusal_leaves_the_whole_host_alone(status: int) -> None:
    refusal = httpx.Response(status, headers={"Retry-After": "120"})
    site = Site(**{"/vi/news/rss/": refusal})
    with pytest.raises(Unanswered, match=str(status)):
        await site.read()
    with pytest.raises(Unanswered, match="left alone") as raised:
        await site.read()
    assert raised.value.retry_after == timedelta(minutes=2)
    assert len(site.asked) == 1


INDEX = f"""<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>{SITE}/sitemap-vi.page.xml</loc></sitemap><sitemap><loc>{SITE}/sitemap-vi.news.xml</loc></sitemap>
<sitemap><loc>https://elsewhere.example/sitemap.xml</loc></sitemap></sitemapindex>"""
NEWS = f"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>{SITE}/vi/news/thong-bao/lich-tau-17.html</loc><lastmod>2024-09-18T06:45:00+07:00</lastmod></url></urlset>"""
PAGES = f'<?xml version="1.0"?><urlset><url><loc>{SITE}/vi/about/</loc></url></urlset>'
MAP = replace(FEED, kind=SourceKind.SITEMAP, addresses=(f"{SITE}/sitemap.xml",))


async def test_an_index_of_sitemaps_is_read_with_all_it_leads_to_on_the_portal() -> None:
    site = Site(**{"/sitemap.xml": INDEX, "/sitemap-vi.news.xml": NEWS, "/sitemap-vi.page.xml": PAGES})
    first = await site.read(MAP)
    assert first.entries
    assert [(entry.external_id, entry.title) for entry in first.entries] == [
        ("news_17", "lich tau"),
        ("vi/about", "about"),
    ]
    assert site.asked == ["/sitemap.xml", "/sitemap-vi.news.xml", "/sitemap-vi.page.xml"]
    assert (await site.read(MAP, after(first))).entries is None
    site.bodies["/sitemap-vi.news.xml"] = NEWS.replace("-17.html", "-18.html")
    changed = await site.read(MAP, after(first))
    assert changed.entries
    assert changed.entries[0].external_id == "news_18"


async def test_a_part_that_fails_hides_no_other_and_all_failing_is_a_failure() -> None:
    site = Site(**{"/sitemap.xml": INDEX, "/sitemap-vi.news.xml": NEWS})
    reading = await site.read(MAP)
    assert reading.entries
    del site.bodies["/sitemap-vi.news.xml"]
    with pytest.raises(Unanswered, match="404"):
        await site.read(MAP)
    site.bodies["/sitemap.xml"] = SAMPLE
    with pytest.raises(NotAFeed, match="root <rss>, not a sitemap"):
        await site.read(MAP)


async def test_a_page_is_read_where_robots_txt_allows_it_and_the_rules_are_asked_for_once_a_day() -> None:
    rules = "User-agent: *\nDisallow: /private/\nCrawl-delay: 5"
    site = Site(**{"/robots.txt": rules, "/a-1.html": PAGE, "/private/a-2.html": PAGE})
    assert (page := await site.reader.page(FEED, f"{SITE}/a-1.html"))
    assert page.body == "7h00 rời bến."
    assert await site.reader.page(FEED, f"{SITE}/private/a-2.html") is None
    await site.reader.page(FEED, f"{SITE}/a-1.html")
    assert site.asked == ["/robots.txt", "/a-1.html", "/a-1.html"]
    assert site.slept == pytest.approx(2 + 5, abs=3)
    site.clock.passes(days=1)
    await site.reader.page(FEED, f"{SITE}/a-1.html")
    assert site.asked[-2:] == ["/robots.txt", "/a-1.html"]


@pytest.mark.parametrize(
    "robots", [httpx.Response(500), httpx.Response(404), "<html><p>Disallow: /</p></html>"]
)
async def test_a_robots_txt_that_cannot_be_had_forbids_nothing(robots: Body) -> None:
    site = Site(**{"/robots.txt": robots, "/a-1.html": PAGE})
    assert await site.reader.page(FEED, f"{SITE}/a-1.html")


async def test_a_page_off_the_portal_is_never_asked_for() -> None:
    site = Site(**{"/a-1.html": httpx.Response(302, headers={"Location": "https://elsewhere.example/"})})
    assert await site.reader.page(FEED, "https://elsewhere.example/a-1.html") is None
    assert await site.reader.page(FEED, "http://[") is None
    assert site.asked == []
    assert await site.reader.page(FEED, f"{SITE}/a-1.html") is None


async def test_a_listing_of_no_known_system_is_read_on_where_it_says_that_it_goes_on() -> None:
    def page(number: int) -> str:
        anchors = "".join(f"<li><a href='/tin?_x_cur={other}'>{other}</a></li>" for other in (1, 2, 3, 4))
        title = f"<a href='/chi-tiet/-/view-article/1/9/177252695300{number}'>Tin {number}</a>"
        row = f"<div class='news-item'><h3>{title}</h3><span class='date'>24/11/2026</span></div>"
        return f"<html><body>{row}<ul class='pagination'>{anchors}</ul></body></html>"

    site = Site(**{"/tin": page(1), "/tin?_x_cur=2": page(2), "/tin?_x_cur=3": httpx.Response(503)})
    listing = Source(name="tin", addresses=(f"{SITE}/tin",), kind=SourceKind.LISTING, preset="liferay")

    further = await site.reader.further(listing, f"{SITE}/tin")

    assert [one.title for one in further] == ["Tin 2"]
    assert site.asked == ["/tin", "/tin?_x_cur=2", "/tin?_x_cur=3"]
