"""What getUpdates gives, keeps and forgets."""

import asyncio

import httpx
import pytest

from bot.channels import Unreachable
from bot.channels.telegram import Telegram
from bot.messages import (
    Said,
)
from bot.sandbox.telegram.spec import conforms
from bot.sandbox.telegram.world import World
from tests.bot.sandbox.telegram.conftest import call, polling


async def test_updates_are_confirmed_only_by_the_next_request(
    world: World, lan: int, loa: Telegram, raw: httpx.AsyncClient
) -> None:
    world.say(lan, "một")
    assert len(await loa.hear()) == 1
    assert len(await call(raw, "getUpdates")) == 1, "heard, not yet confirmed: a crash here loses nothing"
    loa.remembered()
    world.say(lan, "hai")
    (second,) = await loa.hear()
    assert isinstance(second, Said)
    assert second.text == "hai"
    assert [one["message"]["text"] for one in await call(raw, "getUpdates")] == ["hai"]


async def test_limit_and_negative_offset(world: World, lan: int, raw: httpx.AsyncClient) -> None:
    for text in ("một", "hai", "ba"):
        world.say(lan, text)
    got = await call(raw, "getUpdates", limit=2)
    assert [one["message"]["text"] for one in got] == ["một", "hai"]
    assert got[1]["update_id"] == got[0]["update_id"] + 1
    assert conforms("Array of Update", got) == []
    assert [one["message"]["text"] for one in await call(raw, "getUpdates", offset=-1)] == ["ba"]
    assert len(await call(raw, "getUpdates")) == 1, "the earlier ones are forgotten"


async def test_only_what_was_asked_for_is_queued(world: World, lan: int, raw: httpx.AsyncClient) -> None:
    await call(raw, "getUpdates", allowed_updates=["callback_query"])
    world.press(lan, world.say(lan, "/start"), "x")
    (got,) = await call(raw, "getUpdates")
    assert set(got) == {"update_id", "callback_query"}


async def test_a_second_poller_ends_the_first(world: World, lan: int, raw: httpx.AsyncClient) -> None:
    first = asyncio.create_task(call(raw, "getUpdates", timeout=50))
    await polling(world)
    assert await call(raw, "getUpdates", timeout=0) == []
    assert (await first).startswith("Conflict: terminated by other getUpdates request")


async def test_a_long_poll_ends_with_the_first_update_and_with_the_server(
    world: World, lan: int, raw: httpx.AsyncClient, stopping: asyncio.Event
) -> None:
    poll = asyncio.create_task(call(raw, "getUpdates", timeout=50))
    await polling(world)
    world.say(lan, "một")
    (got,) = await poll
    poll = asyncio.create_task(call(raw, "getUpdates", timeout=50, offset=got["update_id"] + 1))
    await polling(world)
    stopping.set()
    assert await poll == []


async def test_a_webhook_left_behind_is_removed_by_the_adapter(
    world: World, lan: int, loa: Telegram, raw: httpx.AsyncClient
) -> None:
    assert await call(raw, "setWebhook", url="https://x.vn/hook") is True
    world.say(lan, "một")
    with pytest.raises(Unreachable, match="webhook is active"):
        await loa.hear()
    assert (await call(raw, "getWebhookInfo"))["url"] == ""
    assert len(await loa.hear()) == 1


async def test_a_page_waits_for_a_change(world: World, lan: int) -> None:
    before = world.pulse.count
    waiting = asyncio.create_task(world.pulse.after(before, 50))
    await asyncio.sleep(0)
    world.say(lan, "một")
    assert await waiting == world.pulse.count > before
    assert await world.pulse.after(world.pulse.count, 0) == world.pulse.count
