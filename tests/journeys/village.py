"""The service over a recording messenger: what people say goes in as values, so a whole life takes milliseconds."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from bot.announcer import Announcer
from bot.config import parse_config
from bot.courier import Courier
from bot.courier.render import Renderer
from bot.house import house_of
from bot.keeping import Keeper
from bot.listener import Listener
from bot.messages import Incoming
from bot.opening import open_office
from feeds.article import Article, Gist, Version
from feeds.visits import Finding, Verdict, Visit
from storage import citizens, shapes, tables
from storage.articles import ArticleLog, newest
from storage.database import Database
from storage.records import Citizen, Story
from tests.conftest import Clock
from tests.fakes.recorder import Recorder, Shown, address, says, taps
from tests.journeys.town import Unhurried

STAFF = "-100"
OFFICE = """
[portal]
id = "conco"
name = "Cổng thông tin điện tử đặc khu Cồn Cỏ"
short = "Đặc khu Cồn Cỏ"
organisation = "UBND đặc khu Cồn Cỏ"
url = "https://conco.example"

[[topics]]
id = "tau"
name = "Tàu ra đảo"
default = true
words = ["tàu"]

[[topics]]
id = "su_kien"
name = "Tin tức, sự kiện"
default = true
cadence = "digest"

[[topics]]
id = "viec"
name = "Việc làm, đấu giá"

[[sources]]
name = "tin"
feed = "https://conco.example/rss/"
topic = "su_kien"

[urgent]
confirm = false

[feedback]
k = 2

[staff]
chat = "telegram:-100"
"""


@dataclass
class Village:
    """An island, its office, and a clock that stands until it is moved."""

    database: Database
    clock: Clock

    def __post_init__(self) -> None:
        self.phone = Recorder()
        self.config = parse_config(OFFICE)
        house, stopping, pacer = house_of(self.config), asyncio.Event(), Unhurried(30)
        self.announcer = Announcer(self.database, self.config, clock=self.clock)
        self.keeper = Keeper(self.database, self.config.retention, clock=self.clock)
        self.listener = Listener(
            self.database,
            self.phone,
            house,
            pacer,
            clock=self.clock,
            monotonic=self.clock.monotonic,
            stopping=stopping,
        )
        self.courier = Courier(
            self.database,
            self.phone,
            Renderer(self.database, house, clock=self.clock),
            pacer,
            clock=self.clock,
            monotonic=self.clock.monotonic,
            stopping=stopping,
        )

    async def open(self) -> None:
        await open_office(self.config, self.database, now=self.clock())

    async def hear(self, *told: Incoming) -> None:
        """The listener hears a batch, then the rounds go on until nothing is left to do."""
        self.clock.passes(seconds=40)  # whoever says this is not flooding anybody
        await self.listener.handle(told)
        await self.rounds()

    async def rounds(self) -> None:
        while await self.announcer.round():
            pass
        while await self.courier.round():
            pass

    async def say(self, chat: str, text: str, **how: str) -> list[Shown]:
        """Somebody types; what appears in their chat."""
        before = len(self.phone.shown)
        await self.hear(says(chat, text, at=self.clock(), **how))
        return [one for one in self.phone.shown[before:] if one.chat == chat]

    async def tap(self, shown: Shown, label: str, *, user: str = "") -> str:
        """Somebody presses a button; what flashes over the chat."""
        await self.hear(taps(shown.chat, shown.code(label), ref=shown.ref, user=user))
        return self.phone.toasts[-1]

    async def subscribe(self, chat: str, *, user: str = "") -> Shown:
        if user:
            self.phone.leaders.add((chat, user))
        [welcome] = await self.say(chat, "/start", user=user)
        await self.tap(welcome, "Đồng ý", user=user)
        return welcome

    async def passes(self, **span: float) -> None:
        self.clock.passes(**span)
        await self.rounds()

    async def publish(
        self,
        number: int,
        title: str,
        *,
        topic: str = "tau",
        body: str = "Thân bài.",
        verdict: Verdict = Verdict.NEWS,
        at: datetime | None = None,
        **gist: object,
    ) -> Story:
        """The watcher finds an article, and the rounds go on."""
        article = Article(
            portal="conco",
            external_id=f"news_{number}",
            link=f"https://conco.example/{number}",
            topic=topic,
            published=at or self.clock(),
            version=Version(title=title, body=body),
            gist=Gist(**({"summary": "Tóm tắt.", "origin": "lead"} | gist)),  # type: ignore[arg-type]
        )
        found = Finding(verdict=verdict, told=title, article=article)
        await ArticleLog(self.database, "conco").record(Visit(source="tin", looked_at=self.clock()), [found])
        async with self.database.reading() as tx:
            query = newest().where(tables.articles.c.external_id == article.external_id)
            story = shapes.story((await tx.execute(query)).one())
        await self.rounds()
        return story

    async def citizen(self, chat: str) -> Citizen | None:
        async with self.database.reading() as tx:
            return await citizens.find(tx, address(chat))
