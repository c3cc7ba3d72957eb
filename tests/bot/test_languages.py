"""Who reads English reads everything in English but the office's own words: those are never translated by machine."""

import re
from typing import Any

import pytest

from bot.channels.fitting import spelled
from bot.messages import Link, Message
from bot.wording import changes, en, news, vi
from feeds.article import Attachment, Fact, FactKind, Nature, Urgency
from feeds.gist.changes import Change
from storage.outbox.owed import Kind
from storage.records import Story, Tally
from tests.bot.conftest import HOUSE, NOW, story
from tests.bot.test_wording import ACCENTED

FACTS = (
    Fact(FactKind.DO, "sơ tán vào hầm trú ẩn ngay"),
    Fact(FactKind.WHEN, "từ 18 giờ đến khi có thông báo mới"),
    Fact(FactKind.PHONE, "0233 3 656 114"),
    Fact(FactKind.DOCNO, "số 12/CĐ-UBND"),
)
OFFICE = ("Đặc khu Cồn Cỏ", "UBND đặc khu Cồn Cỏ", "Tiếng Việt", "phụ lục.pdf")


def told(**gist: Any) -> Story:
    one = story(**({"facts": FACTS, "urgency": Urgency.KHAN, "origin": "extract"} | gist))
    files = tuple(Attachment(name="phụ lục.pdf", url="https://x") for _ in range(7))
    object.__setattr__(one.article.version, "attachments", files)
    return one


def push(kind: Kind, **gist: Any) -> Message:
    topic = HOUSE.topics[0]
    return news.push(
        told(**gist),
        kind=kind,
        portal=HOUSE.portal,
        topic=topic,
        mark=4,
        tally=Tally((1, 1, 1, 1, 1)),
        words=en,
    )


def everything() -> dict[str, Message]:
    portal = HOUSE.portal
    return {
        "news": push(Kind.NEWS, nature=Nature.ORDINARY),
        "urgent": push(Kind.URGENT),
        "all clear": push(Kind.ALL_CLEAR, origin="ai"),
        "without text": push(Kind.NEWS, summary="", origin="none"),
        "digest": news.digest([told(), told()], portal=portal, at=NOW, words=en),
        "change": changes.updated(told(), tuple(Change), en, portal, NOW),
        "withdrawn": changes.withdrawn(told(), en, portal, NOW),
        "restored": changes.restored(told(), en, portal, NOW),
    }


def ours(text: str) -> str:
    """What is left of a text without what the office itself wrote."""
    one = told()
    quoted = (one.article.version.title, one.article.gist.summary, *(fact.text for fact in FACTS))
    for said in sorted((*quoted, *OFFICE), key=len, reverse=True):
        text = text.replace(said, "")
    return text


@pytest.mark.parametrize("name", everything())
def test_nothing_round_an_article_is_vietnamese_for_who_reads_english(name: str) -> None:
    message = everything()[name]
    message = Message(message.text, rows=message.rows, language="en")

    assert not ACCENTED.search(ours(message.text)), message.text
    assert not ACCENTED.search(" ".join(one.label for row in message.rows for one in row))
    assert not ACCENTED.search(ours(spelled(message, 2000).text))  # as both kinds of Zalo get it


def test_the_offices_words_are_kept_in_every_language() -> None:
    for words in (vi, en):
        text = news.push(told(), kind=Kind.URGENT, portal=HOUSE.portal, topic=None, words=words).text
        for said in (story().article.version.title, "Tàu nghỉ ngày 25/11.", "sơ tán vào hầm trú ẩn ngay"):
            assert said in text


def test_a_topic_without_an_english_name_keeps_its_own() -> None:
    assert push(Kind.NEWS).text.startswith("Boats, weather at sea\n")
    assert en.topic(HOUSE.topics[2]) == HOUSE.topics[2].name


def test_an_urgent_says_what_to_do_and_until_when_where_its_summary_does_not() -> None:
    lines = push(Kind.URGENT).text.split("\n")
    assert "What to do: sơ tán vào hầm trú ẩn ngay" in lines
    assert "Until: từ 18 giờ đến khi có thông báo mới" in lines

    said = push(Kind.URGENT, summary="Sơ tán vào hầm trú ẩn ngay, từ 18 giờ đến khi có thông báo mới.").text
    assert not re.search("What to do|Until", said)


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        ((Fact(FactKind.DEADLINE, "trước 22 giờ"),), "Hạn chót: trước 22 giờ"),
        ((Fact(FactKind.WHEN, "Hồi 13 giờ"),), f"{vi.UNTIL}{vi.UNTIL_TOLD}"),
        ((), f"{vi.UNTIL}{vi.UNTIL_TOLD}"),
    ],
)
def test_an_urgent_without_an_end_says_that_another_notice_will_come(
    facts: tuple[Fact, ...], line: str
) -> None:
    one = told(facts=facts)
    text = news.push(one, kind=Kind.URGENT, portal=HOUSE.portal, topic=None).text
    assert line in text.split("\n")
    assert vi.TO_DO not in text


def test_links_keep_their_addresses() -> None:
    links = [one.url for row in everything()["digest"].rows for one in row if isinstance(one, Link)]
    assert links == [HOUSE.portal.url]


def test_a_change_names_a_fact_once_and_no_bare_order() -> None:
    one = told(
        facts=(
            Fact(FactKind.WHEN, "từ 19 giờ"),
            Fact(FactKind.WHEN, "từ 19 giờ cho đến khi có thông báo mới"),
            Fact(FactKind.DO, "yêu cầu"),
            Fact(FactKind.DO, "Nghiêm cấm mọi tàu ra khơi"),
        )
    )
    text = changes.updated(one, (Change.WHEN, Change.DO), vi, HOUSE.portal, NOW).text
    assert "Thời gian: từ 19 giờ cho đến khi có thông báo mới\n" in text
    assert text.endswith("Việc cần làm: Nghiêm cấm mọi tàu ra khơi")
    bare = changes.updated(told(facts=(Fact(FactKind.DO, "yêu cầu"),)), (Change.DO,), vi, HOUSE.portal, NOW)
    assert bare.text.endswith("Việc cần làm: yêu cầu")
