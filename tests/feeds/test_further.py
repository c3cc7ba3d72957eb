"""Where a listing goes on behind a feed."""

import pytest

from feeds.further import further_listings
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
