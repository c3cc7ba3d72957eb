"""What can be watched at a portal: portals of three kinds from their home page, and none."""

from collections.abc import Sequence
from datetime import UTC, datetime

import httpx
import pytest

from feeds.article import Entry
from feeds.clues import Candidate, cms_of, feeds_on, listings_on, sitemaps
from feeds.discover import Discoverer, Discovery, Told, ranked
from feeds.errors import Unanswered
from feeds.fetching import Fetcher
from feeds.portals import Portal, SourceKind
from tests.conftest import Clock
from tests.fakes.portal import FakeSite

URL = "http://127.0.0.1"
GENERATOR = "<meta name='generator' content='NukeViet v4.5'>"
EGOV = "<link href='/themes/egov/css/style.css'>"


def entries(*numbers: int) -> tuple[Entry, ...]:
    at = datetime(2026, 11, 24, tzinfo=UTC)
    return tuple(
        Entry(external_id=f"news_{n}", link=f"{URL}/a-{n}.html", title="T", published=at) for n in numbers
    )


def told(kind: SourceKind, path: str, *numbers: int, title: str = "", note: str = "") -> Told:
    return Told(Candidate(kind, f"{URL}{path}", title), entries(*numbers), note)


async def look(bodies: dict[str, str], site: FakeSite | None = None) -> tuple[Discovery, list[str]]:
    steps: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path in bodies:
            return httpx.Response(200, headers={"Content-Type": "text/html"}, content=bodies[path].encode())
        if site is None:
            return httpx.Response(404)
        status, headers, body = site.answer(path)
        return httpx.Response(status, headers=headers, content=body)

    portal = Portal(id="d", name="d", url=URL, hosts=("127.0.0.1",))
    fetcher = Fetcher(portal, clock=Clock(), transport=httpx.MockTransport(answer))
    discoverer = Discoverer(
        fetcher, progress=lambda done, total, what: steps.append(f"{done}/{total} {what}")
    )
    try:
        return await discoverer.look(f"{URL}/"), steps
    finally:
        await fetcher.close()


@pytest.mark.parametrize(
    ("html", "name", "preset", "why"),
    [
        (GENERATOR, "NukeViet", "nukeviet", "generator «NukeViet v4.5»"),
        (GENERATOR + EGOV, "NukeViet eGovernment", "egov", "generator"),
        ("<a href='/chi-tiet-tin/-/view-article/1/2/1772526953007'>x</a>", "Liferay", "liferay", "addresses"),
        ("<script>var nv_base_siteurl='/';</script>", "NukeViet", "nukeviet", "scripts"),
        ("<meta name='Generator' content='WordPress 6.4'>", "WordPress 6.4", "nukeviet", "WordPress"),
        ("", "an unknown system", "nukeviet", "nothing"),
    ],
)
def test_what_a_portal_runs_and_why(html: str, name: str, preset: str, why: str) -> None:
    cms = cms_of(html.encode())
    assert (cms.name, cms.preset) == (name, preset)
    assert why in cms.why


def test_feeds_in_the_head_and_by_links_on_this_host_alone() -> None:
    html = """<link rel="alternate" type="application/rss+xml" title="Tin Tức" href="/vi/news/rss/">
    <link rel="alternate" hreflang="en" href="/en/"><a href="/vi/news/rss/">RSS</a><a href="/feeds/">Tất cả</a>
    <a rel="nofollow" href="/vi/laws/rss/">Văn bản</a><a href="https://elsewhere.example/rss/">x</a>
    <a href="/-/journal/rss/20182/7199277">Liferay</a><a href="/tin/">Tin</a>"""
    assert [(one.address.removeprefix(URL), one.title) for one in feeds_on(html.encode(), f"{URL}/")] == [
        ("/vi/news/rss/", "Tin Tức"),
        ("/vi/laws/rss/", "Văn bản"),
        ("/-/journal/rss/20182/7199277", "Liferay"),
    ]


