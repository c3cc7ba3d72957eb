"""What was set by halves is told, instead of being off in silence."""

from typing import Any

import pytest

from bot.commands.checkup.wishes import unmet
from bot.config import parse_config
from bot.config.settings import Settings

OFFICE = """
[portal]
id = "conco"
name = "Cổng"
url = "https://conco.vn"
[[sources]]
name = "tin"
feed = "https://conco.vn/rss/"
"""
STAFF = '[staff]\nchat = "telegram:-100123"\n'
MONEY = "[zalo_oa]\nspend_per_month = 100000\n"
BOT = {"zalo_bot_token": "1:a"}
OA = {"zalo_oa_app_id": "255", "zalo_oa_app_secret": "a-secret", "zalo_oa_secret_key": "a-key"}


@pytest.mark.parametrize(
    ("given", "office", "lines"),
    [
        ({}, "", []),
        (BOT | OA, MONEY, []),
        (
            BOT | {"zalo_bot_secret": "12345678", "zalo_bot_webhook": True, "public_url": "https://x.vn"},
            "",
            [],
        ),
        (
            {"zalo_oa_app_id": "255"},
            "",
            ["LOA_ZALO_OA_APP_ID is set and LOA_ZALO_OA_APP_SECRET is not, so zalo_oa is off"],
        ),
        (
            {"zalo_oa_api": "https://x.vn", "telegram_webhook": True},
            "",
            ["LOA_TELEGRAM_WEBHOOK is set and LOA_TEL"],
        ),
        (
            BOT,
            STAFF,
            ["[staff] chat telegram:-100123: nothing can be told there, LOA_TELEGRAM_TOKEN is not set"],
        ),
        (
            BOT | {"zalo_bot_secret": "12345678"},
            "",
            ["LOA_ZALO_BOT_SECRET is set and LOA_ZALO_BOT_WEBHOOK is not"],
        ),
        (OA | {"public_url": "http://x.vn"}, "", ["LOA_PUBLIC_URL begins with http://"]),
        (BOT | {"public_url": "http://x.vn"}, "", []),
        (
            BOT,
            MONEY,
            ["[zalo_oa] broadcasts_per_month or spend_per_month is set, and LOA_ZALO_OA_APP_SECRET"],
        ),
        (OA | {"zalo_oa_app_id": "abc"}, "", ["LOA_ZALO_OA_APP_ID is no number"]),
    ],
)
def test_each_is_one_line(given: dict[str, Any], office: str, lines: list[str]) -> None:
    found = list(unmet(Settings(**given), parse_config(OFFICE + office)))

    assert len(found) == len(lines)
    for said, line in zip(found, lines, strict=True):
        assert said.startswith(line)
        assert "a-secret" not in said
