"""What reading an article's page costs: forty kilobytes, as the portals' themes write them, beside what is allowed."""

import statistics
import time
from collections.abc import Iterator, Sequence

from feeds.formats.page import parse_page
from feeds.formats.presets import PRESETS
from feeds.portals import Selectors

ALLOWED = 2.0  # milliseconds a page
RUNS = 7
EACH = 20  # times a page

Measured = tuple[str, Sequence[tuple[float, float]], str, str]

_TITLE = "Thông báo lịch tàu ra đảo tháng 11/2026"
_SAID = (
    "Tàu rời cảng Cửa Việt lúc 7h30 ngày 28/11/2026, hành khách có mặt trước 30 phút và mang theo căn cước. "
)
_ROW = "<tr><td>28/11/2026</td><td>7h30</td><td>Cửa Việt – Cồn Cỏ</td></tr>"
_TEXT = f"<p>{_SAID * 3}</p>" * 12 + f"<table>{_ROW * 20}</table>" + f"<ul><li>{_SAID}</li></ul>" * 3
_MENU = "".join(
    f'<li class="nav-item"><a class="nav-link" title="Mục {n}" href="/muc-{n}.html"><i class="fa"></i>Mục {n}</a></li>'
    for n in range(180)
)
_ASIDE = "".join(
    f'<div class="panel"><a href="/tin/bai-{n}.html"><img src="/anh/{n}.jpg" alt=""></a><h4>Tin số {n}</h4></div>'
    for n in range(90)
)
_THEMES = {
    "nukeviet": '<div class="news_column"><h1 itemprop="headline">{title}</h1><div class="row"><span class="h5">'
    'Thứ bảy - 28/11/2026 16:05</span></div><div class="hometext">{lead}</div>'
    '<div id="news-bodyhtml">{text}</div></div>',
    "egov": '<h1 itemprop="headline">{title}</h1><div class="newsdetailmetatop"><span class="h5">28/11/2026 16:05'
    '</span></div><div class="hometext">{lead}</div><div class="bodytext">{text}</div>',
    "liferay": '<div class="asset-full-content"><h1>{title}</h1><span class="asset-publish-date">28/11/2026'
    '</span><div class="journal-content-article">{text}</div></div>',
    "": "<section><div><h2>{title}</h2><span>28/11/2026</span></div><div>{text}</div></section>",  # by its title
}


def compared() -> Iterator[Measured]:
    """Milliseconds of CPU a page, in the middle of all themes, and the two that are allowed."""
    pages = [(_page(theme), PRESETS.get(name, Selectors())) for name, theme in _THEMES.items()]
    pairs = [(statistics.median(_cost(*page) for page in pages), ALLOWED) for _ in range(RUNS)]
    yield f"read an article's page of {len(pages[0][0]) // 1000} kB", pairs, f"{ALLOWED:.0f} ms", "CPU ms"


def _cost(page: bytes, selectors: Selectors) -> float:
    start = time.process_time()
    for _ in range(EACH):
        found = parse_page(page, selectors, base="http://127.0.0.1/a-1.html", title=_TITLE)
    spent = (time.process_time() - start) * 1000 / EACH
    assert found.title == _TITLE
    assert found.body.count("Cửa Việt – Cồn Cỏ") == 20
    return spent


def _page(theme: str) -> bytes:
    article = theme.format(title=_TITLE, lead=_SAID, text=_TEXT)
    return (
        f"<!DOCTYPE html><html><head><title>{_TITLE}</title></head><body><nav><ul>{_MENU}</ul></nav>"
        f"<main>{article}</main><aside>{_ASIDE}</aside></body></html>"
    ).encode()
