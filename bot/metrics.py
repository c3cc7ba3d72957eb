"""How Loa fares, in numbers: one reading of the database for /healthz and /metrics alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from feeds.portals import Source
from storage import articles, citizens
from storage.database import Database
from storage.outbox import deliveries
from storage.records import SourceHealth

SOURCE_LATE = timedelta(minutes=30)
DELIVERY_LATE = timedelta(minutes=15)
UNREACHED_OVER = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How things stand at `now`."""

    now: datetime
    sources: tuple[SourceHealth, ...]
    oldest_owed: datetime | None
    citizens: int
    unreached: int = 0

    def late_sources(self, watched: Sequence[Source]) -> tuple[str, ...]:
        """Sources whose last good look is too long ago: half an hour, or ten times their interval."""
        every = {source.name: source.every for source in watched}
        return tuple(
            health.source
            for health in self.sources
            if health.source in every
            and health.failures
            and (
                health.good_at is None
                or self.now - health.good_at > max(SOURCE_LATE, 10 * every[health.source])
            )
        )

    @property
    def deliveries_late(self) -> bool:
        return self.oldest_owed is not None and self.now - self.oldest_owed > DELIVERY_LATE


async def read(database: Database, *, now: datetime) -> Reading:
    """One consistent reading. Raises DatabaseUnavailable."""
    async with database.reading() as tx:
        return Reading(
            now=now,
            sources=tuple(await articles.health(tx)),
            oldest_owed=await deliveries.oldest_owed(tx, now),
            citizens=await citizens.count(tx),
            unreached=await deliveries.unreached(tx, since=now - UNREACHED_OVER),
        )


def health(reading: Reading, watched: Sequence[Source]) -> tuple[bool, dict[str, Any]]:
    """Whether Loa is well, and the ages in seconds behind the verdict."""
    late = reading.late_sources(watched)
    body = {
        "ok": not late and not reading.deliveries_late,
        "sources": {
            one.source: {
                "last_good_seconds": _age(reading.now, one.good_at),
                "failures": one.failures,
                "reason": one.reason,
            }
            for one in reading.sources
        },
        "oldest_owed_seconds": _age(reading.now, reading.oldest_owed),
    }
    return bool(body["ok"]), body


def exposition(reading: Reading) -> bytes:
    """The reading in Prometheus' text format."""
    registry = CollectorRegistry()
    age = Gauge(
        "loa_source_last_good_seconds", "Age of a source's last good look", ["source"], registry=registry
    )
    failures = Gauge("loa_source_failures", "Failed looks in a row", ["source"], registry=registry)
    owed = Gauge("loa_oldest_owed_seconds", "Age of the oldest delivery that is due", registry=registry)
    people = Gauge("loa_citizens", "Citizens who are told", registry=registry)
    for one in reading.sources:
        if one.good_at:
            age.labels(one.source).set((reading.now - one.good_at).total_seconds())
        failures.labels(one.source).set(one.failures)
    owed.set(_age(reading.now, reading.oldest_owed) or 0)
    people.set(reading.citizens)
    unreached = Gauge(
        "loa_deliveries_unreached_1d",
        "Deliveries of a day that a quota or a window held back",
        registry=registry,
    )
    unreached.set(reading.unreached)
    return generate_latest(registry)


def _age(now: datetime, moment: datetime | None) -> float | None:
    return round((now - moment).total_seconds(), 1) if moment else None
