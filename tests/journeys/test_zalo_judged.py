"""Both surfaces of Zalo under a judge that loses, repeats, delays and refuses: every mark is the one its giver meant.

Counted over several runs: ratings lost, repeated, misattributed. All must be none.
"""

import asyncio
import re
from collections import Counter
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from starlette.applications import Starlette

from bot.announcer import Announcer
from bot.channels.zalo_bot import ZaloBot
from bot.channels.zalo_oa import ZaloOa
from bot.channels.zalo_oa.tokens import Tokens
from bot.config import parse_config
from bot.courier import Courier
from bot.courier.plans import allowance_of
from bot.courier.render import Renderer
from bot.house import house_of
from bot.listener import Listener
from bot.loops import attempt
from bot.watching import watcher_of
from bot.web.hooks import hook_route
from feeds.fetching import Fetcher
from storage import articles, feedback
from storage.database import Database
from storage.records import Messenger, Person
from storage.tables import ratings
from tests.conftest import Clock
from tests.fakes.portal import FakeSite
from tests.fakes.zalo_judge import Judge
from tests.journeys.town import OFFICE, URL, Unhurried

PEOPLE = [(surface, f"{number}00{number}") for surface in ("zalo_bot", "zalo_oa") for number in (1, 2, 3)]
TITLES = ("Cấp nước theo giờ", "Lịch tiếp dân", "Tiêm chủng cho trẻ", "Sửa đường thôn", "Họp dân phố")


class Court:
    """An office on both surfaces, and what its people meant."""

    def __init__(self, database: Database, clock: Clock, judge: Judge) -> None:
        self.database, self.clock, self.judge, self.site = database, clock, judge, FakeSite(URL)
        self.config = parse_config(OFFICE)
        transport = httpx.MockTransport(judge.answer)
        names = {"app_id": judge.app_id, "app_secret": judge.app_secret}
        client = httpx.AsyncClient(transport=transport)
        tokens = Tokens(database, client, **names, seed="refresh-0", clock=clock)
        times: dict[str, Any] = {"clock": clock, "monotonic": clock.monotonic}
        self.oa = ZaloOa(database, tokens, client, **names, secret_key=judge.key, **times)
        self.bot = ZaloBot(judge.token, transport=transport, pause=self._pause, monotonic=clock.monotonic)
        self.fetcher = Fetcher(self.config.portal, clock=clock, transport=httpx.MockTransport(self._site))
        self.watcher = watcher_of(self.config, database, self.fetcher, clock)
        self.announcer = Announcer(database, self.config, clock=clock)
        house = house_of(self.config)
        self.listeners, self.couriers = {}, []
        for channel in (self.bot, self.oa):
            parts = times | {
                "stopping": asyncio.Event(),
                "allowance": allowance_of(channel.messenger, database, self.config, clock=clock),
            }
            self.listeners[channel.messenger] = Listener(database, channel, house, Unhurried(20), **parts)
            self.couriers.append(
                Courier(database, channel, Renderer(database, house, clock=clock), Unhurried(20), **parts)
            )
        self.hooks = Starlette(routes=[hook_route(self.oa, self.listeners[Messenger.ZALO_OA].remember)])
        self.meant: dict[tuple[str, str, str], int] = {}
        self.typed: Counter[tuple[str, str]] = Counter()
        self.forged = 0

    async def minutes(self, count: int) -> None:
        """Twenty seconds a step: the portal is looked at, everything is sent and heard."""
        for _ in range(count * 3):
            self.clock.passes(seconds=20)
            for source in self.config.sources:
                await self.watcher.turn(source)
            await self.announcer.round()
            for courier in self.couriers * 2:  # sent, then settled
                await attempt("send", courier.round)
            for _ in range(4):
                await attempt("listen", self.listeners[Messenger.ZALO_BOT].round)
            await self._push()

    async def _push(self) -> None:
        due = [one for one in self.judge.webhooks if one[0] <= self.clock()]
        self.judge.webhooks = [one for one in self.judge.webhooks if one[0] > self.clock()]
        transport = httpx.ASGITransport(self.hooks)
        async with httpx.AsyncClient(transport=transport, base_url="http://loa.test") as client:
            for _, raw, headers in due:
                forged = raw.replace(b'"msg_id": "', b'"msg_id": "f')
                self.forged += (
                    await client.post("/hooks/zalo-oa", content=forged, headers=headers)
                ).status_code == 403
                assert (await client.post("/hooks/zalo-oa", content=raw, headers=headers)).status_code == 200

    def rates(self, who: tuple[str, str], mark: int) -> None:
        """They rate what their phone shows last, by digit, word, stars or code."""
        pushes = [text for text in self.judge.phones[who] if "TB" in text and _title(text)]
        if not pushes:
            return
        title, code = _title(pushes[-1]), re.search(r"TB\d+", pushes[-1])
        assert code
        words = ("một", "hai", "ba", "bốn", "năm")
        ways = (str(mark), f"{mark} sao", "⭐" * mark, words[mark - 1], f"DG {code[0]} {mark}")
        listed = "\n1. " in self.judge.phones[who][-1]  # a bare digit would choose from that list
        said = self.judge.dice.choice(ways[1:] if listed else ways)
        while not self.judge.writes(*who, said, at=self.clock()):
            continue  # nothing came back, so they write again
        self.meant[(*who, title)] = mark
        self.typed[who] += 1

    async def kept(self) -> dict[tuple[str, str, str], int]:
        found = {}
        async with self.database.reading() as tx:
            for surface, person in PEOPLE:
                voter = Person(Messenger(surface), person)
                for story in await articles.latest(tx, limit=20):
                    mark = await feedback.mark_of(tx, voter, story.id)
                    if mark is not None:
                        found[surface, person, story.article.version.title] = mark
            rows = (await tx.execute(select(ratings.c.mark))).all()
        assert len(rows) == len(found)  # nobody else's
        return found

    async def close(self) -> None:
        await self.bot.close()
        await self.oa.close()
        await self.fetcher.close()

    async def _pause(self, seconds: float) -> None:
        self.clock.passes(seconds=seconds)

    def _site(self, request: httpx.Request) -> httpx.Response:
        status, headers, body = self.site.answer(request.url.path)
        return httpx.Response(status, headers=headers, content=body)


