"""`loa doctor`: is everything that is configured reachable and right?"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.channels import Channel
from bot.config import Config
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the doctor."""

    name: str
    ok: bool
    said: str


async def examine(settings: Settings, config: Config, channels: Sequence[Channel]) -> list[Check]:
    """Each check by itself: one that fails never hides another."""
    checks = [Check("configuration", True, f"{len(config.sources)} sources, {len(config.topics)} topics")]
    checks.append(await _database(settings))
    checks += await _sources(config)
    checks += [await _channel(channel) for channel in channels]
    if not channels:
        checks.append(Check("messengers", False, "none has a token; set LOA_TELEGRAM_TOKEN"))
    if not config.staff:
        checks.append(Check("staff", True, "no chat in [staff]: nobody is told of holds and outages"))
    return checks
