"""A message in the Bot API's own form, for any text: offsets count UTF-16 units, and cutting loses no link."""

import json
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions import Rate
from bot.channels.asking import body
from bot.channels.fitting import bare, fit, utf16
from bot.channels.forming import TEXT_LIMIT, formed, manner, plain
from bot.messages import Choice, Link, Message
from bot.sandbox.telegram.limits import text_faults
from storage.records import ArticleId

LETTERS = st.sampled_from("aĐế ́\n🌊👩‍🚒️🇻🇳\u200d")
TEXTS = st.text(LETTERS | st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


@st.composite
def messages(draw: st.DrawFn) -> Message:
    text = draw(TEXTS) * draw(st.sampled_from([1, 1, 40, 400]))
    edges = st.integers(0, len(text))
    bold = tuple((min(span), max(span)) for span in draw(st.lists(st.tuples(edges, edges), max_size=3)))
    links = draw(st.lists(st.sampled_from(["https://x.vn/1", "https://x.vn/đ?a=1&b=2"]), max_size=2))
    marks = tuple(Choice(f"{mark} ⭐", Rate(ArticleId(7), mark)) for mark in range(1, 6))
    return Message(text, bold=bold, rows=(marks, tuple(Link("Xem", url) for url in links)))


@given(messages())
def test_entities_name_the_letters_that_were_meant(message: Message) -> None:
    written = formed(message)
    text, units = written["text"], written["text"].encode("utf-16-le")
    entities: list[dict[str, Any]] = json.loads(written.get("entities", "[]"))

    for entity in entities:
        start, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
        assert units[start:end].decode("utf-16-le") in message.text
    if text == message.text:
        meant = [message.text[start:end] for start, end in message.bold if start < end]
        shown = [
            units[one["offset"] * 2 : (one["offset"] + one["length"]) * 2].decode("utf-16-le")
            for one in entities
        ]
        assert shown == meant
    assert list(text_faults(text, entities)) in ([], ["text must be non-empty"])


@given(messages())
def test_no_text_is_longer_than_telegram_takes_and_no_link_is_lost(message: Message) -> None:
    assert utf16(formed(message)["text"]) <= TEXT_LIMIT
    without = plain(message)
    assert utf16(without["text"]) <= TEXT_LIMIT
    links = [button.url for row in message.rows for button in row if isinstance(button, Link)]
    assert all(url in without["text"] for url in links)
    assert "entities" not in without
    assert "url" not in without["reply_markup"]


@given(st.text(LETTERS, max_size=40), st.integers(1, 30))
def test_what_is_cut_is_the_beginning_and_no_letter_is_torn(text: str, limit: int) -> None:
    cut = fit(text, limit)
    assert utf16(cut) <= limit
    if cut != text:
        assert cut.endswith("…")
        assert text.startswith(cut[:-1])


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("Tàu nghỉ ngày mai", 10, "Tàu nghỉ…"),
        ("ááááá", 4, "ááá…"),
        ("ế" * 3 + "e\u0302\u0301" * 3, 6, "ế" * 3 + "…"),
        ("👩‍🚒👩‍🚒", 8, "👩‍🚒…"),
        ("👩‍🚒👩‍🚒", 4, "…"),
    ],
)
def test_a_cut_stands_between_words_or_at_least_between_letters(text: str, limit: int, cut: str) -> None:
    assert fit(text, limit) == cut


def test_a_link_outlives_a_text_that_fills_the_message() -> None:
    message = Message("Tàu " * 2000, rows=((Link("Xem", "https://x.vn/7"),),))
    assert bare(message, TEXT_LIMIT).endswith("…\n\nXem: https://x.vn/7")


def test_a_reply_and_silence_are_said_beside_the_message() -> None:
    message = Message("Tàu chạy lại", silent=True, reply_to="55")
    assert manner(message)["disable_notification"] == "true"
    assert json.loads(manner(message)["reply_parameters"]) == {
        "message_id": 55,
        "allow_sending_without_reply": True,
    }
    assert manner(Message("a")) == {}
    assert manner(Message("a"), paid=True) == {"allow_paid_broadcast": "true"}


@given(st.dictionaries(st.sampled_from(["text", "chat_id", "entities"]), TEXTS))
def test_a_form_says_what_it_was_given(parameters: dict[str, str]) -> None:
    assert dict(parse_qsl(body(parameters).decode("ascii"), keep_blank_values=True)) == parameters
