"""`loa look`: looks at sources, lets go what is held, and shows what came of it to a person or a program."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rich import box
from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from bot.config import ConfigError
from bot.timing import LOCAL
from feeds.watcher import Look
from storage import holds
from storage.database import Database
from storage.holds import Held

_FOUND = ("new", "changed", "withdrawn", "restored", "backlog", "held")


@dataclass(frozen=True, slots=True)
class Settled:
    """A hold that was decided: how many findings of a source, and whether they are told."""

    source: str
    count: int
    released: bool


async def waiting(database: Database) -> list[Held]:
    """What waits for staff."""
    async with database.reading() as tx:
        return await holds.held(tx)


async def settle(
    database: Database, source: str, known: Collection[str], *, release: bool, now: datetime
) -> Settled:
    """Release or dismiss what is held of a source. Raises ConfigError for a name nobody knows."""
    async with database.transaction() as tx:
        waiting = {one.source: one.count for one in await holds.held(tx)}
        check_names([source], {*known, *waiting})
        decide = holds.release if release else holds.dismiss
        await decide(tx, source, now=now)
    return Settled(source, waiting.get(source, 0), release)


def check_names(names: Sequence[str], known: Collection[str]) -> None:
    """Raises ConfigError that lists the names there are."""
    if wrong := [name for name in names if name not in known]:
        raise ConfigError(f"{wrong[0]!r} is no source; known: {', '.join(sorted(known))}")


def said(settled: Settled) -> str:
    """One line about a hold that was decided."""
    if not settled.count:
        return f"Nothing of {settled.source} is held."
    what = "told at the service's next round" if settled.released else "kept, and nobody is told"
    return f"{settled.count} held of {settled.source}: {what}."


def verdict(look: Look) -> str:
    """What a look came to, in words."""
    if not look.ok:
        return "failed"
    if look.first:
        return "first look: nobody is told"
    words = [name for name in _FOUND if getattr(look, name)]
    return ", ".join(words) or "nothing new"


def as_json(looks: Sequence[Look], waiting: Sequence[Held]) -> list[dict[str, Any]]:
    """The looks as `loa look --json` shows them; `waiting` counts all that staff have not decided."""
    held = {one.source: one.count for one in waiting}
    return [
        {
            "source": one.source,
            "ok": one.ok,
            "verdict": verdict(one),
            **{name: getattr(one, name) for name in _FOUND},
            "waiting": held.get(one.source, 0),
            "reason": one.reason,
            "next": one.due.isoformat() if one.due else None,
        }
        for one in looks
    ]


def as_table(looks: Sequence[Look], waiting: Sequence[Held]) -> Group:
    """The looks as a person reads them, times as the island's clocks show them, and what waits for a decision.

    No column for what nobody has.
    """
    shown = [name for name in _FOUND if any(getattr(one, name) for one in looks)]
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("source", no_wrap=True)  # it is typed, so it is never cut
    table.add_column("verdict", max_width=24)
    for name in shown:
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("next look", no_wrap=True)
    if any(one.reason for one in looks):
        table.add_column("reason")
    for one in looks:
        shade = "" if one.ok else "[red]"
        due = f"{one.due.astimezone(LOCAL):%H:%M:%S}" if one.due else ""
        counts = (str(getattr(one, name) or "–") for name in shown)
        reason = (escape(one.reason),) if len(table.columns) > len(shown) + 3 else ()
        table.add_row(one.source, f"{shade}{verdict(one)}", *counts, due, *reason)
    return Group(table, *(Text(_asked(one)) for one in waiting))


def _asked(one: Held) -> str:
    """Each command on a line of its own, to be copied."""
    return (
        f"{one.count} of {one.source} wait for a decision:\n"
        f"  loa look --release {one.source}   tells them\n"
        f"  loa look --dismiss {one.source}   keeps them untold"
    )
