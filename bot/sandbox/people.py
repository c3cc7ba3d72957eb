"""Who lives in the sandbox: citizens on both messengers, a neighbourhood's group, a forum, those on duty."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.sandbox.page.screens import Screens
from bot.sandbox.pulse import Pulse
from bot.sandbox.telegram.world import World
from bot.sandbox.zalo.account import Account
from bot.sandbox.zalo.world import ZaloWorld
from storage.records import Address, Messenger


@dataclass(frozen=True, slots=True)
class People:
    """The messengers' worlds on one pulse, what the page shows of them, and where the office's staff are told."""

    telegram: World
    zalo: ZaloWorld
    account: Account
    screens: Screens
    staff: Address
    pulse: Pulse


def people(*, telegram_token: str, zalo_token: str, clock: Callable[[], datetime]) -> People:
    """Everybody at the start: nobody has spoken yet; the bot is in all groups, in that of the staff as configured."""
    pulse = Pulse()
    telegram = World(token=telegram_token, clock=clock, pulse=pulse)
    zalo = ZaloWorld(token=zalo_token, clock=clock, pulse=pulse)
    account = Account(clock=clock, pulse=pulse)
    screens = Screens(telegram, zalo, account)
    lan, hai = screens.add_telegram("Chị Lan"), screens.add_telegram("Anh Hải")
    screens.add_zalo("Cô Thu")
    screens.add_follower("Bác Sáu")
    nam, mai, tuan = (telegram.add_person(name) for name in ("Bác Năm", "Chị Mai", "Anh Tuấn"))
    village = _group(telegram, "Khu dân cư số 1", [nam, lan, hai])
    fishers = _group(telegram, "Ngư dân", [nam, hai], topics=("Tàu và biển", "Mua bán"))
    office = _group(telegram, "Trực ban", [mai, tuan])
    screens.add_group(village, "group")
    screens.add_group(fishers, "forum")
    screens.add_group(office, "staff")
    telegram.updates.pending.clear()  # Loa was not running when they were made
    return People(telegram, zalo, account, screens, Address(Messenger.TELEGRAM, str(office)), pulse)


def _group(telegram: World, title: str, members: list[int], *, topics: tuple[str, ...] = ()) -> int:
    """A group made and led by the first of its members; with `topics` it is a forum."""
    maker, *others = members
    group = telegram.groups.add("supergroup", title, by=maker, forum=bool(topics))
    for topic in topics:
        telegram.groups.open_topic(group, topic)
    for user in others:
        telegram.groups.make(group, user, "member", by=maker)
    telegram.groups.make(group, telegram.bot["id"], "member", by=maker)
    return group
