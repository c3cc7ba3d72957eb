"""Foreign bytes and markup become clean Vietnamese lines."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.formats.markup import html_to_text
from feeds.text import absolute, clean, decode


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Tàu rời bến.<br />Đường dây nóng: 0233", "Tàu rời bến.\nĐường dây nóng: 0233"),
        ("<p>Một  <b>hai</b></p>\n\n<p>ba&nbsp;&amp; bốn</p>", "Một hai\nba & bốn"),
        ("5 < 10 và &amp;lt;b&amp;gt;", "5 < 10 và &lt;b&gt;"),
        ("<ul><li><p>Một</p></li><li>hai<ul><li>ba</li></ul></li></ul>", "- Một\n- hai\n- ba"),
        (
            "<table><tr><th>Ngày</th><th>Giờ</th></tr><tr><td><p>5/9</p></td><td>7h<br>8h</td></tr></table>",
            "Ngày | Giờ\n5/9 | 7h 8h",
        ),
        ("<table><tr><td><p>Một</p><p>hai</p></td></tr></table>", "Một\nhai"),
        ("<p>a</p><script>b()</script><style>c</style><iframe src=x>d</iframe><!-- e -->", "a"),
        ("<div " * 3 + "x", ""),
        ("", ""),
    ],
)
def test_markup_is_read_as_lines(html: str, text: str) -> None:
    assert html_to_text(html) == text


def test_depth_does_no_harm() -> None:
    assert html_to_text("<div>" * 20000 + "sâu") == "sâu"


def test_clean_removes_what_no_reader_sees() -> None:
    decomposed = unicodedata.normalize("NFD", "Cồn Cỏ")
    assert clean(f"\ufeff{decomposed}\u200b\x0b \xa0 khẩn\r\n\n\u2060 tàu ") == "Cồn Cỏ khẩn\ntàu"


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        ("Cồn Cỏ".encode(), "iso-8859-1", "Cồn Cỏ"),
        ("\ufeffCồn Cỏ".encode(), None, "Cồn Cỏ"),
        ("Cồn Cỏ".encode("utf-16"), None, "Cồn Cỏ"),
        (
            b'<?xml version="1.0" encoding="windows-1252"?>\xc0',
            None,
            '<?xml version="1.0" encoding="windows-1252"?>À',
        ),
        (b"\xc0", "no such charset\0", "À"),
        (b"\xc0", "hex", "À"),
        ("Cồn Cỏ".encode()[:-1], "utf-8", "Cồn C\ufffd"),
        (b"Th\xabng b\xb8o", "utf-8", "Th«ng b¸o"),
    ],
)
def test_bytes_are_decoded_by_what_they_are(body: bytes, charset: str | None, text: str) -> None:
    assert decode(body, charset) == text


@pytest.mark.parametrize(
    ("link", "result"),
    [
        ("/a-1.html", "https://conco.gov.vn/a-1.html"),
        (" b.html\n", "https://conco.gov.vn/vi/b.html"),
        ("http://other.gov.vn/x", "http://other.gov.vn/x"),
        ("/tin tuc/lich tau-1.html", "https://conco.gov.vn/tin%20tuc/lich%20tau-1.html"),
        ("\n  https://conco.gov.vn/\n  a-1.html\n", "https://conco.gov.vn/a-1.html"),
        ("javascript:void(0)", ""),
        ("mailto:a@b", ""),
        ("http://[", ""),
    ],
)
def test_links_lead_to_the_web_or_nowhere(link: str, result: str) -> None:
    assert absolute(link, "https://conco.gov.vn/vi/") == result


# What no wrong encoding makes: where one is found the text changes, and may look mistaken a second time.
UNMISTAKEN = st.characters(exclude_categories=(), max_codepoint=127) | st.characters(min_codepoint=0x300)


@given(st.text(alphabet=UNMISTAKEN))
def test_clean_is_settled_after_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(alphabet="<>/=&; abđọtrdhlipu\x00\x1e\n"), st.binary(), st.text(max_size=9))
def test_nothing_foreign_raises(html: str, body: bytes, charset: str) -> None:
    assert "\x00" not in html_to_text(html)
    assert isinstance(decode(body, charset), str)
    assert absolute(html, html) == "" or absolute(html, html).startswith("http")
