"""What a group is, who is what in it, and what the bot may do there. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.sandbox.telegram.answers import Refusal, bad_request, known

THERE = frozenset({"creator", "administrator", "member", "restricted"})
BOSSES = frozenset({"creator", "administrator"})
_RIGHTS = (
    "manage_chat",
    "delete_messages",
    "manage_video_chats",
    "restrict_members",
    "promote_members",
    "change_info",
    "invite_users",
    "post_stories",
    "edit_stories",
    "delete_stories",
)
_CHANNEL_RIGHTS = ("post_messages", "edit_messages")
_RESTRICTED = (
    "send_messages",
    "send_audios",
    "send_documents",
    "send_photos",
    "send_videos",
    "send_video_notes",
    "send_voice_notes",
    "send_polls",
    "send_other_messages",
    "add_web_page_previews",
    "react_to_messages",
    "edit_tag",
    "change_info",
    "invite_users",
    "pin_messages",
    "manage_topics",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """`roles` by user id, the bot's among them: creator, administrator, member, restricted, left or kicked."""

    id: int
    kind: str
    title: str
    username: str = ""
    roles: Mapping[int, str] = field(default_factory=dict)
    topics: Mapping[int, str] | None = None  # None: no forum
    closed: frozenset[int] = frozenset()
    moved_to: int | None = None
    deleted: bool = False

    def role(self, user: int) -> str:
        return self.roles.get(user, "left")


def group_json(group: Group) -> dict[str, Any]:
    said: dict[str, Any] = {"id": group.id, "type": group.kind, "title": group.title}
    if group.username:
        said["username"] = group.username
    return said | ({"is_forum": True} if group.topics is not None else {})


def member_json(user: Mapping[str, Any], role: str, *, kind: str) -> dict[str, Any]:
    """A ChatMember of that role."""
    said: dict[str, Any] = {"user": dict(user), "status": role}
    match role:
        case "creator":
            return said | {"is_anonymous": False}
        case "administrator":
            rights = {f"can_{right}": right in ("manage_chat", "delete_messages") for right in _RIGHTS}
            if kind == "channel":
                rights |= {f"can_{right}": True for right in _CHANNEL_RIGHTS}
            return said | {"can_be_edited": False, "is_anonymous": False} | rights
        case "restricted":
            rights = {f"can_{right}": False for right in _RESTRICTED}
            return said | {"is_member": True, "until_date": 0} | rights
        case "kicked":
            return said | {"until_date": 0}
        case _:
            return said


def absence(group: Group, bot: int) -> Refusal | None:
    """Why the bot cannot see into a group; None where it can."""
    if group.moved_to is not None:
        return replace(known("migrated"), parameters={"migrate_to_chat_id": group.moved_to})
    if group.deleted:
        return known("group_deleted")
    match group.role(bot):
        case "kicked":
            return known(f"kicked_{group.kind}")
        case "left":
            return Refusal(403, f"Forbidden: bot is not a member of the {group.kind} chat")
        case _:
            return None


def silence(group: Group, bot: int) -> Refusal | None:
    """Why the bot cannot write in a group; None where it can."""
    if missing := absence(group, bot):
        return missing
    if group.kind == "channel" and group.role(bot) not in BOSSES:
        return known("no_write")
    return known("no_text_right") if group.role(bot) == "restricted" else None


def closed_topic(group: Group | None, thread: int | None) -> Refusal | None:
    """Why nothing can be written under a topic; None where it can, or where none is named."""
    if thread is None:
        return None
    if group is None or thread not in (group.topics or {}):
        return bad_request("message thread not found")
    return bad_request("TOPIC_CLOSED") if thread in group.closed else None


def hears(group: Group, bot: Mapping[str, Any], text: str, *, answers_bot: bool) -> bool:
    """Whether a bot in privacy mode is told of a message: as an administrator of all, else of what is meant for it."""
    if group.role(bot["id"]) not in THERE:
        return False
    command, _, meant = text.partition(" ")[0].partition("@")
    for_it = command.startswith("/") and meant.lower() in ("", bot["username"].lower())
    named = f"@{bot['username']}".lower() in text.lower()
    return group.role(bot["id"]) in BOSSES or for_it or named or answers_bot
