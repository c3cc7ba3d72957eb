"""Article pages in the shapes of NukeViet's default and eGovernment themes, the refusing ones, and any bytes."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.article import Attachment
from feeds.errors import NotAnArticle
from feeds.formats.counters import Counters
from feeds.formats.page import Page, cut_from, parse_page
from feeds.formats.presets import PRESETS
from feeds.portals import Selectors

URL = "https://conco.quangtri.gov.vn/thong-bao/lich-tau-15.html"
SITE = "https://conco.quangtri.gov.vn"
HEAD = '<meta property="article:published_time" content="2024-01-26+0708:15:00">'
NOSCRIPT = '<noscript><div class="alert alert-danger">Trình duyệt đã tắt JavaScript.</div></noscript>'


def page(
    body: str = "<p>Tàu rời bến lúc 7h00.</p>",
    *,
    head: str = HEAD,
    lead: str = "",
    files: str = "",
    extra: str = "",
) -> str:
    return f"""<!DOCTYPE html><html><head><title>Chi tiết tin tức</title>{head}</head><body>{NOSCRIPT}
    <h1>Huyện Cồn Cỏ</h1><div class="news_column"><h1 itemprop="headline">Lịch tàu tháng 9&#x002F;2024</h1>
    <span class="hidden" itemprop="datePublished">2026-11-23T07:22:23+07:00</span>
    <span class="hidden" itemprop="description"></span>
    <div class="row newsdetailmetatop"><span class="h5"><i></i>Thứ sáu - 30/08/2024 16:05</span>
    <span class="h5">26</span></div>{extra}<div class="hometext">{lead}</div>
    <div id="news-bodyhtml" class="bodytext">{body}</div>
    <div class="news-download-file">{files}</div></div></body></html>"""


def read(html: str, preset: str = "nukeviet") -> Page:
    return parse_page(html.encode(), PRESETS[preset], base=URL)


def test_title_lead_and_text() -> None:
    found = read(page(lead="Lịch tàu<br>tháng 9."))
    assert found.title == "Lịch tàu tháng 9/2024"
    assert found.lead == "Lịch tàu\ntháng 9."
    assert found.body == "Tàu rời bến lúc 7h00."
    assert found.alert == ""


def test_a_title_cut_inside_an_entity() -> None:
    assert read(page().replace("9&#x002F;2024</h1>", "9&#x0</h1>")).title == "Lịch tàu tháng 9"


def test_the_moment_is_never_that_of_the_last_edit() -> None:
    assert read(page()).published == datetime(2024, 1, 26, 1, 15, tzinfo=UTC)
    assert read(page(head="")).published == datetime(2024, 8, 30, 9, 5, tzinfo=UTC)
    assert read(page(head=""), "egov").published == datetime(2024, 8, 30, 9, 5, tzinfo=UTC)
    bare = '<span itemprop="datePublished">2026-11-23T07:22:23+07:00</span><div id="news-bodyhtml">a</div>'
    assert read(bare).published is None


def test_paragraphs_tables_and_lists_are_lines_and_scripts_are_gone() -> None:
    body = """<p>Lịch:</p><script>track()</script><style>p{}</style><iframe src="//youtube"></iframe>
    <table><tr><th>Ngày</th><th>Giờ</th></tr><tr><td>5/9</td><td>7h00</td></tr></table>
    <ul><li>Mang theo căn cước</li><li>Đến sớm</li></ul>"""
    assert read(page(body)).body == "Lịch:\nNgày | Giờ\n5/9 | 7h00\n- Mang theo căn cước\n- Đến sớm"


def test_numbered_lists_keep_their_numbers_and_what_is_hidden_is_not_read() -> None:
    body = """<ol start="3"><li>Ba<ol><li>một</li></ol></li><li>Bốn<ul><li>chấm</li></ul></li></ol>
    <ol><li>Một</li></ol>
    <p class="a hidden">x</p><p style="display: none">x</p><p hidden>x</p><p class="hidden-xs">Hiện</p>"""
    assert read(page(body)).body.split("\n") == ["3. Ba", "1. một", "4. Bốn", "- chấm", "1. Một", "Hiện"]


def test_counters_are_told_beside_the_article() -> None:
    row = """<span><i class="fa fa-eye"></i>1.234</span><span><i class="fa fa-comment-o"></i>5</span>
    <p id="stringrating">Tổng số điểm của bài viết là: 17 trong 4 đánh giá</p>"""
    html = page().replace("</h1>", f'</h1><div class="newsdetailmetatop">{row}</div>')
    assert read(html).counters == Counters(views=1234, comments=5, points=17, votes=4)
    assert read(html).body == read(page()).body
    assert read(page()).counters == Counters()


def test_files_tell_their_size() -> None:
    body = """<a href="/a.pdf">Lịch tàu.pdf (1,2 MB)</a> <a href="/b.doc">Phụ lục</a> (245 KB) <a href="/c.doc">Bản</a>,
    năm 2024 MB"""
    sizes = {file.name: file.size for file in read(page(body)).attachments}
    assert sizes == {"Lịch tàu.pdf": 1258291, "b.doc": 250880, "c.doc": None}


def test_a_law_of_the_module_of_today() -> None:
    html = """<div class="law-detail"><h1>Quy chế đi lại</h1><ul class="nav nav-tabs"><li><a>Thuộc tính</a></li></ul>
    <div class="tab-content"><div class="tab-pane" id="doc-basic"><div class="panel-body"><p>Lấy ý kiến nhân dân.</p>
    <table class="table-properties"><tr><td class="col-header">Kết thúc</td><td>30/01/2024</td></tr></table></div></div>
    <div class="laws-download-file"><a href="/laws/detail/quy-che-6/?download=1&amp;id=0">Tải về: quy-che.pdf</a></div>
    </div></div>"""
    found = read(html)
    assert (found.title, found.body) == ("Quy chế đi lại", "Lấy ý kiến nhân dân.\nKết thúc | 30/01/2024")
    assert len(found.attachments) == 1


@pytest.mark.parametrize(
    ("lead", "body", "rest"),
    [
        ("Một hai:", "<p>Một  hai:</p><p>Ba.</p>", "Ba."),
        ("Một. Hai.", "<p>Một.</p><p>Hai</p><p>Ba.</p>", "Ba."),
        ("Một", "<p>Một hai ba.</p>", "Một hai ba."),
        ("Bốn", "<p>Một.</p>", "Một."),
        ("", "<p>Một.</p>", "Một."),
    ],
)
def test_the_lead_is_read_once(lead: str, body: str, rest: str) -> None:
    assert read(page(body, lead=lead)).body == rest


def test_attachments_have_names_and_types_and_come_once() -> None:
    files = """<div class="list-group-item"><span><a href="#pdf1"></a></span>
    <a href="/thong-bao/lich-tau-15.html?download=1&amp;id=0">Tập tin 1: <strong>lich-tau.pdf</strong></a></div>
    <div class="list-group-item">
    <a href="https://vanban.gov.vn/vb/123.docx">Tập tin 2: <strong>Nhấn vào để tải file.</strong></a></div>"""
    body = """<p><a href="/uploads/lich-tau.pdf">văn bản (PDF)</a> <a href="/uploads/ph%E1%BB%A5.xlsx">phụ lục</a>
    <a href="/lien-he.html">liên hệ</a> <a href="javascript:x.pdf">x</a></p>"""
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert read(page(body, files=files)).attachments == (
        Attachment(name="lich-tau.pdf", url=f"{URL}?download=1&id=0", media_type="application/pdf"),
        Attachment(name="123.docx", url="https://vanban.gov.vn/vb/123.docx", media_type=word),
        Attachment(name="phụ.xlsx", url=f"{SITE}/uploads/ph%E1%BB%A5.xlsx", media_type=sheet),
    )


def test_the_picture_is_the_articles_own() -> None:
    stand_in = f'<meta property="og:image" content="{SITE}/uploads/no-image.jpg">'
    assert read(page(head=stand_in)).image is None
    assert read(page('<img src="/uploads/a.jpg">', head=stand_in)).image == f"{SITE}/uploads/a.jpg"
    own = f'<meta property="og:image" content="{SITE}/uploads/b.jpg">'
    assert read(page('<img src="/uploads/a.jpg">', head=own)).image == f"{SITE}/uploads/b.jpg"
    assert read(page('<img src="data:image/png;base64,AAAA">')).image is None


def test_an_article_of_pictures_only_is_one() -> None:
    assert read(page('<p><img src="/uploads/a.jpg"></p>')).body == ""


def test_themes_before_and_after_those_with_microdata() -> None:
    older = """<div class="news_column panel"><h1>Lịch tàu</h1><em class="time">Thứ sáu - 26/01/2024 08:15</em>
    <div id="hometext"><p>Tàu chạy lại.</p></div><div class="bodytext"><p>Tàu rời bến lúc 7h00.</p></div></div>"""
    newer = f"""<html><head>{HEAD}</head><div class="vstack gap-3"><h1 class="mb-0">Lịch tàu</h1>
    <div class="clearfix"><div class="fw-bold" data-toggle="error-report">Tàu chạy lại.</div></div>
    <div class="richtext-container news-bodyhtml" data-toggle="error-report"><p>Tàu rời bến lúc 7h00.</p></div>
    <ul class="list-group"><li class="list-group-item"><a href="/tin/a-1.html?download=1&amp;id=0" download>
    Tập tin 1: <strong>lich.pdf</strong></a></li></ul></div>"""
    for html in (older, newer):
        found = read(html)
        assert (found.title, found.lead, found.body) == ("Lịch tàu", "Tàu chạy lại.", "Tàu rời bến lúc 7h00.")
        assert found.published == datetime(2024, 1, 26, 1, 15, tzinfo=UTC)
    assert [file.name for file in found.attachments] == ["lich.pdf"]


def test_a_notice_beside_the_article_is_kept() -> None:
    assert (
        read(page(extra='<div class="alert alert-info">Bài viết đã hết hạn</div>')).alert
        == "Bài viết đã hết hạn"
    )


def test_a_law_is_read_from_its_table() -> None:
    html = """<h1>Nghị định</h1><table><tr class="hoatim"><td>Số kí hiệu</td><td>64/2007/NĐ-CP</td></tr>
    <tr><td>Kết thúc lấy ý kiến</td><td>30/09/2017</td></tr></table>
    <div class="laws-download-file"><a href="/laws/detail/x-11/?download=1&id=0">nd64.pdf</a></div>"""
    found = read(html)
    assert found.body == "Số kí hiệu | 64/2007/NĐ-CP\nKết thúc lấy ý kiến | 30/09/2017"
    assert [file.name for file in found.attachments] == ["nd64.pdf"]


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("", "nothing matches «#news-bodyhtml"),
        (f"<body>{NOSCRIPT}", "nothing matches"),
        ('<div class="alert alert-info">Bạn không được phép xem bài viết</div>', "members only"),
        ('<div class="alert alert-warning">Bài viết không tồn tại</div>', "it says: Bài viết không tồn tại"),
        ("<title>Website tạm ngưng hoạt động</title>", "maintenance"),
        ("<title>Đăng nhập</title><input type=password>", "login"),
    ],
)
def test_what_is_no_article_is_said_plainly(html: str, reason: str) -> None:
    with pytest.raises(NotAnArticle, match=reason):
        read(html)


def test_selectors_that_are_missing_or_wrong_are_named() -> None:
    with pytest.raises(NotAnArticle, match="no selector"):
        parse_page(b"<h1>Page</h1>", Selectors(), base=URL)
    with pytest.raises(NotAnArticle, match="«p:::x» is not valid CSS"):
        parse_page(page().encode(), Selectors(body="p:::x"), base=URL)


def test_alternatives_are_tried_from_left_to_right() -> None:
    html = b'<h1>Site</h1><h2 class="t">Title</h2><div>text</div>'
    assert parse_page(html, Selectors(title=".none, h2.t, h1", body="div"), base=URL).title == "Title"


@given(
    st.binary(),
    st.text(alphabet="<>/=\"' abdefhilrtu&;:#[]?.\n"),
    st.sampled_from(["nukeviet", "egov", "liferay"]),
)
def test_any_bytes_are_an_article_or_refused(body: bytes, inside: str, preset: str) -> None:
    with pytest.raises(NotAnArticle):
        parse_page(body, PRESETS[preset], base=URL)
    try:
        found = read(page(f"{inside}<a href='{inside}'><img src='{inside}'>", lead=inside))
    except NotAnArticle:
        return  # a quotation mark left open in the lead swallowed what follows
    assert found.title == "Lịch tàu tháng 9/2024"


@pytest.mark.parametrize(
    ("lead", "cut"),
    [
        ("Tàu không chạy do gió mạnh. H", True),
        ("Tàu không chạy do gió mạnh.", False),
        ("Điều khác", False),
        ("", False),
    ],
)
def test_a_lead_that_a_counter_of_letters_cut_is_no_lead(lead: str, cut: bool) -> None:
    assert cut_from("Tàu không chạy do gió mạnh. Hành khách được hoàn vé.", lead) is cut