def test_sections_of_the_menu_and_named_sitemaps() -> None:
    html = "<nav><a href='/tin/'>Tin</a><a href='/tin/a-1.html'>Bài</a><a href='/rss/'>RSS</a><a href='/'>Chủ</a></nav>"
    assert [one.address for one in listings_on(html.encode(), f"{URL}/")] == [f"{URL}/", f"{URL}/tin/"]
    robots = f"User-agent: *\nSitemap: {URL}/map.xml\nsitemap: https://elsewhere.example/map.xml"
    assert [one.address for one in sitemaps(robots, f"{URL}/")] == [f"{URL}/map.xml", f"{URL}/sitemap.xml"]


def test_what_is_wise_to_watch() -> None:
    finds = ranked(
        [
            told(SourceKind.SITEMAP, "/sitemap.xml", 1, 2, 3, 4, 5, 6),
            told(SourceKind.FEED, "/rss/thong-bao/", 1, 2, title="Tin Tức - Thông báo"),
            told(SourceKind.FEED, "/rss/giay-moi/", 2, 9, title="Tin Tức - Giấy mời"),
            told(SourceKind.FEED, "/rss/", 1, 2, 3, title="Tin Tức"),
            told(SourceKind.FEED, "/rss/tat/", note="switched off"),
        ]
    )
    assert [(find.name, find.wise) for find in finds] == [
        ("tin-tuc", True),
        ("giay-moi", True),
        ("thong-bao", False),
        ("tat", False),
        ("sitemap-xml", False),
    ]
    assert finds[0].newest == datetime(2026, 11, 24, tzinfo=UTC)
    assert [find.wise for find in ranked([told(SourceKind.SITEMAP, "/sitemap.xml", 1)])] == [True]


def test_names_differ() -> None:
    names = [find.name for find in ranked(told(SourceKind.FEED, "/rss/", n, title="Tin") for n in range(3))]
    assert names == ["tin", "tin-2", "tin-3"]


async def test_a_nukeviet_portal_with_its_feed_in_the_head() -> None:
    site = FakeSite(URL)
    site.publish(1, "Lịch tàu", body="7h00")
    home = f"{GENERATOR}<link rel='alternate' type='application/rss+xml' title='Tin' href='/rss/'>"
    found, steps = await look({"/": home}, site)
    assert [(find.name, find.kind, find.address, find.wise) for find in found.finds] == [
        ("tin", SourceKind.FEED, f"{URL}/rss/", True)
    ]
    assert found.preset == "nukeviet"
    assert "«Lịch tàu»" in found.pages
    assert steps[0] == "0/1 its page"


async def test_a_feed_that_nothing_names_is_found_by_its_usual_address() -> None:
    site = FakeSite(URL)
    site.publish(1, "Lịch tàu")
    found, _ = await look({"/": GENERATOR}, site)
    assert [find.address for find in found.finds] == [f"{URL}/rss/"]


def rows(numbers: Sequence[int]) -> str:
    return "".join(
        f"<div class='news-item'><h3><a href='/chi-tiet-tin/-/view-article/1/2/{n}'>Tin số {n}</a></h3></div>"
        for n in numbers
    )


async def test_a_liferay_portal_without_any_feed_is_watched_by_its_lists() -> None:
    home = f"<nav><a href='/tin'>Tin</a><a href='/gioi-thieu'>x</a></nav>{rows([1, 2, 3])}"
    page = "<h1>Tin số 1</h1><div class='detail-content'>Nội dung</div>"
    found, _ = await look(
        {"/": home, "/tin": rows([1, 2, 3, 4, 5]), "/chi-tiet-tin/-/view-article/1/2/1": page}
    )
    assert found.cms.name == "Liferay"
    assert [(find.name, find.kind, find.articles, find.wise) for find in found.finds] == [
        ("tin", SourceKind.LISTING, 5, True),
        ("listing", SourceKind.LISTING, 3, False),
    ]
    assert found.preset == "liferay"


async def test_pages_in_no_known_layout_are_said_to_be() -> None:
    site = FakeSite(URL)
    post = site.publish(1, "Lịch tàu")
    site.instead[site.link(post).removeprefix(URL)] = lambda: (200, {}, b"<p>something else</p>")
    found, _ = await look({"/": GENERATOR}, site)
    assert "no known layout" in found.pages


async def test_a_portal_that_does_not_answer() -> None:
    with pytest.raises(Unanswered, match="404"):
        await look({})
