"""The composition root: builds the rooms' parts, runs their loops side by side, stops them in order."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Iterable, Sequence
from contextlib import nullcontext
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.routing import Route

from bot.announcer import Announcer
from bot.asking import reteller_of
from bot.channels import Channel, Publishes
from bot.config import Config
from bot.config.settings import Settings
from bot.courier import Courier
from bot.courier.broadcaster import Broadcaster
from bot.courier.doubt import Doubt
from bot.courier.pacing import Pacer
from bot.courier.plans import allowance_of
from bot.courier.render import Renderer
from bot.house import house_of
from bot.keeping import Keeper
from bot.listener import Listener
from bot.loops import Bell, attempt, repeat
from bot.opening import open_office
from bot.tenure import tenure
from bot.tickets import page_base
from bot.timing import utc_now
from bot.together import Together
from bot.watching import Watching, watcher_of
from bot.web.hooks import hook_route
from bot.web.rating import rating_routes
from bot.web.serving import Doors, address_of, listening, serve
from bot.web.status import status_routes
from feeds.fetching import Fetcher
from storage.database import Database
from storage.database.election import Seat
from storage.outbox.owed import Settlement
from storage.records import Messenger

log = logging.getLogger(__name__)

KEEP_EVERY = 3600.0
ROUND_EVERY = 5.0  # seconds between rounds nobody rang for
LATE = 5.0  # seconds loops get to finish their round once told to stop; `loa run` ends within 8


class Part(StrEnum):
    """What `loa run --only` chooses from."""

    WATCH = "watch"
    ANNOUNCE = "announce"
    SEND = "send"
    LISTEN = "listen"
    WEB = "web"


class App:
    """One running Loa. Everything it uses comes in here; nothing is reached for."""

    def __init__(
        self,
        settings: Settings,
        config: Config,
        database: Database,
        channels: Iterable[Channel],
        *,
        clock: Callable[[], datetime] = utc_now,
        monotonic: Callable[[], float] = time.monotonic,
        fetcher: Fetcher | None = None,
    ) -> None:
        self._settings = settings
        self._config = config
        self._database = database
        self._channels = tuple(channels)
        self._clock = clock
        self._monotonic = monotonic
        self._stop, self._over = asyncio.Event(), asyncio.Event()
        self._found, self._owed = Bell(), {channel.messenger: Bell() for channel in self._channels}
        self._together = Together(database, {"found": self._found.ring, "owed": self._ring_owed})
        self._pacers = {one.messenger: Pacer(config.per_second(one.messenger)) for one in self._channels}
        self._allowances = {
            one.messenger: allowance_of(one.messenger, database, config, clock=clock)
            for one in self._channels
        }
        self._unsettled: dict[Messenger, Sequence[Settlement]] = {}
        self._fetcher = fetcher or Fetcher(config.portal, clock=clock)
        self._reteller = reteller_of(settings, config)

    @property
    def stopping(self) -> asyncio.Event:
        """Set once the service is asked to stop."""
        return self._stop

    def stir(self) -> None:
        """Look round now: the clock was moved."""
        self._found.ring()
        self._ring_owed()

    def stop(self) -> None:
        """Ask every loop to finish its round."""
        self._stop.set()

    async def baseline(self) -> None:
        """One look at every source now: what is there already is backlog, what comes next is news."""
        watcher = watcher_of(self._config, self._database, self._fetcher, self._clock)
        for source in self._config.sources:
            await watcher.look(source)

    async def run(self, only: frozenset[Part] = frozenset(Part)) -> None:
        """Run until `stop()`. Raises PortTaken; everything else is survived."""
        await open_office(self._config, self._database, now=self._clock())
        host, port = self._settings.web_host, self._settings.web_port
        try:
            with listening(host, port=port) if Part.WEB in only else nullcontext(()) as doors:
                await self._until_stopped(only, doors)
        finally:
            await self._together.close()
            for channel in self._channels:
                await channel.close()
            await self._fetcher.close()
            if self._reteller:
                await self._reteller.close()

    async def _until_stopped(self, only: frozenset[Part], doors: Doors) -> None:
        async with asyncio.TaskGroup() as group:
            for work in self._together.loops(self._over):
                group.create_task(work)
            tasks = [group.create_task(work) for work in self._work(only)]
            if doors:
                tasks.append(group.create_task(self._serve(doors)))
            stop = group.create_task(self._stop.wait())
            await asyncio.wait({stop, *tasks}, return_when=asyncio.FIRST_COMPLETED)
            self.stop()
            _, late = await asyncio.wait(tasks, timeout=LATE)
            for task in late:
                task.cancel()
            self._over.set()

    def _work(self, only: frozenset[Part]) -> list[Coroutine[None, None, None]]:
        work: list[Coroutine[Any, Any, None]] = []
        loop = partial(repeat, until=self._stop)
        if Part.WATCH in only:
            watcher = watcher_of(self._config, self._database, self._fetcher, self._clock, self._reteller)
            found = partial(self._together.ring, "found")
            work.append(Watching(watcher, self._config.sources, found=found).run(self._stop))
        if Part.ANNOUNCE in only:
            announcer = Announcer(self._database, self._config, clock=self._clock)
            owed = partial(self._together.ring, "owed")
            work.append(loop("announce", announcer.round, every=ROUND_EVERY, bell=self._found, then=owed))
            keeper = Keeper(self._database, self._config.retention, clock=self._clock)
            work.append(loop("keep", keeper.round, every=KEEP_EVERY))
        for channel in self._channels:
            if Part.SEND in only:
                seat = self._together.seat(f"send {channel.messenger}")
                work.append(tenure(seat, partial(self._deliver, channel, seat), until=self._stop))
            if (
                Part.SEND in only
                and isinstance(channel, Publishes)
                and self._config.zalo_oa.broadcasts_per_month
            ):
                seat = self._together.seat(f"broadcast {channel.messenger}")
                work.append(tenure(seat, partial(self._broadcast, channel, seat), until=self._stop))
            if Part.LISTEN in only:
                seat = self._together.seat(f"listen {channel.messenger}")
                work.append(tenure(seat, partial(self._listen, channel), until=self._stop))
        return work

    async def _deliver(self, channel: Channel, seat: Seat, over: asyncio.Event) -> None:
        courier = Courier(
            self._database,
            channel,
            Renderer(
                self._database,
                house_of(self._config),
                clock=self._clock,
                pages=None if channel.buttons else self._pages(),
            ),
            self._pacers[channel.messenger],
            clock=self._clock,
            monotonic=self._monotonic,
            stopping=over,
            may_send=lambda: seat.held,
            allowance=self._allowances[channel.messenger],
            doubt=Doubt(channel.messenger, self._config, clock=self._clock),
            batch=max(8, self._config.per_second(channel.messenger) // 4),
            in_flight=max(10, self._config.per_second(channel.messenger) // 10),  # answers after 100 ms
            settled=self._unsettled.pop(channel.messenger, ()),
        )
        bell, name = self._owed[channel.messenger], f"send {channel.messenger}"
        await repeat(name, courier.round, every=1.0, until=over, bell=bell)
        await attempt(name, courier.finish)
        self._unsettled[channel.messenger] = courier.unsettled  # nothing, unless the database was gone

    async def _broadcast(self, channel: Publishes, seat: Seat, over: asyncio.Event) -> None:
        words = Renderer(self._database, house_of(self._config), clock=self._clock).about
        caster = Broadcaster(
            self._database, channel, self._config, words, clock=self._clock, may_send=lambda: seat.held
        )
        await repeat(f"broadcast {channel.messenger}", caster.round, every=ROUND_EVERY, until=over)

    def _pages(self) -> str | None:
        return page_base(self._settings.public_url, self._config.portal.hosts)

    async def _listen(self, channel: Channel, over: asyncio.Event) -> None:
        listener = self._listener(channel, over)
        await repeat(f"listen {channel.messenger}", listener.round, every=1.0, until=over)
        await listener.finish()

    def _listener(self, channel: Channel, over: asyncio.Event) -> Listener:
        return Listener(
            self._database,
            channel,
            house_of(self._config),
            self._pacers[channel.messenger],
            clock=self._clock,
            monotonic=self._monotonic,
            stopping=over,
            done=self._heard,
            allowance=self._allowances[channel.messenger],
        )

    def routes(self) -> list[Route]:
        """What this service answers over HTTP."""
        house, clock = house_of(self._config), self._clock
        routes = status_routes(self._database, self._config.sources, clock=clock)
        routes += rating_routes(self._database, house, clock=clock, monotonic=self._monotonic)
        for channel in self._channels:
            if channel.pushed:
                routes.append(hook_route(channel, self._listener(channel, self._stop).remember))
        return routes

    async def _serve(self, doors: Doors) -> None:
        log.info("running: %s/healthz tells how it goes", address_of(doors))
        await serve(Starlette(routes=self.routes()), doors, until=self._stop)

    def _heard(self) -> None:
        """What people said may have released news, and may have opened a way to them."""
        self._together.ring("found")
        self._together.ring("owed")

    def _ring_owed(self) -> None:
        for bell in self._owed.values():
            bell.ring()