def _title(text: str) -> str:
    """The title of a push; «» for an answer to a mark or anything else."""
    return next((one for one in TITLES if f"\n{one}\n" in text), "")


@pytest.mark.parametrize("seed", range(3))
async def test_no_mark_is_lost_repeated_or_given_to_another(
    database: Database, clock: Clock, seed: int
) -> None:
    judge = Judge(seed)
    court = Court(database, clock, judge)
    court.site.publish(1, "Tin cũ", lead="a", at=clock())
    await court.minutes(1)
    for who in PEOPLE:
        judge.writes(*who, "dang ky", at=clock())
    await court.minutes(1)
    for who in PEOPLE:
        judge.writes(*who, "1", at=clock())
    await court.minutes(1)
    judge.rough = True
    for number, title in enumerate(TITLES, start=2):
        court.site.publish(number, title, lead="Từ 6 giờ sáng mai.", at=clock())
        await court.minutes(4)
        for who in PEOPLE:
            court.rates(who, judge.dice.randint(1, 5))
        await court.minutes(judge.dice.choice((1, 2)))
        court.rates(PEOPLE[number % len(PEOPLE)], judge.dice.randint(1, 5))
    await court.minutes(12)

    kept, meant = await court.kept(), court.meant
    assert len(meant) >= len(PEOPLE) * (len(TITLES) - 1)
    assert {"lost": set(meant) - set(kept), "not meant": set(kept) - set(meant)} == {
        "lost": set(),
        "not meant": set(),
    }
    assert {who: (kept[who], mark) for who, mark in meant.items() if kept[who] != mark} == {}
    for who in PEOPLE:
        confirmed = [text for text in judge.phones[who] if "/5" in text and "«" in text]
        assert len(confirmed) == court.typed[who]
    assert judge.spent == 0
    assert court.forged > 0
    await court.close()
