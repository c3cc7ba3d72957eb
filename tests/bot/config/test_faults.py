"""Every line about a wrong value names the key and the mend, in words of ours."""

import re
from pathlib import Path
from typing import get_args

import pytest

from bot.config import ConfigError, parse_config
from bot.config.sections import File
from bot.config.settings import read_settings
from storage.records import Address

GIVEN = {
    "portal": {"id": '"conco"', "name": '"Cổng"', "url": '"https://conco.quangtri.gov.vn"'},
    "sources": {"name": '"tin"', "feed": '"https://conco.quangtri.gov.vn/rss/"'},
}
OTHERS = (
    "5",
    "-1",
    "99999999999999999999",
    "1.5",
    "true",
    '"x y"',
    '""',
    "[]",
    "[1]",
    "{a = 1}",
    "2026-01-01",
)
# What pydantic, Python or a programmer would say.
_JARGON = re.compile(
    r"Input|Field|should|valid |instance|pattern|datetime|tuple|dict|None|True|_type|\^|\\|\n"
)


def office(**changed: dict[str, str]) -> str:
    """A `loa.toml` with some keys written otherwise."""
    tables = {name: {**GIVEN.get(name, {}), **changed.get(name, {})} for name in {**GIVEN, **changed}}
    lines = list[str]()
    for name, keys in tables.items():
        lines.append(f"[[{name}]]" if name in ("sources", "topics") else f"[{name}]")
        lines += [f"{key} = {value}" for key, value in keys.items() if value]
    return "\n".join(lines)


def refusal(text: str) -> str:
    """The line about it; empty where it is taken."""
    try:
        parse_config(text)
    except ConfigError as fault:
        return str(fault)
    return ""


def keys() -> list[tuple[str, str]]:
    kinds = {
        name: get_args(field.annotation) or (field.annotation,) for name, field in File.model_fields.items()
    }
    return [(name, key) for name, (table, *_) in kinds.items() for key in table.model_fields]


@pytest.mark.parametrize(("table", "key"), keys())
def test_whatever_stands_beside_a_key_the_line_is_ours(table: str, key: str) -> None:
    topic = {"id": '"abc"', "name": '"A"'} if table == "topics" else {}
    instead = {"feed": ""} if key in ("listing", "sitemap") else {}

    lines = [refusal(office(**{table: {**topic, **instead, key: other}})) for other in OTHERS]

    refused = [line for line in lines if line]
    assert len(refused) >= 5
    assert all(line.startswith(f"loa.toml: {table}") for line in refused)
    assert not [line for line in refused if _JARGON.search(line)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (office(feedback={"k": '"5"'}), "feedback.k: is no whole number: write one, without quotes"),
        (office(feedback={"k": "true"}), "feedback.k: is no whole number: write one, without quotes"),
        (office(feedback={"k": "0"}), "feedback.k: must be 1 or more"),
        (office(telegram={"per_second": "2000"}), "telegram.per_second: must be 1000 or less"),
        (office(urgent={"confirm": '"yes"'}), "urgent.confirm: write true or false, without quotes"),
        (office(portal={"hotline": "114"}), "portal.hotline: is no text: write it in quotes"),
        (office(portal={"name": '" "'}), "portal.name: is empty: write something"),
        (office(portal={"name": ""}), 'portal.name: is missing; write name = "…"'),
        (office(portal={"language": '"fr"'}), "portal.language: write 'vi' or 'en'"),
        (office(portal={"id": '"Cồn Cỏ"'}), "portal.id: write a-z, 0-9, - and _ alone, at most 40 of them"),
        (
            office(portal={"privacy_url": '"conco/rieng-tu"'}),
            "portal.privacy_url: is no address of the web: write https://…",
        ),
        (
            office(portal={"url": '"http://conco.vn:99999"'}),
            "portal.url: is no address of the web: write https://…",
        ),
        (
            office(portal={"hosts": '["https://conco.vn"]'}),
            'portal.hosts.#1: write names alone: ["portal.gov.vn"]',
        ),
        (
            office(sources={"every": "2"}),
            'sources.tin.every: is no duration: write "30s", "5m", "1h" or "28d"',
        ),
        (
            office(sources={"name": "", "every": '"1x"'}),
            'sources.#1.name: is missing; write name = "…"',
        ),
        (office(delivery={"digest": "07:00:00"}), 'delivery.digest: is no hour: write "07:00"'),
        (office(delivery={"k": "5"}), "delivery.k: unknown key; it belongs below [feedback]"),
        (office(topics={"id": '"a"', "name": '"A"', "words": '""'}), 'topics.a.words: write ["…"]'),
        (
            office().replace("[[sources]]", "[sources]"),
            "sources: must be a table: write [[sources]] on a line of its own, and its keys below",
        ),
        (
            office(staff={"chat": "5"}),
            'staff.chat: write "telegram:-100123", or several: ["…", "…"]',
        ),
        ("[portal]\nname = Cổng", "no key stands twice"),
        (office() + '\nname = "tin2"', "no key stands twice"),
    ],
)
def test_a_fault_names_the_key_and_the_mend(text: str, line: str) -> None:
    assert line in refusal(text)


@pytest.mark.parametrize(
    "text",
    [
        "telegram:abc",
        "telegram:1.5",
        "telegram:",
        "telegram:１２",
        "zalo_bot:a b",
        "zalo_oa:abc",
        "sms:1",
        "",
    ],
)
def test_what_no_chat_can_be_called_is_no_address(text: str) -> None:
    with pytest.raises(ValueError, match="write telegram:123, zalo_bot:abc or zalo_oa:123"):
        Address.parse(text)
    if text:
        assert "staff.chat" in refusal(office(staff={"chat": f'["{text}"]'}))


@pytest.mark.parametrize(
    "text", ["telegram:-100123", "zalo_bot:6ede9afa66b88fe6d6a9", "zalo_bot:zgr-1a", "zalo_oa:42"]
)
def test_what_chats_are_called_is_an_address(text: str) -> None:
    assert str(Address.parse(f" {text} ")) == text


@pytest.mark.parametrize("name", ["LOA_TELEGRAM_TOKEN", "LOA_ZALO_BOT_TOKEN"])
@pytest.mark.parametrize("value", ["nocolonhere", "12345:", "bot12345:abc"])
def test_a_token_that_cannot_be_is_refused_without_being_told(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as fault:
        read_settings({name: value}, env_file=tmp_path / ".env")
    assert str(fault.value) == f"environment: {name}: is no token of a bot: copy it once more, as 12345:abc…"
