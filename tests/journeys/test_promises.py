"""Whatever citizens do and whatever happens, each sees exactly what their settings promise, and no sooner."""

import asyncio
import re
import shutil
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.messages import Left, Returned
from feeds.article import Urgency
from feeds.visits import Verdict
from storage import feedback
from storage.database import Database
from storage.keys import Keys
from storage.records import Story
from tests.conftest import Clock
from tests.fakes.recorder import Shown, address, taps
from tests.journeys.promises import DAY, HERE, Piece, Reader, after, asleep, today_of
from tests.journeys.village import Village

CHATS = ("1001", "1002")
INSTANTS = [time(6), time(7), time(12), time(18), time(20), time(22, 30)]
QUIET = {"q*": (time(21, 30), time(6)), "q-": None, "q2000-0700": (time(20), time(7))}
HOURS = {"h*": time(7), "h0600": time(6), "h1800": time(18)}
KINDS = {"now": "tau", "digest": "su_kien", "other": "viec", "today": "tau", "urgent": "tau"}

chats = st.sampled_from(CHATS)
events = st.one_of(
    st.tuples(st.just("passes")),
    st.tuples(st.just("publish"), st.sampled_from(sorted(KINDS)), st.sampled_from(["lúa", "ngô"])),
    st.tuples(st.just("publish"), st.sampled_from(sorted(KINDS)), st.sampled_from(["lúa", "ngô"])),
    st.tuples(st.just("withdraw")),
    st.tuples(st.sampled_from(["start", "start", "stop", "erase", "block", "return", "resume"]), chats),
    st.tuples(st.just("pause"), chats, st.sampled_from([1, 7])),
    st.tuples(st.just("topic"), chats, st.sampled_from(["tau", "su_kien", "viec"]), st.booleans()),
    st.tuples(st.just("word"), chats, st.sampled_from(["lúa", "ngô"]), st.sampled_from([True, False, None])),
    st.tuples(st.just("tune"), chats, st.sampled_from(["now", "digest", "own", *HOURS, *QUIET])),
    st.tuples(st.just("rate"), chats, st.integers(1, 5)),
)


