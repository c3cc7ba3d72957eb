"""Feeds as NukeViet 4.5, eGovernment and 4.6 serve them, the broken ones included, and any other bytes."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.article import Entry
from feeds.errors import NotAFeed
from feeds.formats.parsing import parse_feed

SAMPLES = Path(__file__).parents[1] / "samples"
BASE = "https://conco.quangtri.gov.vn/vi/news/rss/"


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def parse(items: str, version: str = "2.0") -> list[Entry]:
    body = f'<?xml version="1.0" encoding="utf-8"?><rss version="{version}"><channel>{items}</channel></rss>'
    return parse_feed(body.encode(), base=BASE).entries


def item(title: str = "Lịch tàu", number: int = 1, more: str = "") -> str:
    return (
        f"<item><title>{title}</title><link>/vi/news/thong-bao/lich-tau-{number}.html</link>"
        f'<guid isPermaLink="false"><![CDATA[\n  news_{number}\n ]]></guid>{more}</item>'
    )


@pytest.mark.parametrize(
    ("name", "count", "exact", "first"),
    [
        ("nukeviet45_news.rss.xml", 11, False, "news_17"),
        ("nukeviet45_category.rss.xml", 5, False, "news_17"),
        ("egov_news.rss.xml", 11, False, "news_24"),
        ("egov_laws.rss.xml", 16, False, "laws_11"),
        ("egov_opinions.rss.xml", 7, False, "opinions_6"),
        ("nukeviet46_news.rss.xml", 26, True, "news_17"),
        ("nukeviet46_news.atom.xml", 26, True, "news_17"),
    ],
)
def test_samples(name: str, count: int, exact: bool, first: str) -> None:
    entries = parse_feed(sample(name), base=BASE).entries
    assert len(entries) == count
    assert {entry.exact for entry in entries} == {exact}
    assert entries[0].external_id == first
    assert all(entry.title and entry.published and entry.link.startswith("http") for entry in entries)
    assert len({entry.external_id for entry in entries}) == count


def test_the_storm_is_told_with_its_own_words() -> None:
    storm = parse_feed(sample("nukeviet45_news.rss.xml"), base=BASE).entries[0]
    assert storm.title == (
        "KHẨN: Bão số 4 (SOULIK) – cấm biển từ 12h00 ngày 18/9/2024, sẵn sàng sơ tán dân trên đảo Cồn Cỏ"
    )
    assert storm.lead.endswith("trước 18h00 cùng ngày.\nĐường dây nóng: 0233.3xxx.114")
    assert storm.published == datetime(2024, 9, 17, 23, 9, tzinfo=UTC)


def test_rss_and_atom_of_one_portal_name_the_same_articles() -> None:
    rss = parse_feed(sample("nukeviet46_news.rss.xml"), base=BASE).entries
    atom = parse_feed(sample("nukeviet46_news.atom.xml"), base=BASE).entries
    assert {(entry.external_id, entry.title) for entry in rss} == {
        (entry.external_id, entry.title) for entry in atom
    }


def test_a_feed_switched_off_is_an_empty_one() -> None:
    assert parse_feed(sample("nukeviet45_rss_switched_off.xml"), base=BASE).entries == []


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("5 &amp;lt; 10 &amp;amp; &amp;lt;b&amp;gt;", "5 &lt; 10 &amp; &lt;b&gt;"),
        ("18&#x002F;9 &#40;SOULIK&#41;", "18/9 (SOULIK)"),
        ("&amp;quot;18&amp;#x2F;9&amp;quot; &amp;#39;SOULIK&amp;#39;", "\"18/9\" 'SOULIK'"),
        ("<![CDATA[Đón Tết &#8211; vui xuân]]>", "Đón Tết – vui xuân"),
        ("<![CDATA[AT&T và A & B]]>", "AT&T và A & B"),
        ("Lịch tàu 3/4&#x0", "Lịch tàu 3/4"),
        ("Lịch tàu &amp;quo", "Lịch tàu"),
        ("Lịch&nbsp;tàu & xe &la;", "Lịch tàu & xe &la;"),
        ("giá < 5 triệu", "giá < 5 triệu"),
        ("Khẩn\x0b cấp\x02 &#x0B;\x1f", "Khẩn cấp"),
        ("Co\u0302\u0300n Co\u0309\u200b", "Cồn Cỏ"),
        ("&lt;b&gt;Lịch&lt;/b&gt;", "<b>Lịch</b>"),
    ],
)
def test_a_title_is_decoded_once_and_no_reference_is_left(written: str, title: str) -> None:
    assert [entry.title for entry in parse(item(written))] == [title]


def test_one_control_character_costs_no_item() -> None:
    body = sample("nukeviet45_news.rss.xml").replace("KHẨN".encode(), "KH\x0bẨN".encode())
    assert parse_feed(body, base=BASE) == parse_feed(sample("nukeviet45_news.rss.xml"), base=BASE)


def test_items_under_a_prefix_beside_comments_and_of_older_kinds_are_read() -> None:
    rss = "<rss:item><rss:title>Một</rss:title><rss:link>/a-1.html</rss:link></rss:item>"
    rdf = (
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:rss='http://purl.org/rss/1.0/'>"
        f"<rss:channel><rss:title>t</rss:title></rss:channel>{rss}</rdf:RDF>"
    )
    assert [entry.title for entry in parse_feed(rdf.encode(), base=BASE).entries] == ["Một"]
    assert [entry.title for entry in parse(f"<!-- a -- b -->{item('&#X41;')}<!---->")] == ["A"]
    cdf = "<CHANNEL><ITEM HREF='/a-1.html'><TITLE>Một</TITLE></ITEM></CHANNEL>"
    assert [entry.title for entry in parse_feed(cdf.encode(), base=BASE).entries] == ["Một"]


def test_a_text_stands_for_a_missing_summary() -> None:
    coded = "<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>&lt;p&gt;Tàu.</content:encoded>"
    assert [entry.lead for entry in parse(item(more=coded))] == ["Tàu."]


@given(st.lists(st.integers(0, 9), max_size=6), st.lists(st.integers(0, 9), max_size=6))
def test_what_was_told_before_changes_nothing_but_the_work(first: list[int], second: list[int]) -> None:
    def feed(numbers: list[int]) -> bytes:
        items = "".join(item(f"Tin {n}", n % 5, f"<description>{n}</description>") for n in numbers)
        return f"<rss version='2.0'><channel><title>t</title>{items}</channel></rss>".encode()

    before = parse_feed(feed(first), base=BASE)
    again = parse_feed(feed(second), base=BASE, before=before)
    assert again == parse_feed(feed(second), base=BASE)


def test_the_image_comes_from_the_description() -> None:
    described = item(
        more='<description><![CDATA[<img src="/uploads/a.jpg?x=1&amp;y=2" width="100">Lời dẫn<br />hai]]></description>'
    )
    (entry,) = parse(described)
    assert entry.image == "https://conco.quangtri.gov.vn/uploads/a.jpg?x=1&y=2"
    assert entry.lead == "Lời dẫn\nhai"
    blank = parse(item(more='<description>&lt;img src="/uploads/no-image.jpg"&gt;</description>'))
    assert blank[0].image is None


def test_an_item_without_title_is_called_by_its_lead_or_its_address() -> None:
    with_lead, without = parse(item("", 1, "<description>Tàu rời bến.</description>") + item("", 2))
    assert with_lead.title == "Tàu rời bến."
    assert without.title == "lich tau"


def test_what_has_no_address_of_its_own_leads_to_the_feeds_page_and_the_first_of_a_number_stays() -> None:
    homeless = "<item><title>Không đường dẫn</title><guid>17</guid></item>"
    script = "<item><title>Mã</title><link>javascript:alert(1)</link></item>"
    silent = "<item><pubDate>Fri, 1 Mar 2024 08:03:00 GMT</pubDate></item>"
    at_root = "<item><title>Ở gốc</title><link>https://conco.quangtri.gov.vn</link></item>"
    channel = "<link>/vi/news/</link>"
    entries = parse(
        channel
        + homeless
        + script
        + silent
        + at_root
        + item("Một", 1)
        + item("Một lần nữa", 1)
        + item("Hai", 2)
    )
    assert [entry.title for entry in entries] == ["Không đường dẫn", "Mã", "Ở gốc", "Một", "Hai"]
    assert [entry.link for entry in entries[:2]] == ["https://conco.quangtri.gov.vn/vi/news/"] * 2
    assert entries[0].external_id == "17"
    assert entries[1].external_id.startswith("title_")
    assert entries[1].external_id != entries[2].external_id


def test_a_summary_of_atom_that_is_plain_text_keeps_its_brackets() -> None:
    entry = "<entry><id>a</id><title>T</title><summary>Gió &lt;cấp 8&gt; A&amp;B</summary></entry>"
    (read,) = parse_feed(
        f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'.encode(), base=BASE
    ).entries
    assert read.lead == "Gió <cấp 8> A&B"


def test_an_id_that_all_items_share_names_none_of_them() -> None:
    shared = "<guid isPermaLink='false'>https://conco.quangtri.gov.vn/tin/</guid>"
    entries = parse(
        "".join(f"<item><title>{title}</title>{shared}</item>" for title in ("Một", "Hai", "Một"))
    )
    assert [entry.title for entry in entries] == ["Một", "Hai"]
    assert len({entry.external_id for entry in entries}) == 2


def test_versions_of_one_article_in_one_feed_are_one_article() -> None:
    told = "<guid isPermaLink='false'>tau-28</guid><link>https://conco.quangtri.gov.vn/tau-28/</link>"
    (entry,) = parse("".join(f"<item><title>{title}</title>{told}</item>" for title in ("Tàu 9h", "Tàu 7h")))
    assert (entry.external_id, entry.title) == ("tau-28", "Tàu 9h")


@pytest.mark.parametrize(
    "written",
    [
        "<img src='/a.jpg'/><![CDATA[<p>Tàu <b>chạy</b> lại.</p>]]>",
        "&amp;lt;p&amp;gt;Tàu chạy lại.&amp;lt;/p&amp;gt;",
        "<![CDATA[&lt;p&gt;Tàu chạy lại.&lt;/p&gt;]]>",
    ],
)
def test_no_tag_is_read_as_a_word(written: str) -> None:
    (entry,) = parse(item(more=f"<description>{written}</description>"))
    assert entry.lead == "Tàu chạy lại."


def test_an_address_without_a_host_is_the_channels() -> None:
    relative = "<item><title>Lịch tàu</title><link>tin/lich-tau-1.html</link></item>"
    (entry,) = parse(f"<link>https://conco.quangtri.gov.vn</link>{relative}")
    assert entry.link == "https://conco.quangtri.gov.vn/tin/lich-tau-1.html"
    (entry,) = parse(f"<link>https://khac.vn</link>{relative}")
    assert entry.link == f"{BASE}tin/lich-tau-1.html"


@pytest.mark.parametrize(
    "dates",
    [
        "<pubDate>Fri, 26 Jan 2024 01:15:00 -0000</pubDate>",
        "<pubDate>hôm qua</pubDate><dc:date>2024-01-26T08:15:00+07:00</dc:date>",
        "<dcterms:created>2024-01-26T01:15:00Z</dcterms:created>",
        "<pubDate>Παρ, 26 Ιαν 2024 01:15:00 GMT</pubDate>",
        "<pubDate>26/01/2024 08:15:00</pubDate>",
    ],
)
def test_the_first_date_that_can_be_read_counts(dates: str) -> None:
    spaces = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    body = f'<rss version="2.0" {spaces}><channel>{item(more=dates)}</channel></rss>'.encode()
    (entry,) = parse_feed(body, base=BASE).entries
    assert entry.published == datetime(2024, 1, 26, 1, 15, tzinfo=UTC)


def test_minutes_are_trusted_where_one_of_them_is_not_the_month() -> None:
    march, june = (
        "<pubDate>Fri, 1 Mar 2024 08:03:00 GMT</pubDate>",
        "<pubDate>1 Jun 2024 08:06:00 GMT</pubDate>",
    )
    assert [entry.exact for entry in parse(item(more=march) + item(number=2, more=june))] == [False, False]
    right = june.replace("08:06", "08:07")
    assert [entry.exact for entry in parse(item(more=march) + item(number=2, more=right))] == [True, True]
    assert [entry.exact for entry in parse(item())] == [True]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (b"<!DOCTYPE html><html><body>Xin ch\xc3\xa0o</body></html>", "web page"),
        (b"<!-- a --><html><p>b</html>", "web page"),
        (b'<?xml version="1.0"?><urlset><url/></urlset>', "root <urlset>"),
        (b"Moved here", "neither XML"),
        (b'{"error": 1}', "neither XML"),
        (b"<rss><channel><item></channel></item></rss>", "broken in line 1"),
    ],
)
def test_what_is_no_feed_is_said_plainly(body: bytes, reason: str) -> None:
    with pytest.raises(NotAFeed, match=reason):
        parse_feed(body, base=BASE)


@given(st.integers(min_value=0))
@settings(max_examples=40)
def test_a_feed_cut_short_is_never_taken_for_the_whole(at: int) -> None:
    body = sample("nukeviet45_news.rss.xml").rstrip()
    with pytest.raises(NotAFeed, match="cut short"):
        parse_feed(body[: 160 + at % (len(body) - 160)], base=BASE)


def test_other_charsets_and_prologs() -> None:
    prolog = "\n<?xml version='1.0' encoding='utf-16'?><!DOCTYPE rss [<!ENTITY a 'b'>]>"
    body = f"{prolog}<rss version='2.0'><channel>{item()}</channel></rss>"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        (entry,) = parse_feed(body.encode(encoding), base=BASE).entries
        assert entry.title == "Lịch tàu"


FRAGMENTS = st.from_regex(
    r"</?(rss|channel|item|title|link|guid|pubDate|description|entry|feed|content:encoded|media:group)>|<!\[CDATA\[|\]\]>"
    r"|<!DOCTYPE |&(nbsp|amp|lt|x);?|&#x?0?;?|http://\[|9/9/2024|<img src=|<(enclosure|media:thumbnail) url='//\['/>"
    r"|<feed xmlns='http://www.w3.org/2005/Atom'>|<content type='(xhtml|text|html)'>",
    fullmatch=True,
)
SOUP = st.lists(FRAGMENTS | st.text(max_size=5), max_size=20).map("".join)


def read_or_refused(body: bytes) -> list[Entry] | None:
    try:
        return parse_feed(body, base=BASE).entries
    except NotAFeed as refusal:
        return None if str(refusal) else []


@given(st.binary() | SOUP.map(lambda soup: soup.encode("utf-8", "replace")))
def test_any_bytes_are_a_feed_or_refused(body: bytes) -> None:
    entries = read_or_refused(body)
    assert entries is None or all(entry.external_id and entry.link and entry.title for entry in entries)


@given(SOUP)
def test_any_item_is_read_or_its_feed_refused(soup: str) -> None:
    body = f"<rss version='2.0'><channel>{item()}<item>{soup}</item></channel></rss>"
    entries = read_or_refused(body.encode("utf-8", "replace"))
    assert entries is None or entries[0].external_id == "news_1"
