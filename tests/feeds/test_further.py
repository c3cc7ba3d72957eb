"""Where a listing goes on behind a feed."""

import pytest

from feeds.further import further_listings, numbered_pages
from feeds.portals import Source, SourceKind

SITE = "https://conco.quangtri.gov.vn"


@pytest.mark.parametrize(
    ("kind", "address", "listings"),
    [
        (SourceKind.FEED, f"{SITE}/vi/news/rss/", ["/vi/news/", "/vi/news/page-2/", "/vi/news/page-3/"]),
        (
            SourceKind.FEED,
            f"{SITE}/rss/thong-bao/",
            ["/thong-bao/", "/thong-bao/page-2/", "/thong-bao/page-3/"],
        ),
        (SourceKind.FEED, f"{SITE}/rss/", ["/", "/page-2/", "/page-3/"]),
        (
            SourceKind.FEED,
            f"{SITE}/vi/news/rss/?type=atom",
            ["/vi/news/", "/vi/news/page-2/", "/vi/news/page-3/"],
        ),
        (SourceKind.FEED, f"{SITE}/index.php?nv=news&op=rss", []),
        (SourceKind.FEED, f"{SITE}/tin.xml", []),
        (SourceKind.LISTING, f"{SITE}/thong-bao/", ["/thong-bao/page-2/", "/thong-bao/page-3/"]),
        (SourceKind.SITEMAP, f"{SITE}/sitemap.xml", []),
    ],
)
def test_the_pages_after(kind: SourceKind, address: str, listings: list[str]) -> None:
    source = Source(name="s", addresses=(address,), kind=kind)

    assert further_listings(source, address) == tuple(f"{SITE}{path}" for path in listings)


def test_other_systems_are_not_guessed_at() -> None:
    source = Source(name="s", addresses=(f"{SITE}/rss/",), preset="liferay")

    assert further_listings(source, f"{SITE}/rss/") == ()


@pytest.mark.parametrize(
    ("links", "pages"),
    [
        pytest.param(
            ["/tin?_101_INSTANCE_x_cur=1", "/tin?_101_INSTANCE_x_cur=2", "/tin?_101_INSTANCE_x_cur=3"],
            ["/tin?_101_INSTANCE_x_cur=2", "/tin?_101_INSTANCE_x_cur=3"],
            id="Liferay",
        ),
        pytest.param(
            ["/tin?page=3&x=1", "/tin?page=2&x=1"], ["/tin?page=2&x=1", "/tin?page=3&x=1"], id="in order"
        ),
        pytest.param(["/tin/trang-2.html", "/tin/trang-9.html"], ["/tin/trang-2.html"], id="in the path"),
        pytest.param(["/tin/page/2", "/khac/page/2"], ["/tin/page/2"], id="the first of a number"),
        pytest.param(["/lich?day=2", "/homepage-2026/", "/tin-2.html", "/tin?page=25"], [], id="no pages"),
    ],
)
def test_pages_that_a_listing_names_itself(links: list[str], pages: list[str]) -> None:
    named = numbered_pages([f"{SITE}{link}" for link in links], f"{SITE}/tin")

    assert named == tuple(f"{SITE}{page}" for page in pages)


def test_pages_of_another_site_are_none_of_ours() -> None:
    assert numbered_pages(["https://other.example/tin?page=2"], f"{SITE}/tin") == ()