class Life:
    """The service and the model, side by side."""

    def __init__(self, village: Village) -> None:
        self.village = village
        self.readers = {chat: Reader() for chat in CHATS}
        self.urgent: list[tuple[Piece, Story]] = []
        self.newest: tuple[Piece, Story] | None = None
        self.marks: dict[tuple[str, int], int] = {}
        self.anonymous: Counter[int] = Counter()
        self.stories: dict[int, Story] = {}

    @property
    def now(self) -> datetime:
        return self.village.clock()

    def in_force(self) -> list[Piece]:
        return [piece for piece, _ in self.urgent if piece.told_at >= self.now - DAY]

    async def do(self, event: Sequence[Any]) -> None:
        name, *given = event
        before = len(self.village.phone.shown)
        await getattr(self, name)(*given)
        for chat, reader in self.readers.items():
            reader.rounds(self.now, self.in_force())
            new = [one for one in self.village.phone.shown[before:] if one.chat == chat]
            self.keeps_quiet(reader, new)
            assert self.seen(chat) == +reader.seen, (event, chat)

    def seen(self, chat: str) -> Counter[int]:
        return Counter(
            int(number)
            for one in self.village.phone.on(chat)
            for number in re.findall(r"Bài (\d+) về", one.text)
        )

    def keeps_quiet(self, reader: Reader, new: list[Shown]) -> None:
        """Nothing ordinary rings, or comes at all, in quiet hours."""
        if not asleep(self.now, reader.quiet):
            return
        pushed = [one for one in new if re.search(r"Bài \d+ về", one.text) and "TIN KHẨN" not in one.text]
        assert all(one.message.silent and "trong ngày" in one.text for one in pushed)

    # ── events ──────────────────────────────────────────────────────────────────────────────────────────

    async def passes(self) -> None:
        at = min(after(self.now, instant) for instant in INSTANTS)
        await self.village.passes(seconds=(at - self.now).total_seconds())

    async def publish(self, kind: str, word: str) -> None:
        number = len(self.stories) + 1
        piece = Piece(number, {"other": "now"}.get(kind, kind), KINDS[kind], word, self.now)
        gist: dict[str, Any] = {}
        if kind == "urgent":
            gist = {"urgency": Urgency.KHAN}
        elif kind == "today":
            moment = datetime.combine(today_of(self.now) + DAY, time(8), HERE)
            gist = {"urgency": Urgency.TRONG_NGAY, "moment": moment}
        for reader in self.readers.values():
            reader.hear_of(piece, self.now)
        title = f"Bài {number} về {word}, {'trong ngày' if kind == 'today' else 'tin'}"
        story = await self.village.publish(number, title, topic=piece.topic, **gist)
        self.stories[number], self.newest = story, (piece, story)
        if kind == "urgent":
            self.urgent.append(self.newest)

    async def withdraw(self) -> None:
        if self.newest is None:
            return
        piece, story = self.newest
        self.newest = None
        self.urgent = [one for one in self.urgent if one[0] != piece]
        for reader in self.readers.values():
            reader.rounds(self.now, self.in_force())
            reader.waiting = [one for one in reader.waiting if one.piece != piece]
        before = {chat: self.seen(chat) for chat in CHATS}
        gist = story.article.gist
        await self.village.publish(
            piece.number,
            story.article.version.title,
            topic=piece.topic,
            verdict=Verdict.WITHDRAWN,
            urgency=gist.urgency,
            moment=gist.moment,
        )
        for chat, shown in before.items():  # the text taken back is not counted as seen again
            self.readers[chat].seen += self.seen(chat) - shown

    async def start(self, chat: str) -> None:
        if self.readers[chat].state == "blocked":
            return
        [answer] = await self.only(chat, "/start")
        if "Kính chào" in answer.text:
            await self.village.tap(answer, "Đồng ý")
        self.readers[chat].subscribe(self.now, self.in_force())

    async def stop(self, chat: str) -> None:
        if self.readers[chat].state != "blocked":
            await self.only(chat, "hủy")
            self.readers[chat].stop()

    async def erase(self, chat: str) -> None:
        if self.readers[chat].state == "blocked":
            return
        [question] = await self.only(chat, "/xoa")
        await self.village.tap(question, "Xóa dữ liệu")
        self.readers[chat].rounds(self.now - timedelta(seconds=40), self.in_force())
        for (who, number), _ in list(self.marks.items()):
            if who == chat:
                del self.marks[who, number]
                self.anonymous[number] += 1
        self.readers[chat].erase()

    async def block(self, chat: str) -> None:
        self.readers[chat].block()
        await self.village.listener.handle([Left(address=address(chat))])
        await self.village.rounds()

    async def returns(self, chat: str) -> None:
        await self.village.listener.handle([Returned(address=address(chat))])
        self.readers[chat].come_back(self.now, self.in_force())
        await self.village.rounds()

    async def pause(self, chat: str, days: int) -> None:
        if self.readers[chat].state == "active":
            await self.only(chat, f"tạm dừng {days} ngày")
            self.readers[chat].pause(self.now + days * DAY)

    async def resume(self, chat: str) -> None:
        if self.readers[chat].state == "active":
            await self.only(chat, "tiếp tục")
            self.readers[chat].resume(self.now, self.in_force())

    async def topic(self, chat: str, topic: str, on: bool) -> None:
        if self.readers[chat].state == "active":
            await self.press(chat, f"f:{topic}:{int(on)}")
            self.readers[chat].topics ^= {topic} if (topic in self.readers[chat].topics) != on else set()

    async def word(self, chat: str, word: str, follow: bool | None) -> None:
        reader = self.readers[chat]
        if reader.state != "active":
            return
        command = {True: "theo dõi", False: "bỏ qua", None: "bỏ từ khóa"}[follow]
        await self.only(chat, f"{command} {word}")
        if follow is None:
            reader.words.pop(word, None)
        else:
            reader.words[word] = follow

    async def tune(self, chat: str, part: str) -> None:
        reader = self.readers[chat]
        if reader.state != "active":
            return
        await self.press(chat, f"y:{part}")
        if part in QUIET:
            reader.quiet = QUIET[part]
        elif part in HOURS:
            reader.hour = HOURS[part]
        else:
            reader.cadence = part
        reader.tuned(self.now)

    async def rate(self, chat: str, mark: int) -> None:
        starred = [one for one in self.village.phone.on(chat) if f"{mark} ⭐" in one.labels()]
        if self.readers[chat].state not in ("active", "left") or not starred:
            return
        number = int(re.findall(r"Bài (\d+) về", starred[-1].text)[0])
        await self.press(chat, starred[-1].code(f"{mark} ⭐"), ref=starred[-1].ref)
        if number in self.readers[chat].told:
            self.marks[chat, number] = mark

    # ── doing it ────────────────────────────────────────────────────────────────────────────────────────

    async def only(self, chat: str, text: str) -> list[Shown]:
        """Say it; what is answered, without the news that may have come meanwhile."""
        shown = await self.village.say(chat, text)
        return [one for one in shown if not re.search(r"Bài \d+ về|Bản tin", one.text)][:1]

    async def press(self, chat: str, code: str, *, ref: str | None = None) -> None:
        await self.village.hear(taps(chat, code, ref=ref))


async def live(told: list[Sequence[Any]], template: Path, keys: Keys) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "loa.db"
        shutil.copy(template, path)
        database = Database(f"sqlite+aiosqlite:///{path}", keys)
        try:
            life = Life(Village(database, Clock()))
            await life.village.open()
            life.__dict__["return"] = life.returns
            for event in told:
                await life.do(event)
            await counted(life)
        finally:
            await database.close()


async def counted(life: Life) -> None:
    """Each voter's last word counts once; who erased is still in the total."""
    given = Counter(number for _, number in life.marks) + life.anonymous
    async with life.village.database.reading() as tx:
        for number, story in life.stories.items():
            assert (await feedback.tally(tx, story.id)).count == given[number]


@settings(max_examples=6)
@example(  # what waited for a digest must not slip through a pause when the digest is given up
    subscribed=True,
    told=[("publish", "digest", "lúa"), ("pause", "1001", 1), ("tune", "1001", "now"), ("passes",)],
)
@example(  # whoever is there and pausing is not told because the messenger says that they are there
    subscribed=True,
    told=[("pause", "1002", 1), ("publish", "urgent", "lúa"), ("return", "1002"), ("passes",)],
)
@example(  # who subscribes while a storm order is in force is told it
    subscribed=False,
    told=[("publish", "urgent", "lúa"), ("start", "1001")],
)
@given(subscribed=st.booleans(), told=st.lists(events, min_size=8, max_size=24))
def test_everybody_sees_what_their_settings_promise(
    sqlite_template: Path, keys: Keys, subscribed: bool, told: list[Sequence[Any]]
) -> None:
    first = [("start", chat) for chat in CHATS] if subscribed else []
    asyncio.run(live([*first, *told], sqlite_template, keys))
