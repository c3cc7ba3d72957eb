"""Does this machine's clock go right? Asked of the servers that Loa talks to, by the Date of an answer."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx

from bot.listener.late import SLACK
from feeds.fetching.headers import moment

_PATIENCE = httpx.Timeout(10.0)
_MEND = "let it follow NTP («timedatectl set-ntp true»; a container has its host's clock)"


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer's Date, and when by our clock it was asked for and came."""

    at: datetime
    date: datetime
    came: datetime

    @property
    def ahead(self) -> timedelta:
        """How far our clock surely is ahead of theirs, negative where behind: a Date has no parts of a second."""
        least, most = self.at - self.date - timedelta(seconds=1), self.came - self.date
        return max(least, min(most, timedelta()))


async def ask(client: httpx.AsyncClient, url: str, clock: Callable[[], datetime]) -> Asked | None:
    """What a server's clock shows; None where it does not answer, or not with a time."""
    at = clock()
    try:
        answer = await client.head(url, timeout=_PATIENCE)
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError):
        return None
    date, age = moment(answer.headers.get("Date", "")), answer.headers.get("Age", "0")
    if date is None or not age.isdecimal():
        return None
    return Asked(at, date + timedelta(seconds=int(age[:9])), clock())


async def ask_all(
    client: httpx.AsyncClient, places: Mapping[str, str], clock: Callable[[], datetime]
) -> dict[str, timedelta]:
    """How far our clock is ahead of that of each place (a name and its address) that answers."""
    answers = await asyncio.gather(*(ask(client, url, clock) for url in places.values()))
    return {name: one.ahead for name, one in zip(places, answers, strict=True) if one}


def judged(ahead: Mapping[str, timedelta], *, portal: str) -> tuple[bool, str] | None:
    """Whether our clock goes right, in one line; None where nobody answered. A messenger is believed before the portal:
    its clock is what words and tokens are measured by, and a portal's is often wrong."""
    if not ahead:
        return None
    wrong = {name: by for name, by in ahead.items() if abs(by) > SLACK}
    judges = [name for name in ahead if name != portal] or [portal]
    if accusers := [name for name in judges if name in wrong]:
        by = wrong[accusers[0]]
        which = "ahead of" if by > timedelta() else "behind"
        said = f"this machine's clock is {_span(by)} {which} {_listed(accusers)}: {_MEND}"
        return False, said if judges != [portal] else f"{said}; unless the portal's own clock is wrong"
    if portal in wrong:
        which = "behind" if wrong[portal] > timedelta() else "ahead"
        return (
            True,
            f"as {_listed(judges)}; the portal's own is {_span(wrong[portal])} {which}, which harms nobody",
        )
    return True, f"as {_listed(list(ahead))}"


def _listed(names: list[str]) -> str:
    return " and ".join(f"{name}'s" for name in names)


def _span(by: timedelta) -> str:
    seconds = round(abs(by.total_seconds()))
    for unit, length in (("days", 86_400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{round(seconds / length)} {unit}"
    return f"{seconds} s"
