"""Notices that come with status 200 are named; articles and feeds that only speak of such things are not."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.errors import NotAFeed
from feeds.formats.lies import lie, named
from feeds.formats.parsing import parse_feed

FLOOD = """<html><head><title>Hãy đợi...</title></head><body><div class="floodblocker">
Hệ thống đang từ chối truy cập của bạn. <span>Hãy đợi <b>60</b> giây</span></div></body></html>"""
MAINTENANCE = """<!DOCTYPE html><html lang="vi"><head><title>Website tạm ngưng hoạt động</title></head>
<body><h2>Website tạm ngưng hoạt động</h2>Vì lý do kỹ thuật…</body></html>"""
COOKIE_WALL = """<html><body><script>document.cookie="D1N=0123456789abcdef0123456789abcdef"+"; path=/";
window.location.reload(true);</script></body></html>"""


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (FLOOD, "asking too often"),
        (MAINTENANCE, "maintenance"),
        ("<h1>Hệ thống đang bảo trì</h1>", "maintenance"),
        ("Sorry! Could not connect to data server", "database is down"),
        (COOKIE_WALL, "cookie wall"),
        ("<html><title>Just a moment...</title></html>", "firewall"),
        ("<html><title>Đăng nhập - Cổng thông tin</title><input type=password></html>", "login"),
        ('<div class="nv-infodie text-center"><h2>Xin lỗi</h2>Mời quay lại sau.</div>', "shows a notice"),
    ],
)
def test_notices_are_named(body: str, said: str) -> None:
    assert said in (named(body.encode(), "text/html") or "")


def test_a_flood_block_says_for_how_long() -> None:
    block = lie(FLOOD.encode(), "text/html")
    assert block
    assert (block.busy, block.wait) == (True, timedelta(seconds=60))
    silent = lie(FLOOD.replace("60", "").encode(), "text/html")
    assert silent
    assert (silent.busy, silent.wait) == (True, None)
    closed = lie(MAINTENANCE.encode(), "text/html")
    assert closed
    assert not closed.busy


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        ("", "text/html"),
        ("<html><h1>Lịch tàu</h1></html>", "text/html"),
        ("<rss><channel><item><title>Website tạm ngưng hoạt động</title></item></channel></rss>", "text/xml"),
        (f'<meta property="article:published_time" content="x">{MAINTENANCE}', "text/html"),
        (f'<a href="/a/tam-ngung-17.html">x</a>{MAINTENANCE}', "text/html"),
        (MAINTENANCE + "x" * 40_000, "text/html"),
        (MAINTENANCE, "image/png"),
    ],
)
def test_what_only_speaks_of_it_is_not(body: str, media_type: str) -> None:
    assert lie(body.encode(), media_type) is None


@pytest.mark.parametrize(("body", "said"), [(MAINTENANCE, "maintenance"), (FLOOD, "asking too often")])
def test_a_refused_feed_names_the_notice(body: str, said: str) -> None:
    with pytest.raises(NotAFeed, match=said):
        parse_feed(body.encode(), base="https://conco.quangtri.gov.vn/rss/")


def test_a_database_notice_in_place_of_a_feed_is_named() -> None:
    with pytest.raises(NotAFeed, match="database"):
        parse_feed(b"Sorry! Could not connect to data server", base="https://conco.quangtri.gov.vn/rss/")


@given(st.binary(), st.text())
def test_any_answer_can_be_asked_about(body: bytes, media_type: str) -> None:
    assert lie(body, media_type) is None or body
