"""Every refusal of the Bot API that is known: ordered, and, where a deed causes it, caused."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.sandbox.telegram.world import World
from tests.bot.sandbox.conftest import Clock
from tests.bot.sandbox.telegram.conftest import polling

ROWS = json.loads((Path(__file__).parents[2] / "samples/refusals.json").read_text(encoding="utf-8"))["errors"]
BY_NAME = {row["id"]: row for row in ROWS}
BUTTON = {"text": "a", "callback_data": "x"}
LONG = "a" * 257


class Scene:
    """A world with a phone that wrote to the bot, a group with both in it, and what it takes to ask."""

    def __init__(self, world: World, lan: int, raw: httpx.AsyncClient, clock: Clock) -> None:
        self.world, self.lan, self.raw, self.clock = world, lan, raw, clock
        self.said = world.say(lan, "/start")
        self.bot = world.bot["id"]

    async def ask(self, method: str, **given: Any) -> httpx.Response:
        return await self.raw.post(method, json=given)

    async def send(self, **given: Any) -> httpx.Response:
        return await self.ask("sendMessage", **({"chat_id": self.lan, "text": "a"} | given))

    async def button(self, **button: Any) -> httpx.Response:
        return await self.send(reply_markup={"inline_keyboard": [[button]]})

    async def sent(self, **given: Any) -> int:
        answer = await self.send(**given)
        number: int = answer.json()["result"]["message_id"]
        return number

    async def edit(self, number: int, text: str = "b", **given: Any) -> httpx.Response:
        return await self.ask(
            "editMessageText", **({"chat_id": self.lan, "message_id": number, "text": text} | given)
        )

    async def delete(self, number: int, chat: int | None = None) -> httpx.Response:
        return await self.ask("deleteMessage", chat_id=chat or self.lan, message_id=number)

    def group(self, kind: str, role: str = "member") -> int:
        """A group where the bot first was a member and then got that role."""
        number = self.world.groups.add(kind, "Xóm", by=self.lan)
        self.world.groups.make(
            number, self.bot, "administrator" if kind == "channel" else "member", by=self.lan
        )
        self.world.groups.make(number, self.bot, role, by=self.lan)
        return number

    async def send_to_group(self, kind: str, role: str) -> httpx.Response:
        return await self.send(chat_id=self.group(kind, role))

    async def commands(self, command: str = "tin", description: str = "a") -> httpx.Response:
        return await self.ask("setMyCommands", commands=[{"command": command, "description": description}])

    async def webhook(self, url: str = "https://x.vn", **given: Any) -> httpx.Response:
        return await self.ask("setWebhook", url=url, **given)


async def edited_twice(scene: Scene) -> httpx.Response:
    return await scene.edit(await scene.sent(), "a")


async def deleted_late(scene: Scene) -> httpx.Response:
    number = await scene.sent()
    scene.clock.now += timedelta(hours=49)
    return await scene.delete(number)


async def deleted_of_others(scene: Scene) -> httpx.Response:
    group = scene.group("group")
    return await scene.delete(scene.world.say(scene.lan, "/tin", chat=group), group)


async def blocked(scene: Scene) -> httpx.Response:
    scene.world.block(scene.lan)
    return await scene.send()


async def deactivated(scene: Scene) -> httpx.Response:
    scene.world.deactivate(scene.lan)
    return await scene.send()


async def seen_in_a_group_only(scene: Scene) -> httpx.Response:
    stranger = scene.world.add_person("Anh Hải")
    scene.world.groups.make(scene.group("group"), stranger, "member", by=scene.lan)
    return await scene.send(chat_id=stranger)


async def a_group_is_gone(scene: Scene) -> httpx.Response:
    group = scene.group("group")
    scene.world.groups.delete(group)
    return await scene.send(chat_id=group)


async def left_by_itself(scene: Scene) -> httpx.Response:
    group = scene.group("supergroup")
    assert (await scene.ask("leaveChat", chat_id=group)).json()["result"] is True
    return await scene.send(chat_id=group)


async def flooded(scene: Scene) -> httpx.Response:
    scene.world.flood(17)
    return await scene.send()


async def poll_ended_by(scene: Scene, method: str, **given: Any) -> httpx.Response:
    await scene.ask("getUpdates", offset=-1)
    await scene.ask("getUpdates", offset=scene.world.updates.pending[-1]["update_id"] + 1)
    poll = asyncio.create_task(scene.ask("getUpdates", timeout=5))
    await polling(scene.world)
    await scene.ask(method, **given)
    return await poll


async def poll_beside_webhook(scene: Scene) -> httpx.Response:
    await scene.webhook()
    return await scene.ask("getUpdates")


async def after_log_out(scene: Scene) -> httpx.Response:
    await scene.ask("logOut")
    return await scene.send()


async def as_somebody(scene: Scene, path: str) -> httpx.Response:
    return await scene.raw.post(f"http://sandbox/telegram/{path}")


Deed = Callable[[Scene], Awaitable[httpx.Response]]
DEEDS: dict[str, Deed] = {
    "parse_entities": lambda scene: scene.send(text="<b>a", parse_mode="HTML"),
    "parse_entities_tag": lambda scene: scene.send(text="<br>", parse_mode="HTML"),
    "text_empty": lambda scene: scene.send(text=""),
    "text_must_be_nonempty": lambda scene: scene.send(text="<b></b>", parse_mode="HTML"),
    "text_too_long": lambda scene: scene.send(text="a" * 4097),
    "text_raw_too_long": lambda scene: scene.send(text="đ" * 16_385),
    "parse_mode_unsupported": lambda scene: scene.send(parse_mode="Latex"),
    "button_data_invalid": lambda scene: scene.button(text="a", callback_data="đ" * 33),
    "button_url_invalid": lambda scene: scene.button(text="a", url="x"),
    "button_text_empty": lambda scene: scene.button(text=" ", callback_data="x"),
    "button_no_action": lambda scene: scene.button(text="a"),
    "reply_markup_too_long": lambda scene: scene.send(reply_markup={"inline_keyboard": [[BUTTON]] * 101}),
    "reply_markup_json": lambda scene: scene.send(reply_markup="{"),
    "reply_markup_object": lambda scene: scene.send(reply_markup="null"),
    "not_modified": edited_twice,
    "edit_not_found": lambda scene: scene.edit(999),
    "edit_cant": lambda scene: scene.edit(scene.said),
    "delete_not_found": lambda scene: scene.delete(999),
    "delete_cant": deleted_late,
    "delete_forbidden": deleted_of_others,
    "reply_not_found": lambda scene: scene.send(reply_parameters={"message_id": 999}),
    "chat_not_found": lambda scene: scene.send(chat_id=5),
    "chat_id_empty": lambda scene: scene.send(chat_id=""),
    "blocked": blocked,
    "deactivated": deactivated,
    "cant_initiate": seen_in_a_group_only,
    "bot_to_bot": lambda scene: scene.send(chat_id=scene.world.add_person("Bot khác", is_bot=True)),
    "kicked_group": lambda scene: scene.send_to_group("group", "kicked"),
    "kicked_supergroup": lambda scene: scene.send_to_group("supergroup", "kicked"),
    "kicked_channel": lambda scene: scene.send_to_group("channel", "kicked"),
    "not_member": left_by_itself,
    "group_deleted": a_group_is_gone,
    "no_write": lambda scene: scene.send_to_group("channel", "member"),
    "no_text_right": lambda scene: scene.send_to_group("supergroup", "restricted"),
    "retry_after": flooded,
    "query_too_old": lambda scene: scene.ask("answerCallbackQuery", callback_query_id="1"),
    "conflict_two_pollers": lambda scene: poll_ended_by(scene, "getUpdates"),
    "conflict_set_webhook": lambda scene: poll_ended_by(scene, "setWebhook", url="https://x.vn"),
    "conflict_webhook_active": poll_beside_webhook,
    "webhook_bad_url": lambda scene: scene.webhook("https://"),
    "webhook_bad": lambda scene: scene.webhook("http://x.vn"),
    "webhook_secret_long": lambda scene: scene.webhook(secret_token=LONG),
    "webhook_secret_chars": lambda scene: scene.webhook(secret_token="bí mật"),
    "unauthorized": lambda scene: as_somebody(scene, "bot78:another/getMe"),
    "invalid_token": lambda scene: as_somebody(scene, "botnonsense/getMe"),
    "logged_out": after_log_out,
    "not_found": lambda scene: as_somebody(scene, "getMe"),
    "command_empty": lambda scene: scene.commands("/"),
    "command_long": lambda scene: scene.commands("a" * 33),
    "command_desc_long": lambda scene: scene.commands(description=LONG),
    "bot_command_invalid": lambda scene: scene.commands("hủy"),
}


@pytest.fixture
def scene(world: World, lan: int, raw: httpx.AsyncClient, clock: Clock) -> Scene:
    return Scene(world, lan, raw, clock)


def held_against(answer: httpx.Response, row: dict[str, Any]) -> None:
    assert answer.json() == row["json"]
    assert answer.status_code == row["http_status"]
    assert {name: answer.headers[name] for name in row["headers"]} == row["headers"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
async def test_every_refusal_can_be_ordered(scene: Scene, row: dict[str, Any]) -> None:
    method = "".join(letter for letter in row["methods"].split(",")[0].split("/")[0] if letter.isalpha())
    method = (
        "sendMessage"
        if method in ("send", "any")
        else "editMessageText"
        if method == "editMessage"
        else method
    )
    scene.world.fail(row["id"], method=method)
    held_against(await scene.ask(method), row)
    assert len(scene.world.chat(scene.lan)) == 1


@pytest.mark.parametrize("name", DEEDS)
async def test_a_deed_is_refused_as_telegram_refuses_it(scene: Scene, name: str) -> None:
    held_against(await DEEDS[name](scene), BY_NAME[name])


async def test_a_group_that_moved_names_its_new_address(scene: Scene) -> None:
    group = scene.group("group")
    moved = scene.world.groups.migrate(group, by=scene.lan)
    row = BY_NAME["migrated"]
    said = (await scene.send(chat_id=group)).json()
    assert said == row["json"] | {"parameters": {"migrate_to_chat_id": moved}}
    assert (await scene.send(chat_id=moved)).status_code == 200


def test_every_row_is_here() -> None:
    assert len(ROWS) == 64
    assert set(DEEDS) <= set(BY_NAME)
