"""`loa doctor`: is everything that is configured reachable and right?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import httpx

from bot.asking import Reteller, Unusable
from bot.channels import Channel, Unreachable
from bot.commands.checkup.clock import ask_all, judged
from bot.commands.checkup.cover import picture
from bot.commands.checkup.wishes import unmet
from bot.config import Config, ConfigError
from bot.config.settings import Settings
from bot.storing import opened
from bot.timing import utc_now
from feeds.errors import FeedsError
from feeds.fetching.wire import Wire
from feeds.portals import Source
from feeds.reading import Reader
from feeds.visits import Visit
from storage.database import DatabaseUnavailable


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the doctor."""

    name: str
    ok: bool
    said: str


async def examine(
    settings: Settings,
    config: Config,
    reader: Reader,
    channels: Sequence[Channel],
    *,
    reteller: Reteller | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> list[Check]:
    """Each check by itself: one that fails never hides another. `transport` replaces the network in tests, where what
    is asked is nothing of a portal's or a messenger's own."""
    counts = (
        f"{len(config.sources)} source(s), {len(config.topics)} topic(s), {len(config.staff)} staff chat(s)"
    )
    checks = [Check("configuration", True, counts), await _database(settings)]
    checks += [await _source(reader, source) for source in config.sources]
    checks += [await _channel(channel) for channel in channels]
    checks += [Check("settings", False, line) for line in unmet(settings, config)]
    async with httpx.AsyncClient(transport=transport or Wire()) as client:
        checks += await _clock(settings, config, client, clock)
        if config.zalo_oa.broadcasts_per_month:
            found = await picture(client, config.zalo_oa.broadcast_cover)
            checks.append(Check("broadcast cover", *found))
    if reteller:
        checks.append(await _summary(reteller))
    if not channels:
        checks.append(
            Check(
                "messengers",
                False,
                "none has a token; set LOA_TELEGRAM_TOKEN, LOA_ZALO_BOT_TOKEN or LOA_ZALO_OA_APP_SECRET",
            )
        )
    return checks


async def _database(settings: Settings) -> Check:
    try:
        async with opened(settings) as database:
            damage = await database.damage()
        return Check("database", not damage, damage or "open, schema the newest, key the right one")
    except (DatabaseUnavailable, ConfigError) as trouble:
        return Check("database", False, str(trouble))


async def _source(reader: Reader, source: Source) -> Check:
    name = f"source {source.name}"
    try:
        reading = await reader.entries(source, Visit(source=source.name), trusting=False)
    except FeedsError as trouble:
        return Check(name, False, str(trouble))
    return Check(name, True, f"{len(reading.entries or [])} articles at {reading.address}")


async def _clock(
    settings: Settings, config: Config, client: httpx.AsyncClient, clock: Callable[[], datetime]
) -> list[Check]:
    places = {name: getattr(settings, f"{name}_api") for name in settings.messengers}
    found = judged(
        await ask_all(client, {**places, "the portal": config.portal.url}, clock), portal="the portal"
    )
    return [Check("clock", *found)] if found else []


async def _summary(reteller: Reteller) -> Check:
    try:
        return Check("summary endpoint", True, await reteller.examine())
    except Unusable as trouble:
        return Check("summary endpoint", False, f"{trouble}; see [summary] and LOA_SUMMARY_KEY")


def _mended(messenger: str, said: str) -> str:
    return f"{said}; check LOA_{messenger.upper()}_TOKEN" if "unauthorized" in said.lower() else said


async def _channel(channel: Channel) -> Check:
    try:
        said = await channel.examine()
    except Unreachable as trouble:
        return Check(channel.messenger, False, _mended(channel.messenger, str(trouble)))
    finally:
        await channel.close()
    return Check(channel.messenger, True, said)
