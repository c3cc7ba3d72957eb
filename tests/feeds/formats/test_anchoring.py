"""Pages of themes nobody has seen: the text is what stands under the title that the feed told."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.errors import NotAnArticle
from feeds.formats.page import Page, parse_page
from feeds.portals import Selectors

TITLE = "Thông báo lịch tàu Cửa Việt – Cồn Cỏ"
LONG = "Tàu Cồn Cỏ Tourist rời bến Cửa Việt lúc 7h00 thứ Hai và thứ Sáu hằng tuần."
MENU = "<nav><ul><li><a href='/'>Trang chủ</a></li><li>Giới thiệu huyện đảo Cồn Cỏ, tỉnh Quảng Trị</li></ul></nav>"
UNDER = """<div><p>Tổng số điểm của bài viết là: 0 trong 0 đánh giá</p></div><div class="x"><p>Ý kiến bạn đọc</p>
<p>Một bình luận rất dài của bạn đọc, không thuộc về bài viết này chút nào.</p></div>"""
SIDE = f"<aside><h4>{TITLE}</h4><p>Tin khác, dài hơn bốn mươi chữ cái cho chắc chắn.</p></aside>"


def read(main: str, title: str = TITLE, head: str = "") -> Page:
    around = f"{MENU}{SIDE}<div id='main'>{main}</div><footer>Cơ quan chủ quản: UBND</footer>"
    html = f"<html><head>{head}</head><body>{around}"
    return parse_page(html.encode(), Selectors(), base="https://x.vn/a-1.html", title=title)


@pytest.mark.parametrize(
    ("main", "body"),
    [
        (
            f"<h1>{TITLE}</h1><p>26/01/2024 405 0</p><div><p>{LONG}</p><p>Hết.</p></div>{UNDER}",
            f"{LONG}\nHết.",
        ),
        (
            f"<div><div><h2>{TITLE}</h2></div><div>Lượt xem: 405</div></div><div><p>{LONG}</p></div>{UNDER}",
            LONG,
        ),
        (f"<div class='tieu-de'>{TITLE}</div><br>{LONG}<p>Tác giả: A</p>", LONG),
        (f"<h3>{TITLE.upper()}</h3><p>{LONG}</p><p>{LONG}</p><p>Ngắn.</p>", f"{LONG}\nNgắn."),
        (
            f"<h1>{TITLE}</h1><table><tr><th>Ngày</th><th>Giờ rời bến Cửa Việt</th></tr>"
            "<tr><td>5/9</td><td>7h00</td></tr></table><p>Chia sẻ</p>",
            "Ngày | Giờ rời bến Cửa Việt\n5/9 | 7h00",
        ),
        (f"<h1>{TITLE}</h1><p>{LONG}</p><div class='related-news'><p>{LONG * 2}</p></div>", LONG),
        (f"<h1>{TITLE}</h1><p>{LONG}</p><p>Các tin khác</p><ul><li>Tin khác của cổng</li></ul>", LONG),
        (
            f"<h1>{TITLE}</h1><p>Ngày đăng: 25/01/2024</p><p>Thời gian: 7h30 ngày 26/01/2024</p><p>{LONG}</p>",
            f"Thời gian: 7h30 ngày 26/01/2024\n{LONG}",
        ),
        (f"<h1>{TITLE}</h1><p>{LONG}</p><p>File đính kèm</p><p>Tập tin 1: a.pdf</p>", LONG),
    ],
)
def test_what_stands_under_the_title(main: str, body: str) -> None:
    found = read(main)
    assert found.title == TITLE
    assert found.body == body


def test_date_picture_and_files_of_the_part_around() -> None:
    files = "<a href='/tep/lich.pdf'>Lịch</a><img src='/anh/tau.jpg'>"
    found = read(f"<article><h1>{TITLE}</h1><p>Thứ sáu - 26/01/2024 08:15</p><p>{LONG} {files}</p></article>")
    assert found.published == datetime(2024, 1, 26, 1, 15, tzinfo=UTC)
    assert [file.url for file in found.attachments] == ["https://x.vn/tep/lich.pdf"]
    assert found.image == "https://x.vn/anh/tau.jpg"


def test_a_title_told_short_and_one_that_only_the_head_tells() -> None:
    main = f"<h1>{TITLE}</h1><p>{LONG}</p>"
    assert read(main, "Thông báo lịch tàu…").body == LONG
    assert read(main, "thong bao lich tau", f"<title>{TITLE} - Huyện Cồn Cỏ</title>").body == LONG
    assert read(main, "", f"<meta property='og:title' content='{TITLE}'>").body == LONG


@pytest.mark.parametrize(
    "main",
    [
        f"<h1>Khác</h1><p>{LONG}</p>",
        f"<h1>{TITLE}</h1><p>Ngắn.</p><p>Ý kiến bạn đọc</p><p>{LONG}</p>",
        f"<h1>{TITLE}</h1>",
        "",
    ],
)
def test_without_a_text_under_the_title_there_is_no_article(main: str) -> None:
    with pytest.raises(NotAnArticle, match="title is not on the page"):
        read(main)


@given(st.text(alphabet="<>/=\"' abdivhp1&;\n"), st.text(min_size=1, max_size=9))
def test_any_page_is_read_or_refused(inside: str, title: str) -> None:
    found = read(f"<h1>{TITLE}</h1><p>{LONG}</p>{inside}")
    assert found.body.startswith(LONG)
    with pytest.raises(NotAnArticle):
        parse_page(inside.encode(), Selectors(), base="https://x.vn/", title=f"{title} nowhere")
