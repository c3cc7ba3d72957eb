"""Groups, supergroups with their topics, and channels: what people do with them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.sandbox.telegram.forms import Shown, membership_json
from bot.sandbox.telegram.roles import BOSSES, THERE, Group, group_json, member_json

if TYPE_CHECKING:
    from bot.sandbox.telegram.world import World

KINDS = ("group", "supergroup", "channel")
FIRST_GROUP, FIRST_SUPERGROUP = -4_000_000_001, -1_002_000_000_001


class Groups:
    """The groups of one world and what people do with them. Every deed raises LookupError for no such group."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._groups: dict[int, Group] = {}
        self._made = 0

    def add(self, kind: str, title: str, *, by: int, forum: bool = False, username: str = "") -> int:
        """A new one, made by a person, without the bot; gives its id. Raises ValueError for no such kind."""
        if kind not in KINDS:
            raise ValueError(f"a group is one of {', '.join(KINDS)}")
        roles = {self._world.person(by).id: "creator"}
        number = self._number(kind)
        self._keep(
            Group(
                id=number,
                kind=kind,
                title=title,
                username=username,
                roles=roles,
                topics={} if forum else None,
            )
        )
        return number

    def get(self, number: int) -> Group:
        if number not in self._groups:
            raise LookupError(f"there is no group {number}")
        return self._groups[number]

    def find(self, chat: object) -> Group | None:
        """By id, or by @username."""
        if isinstance(chat, str):
            named = chat.removeprefix("@").lower()
            return next((one for one in self._groups.values() if one.username.lower() == named), None)
        return self._groups.get(chat) if isinstance(chat, int) else None

    def make(self, number: int, user: int, role: str, *, by: int) -> None:
        """Somebody gives a user, or the bot, a role: adds, promotes, restricts, bans (kicked) or removes (left)."""
        group, bot = self.get(number), self._world.bot["id"]
        before = group.role(user)
        if before == role:
            return
        self._keep(replace(group, roles={**group.roles, user: role}))
        kind = "my_chat_member" if user == bot else "chat_member"
        body = membership_json(
            group_json(group),
            self._world.user_json(by),
            at=self._world.clock(),
            old=member_json(self._world.user_json(user), before, kind=group.kind),
            new=member_json(self._world.user_json(user), role, kind=group.kind),
        )
        if user == bot or group.role(bot) in BOSSES:
            self._world.updates.add(kind, body)
        if group.kind != "channel" and (before in THERE) != (role in THERE):
            who = self._world.user_json(user)
            came = {"new_chat_members": [who]} if role in THERE else {"left_chat_member": who}
            self._tell(self.get(number), by, came)

    def migrate(self, number: int, *, by: int) -> int:
        """A group becomes a supergroup with another id, which is given."""
        group = self.get(number)
        new = self._number("supergroup")
        self._keep(replace(group, moved_to=new))
        self._keep(replace(group, id=new, kind="supergroup"))
        self._tell(group, by, {"migrate_to_chat_id": new})
        self._tell(self.get(new), by, {"migrate_from_chat_id": number})
        return new

    def delete(self, number: int) -> None:
        self._keep(replace(self.get(number), deleted=True))

    def open_topic(self, number: int, name: str) -> int:
        """A new topic of a forum, or one opened again; gives its thread. Raises ValueError where there is no forum."""
        group = self.get(number)
        if group.topics is None:
            raise ValueError(f"{group.title} is no forum")
        thread = next((one for one, named in group.topics.items() if named == name), None)
        if thread is None:
            created = {"forum_topic_created": {"name": name, "icon_color": 0x6FB9F0}}
            thread = self._tell(group, next(iter(group.roles)), created)
        topics = {**group.topics, thread: name}
        self._keep(replace(group, topics=topics, closed=group.closed - {thread}))
        return thread

    def close_topic(self, number: int, thread: int) -> None:
        group = self.get(number)
        self._keep(replace(group, closed=group.closed | {thread}))

    def shares(self, user: int) -> bool:
        """Whether a user and the bot are in one group, so that the bot knows of them."""
        bot = self._world.bot["id"]
        return any(group.role(user) in THERE and group.role(bot) in THERE for group in self._groups.values())

    def _number(self, kind: str) -> int:
        self._made += 1
        return (FIRST_GROUP if kind == "group" else FIRST_SUPERGROUP) - self._made

    def _keep(self, group: Group) -> None:
        self._groups[group.id] = group
        self._world.open_chat(group.id)

    def _tell(self, group: Group, by: int, service: Mapping[str, Any]) -> int:
        """A message of the messenger's own, which the bot hears even as it comes; gives its id."""
        number = self._world.new_message_id()
        shown = Shown(
            message_id=number,
            from_bot=False,
            text="",
            at=self._world.clock(),
            sender=by,
            thread=number if "forum_topic_created" in service else None,
            service=service,
        )
        self._world.show(group.id, shown)
        if group.role(self._world.bot["id"]) in THERE:
            self._world.updates.add("message", self._world.form(group.id, shown))
        return number
