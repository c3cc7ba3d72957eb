"""Category pages of NukeViet, of themes nobody has seen, and any bytes."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.article import Entry
from feeds.errors import NotAListing
from feeds.formats.listing import parse_listing
from feeds.formats.presets import PRESETS
from feeds.portals import Selectors

SITE = "https://conco.quangtri.gov.vn"
URL = f"{SITE}/thong-bao/"


def row(number: int, title: str, date: str, lead: str = "") -> str:
    link = f"/thong-bao/bai-{number}.html"
    return f"""<div class="panel"><div class="panel-body">
    <a href="{link}" title="{title}"><img src="/uploads/{number}.jpg"></a>
    <h3><a href="{link}" title="{title}">{title}</a></h3><div class="text-muted"><ul>
    <li><em class="fa">&nbsp;</em> {date}</li><li>Đã xem: 1.204</li><li>Phản hồi: 0</li></ul></div>
    {lead}<div class="viewmore"><a href="{link}">Xem tiếp&nbsp;</a></div></div></div>"""


def listing(*rows: str) -> str:
    menu = '<nav><a href="/gioi-thieu/lich-su-1.html">Lịch sử</a></nav>'
    return f'<html><body>{menu}<div class="news_column">{"".join(rows)}</div></body></html>'


def read(html: str, selectors: Selectors = PRESETS["nukeviet"]) -> list[Entry]:
    return parse_listing(html.encode(), selectors, base=URL)


def test_rows_with_title_moment_and_lead() -> None:
    html = listing(
        row(
            18, "Ngừng cấp nước ngày 12&#x002F;8&#x002F;2024", "11/08/2024 10:20:00", "Từ 7h30.<br>Gọi 0233."
        ),
        row(15, "Lịch tàu", "30/08/2024 04:05:00 PM"),
    )
    assert read(html) == [
        Entry(
            external_id="news_18",
            link=f"{SITE}/thong-bao/bai-18.html",
            title="Ngừng cấp nước ngày 12/8/2024",
            lead="Từ 7h30.\nGọi 0233.",
            published=datetime(2024, 8, 11, 3, 20, tzinfo=UTC),
            image=f"{SITE}/uploads/18.jpg",
        ),
        Entry(
            external_id="news_15",
            link=f"{SITE}/thong-bao/bai-15.html",
            title="Lịch tàu",
            published=datetime(2024, 8, 30, 9, 5, tzinfo=UTC),
            image=f"{SITE}/uploads/15.jpg",
        ),
    ]


def test_a_bare_day_is_not_exact() -> None:
    (entry,) = read(listing(row(1, "Lịch tàu", "30/08/2024")))
    assert (entry.published, entry.exact) == (datetime(2024, 8, 29, 17, 0, tzinfo=UTC), False)


def test_an_article_shown_twice_is_told_once() -> None:
    entries = read(
        listing(row(1, "Một", "1/1/2024"), row(2, "Hai", "1/1/2024"), row(1, "Một nữa", "1/1/2024"))
    )
    assert [entry.title for entry in entries] == ["Một", "Hai"]


def test_an_unknown_theme_is_read_by_its_links() -> None:
    html = """<header><a href="/tin/logo-9.html">Cồn Cỏ</a></header><main>
    <a href="/tin/lich-tau-3.html"><img src="a.jpg"></a><a href="/tin/lich-tau-3.html">Lịch tàu</a>
    <a href="/tin/lich-tau-3.html">Xem tiếp</a><a href="/tin/khong-chu-4.html" title="Cấm biển"></a>
    <a href="/tin/">Tin</a><a href="javascript:a-5.html">x</a></main><footer><a href="/a-6.html">a</a></footer>"""
    assert [(entry.external_id, entry.title) for entry in read(html)] == [
        ("news_3", "Lịch tàu"),
        ("news_4", "Cấm biển"),
    ]


def test_liferay_addresses() -> None:
    link = "/chi-tiet-tin/-/view-article/1/20182/1772526953007"
    date = '<span class="date">03/03/2026 15:35</span>'
    html = f'<div class="news-item"><h3><a href="{link}">Lịch tàu</a></h3>{date}</div>'
    (entry,) = read(html, PRESETS["liferay"])
    assert entry.external_id == "article_1772526953007"
    assert entry.published == datetime(2026, 3, 3, 8, 35, tzinfo=UTC)


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("", "no article is listed"),
        ("<p>Chưa có bài viết</p>", "no article is listed"),
        ("<title>Website tạm ngưng hoạt động</title>", "maintenance"),
        ('<div class="floodblocker">Hãy đợi</div>', "asking too often"),
    ],
)
def test_what_is_no_listing_is_said_plainly(html: str, reason: str) -> None:
    with pytest.raises(NotAListing, match=reason):
        read(html)


def test_a_wrong_selector_is_named() -> None:
    with pytest.raises(NotAListing, match="«li:::x» is not valid CSS"):
        read(listing(), replace(PRESETS["nukeviet"], item="li:::x"))


@given(st.binary(), st.text(alphabet="<>/=\"' ahref-1.tml&;:[]\n"))
def test_any_bytes_are_a_listing_or_refused(body: bytes, inside: str) -> None:
    with pytest.raises(NotAListing):
        parse_listing(body, PRESETS["nukeviet"], base=URL)
    entries = read(listing(row(1, "Lịch tàu", inside, inside), inside))
    assert entries[0].external_id == "news_1"
