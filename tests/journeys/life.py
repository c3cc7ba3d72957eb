"""The service and the model of what it promises, side by side: every event happens to both."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from bot.messages import Left, Returned
from feeds.article import Fact, FactKind, Urgency
from feeds.visits import Verdict
from storage.records import Story
from tests.fakes.recorder import Shown, address, taps
from tests.journeys.promises import DAY, GONE, HERE, Piece, Reader, Waiting, after, as_new, asleep, today_of
from tests.journeys.village import Village

CHATS = ("1001", "1002")
INSTANTS = [time(6), time(7), time(12), time(18), time(20), time(22, 30)]
QUIET = {"q*": (time(21, 30), time(6)), "q-": None, "q2000-0700": (time(20), time(7))}
HOURS = {"h*": time(7), "h0600": time(6), "h1800": time(18)}
KINDS = {"now": "tau", "digest": "su_kien", "other": "viec", "today": "tau", "urgent": "tau"}
SOON = timedelta(hours=6)  # what comes back as soon is still worth telling
SHORT = ("Cập nhật lúc", "Tin đã thu hồi", "Tin có lại")


class Life:
    """The service and the model, side by side."""

    def __init__(self, village: Village) -> None:
        self.village = village
        self.readers = {chat: Reader() for chat in CHATS}
        self.urgent: list[Piece] = []
        self.newest: Piece | None = None
        self.gone: tuple[Piece, dict[str, list[Waiting]], datetime] | None = None
        self.marks: dict[tuple[str, int], int] = {}
        self.anonymous: Counter[int] = Counter()
        self.stories: dict[int, Story] = {}
        self.editions: Counter[int] = Counter()
        self.says: dict[int, str] = {}  # what a message about an article must say now
        self.first: dict[str, str] = {}  # what each message said when it came

    @property
    def now(self) -> datetime:
        return self.village.clock()

    def in_force(self) -> list[Piece]:
        return sorted(
            (one for one in self.urgent if one.told_at >= self.now - DAY), key=lambda one: one.number
        )

    async def do(self, event: Sequence[Any]) -> None:
        name, *given = event
        if name not in ("return", "away") and any(
            one.shut for chat, one in self.readers.items() if chat in given
        ):
            return  # who blocked us can neither write nor press
        before = len(self.village.phone.shown)
        await getattr(self, name)(*given)
        came = self.village.phone.shown[before:]
        self.first |= {one.ref: one.text for one in came}
        for chat, reader in self.readers.items():
            reader.rounds(self.now, self.in_force(), self.says)
            mine = [one for one in came if one.chat == chat]
            self.keeps_quiet(reader, mine)
            self.keeps_digests_true(reader, mine)
            assert self.seen(chat) == +reader.seen, (event, chat)
            for number, said in reader.has.items():
                shown = self.own(chat, number).text
                assert as_new(shown, said, self.says[number]), (event, chat, number, said, shown)

    def seen(self, chat: str) -> Counter[int]:
        """How often an article came, alone or in a digest; what is told of its changes is not it."""
        came = (self.first[one.ref] for one in self.village.phone.on(chat))
        told = (text for text in came if not text.startswith(SHORT))
        return Counter(int(number) for text in told for number in re.findall(r"Bài (\d+) về", text))

    def own(self, chat: str, number: int) -> Shown:
        """The newest message that bears an article alone."""
        others = (*SHORT, "Bản tin tổng hợp")
        return next(
            one
            for one in reversed(self.village.phone.on(chat))
            if f"Bài {number} về" in self.first[one.ref] and not self.first[one.ref].startswith(others)
        )

    def keeps_digests_true(self, reader: Reader, new: list[Shown]) -> None:
        """Each line of a digest says that its article went, or where it stands; who blocked us finds it so later."""
        reader.digests |= {one.ref for one in new if one.text.startswith("Bản tin tổng hợp")}
        if reader.shut or reader.state not in ("active", "left"):
            return
        for one in (shown for shown in self.village.phone.shown if shown.ref in reader.digests):
            for number, below in re.findall(r"Bài (\d+) về [^\n]+\n([^\n]+)", one.text):
                assert (self.says[int(number)] == GONE) is below.startswith(GONE), one.text

    def keeps_quiet(self, reader: Reader, new: list[Shown]) -> None:
        """Nothing ordinary rings, or comes at all, in quiet hours; nor does what went or came back."""
        if not asleep(self.now, reader.quiet):
            return
        for one in new:
            if re.search(r"Bài \d+ về", one.text) and "khẩn" not in one.text.casefold():
                assert one.message.silent, one.text
                assert "trong ngày" in one.text, one.text
                assert not one.text.startswith(SHORT[1:])

    # ── events ──────────────────────────────────────────────────────────────────────────────────────────

    async def passes(self) -> None:
        at = min(after(self.now, instant) for instant in INSTANTS)
        await self.village.passes(seconds=(at - self.now).total_seconds())

    async def publish(self, kind: str, word: str) -> None:
        number = len(self.stories) + 1
        piece = Piece(number, {"other": "now"}.get(kind, kind), KINDS[kind], word, self.now)
        for reader in self.readers.values():
            reader.hear_of(piece, self.now)
        self.newest = piece
        if kind == "urgent":
            self.urgent.append(piece)
        self.editions[number] = 1
        await self.found(piece, Verdict.NEWS)

    async def edit(self) -> None:
        if self.newest is not None:
            self.editions[self.newest.number] += 1
            await self.found(self.newest, Verdict.CHANGE)

    async def withdraw(self) -> None:
        if self.newest is None:
            return
        piece, self.newest = self.newest, None
        self.urgent = [one for one in self.urgent if one != piece]
        for reader in self.readers.values():
            reader.rounds(self.now, self.in_force(), self.says)
        self.gone = piece, {chat: one.withdrawn(piece) for chat, one in self.readers.items()}, self.now
        await self.found(piece, Verdict.WITHDRAWN)

    async def restore(self) -> None:
        if self.gone is None or self.now - self.gone[2] > SOON:
            return
        (piece, off, _), self.gone = self.gone, None
        for chat, reader in self.readers.items():
            reader.restored(off[chat], self.now)
        self.newest = self.newest or piece
        if piece.kind == "urgent":
            self.urgent.append(piece)
        await self.found(piece, Verdict.RESTORED)

    async def found(self, piece: Piece, verdict: Verdict) -> None:
        """The watcher finds it, as it is now."""
        for reader in self.readers.values() if verdict is not Verdict.NEWS else ():
            reader.changes(piece)
        edition = self.editions[piece.number]
        self.says[piece.number] = GONE if verdict is Verdict.WITHDRAWN else f"Bản {edition}."
        gist: dict[str, Any] = {
            "summary": f"Bản {edition}.",
            "facts": (Fact(FactKind.WHEN, f"lúc {edition} giờ"),),
        }
        if piece.kind == "urgent":
            gist |= {"urgency": Urgency.KHAN}
        elif piece.kind == "today":
            morning = datetime.combine(today_of(piece.told_at) + DAY, time(8), HERE)
            gist |= {"urgency": Urgency.TRONG_NGAY, "moment": morning}
        sort = {"today": "trong ngày", "urgent": "khẩn"}.get(piece.kind, "tin")
        title = f"Bài {piece.number} về {piece.word}, {sort}"
        story = await self.village.publish(
            piece.number, title, topic=piece.topic, body=f"Bản {edition}.", verdict=verdict, **gist
        )
        self.stories[piece.number] = story

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
        self.readers[chat].rounds(self.now - timedelta(seconds=40), self.in_force(), self.says)
        for (who, number), _ in list(self.marks.items()):
            if who == chat:
                del self.marks[who, number]
                self.anonymous[number] += 1
        self.readers[chat].erase()

    async def shut(self, chat: str) -> None:
        """They block us, and nobody tells."""
        self.readers[chat].shut = True
        self.village.phone.blocked.add(chat)

    async def throw(self, chat: str) -> None:
        """They throw away every message on their phone."""
        self.readers[chat].has.clear()
        self.readers[chat].digests.clear()
        self.village.phone.thrown_away.update(one.ref for one in self.village.phone.on(chat))

    async def block(self, chat: str) -> None:
        await self.shut(chat)
        self.readers[chat].block()
        await self.village.listener.handle([Left(address=address(chat))])
        await self.village.rounds()

    async def returns(self, chat: str) -> None:
        self.village.phone.blocked.discard(chat)
        await self.village.listener.handle([Returned(address=address(chat))])
        self.readers[chat].come_back(self.now, self.in_force())
        await self.village.rounds()

    async def away(self, chat: str) -> None:
        """Blocked over a change of the newest, and back."""
        await self.block(chat)
        await self.edit()
        await self.returns(chat)

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
        thrown = self.village.phone.thrown_away
        starred = [
            one
            for one in self.village.phone.on(chat)
            if f"{mark} ⭐" in one.labels() and one.ref not in thrown
        ]
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
