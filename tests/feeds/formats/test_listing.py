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


def block(head: int, title: str, *others: tuple[int, str]) -> str:
    """One category on the front page of a module: its newest article, then titles, and bare counters."""
    more = "".join(
        f'<li class="icon_list"><a class="show h4" href="/tin/bai-{number}.html" title="{name}">{name}</a></li>'
        for number, name in others
    )
    return f"""<div class="panel-body"><div class="row"><div class="col-md-16">
    <h3><a title="{title}" href="/tin/bai-{head}.html">{title}</a></h3>
    <div class="text-muted"><ul class="list-inline"><li><em>&nbsp;</em> 26/01/2024 08:15:00 AM</li>
    <li><em>&nbsp;</em> 1.204</li><li><em>&nbsp;</em> 0</li></ul></div>Tàu rời bến lúc 7h30.</div>
    <div class="col-md-8"><ul class="related">{more}</ul></div></div></div>"""


def test_a_front_page_tells_of_each_article_and_mixes_none_of_them() -> None:
    html = listing(block(9, "Lịch tàu", (8, "Cấm biển"), (7, "Ngừng cấp điện")), block(6, "Hội nghị"))
    entries = read(html)
    assert {(entry.external_id, entry.title, entry.lead) for entry in entries} == {
        ("news_9", "Lịch tàu", "Tàu rời bến lúc 7h30."),
        ("news_8", "Cấm biển", ""),
        ("news_7", "Ngừng cấp điện", ""),
        ("news_6", "Hội nghị", "Tàu rời bến lúc 7h30."),
    }
    assert read(html.replace("1.204", "1.205")) == entries  # a view more is no other word


def test_the_titles_below_a_list_have_their_days_and_keep_them_out_of_their_names() -> None:
    below = """<ul class="related"><li><em>&nbsp;</em><a href="/tin/bai-4.html" title="Lịch tàu từ 12/8/2024">
    Lịch tàu từ 12/8/2024 <em>(25/01/2024) </em></a></li><li><a href="/tin/">Xem thêm</a></li></ul>"""
    entry = read(listing(row(5, "Cấm biển", "26/01/2024 08:15:00")) + below)[1]
    assert (entry.external_id, entry.title) == ("news_4", "Lịch tàu từ 12/8/2024")
    assert (entry.published, entry.exact) == (datetime(2024, 1, 24, 17, 0, tzinfo=UTC), False)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ('<h4><span class="label">3</span>&nbsp;&nbsp;Lịch tàu tháng 9</h4>', "Lịch tàu tháng 9"),
        ("Lịch tàu...", "Lịch tàu tháng 9"),
        ("Xem: Lịch tàu tháng 9", "Xem: Lịch tàu tháng 9"),
        ("Lịch tàu tháng 10", "Lịch tàu tháng 10"),
    ],
)
def test_a_number_before_a_title_and_a_cut_are_no_part_of_it(written: str, title: str) -> None:
    html = f'<div class="list-group"><a href="/tin/bai-3.html" title="Lịch tàu tháng 9">{written}</a></div>'
    assert [entry.title for entry in read(html)] == [title]


def test_rows_of_nukeviet_5() -> None:
    html = """<article class="row gx-3"><div class="col-4"><a href="/tin/bai-2.html"><img src="/a.jpg"></a></div>
    <div class="col-8"><div class="mb-2"><h2 class="d-inline"><a href="/tin/bai-2.html">Lịch tàu</a></h2>
    <span class="badge"><svg></svg> Mới</span></div><div class="mb-2 d-none d-sm-block">Tàu chạy lại.</div>
    <ul class="list-inline text-muted"><li><i></i> 26/01/2024 08:15</li>
    <li><i></i> <span class="d-none d-sm-inline">Đã xem:</span> 1.204</li></ul></div></article>"""
    (entry,) = read(html)
    assert (entry.title, entry.lead) == ("Lịch tàu", "Tàu chạy lại.")
    assert entry.published == datetime(2024, 1, 26, 1, 15, tzinfo=UTC)


def test_a_list_of_laws_names_them_and_the_day_of_their_issue_is_not_that_of_publication() -> None:
    html = """<div class="flex-table-laws"><div class="table-rows table-head"><div class="c-code">Số</div></div>
    <div class="table-rows"><div class="c-code"><a href="/laws/detail/quy-che-6/" title="Quy chế">15/QĐ-UBND</a></div>
    <div class="c-time"><span>Ngày ban hành:</span>26/01/2023</div>
    <div class="c-intro"><a href="/laws/detail/quy-che-6/"><strong>Quy chế đi lại</strong></a></div></div></div>"""
    (entry,) = read(html)
    assert (entry.external_id, entry.title, entry.published) == ("laws_6", "Quy chế đi lại", None)


def test_a_day_that_is_announced_stays_in_the_lead() -> None:
    lead = "Thời gian: 7h30 ngày 12/8/2024<br>Hạn nộp: 15/8/2024"
    (entry,) = read(listing(row(1, "Lịch tàu", "11/08/2024 10:20:00", lead)))
    assert entry.lead == "Thời gian: 7h30 ngày 12/8/2024\nHạn nộp: 15/8/2024"


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


def test_liferays_own_list_of_assets() -> None:
    html = """<div class="asset-abstract default-asset-publisher"><h4 class="asset-title">
    <a href="/tin/-/asset_publisher/Ab1/content/lich-tau?redirect=%2Ftin">Lịch tàu</a></h4>
    <div class="asset-content"><div class="asset-summary">Tàu chạy lại.</div></div>
    <div class="taglib-asset-metadata"><dl><dd class="metadata-entry metadata-view-count">5 Lượt xem</dd>
    <dd class="metadata-entry metadata-publish-date">26 thg 1, 2024</dd></dl></div></div>"""
    (entry,) = read(html, PRESETS["liferay"])
    assert (entry.external_id, entry.lead) == ("content_lich-tau", "Tàu chạy lại.")
    assert (entry.published, entry.exact) == (datetime(2024, 1, 25, 17, 0, tzinfo=UTC), False)


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
