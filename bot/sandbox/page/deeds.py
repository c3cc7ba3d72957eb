"""What each button of the page does; every one answers with a value for JSON or nothing."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox.clock import JUMPS
from bot.sandbox.page.asked import BadRequest, a_number, a_text
from bot.sandbox.page.screens import Screens
from bot.sandbox.portal.site import SamplePortal
from bot.sandbox.telegram.world import World
from bot.sandbox.zalo.account import ON_DEMAND, Account
from bot.sandbox.zalo.world import Trouble, ZaloWorld

Deed = Callable[[Mapping[str, Any]], Any]

LONGEST_TROUBLE = 3600  # seconds
_ELSEWHERE = "https://bot-khac.example.vn/hook"


def phone_deeds(screens: Screens) -> dict[str, Deed]:
    """What people do with their phones."""
    adders: dict[str, Callable[[str], object]] = {
        "telegram": screens.add_telegram,
        "zalo": screens.add_zalo,
        "oa": screens.add_follower,
    }

    def say(body: Mapping[str, Any]) -> None:
        answers, topic = _perhaps(body, "answers"), _perhaps(body, "topic")
        text, by = a_text(body, "text", 4096), a_text(body, "by", 40, "")
        screens.find(_phone(body)).say(text, by=by, answers=answers, topic=topic)

    def press(body: Mapping[str, Any]) -> None:
        message, data = a_number(body.get("message"), "message"), a_text(body, "data", 100)
        screens.find(_phone(body)).press(message, data, by=a_text(body, "by", 40, ""))

    def add(body: Mapping[str, Any]) -> dict[str, str]:
        name, messenger = a_text(body, "name", 40), a_text(body, "messenger", 20, "telegram")
        if messenger not in adders:
            raise BadRequest(f"there is no messenger {messenger!r} here: choose {', '.join(adders)}")
        adders[messenger](name)
        return {"id": screens.newest.id}

    return {
        "phones": add,
        "say": say,
        "press": press,
        "block": lambda body: screens.find(_phone(body)).block(True),
        "unblock": lambda body: screens.find(_phone(body)).block(False),
    }


def trouble_deeds(telegram: World, zalo: ZaloWorld, account: Account) -> dict[str, Deed]:
    """What goes wrong with the messengers."""

    def hinder(body: Mapping[str, Any]) -> None:
        kind = a_text(body, "kind", 20)
        if kind not in {one.value for one in Trouble}:
            raise BadRequest(f"there is no trouble {kind!r}: choose from {', '.join(Trouble)}")
        zalo.trouble(Trouble(kind), _seconds(body))

    def refuse(body: Mapping[str, Any]) -> None:
        kind = a_text(body, "kind", 20)
        if kind not in ON_DEMAND:
            raise BadRequest(f"there is no trouble {kind!r}: choose from {', '.join(ON_DEMAND)}")
        account.trouble(ON_DEMAND[kind], _seconds(body))

    return {
        "account": refuse,
        "expire": lambda _: account.expire(),
        "flood": lambda body: telegram.flood(min(60, _seconds(body))),
        "zalo": hinder,
        "webhook": lambda _: zalo.leave_webhook(_ELSEWHERE),
    }


def portal_deeds(portal: SamplePortal) -> dict[str, Deed]:
    """What the office does on its portal, and the portal's own trouble."""

    def publish(body: Mapping[str, Any]) -> None:
        if "ready" in body:
            ready = a_text(body, "ready", 100)
            if ready not in {one.id for one in portal.ready}:
                raise BadRequest(f"no announcement {ready!r} is ready to publish")
            portal.publish(ready)
        else:
            title, text = a_text(body, "title", 300), a_text(body, "text", 20_000)
            portal.write(title, text, a_text(body, "category", 60, ""))

    def on_article(deed: Callable[[int], Any]) -> Deed:
        def done(body: Mapping[str, Any]) -> None:
            number = a_number(body.get("article"), "article")
            if portal.known(number) is None:
                raise BadRequest(f"there is no article {number}")
            deed(number)

        return done

    def put_off(number: int) -> None:
        if not portal.put_off(number):
            raise BadRequest("this article names no hour that could be put off")

    return {
        "publish": publish,
        "put-off": on_article(put_off),
        "withdraw": on_article(portal.withdraw),
        "restore": on_article(portal.restore),
        "pour": lambda _: portal.pour(),
        "close": lambda _: portal.close(True),
        "open": lambda _: portal.close(False),
    }


def clock_deeds(jump: Callable[[str], None]) -> dict[str, Deed]:
    """Moving the clock ahead."""

    def to(body: Mapping[str, Any]) -> None:
        where = a_text(body, "to", 20)
        if where not in JUMPS:
            raise BadRequest(f"the clock cannot jump to {where!r}: choose from {', '.join(JUMPS)}")
        jump(where)

    return {"clock": to}


def _phone(body: Mapping[str, Any]) -> str:
    return a_text(body, "phone", 100)


def _perhaps(body: Mapping[str, Any], name: str) -> int | None:
    return None if body.get(name) is None else a_number(body[name], name)


def _seconds(body: Mapping[str, Any]) -> int:
    return min(LONGEST_TROUBLE, max(1, a_number(body.get("seconds", 10), "seconds")))
