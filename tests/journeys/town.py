"""The whole office without its loops: each room's round is one call, time stands still until a test moves it."""

import asyncio
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

import httpx

from bot.announcer import Announcer
from bot.channels.telegram import Telegram
from bot.config import parse_config
from bot.courier import Courier
from bot.courier.pacing import Pacer
from bot.courier.render import Renderer
from bot.house import house_of
from bot.listener import Listener
from bot.opening import open_office
from bot.watching import watcher_of
from feeds.fetching import Fetcher
from storage import feedback
from storage.database import Database
from storage.records import ReportLine
from tests.conftest import Clock
from tests.fakes.portal import FakeSite, Post
from tests.fakes.telegram import FakeChats, buttons, callbacks

URL, MOVED = "http://127.0.0.1", "http://localhost"
OFFICE = f"""
[portal]
id = "conco"
name = "Cổng thông tin điện tử đặc khu Cồn Cỏ"
short = "Đặc khu Cồn Cỏ"
organisation = "UBND đặc khu Cồn Cỏ"
url = "{URL}"
hosts = ["127.0.0.1", "localhost"]

[[topics]]
id = "tau_bien"
name = "Tàu ra đảo, thời tiết biển"
default = true
words = ["tàu", "bão", "cấm biển"]

[[topics]]
id = "thong_bao"
name = "Thông báo"
default = true

[[topics]]
id = "su_kien"
name = "Tin tức, sự kiện"
default = true
cadence = "digest"
words = ["hội nghị"]

[[sources]]
name = "tin-tuc"
feed = ["{URL}/rss/", "{MOVED}/rss/"]
topic = "thong_bao"

[feedback]
k = 2

[staff]
chat = "telegram:-100"
"""


class Unhurried(Pacer):
    """Only what the messenger asks for is obeyed: the pace has tests of its own, and these have no time."""

    def sent(self, chat: str, now: float, *, person: bool = False) -> float:
        """Nothing is counted."""
        return now


class Town:
    """A portal, an office and people with telephones."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.clock = clock
        self.database = database
        self.site = FakeSite(URL)
        self.chats = FakeChats()
        self.config = parse_config(OFFICE)
        self.restart()

    def restart(self) -> None:
        """The service comes up anew over the same database; what was only in memory is forgotten."""
        self.telegram = Telegram("1:x", api="http://t", transport=httpx.MockTransport(self._telegram))
        self.fetcher = Fetcher(
            self.config.portal, clock=self.clock, transport=httpx.MockTransport(self._site)
        )
        self.watcher = watcher_of(self.config, self.database, self.fetcher, self.clock)
        self.announcer = Announcer(self.database, self.config, clock=self.clock)
        house, stopping = house_of(self.config), asyncio.Event()
        times: dict[str, Any] = {"clock": self.clock, "monotonic": self.clock.monotonic, "stopping": stopping}
        pacer = Unhurried(30)
        self.listener = Listener(self.database, self.telegram, house, pacer, **times)
        render = Renderer(self.database, house, clock=self.clock)
        self.courier = Courier(self.database, self.telegram, render, pacer, **times)

    async def open(self) -> None:
        await open_office(self.config, self.database, now=self.clock())
        await self.settle()

    async def close(self) -> None:
        await self.telegram.close()
        await self.fetcher.close()

    async def passes(self, **span: float) -> None:
        """Time passes, then every room does its rounds until nothing is left to do."""
        self.clock.passes(**span)
        await self.settle()

    async def settle(self) -> None:
        for source in self.config.sources:
            await self.watcher.turn(source)
        while not self.chats.heard() or not self.listener._opened:
            await self.listener.round()
            await self.listener.round()  # asking again confirms what was heard
        while await self.announcer.round():
            pass
        while await self.courier.round():
            pass

    async def say(self, chat: int, text: str) -> None:
        self.chats.say(chat, text)
        await self.passes(seconds=2)

    async def press(self, chat: int, message: dict[str, Any], code: str) -> str:
        """Press a button; what flashes over the chat."""
        before = len(self.chats.calls)
        self.chats.press(chat, message["message_id"], code)
        await self.passes(seconds=2)
        answers = [given for method, given in self.chats.calls[before:] if method == "answerCallbackQuery"]
        assert len(answers) == 1
        return str(answers[0].get("text", ""))

    async def subscribe(self, chat: int) -> None:
        await self.say(chat, "/start")
        [welcome] = [one for one in self.chats.sent_to(chat) if buttons(one)]
        await self.press(chat, welcome, callbacks(welcome)[0])

    async def publish(self, number: int, title: str, *, lead: str = "", body: str = "") -> Post:
        post = self.site.publish(number, title, lead=lead, body=body, at=self.clock())
        await self.passes(minutes=2)
        return post

    def shown(self, chat: int, words: str) -> list[dict[str, Any]]:
        """The messages on a phone that hold these words, as they stand now."""
        return [message for message in self.chats.sent_to(chat) if words in message["text"]]

    async def report(self) -> list[ReportLine]:
        async with self.database.reading() as tx:
            return await feedback.report(tx, self.clock() - timedelta(days=30))

    def _site(self, request: httpx.Request) -> httpx.Response:
        if not str(request.url).startswith(self.site.url):
            return httpx.Response(404)
        status, headers, body = self.site.answer(request.url.path)
        return httpx.Response(status, headers=headers, content=body)

    def _telegram(self, request: httpx.Request) -> httpx.Response:
        method = request.url.path.rsplit("/", 1)[-1]
        given = dict(parse_qsl(request.content.decode(), keep_blank_values=True))
        status, answer = self.chats.answer(method, given)
        return httpx.Response(status, json=answer)
