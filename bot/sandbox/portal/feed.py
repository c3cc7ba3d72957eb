"""The RSS 2.0 of the sample portal, with the habits of NukeViet 4.5 and eGovernment 1.2 (source: their code).

Those that matter to a reader: the minute of every `pubDate` is the month (`gmdate('D, j M Y H:m:s')`), the guid
stands in CDATA between newlines, the title is entity-encoded once, the description is HTML, there is no body.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime

from bot.sandbox.portal.site import CATEGORIES, SampleArticle, SamplePortal

LONGEST = 30

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TITLE = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "'": "&#039;",
        "/": "&#x002F;",
        ":": "&#x3A;",
        "(": "&#40;",
        ")": "&#41;",
    }
)
_LEAD = str.maketrans({"<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "<br />"})  # a bare & stays one


def articles_in(portal: SamplePortal, category: str | None) -> tuple[SampleArticle, ...]:
    """The articles of a category, newest first; all of them for None or an unknown one, as NukeViet does."""
    return tuple(one for one in portal.articles if category not in CATEGORIES or one.category == category)


def feed(portal: SamplePortal, category: str | None = None) -> bytes:
    """The newest 30 articles of the portal, or of one category, as UTF-8 XML."""
    articles = articles_in(portal, category)[:LONGEST]
    return "".join(
        [_channel(portal, category, articles), *(_item(portal, one) for one in articles), _END]
    ).encode()


def http_date(moment: datetime) -> str:
    """An HTTP date with its true minute, as NukeViet writes `Last-Modified`."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def _pub_date(moment: datetime) -> str:
    """`gmdate('D, j M Y H:m:s')`: where the minute belongs, the month."""
    at = moment.astimezone(UTC)
    day = f"{_WEEKDAYS[at.weekday()]}, {at.day} {_MONTHS[at.month - 1]} {at.year}"
    return f"{day} {at:%H}:{at:%m}:{at:%S} GMT"


_END = """
    </channel>
</rss>
"""


def _channel(portal: SamplePortal, category: str | None, articles: Sequence[SampleArticle]) -> str:
    name = CATEGORIES.get(category or "")
    title = f"Tin Tức - {name}" if name else "Tin Tức"
    where = f"{portal.base}/rss/" + (f"{category}/" if name else "")
    newest = _pub_date(articles[0].at) if articles else ""
    dates = (
        f"\n        <pubDate>{newest}</pubDate>\n        <lastBuildDate>{newest}</lastBuildDate>"
        if newest
        else ""
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
    <channel>
        <title>{title}</title>
        <link>{portal.base}/</link>
        <atom:link href="{where}" rel="self" type="application/rss+xml" />
        <description>
            <![CDATA[Cổng thông tin điện tử đặc khu Cồn Cỏ - tỉnh Quảng Trị]]>
        </description>
        <language>vi</language>{dates}
        <copyright>
            <![CDATA[Đặc khu Cồn Cỏ]]>
        </copyright>
        <docs>{portal.base}/rss/</docs>
        <generator>
            <![CDATA[NukeViet v4.0]]>
        </generator>
"""


def _item(portal: SamplePortal, article: SampleArticle) -> str:
    return f"""
        <item>
            <title>{article.title.translate(_TITLE)}</title>
            <link>{portal.address(article)}</link>
            <guid isPermaLink="false">
                <![CDATA[news_{article.id}]]>
            </guid>
            <pubDate>{_pub_date(article.at)}</pubDate>
            <description>
                <![CDATA[{article.lead.translate(_LEAD)}]]>
            </description>
        </item>
"""
