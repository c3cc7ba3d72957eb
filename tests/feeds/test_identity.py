"""An article stays the same one when its address changes, and in every source that tells of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.identity import external_id

SITE = "https://conco.quangtri.gov.vn"


@pytest.mark.parametrize(
    ("guid", "link", "identity"),
    [
        ("\n   news_17\n ", f"{SITE}/vi/news/thong-bao/khan-17.html", "news_17"),
        ("news_17", f"{SITE}/chi-dao/cam-bien-18-9-17.html", "news_17"),
        ("", f"{SITE}/thong-bao/khan-17.html", "news_17"),
        ("", f"{SITE}/vi/news/chi-dao/cam-bien-17.html?utm=1", "news_17"),
        ("", "https://moved.quangtri.gov.vn/vi/news/x/y-17.html#top", "news_17"),
        (f"{SITE}/thong-bao/khan-17.html", f"{SITE}/thong-bao/khan-17.html", "news_17"),
        (
            "urn:uuid:2e762fa3-3d72-7c40-a0f3-66e440f4bc36",
            f"{SITE}/vi/news/thong-bao/khan-17.html",
            "news_17",
        ),
        ("9e107d9d372bb6826bd81d3542a419d6", f"{SITE}/vi/news/thong-bao/khan-17.html", "news_17"),
        ("laws_11", f"{SITE}/laws/detail/Nghi-Dinh-11/", "laws_11"),
        ("", f"{SITE}/vi/laws/detail/Nghi-Dinh-11/", "laws_11"),
        ("", f"{SITE}/chi-tiet-tin/-/view-article/1/20182/1772526953007", "article_1772526953007"),
        ("", f"{SITE}/tin-moi/-/view-article/1/77/1772526953007", "article_1772526953007"),
        ("", f"{SITE}/web/guest/tin/-/asset_publisher/Xy1/content/lich-tau?redirect=%2F", "content_lich-tau"),
        ("", f"{SITE}/tin/-/asset_publisher/Xy1/content/lich-tau/20182/maximized", "content_lich-tau"),
        ("", f"{SITE}/tin/-/asset_publisher/Xy1/content/id/12345?inheritRedirect=false", "asset_12345"),
        ("", f"{SITE}/w/lich-tau?p_p_state=normal&_com_x_redirect=%2Ftin", "w/lich-tau"),
        (
            "",
            f"{SITE}/chi-tiet-tin/-/view-article/1/20182/1772526953007;jsessionid=AB",
            "article_1772526953007",
        ),
        ("", f"{SITE}/index.php?language=vi&nv=news&op=thong-bao/lich-tau-17.html", "news_17"),
        ("", f"{SITE}/tin.aspx?utm_source=rss&id=5&utm_medium=feed", "tin.aspx?id=5"),
        (f"{SITE}/?p=123", f"{SITE}/lich-tau-thang-9.html", "?p=123"),
        ("vb/2024:7", f"{SITE}/lich-tau-17.html", "vb/2024:7"),
        (
            "urn:uuid:2e762fa3-3d72-7c40-a0f3-66e440f4bc36",
            "",
            "urn:uuid:2e762fa3-3d72-7c40-a0f3-66e440f4bc36",
        ),
        ("", f"{SITE}/Pages/chi-tiet.aspx?ItemID=9", "Pages/chi-tiet.aspx?ItemID=9"),
        ("", "http://[", ""),
        ("", "", ""),
    ],
)
def test_identity(guid: str, link: str, identity: str) -> None:
    assert external_id(guid, link) == identity


@given(
    category=st.from_regex(r"[a-z]+(-[a-z]+)*", fullmatch=True),
    alias=st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True),
    number=st.integers(1, 10**7),
)
def test_neither_category_nor_alias_count(category: str, alias: str, number: int) -> None:
    assert external_id("", f"{SITE}/{category}/{alias}-{number}.html") == f"news_{number}"


@given(st.text(), st.text())
def test_any_guid_and_link_have_an_answer(guid: str, link: str) -> None:
    assert external_id(guid, link) == external_id(f" {guid}\n", f"{link} ")
