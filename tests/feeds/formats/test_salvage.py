"""A feed that is not well-formed loses no item, and one that is cut short is still refused."""

import pytest

from feeds.errors import NotAFeed
from feeds.formats.parsing import parse_feed

BASE = "https://conco.example/rss/"
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
WARNING = "<br />\n<b>Warning</b>:  mysqli_query() in <b>/home/portal/core.php</b> on line <b>12</b><br />\n"


def item(number: int, *, title: str = "Tàu nghỉ", lead: str = "Lời dẫn", guid: str = "<guid>") -> str:
    address = f"https://conco.example/a-{number}.html"
    return (
        f"<item><title>{title}</title><link>{address}</link>{guid}news_{number}</guid>"
        f"<description>{lead}</description></item>"
    )


def feed(*items: str, before: str = DECLARATION, after: str = "") -> bytes:
    inside = f"<channel><title>T</title>{''.join(items)}</channel>"
    return f'{before}<rss version="2.0">{inside}</rss>{after}'.encode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(WARNING + DECLARATION, "", id="a warning before"),
        pytest.param(WARNING, "", id="a warning and no declaration"),
        pytest.param("<!-- cached -->\n" + DECLARATION, "", id="a comment before"),
        pytest.param(DECLARATION * 2, "", id="declared twice"),
        pytest.param(DECLARATION, "\n" + WARNING, id="a warning after"),
        pytest.param(DECLARATION, "<script>var a = 1 && 2;</script>", id="a script after"),
        pytest.param(DECLARATION, "\n0.0231 s", id="a time after"),
    ],
)
def test_what_stands_around_a_feed_costs_nothing(before: str, after: str) -> None:
    read = parse_feed(feed(item(1), item(2), before=before, after=after), base=BASE)
    assert [(one.external_id, one.title, one.lead) for one in read.entries] == [
        ("news_1", "Tàu nghỉ", "Lời dẫn"),
        ("news_2", "Tàu nghỉ", "Lời dẫn"),
    ]


@pytest.mark.parametrize(
    ("broken", "title", "lead"),
    [
        pytest.param(item(2, lead="Tàu<br>nghỉ"), "Tàu nghỉ", "Tàu\nnghỉ", id="unclosed in the lead"),
        pytest.param(
            item(2, lead="<![CDATA[a ]]> <b>b</b>]]>"), "Tàu nghỉ", "a ]]> b", id="the end of CDATA in CDATA"
        ),
        pytest.param(item(2, title="Tàu <i>nghỉ"), "Tàu <i>nghỉ", "Lời dẫn", id="unclosed in the title"),
        pytest.param(
            item(2, guid="<guid isPermaLink=false>"), "Tàu nghỉ", "Lời dẫn", id="an attribute without quotes"
        ),
    ],
)
def test_an_item_that_is_broken_is_read_as_it_stands_and_breaks_no_other(
    broken: str, title: str, lead: str
) -> None:
    read = parse_feed(feed(item(1), broken, item(3)), base=BASE)
    assert [one.external_id for one in read.entries] == ["news_1", "news_2", "news_3"]
    assert (read.entries[1].title, read.entries[1].lead) == (title, lead)


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(item(2) + "</item>", id="closed twice"),
        pytest.param(item(2).replace("</item>", ""), id="never closed"),
        pytest.param(item(2).replace("<guid>", "<itunes:author>A</author><guid>"), id="another tag"),
        pytest.param(item(2).replace("<guid>", "<media><img></media><x y=z><guid>"), id="several"),
    ],
)
def test_of_an_item_that_breaks_the_whole_its_words_are_left(broken: str) -> None:
    read = parse_feed(feed(item(1), broken, item(3)), base=BASE)
    assert [(one.external_id, one.title, one.lead) for one in read.entries] == [
        (f"news_{number}", "Tàu nghỉ", "Lời dẫn") for number in (1, 2, 3)
    ]


def test_of_a_broken_entry_of_atom_its_words_and_its_address_are_left() -> None:
    entry = '<entry><id>a</id><title>Tàu nghỉ</title><link href="https://conco.example/a"/><x></entry>'
    (read,) = parse_feed(
        f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'.encode(), base=BASE
    ).entries
    assert (read.external_id, read.title, read.link) == ("a", "Tàu nghỉ", "https://conco.example/a")


def test_a_last_bracket_that_is_missing_and_a_document_type_in_a_text_cost_nothing() -> None:
    body = feed(item(1, lead="<![CDATA[<!DOCTYPE html>]]>"), item(2))
    assert len(parse_feed(body.removesuffix(b">"), base=BASE).entries) == 2


def test_a_broken_entry_of_atom_keeps_its_html() -> None:
    entry = (
        '<entry><id>a</id><title type="html">Tàu &amp;lt;3 nghỉ</title><link href="https://conco.example/a"/>'
        '<summary type="html">Lời<br>dẫn</summary></entry>'
    )
    body = f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}{entry.replace("<id>a", "<id>b")}</feed>'
    first, second = parse_feed(body.encode(), base=BASE).entries
    assert (first.external_id, first.lead, first.link) == ("a", "Lời\ndẫn", "https://conco.example/a")
    assert second.external_id == "b"


@pytest.mark.parametrize(
    "body",
    [
        feed(item(1), item(2))[:-30],
        WARNING.encode() + feed(item(1), item(2))[:-30],
        f"{WARNING}<p>không phải RSS</p>".encode(),
        feed("<item></channel></item>"),
    ],
)
def test_what_cannot_be_saved_is_refused_in_one_line(body: bytes) -> None:
    with pytest.raises(NotAFeed) as raised:
        parse_feed(body, base=BASE)
    assert "\n" not in str(raised.value)
