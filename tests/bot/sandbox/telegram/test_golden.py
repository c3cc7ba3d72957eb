"""Telegram's two markups against what Telegram's own library made of the same texts."""

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.fitting import utf16
from bot.sandbox.telegram.html import read_html
from bot.sandbox.telegram.limits import text_faults
from bot.sandbox.telegram.markdown import read_markdown
from bot.sandbox.telegram.markup import Unreadable
from bot.sandbox.telegram.world import World
from tests.bot.sandbox.telegram.conftest import call

# What TDLib's parse_html and parse_markdown_v2 made of 261 texts, its own tests' and others.
ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "samples/entities.jsonl").read_text(encoding="utf-8").splitlines()
]
READERS = {"HTML": read_html, "MarkdownV2": read_markdown}
KINDS = {
    "Bold": "bold",
    "Italic": "italic",
    "Underline": "underline",
    "Strikethrough": "strikethrough",
    "Spoiler": "spoiler",
    "Code": "code",
    "Pre": "pre",
    "PreCode": "pre",
    "TextUrl": "text_link",
    "MentionName": "text_mention",
    "CustomEmoji": "custom_emoji",
    "Date": "date_time",
    "BlockQuote": "blockquote",
    "ExpandableBlockQuote": "expandable_blockquote",
}
FLAGS = {"r": 1, "R": 1, "t": 2, "T": 4, "d": 8, "D": 16, "w": 32, "W": 32}


def flags(style: str) -> int:
    bits = 0
    for letter in style:
        bits |= FLAGS[letter]
    return bits


def expected(printed: str) -> dict[str, Any]:
    """«[Bold, offset = 0, length = 3]» as the Bot API writes it."""
    found = re.fullmatch(r"\[(\w+), offset = (\d+), length = (\d+)(?:, (.*))?\]", printed, re.DOTALL)
    assert found
    kind, offset, length, more = found.groups()
    entity: dict[str, Any] = {"type": KINDS[kind], "offset": int(offset), "length": int(length)}
    match kind:
        case "TextUrl":
            entity["url"] = more.removeprefix('argument = "').removesuffix('"')
        case "PreCode":
            entity["language"] = more.removeprefix('argument = "').removesuffix('"')
        case "MentionName":
            entity["user"] = int(more.removeprefix("user "))
        case "CustomEmoji":
            entity["custom_emoji_id"] = more.removeprefix("custom emoji ")
        case "Date":
            unix, bits = re.findall(r"\d+", more)
            entity |= {"unix_time": int(unix), "flags": int(bits)}
    return entity


def told(entity: dict[str, Any]) -> dict[str, Any]:
    said = dict(entity)
    if "user" in said:
        said["user"] = said["user"]["id"]
    if said["type"] == "date_time":
        said["flags"] = flags(said.pop("date_time_format", ""))
    return said


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['parse_mode']} {row['input'][:40]!r}")
def test_a_text_is_read_as_telegram_reads_it(row: dict[str, Any]) -> None:
    read = READERS[row["parse_mode"]]
    if "error" in row:
        with pytest.raises(Unreadable) as refusal:
            read(row["input"])
        assert str(refusal.value) == f"can't parse entities: {row['error']}"
        return
    text, entities = read(row["input"])
    assert text == row["text"]
    assert [told(entity) for entity in entities] == [expected(printed) for printed in row["entities"]]


@pytest.mark.parametrize(
    "row", [row for row in ROWS if "error" in row][::4], ids=lambda row: repr(row["input"][:40])
)
async def test_what_cannot_be_read_is_refused_over_http(
    world: World, lan: int, raw: httpx.AsyncClient, row: dict[str, Any]
) -> None:
    world.say(lan, "/start")
    answer = await raw.post(
        "sendMessage", json={"chat_id": lan, "text": row["input"], "parse_mode": row["parse_mode"].lower()}
    )
    assert answer.status_code == 400
    assert answer.json() == {
        "ok": False,
        "error_code": 400,
        "description": f"Bad Request: can't parse entities: {row['error']}",
    }


async def test_markdown_stands_on_the_phone_as_text_and_entities(
    world: World, lan: int, raw: httpx.AsyncClient
) -> None:
    world.say(lan, "/start")
    sent = await call(raw, "sendMessage", chat_id=lan, text="*Tàu* nghỉ\\.", parse_mode="MarkdownV2")
    assert sent["text"] == "Tàu nghỉ."
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 3}]


PIECES = [*"_*[]()~`>!|-.", "||", "```", "](tg://emoji?id=5)", "\\", "\n", "\r", "đ", "🌊", "x.vn"]
TAGS = [
    "<b>",
    "</b>",
    "</>",
    "<a href='x.vn'>",
    "<code class='language-c'>",
    "<pre>",
    "&lt;",
    "&#x1F30A;",
    "<",
    ">",
]


@given(st.sampled_from(sorted(READERS)), st.lists(st.sampled_from(PIECES + TAGS), max_size=12))
def test_any_text_is_read_or_refused_and_its_entities_lie_within(mode: str, pieces: list[str]) -> None:
    try:
        text, entities = READERS[mode]("".join(pieces))
    except Unreadable:
        return
    assert list(text_faults(text or "x", entities)) in ([], ["text must be non-empty"])
    assert all(entity["offset"] + entity["length"] <= utf16(text) for entity in entities)
