"""What the settings of a citizen promise, said a second time and simply: the model that the service is held against."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = timedelta(days=1)
Span = tuple[time, time] | None
GONE = "Tin đã thu hồi"


def after(now: datetime, hour: time) -> datetime:
    """The next time clocks show `hour`."""
    local = now.astimezone(HERE)
    days = (local.date() + timedelta(days=n) for n in range(2))
    return next(at for day in days if (at := datetime.combine(day, hour, HERE)) > local)


def asleep(now: datetime, quiet: Span) -> bool:
    if quiet is None:
        return False
    clock, (start, end) = now.astimezone(HERE).time(), quiet
    return start <= clock < end if start < end else not end <= clock < start


def awake_at(now: datetime, quiet: Span) -> datetime:
    """Now, or the end of quiet hours."""
    return after(now, quiet[1]) if quiet and asleep(now, quiet) else now


@dataclass(frozen=True)
class Piece:
    """An article; `kind` is one of «now», «digest», «today», «urgent»."""

    number: int
    kind: str
    topic: str
    word: str
    told_at: datetime


@dataclass
class Waiting:
    """`alone`: by a message of its own, which follows every later change of the article."""

    piece: Piece
    due: datetime
    in_digest: bool = False
    alone: bool = True


@dataclass
class Reader:
    """One citizen. `told` is what the service remembers to have told, `seen` what is on the phone."""

    state: str = "none"
    topics: set[str] = field(default_factory=set)
    words: dict[str, bool] = field(default_factory=dict)
    cadence: str = "own"
    hour: time = time(7)
    quiet: Span = (time(21, 30), time(6))
    paused: datetime | None = None
    waiting: list[Waiting] = field(default_factory=list)
    told: set[int] = field(default_factory=set)
    seen: Counter[int] = field(default_factory=Counter)
    has: dict[int, str] = field(default_factory=dict)  # what their own message about an article says
    changing: list[Piece] = field(default_factory=list)  # to be redrawn, which rings nobody
    digests: set[str] = field(default_factory=set)  # those on the phone that are kept true
    missed: dict[int, Piece] = field(default_factory=dict)  # changed while they had blocked us
    shut: bool = (
        False  # their phone takes nothing, which we learn from a word of the messenger or from a refusal
    )

    # ── what they do ────────────────────────────────────────────────────────────────────────────────────

    def subscribe(self, now: datetime, urgent: list[Piece]) -> None:
        if self.state == "none":
            self.topics = {"tau", "su_kien"}
        if self.state in ("none", "left"):
            self.paused = None
            self.catch_up(now, urgent)
        self.state = "active"

    def stop(self) -> None:
        if self.state == "active":
            self.state, self.waiting = "left", []

    def erase(self) -> None:
        seen, self.__dict__ = self.seen, Reader().__dict__
        self.seen = seen

    def block(self) -> None:
        if self.state == "active":
            self.waiting, self.changing = [one for one in self.waiting if one.in_digest], []
        self.state = {"active": "blocked"}.get(self.state, self.state)

    def come_back(self, now: datetime, urgent: list[Piece]) -> None:
        self.shut = False
        if self.state in ("blocked", "left"):
            self.changing, self.missed = list(self.missed.values()), {}
        if self.state == "blocked":
            self.state = "active"
            if not self.pausing(now):
                self.catch_up(now, urgent)

    def pause(self, until: datetime) -> None:
        self.paused = until
        self.waiting = [one for one in self.waiting if one.in_digest]

    def resume(self, now: datetime, urgent: list[Piece]) -> None:
        if self.pausing(now):
            self.paused = None
            self.catch_up(now, urgent)

    def tuned(self, now: datetime) -> None:
        """What waits, waits for the new hours."""
        base = max(now, self.paused or now)
        for one in self.waiting:
            if one.in_digest and self.cadence != "now":
                one.due = awake_at(after(base, self.hour), self.quiet)
            elif one.piece.kind != "urgent":
                one.due, one.in_digest, one.alone = awake_at(base, self.quiet), False, True

    # ── what happens ────────────────────────────────────────────────────────────────────────────────────

    def pausing(self, now: datetime) -> bool:
        return self.paused is not None and self.paused > now

    def hear_of(self, piece: Piece, now: datetime) -> None:
        if self.state != "active" or self.pausing(now) or not self.wants(piece):
            return
        due, in_digest = awake_at(now, self.quiet), False
        if piece.kind in ("urgent", "today"):
            due = now
        elif self.cadence == "digest" or (self.cadence == "own" and piece.kind == "digest"):
            due, in_digest = awake_at(after(now, self.hour), self.quiet), True
        self.waiting.append(Waiting(piece, due, in_digest, alone=not in_digest))

    def changes(self, piece: Piece) -> None:
        """An edit, a withdrawal or its end: at once, whoever sleeps, pauses or left; their message is kept true.

        Who blocked us finds it true when they return.
        """
        if piece.number not in self.has:
            return
        if self.state in ("active", "left"):
            self.changing.append(piece)
        elif self.state == "blocked":
            self.missed[piece.number] = piece

    def withdrawn(self, piece: Piece) -> list[Waiting]:
        """What still waits is not told."""
        off = [one for one in self.waiting if one.piece.number == piece.number]
        self.waiting = [one for one in self.waiting if one not in off]
        return off

    def restored(self, off: list[Waiting], now: datetime) -> None:
        """What was not told because it was gone is told after all, by itself, to who still listens."""
        if self.state == "active" and not self.pausing(now):
            self.waiting += [Waiting(one.piece, awake_at(now, self.quiet)) for one in off]

    def wants(self, piece: Piece) -> bool:
        if piece.kind == "urgent":
            return True
        follows = piece.topic in self.topics or self.words.get(piece.word) is True
        return follows and self.words.get(piece.word) is not False

    def catch_up(self, now: datetime, urgent: list[Piece], *, at: datetime | None = None) -> None:
        known = {one.piece.number for one in self.waiting} | self.told
        self.waiting += [Waiting(one, at or now) for one in urgent if one.number not in known]

    def rounds(self, now: datetime, urgent: list[Piece], says: Mapping[int, str]) -> None:
        """Digests are gathered, pauses end, what is due arrives."""
        for one in self.waiting:
            if one.in_digest and one.due <= now:
                one.in_digest, one.due = False, awake_at(now, self.quiet)
                if self.state != "active" or self.pausing(now):
                    one.due = datetime.max.replace(tzinfo=HERE)
        self.waiting = [one for one in self.waiting if one.due.year < 9999]
        if self.state == "active" and self.paused and self.paused <= now:
            self.paused = None
            self.catch_up(now, urgent, at=awake_at(now, self.quiet))
        due = [one for one in self.waiting if not one.in_digest and one.due <= now]
        if self.shut and (due or self.changing):
            self.missed |= {piece.number: piece for piece in self.changing}
            self.changing, due = [], []
            self.block()
        for one in due:
            self.seen[one.piece.number] += 1
            self.told.add(one.piece.number)
            self.waiting.remove(one)
            if one.alone:
                self.has[one.piece.number] = says[one.piece.number]
        for piece in self.changing:
            self.has[piece.number] = says[piece.number]
        self.changing = []


def today_of(now: datetime) -> date:
    return now.astimezone(HERE).date()


def as_new(shown: str, promised: str, newest: str) -> bool:
    """Whether a message says what is promised by now, or what is newer: a press draws it anew before its time."""
    edition = re.search(r"Bản (\d+)\.", shown)
    if edition is None:
        return shown.startswith(GONE) and GONE in (promised, newest)
    if promised == GONE:
        return newest != GONE
    return int(edition[1]) >= int(re.findall(r"\d+", promised)[0])
