"""The methods that ask who is in a chat, and the one that leaves it."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox.telegram.answers import CHAT_NOT_FOUND, Refusal, bad_request
from bot.sandbox.telegram.forms import chat_json
from bot.sandbox.telegram.roles import BOSSES, THERE, Group, absence, group_json, member_json
from bot.sandbox.telegram.world import World

Given = Mapping[str, Any]

_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
_FULL = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(_GIFTS, False)}


def _chat(world: World, given: Given) -> Any:
    group = world.groups.find(given["chat_id"])
    if group:
        return absence(group, world.bot["id"]) or group_json(group) | _FULL
    person = next((one for one in world.people if one.id == given["chat_id"] and one.started), None)
    return chat_json(person) | _FULL if person else CHAT_NOT_FOUND


def _member(world: World, given: Given) -> Any:
    group = _visible(world, given)
    if isinstance(group, Refusal):
        return group
    user = given["user_id"]
    if user != world.bot["id"] and user not in {person.id for person in world.people}:
        return bad_request("user not found")
    return member_json(world.user_json(user), group.role(user), kind=group.kind)


def _administrators(world: World, given: Given) -> Any:
    """Without other bots, as Telegram answers it; the bot itself is named."""
    group = _visible(world, given)
    if isinstance(group, Refusal):
        return group
    bosses = [user for user, role in group.roles.items() if role in BOSSES]
    return [member_json(world.user_json(user), group.role(user), kind=group.kind) for user in bosses]


def _count(world: World, given: Given) -> Any:
    group = _visible(world, given)
    return group if isinstance(group, Refusal) else sum(role in THERE for role in group.roles.values())


def _leave(world: World, given: Given) -> Any:
    group = _visible(world, given)
    if isinstance(group, Refusal):
        return group
    world.groups.make(group.id, world.bot["id"], "left", by=world.bot["id"])
    return True


def _visible(world: World, given: Given) -> Group | Refusal:
    group = world.groups.find(given["chat_id"])
    if group is None:
        private = any(person.id == given["chat_id"] for person in world.people)
        return bad_request("there are no administrators in the private chat") if private else CHAT_NOT_FOUND
    return absence(group, world.bot["id"]) or group


MEMBERS: Mapping[str, Callable[[World, Given], Any]] = {
    "getChat": _chat,
    "getChatMember": _member,
    "getChatAdministrators": _administrators,
    "getChatMemberCount": _count,
    "leaveChat": _leave,
}
