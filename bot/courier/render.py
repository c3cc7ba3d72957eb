"""Delivery → message. Rendered once per announcement and language; only a digest and a redrawn mark are personal."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.actions import Rate
from bot.announcer.announcing import kind_of
from bot.conversation.joining import consent
from bot.conversation.turns import House
from bot.courier.bells import may_ring
from bot.courier.manners import Asleep
from bot.messages import Choice, Message
from bot.tickets import LIFE, Ticket, encode
from bot.wording import Words, changes, news, office, speaking, vi
from feeds.gist.changes import Change
from storage import articles, citizens, comments, feedback
from storage.database import Database, Transaction
from storage.outbox import announcements, telling
from storage.outbox.owed import RESTORED, Announcement, Due, Kind, Manner, redrawn
from storage.records import AnnouncementId, Messenger, Person, Story, Tally

_REMEMBERED = 64


class Renderer:
    """Renders what the courier claims."""

    def __init__(
        self,
        database: Database,
        house: House,
        *,
        clock: Callable[[], datetime],
        pages: str | None = None,
    ) -> None:
        """`pages`: where rating pages begin, for a messenger without buttons; None where none is linked."""
        self._database = database
        self._house = house
        self._clock = clock
        self._pages = pages
        self._rendered: OrderedDict[tuple[int, int | None, str, bool, bool], Message | None] = OrderedDict()

    async def __call__(self, due: Due, redraw: bool) -> Message | Asleep | None:
        """The message of a delivery, or (`redraw`) what the message they have becomes; None where nothing is left."""
        if due.announcement.manner is Manner.AMEND and due.announcement.article is not None and not redraw:
            now = self._clock()
            at = await self._may_ring(due, now)
            if at is None or at > now:
                return Asleep(at) if at else None
        if due.announcement.kind is Kind.DIGEST:
            message = await self._digest(due)
        else:
            message = await self._shared(due, redraw)
        if message is None:
            return None
        if redraw:
            return await self._personal(due, message)
        words = speaking(due.language)
        tails = (self._page(due, message, words), words.REPEATED if due.repeat else "")
        text = "\n\n".join((message.text, *(tail for tail in tails if tail)))
        return replace(message, text=text, silent=due.silent, thread=due.thread, language=due.language)

    async def _may_ring(self, due: Due, now: datetime) -> datetime | None:
        async with self._database.reading() as tx:
            return may_ring(await citizens.by_id(tx, due.citizen), self._house.quiet, now)

    def _page(self, due: Due, message: Message, words: Words) -> str:
        """The line that leads to this citizen's own rating page."""
        article = due.announcement.article
        asked = any(
            isinstance(one, Choice) and isinstance(one.action, Rate) for row in message.rows for one in row
        )
        if not self._pages or article is None or not asked or due.address.is_group:
            return ""
        ticket = Ticket(due.citizen, article, due.announcement.created_at + LIFE)
        return f"{words.RATE_ON_PAGE}{self._pages}{encode(ticket, self._database.keys)}"

    async def _shared(self, due: Due, redraw: bool) -> Message | None:
        key = (due.announcement.id, due.version, due.language, due.address.is_group, redraw)
        if key not in self._rendered:
            self._rendered[key] = await self._announcement(due, redraw)
            if len(self._rendered) > _REMEMBERED:
                self._rendered.popitem(last=False)
        return self._rendered[key]

    async def _digest(self, due: Due) -> Message | None:
        """A digest to come leaves out what went; one that is drawn anew says so in its place."""
        told, again = due.announcement, redrawn(due.announcement.about)
        async with self._database.reading() as tx:
            first = told if again is None else await announcements.find(tx, again)
            stories = await announcements.digest_stories(tx, first.id, due.citizen) if first else []
        if again is None:
            stories = [one for one in stories if not one.withdrawn]
        if first is None or not stories:
            return None
        words = speaking(due.language)
        return news.digest(stories, portal=self._house.portal, at=first.created_at, words=words)

    async def _announcement(self, due: Due, redraw: bool) -> Message | None:
        told, words = due.announcement, speaking(due.language)
        if told.about == "consent":
            messenger, shared = due.address.messenger, due.address.is_group
            slashes = shared and messenger is Messenger.TELEGRAM
            return consent(self._house, messenger, due.language, again=True, slashes=slashes)
        return (
            await self._worded(told, words, redraw=redraw)
            if told.article is None
            else await self.about(told, words, redraw=redraw, shared=due.address.is_group)
        )

    async def about(
        self, told: Announcement, words: Words = vi, *, redraw: bool = False, shared: bool = False
    ) -> Message | None:
        """The message of an announcement about an article; None where nothing is left to tell."""
        if told.article is None:
            return None
        async with self._database.reading() as tx:
            story = await articles.story(tx, told.article)
            if story is None:
                return None
            if (short := redrawn(told.about)) is not None:
                return await self._corrected(tx, told, short, story, words)
            if story.withdrawn or told.kind is Kind.WITHDRAWN:  # what came back meanwhile is not told
                gone = story.withdrawn and told.kind is Kind.WITHDRAWN
                return changes.withdrawn(story, words, self._house.portal, told.created_at) if gone else None
            if told.kind is Kind.UPDATE and not redraw:
                return self._short(told, story, words)
            kind = told.kind if told.kind in news.PUSHED else await _kind(tx, story)
            message = self._push(story, kind, words, shared=shared)
            return await self._tied(tx, told, message, words)

    def _short(self, told: Announcement, story: Story, words: Words) -> Message:
        """A change, or the end of a withdrawal, as a message of its own."""
        if told.about == RESTORED:
            return changes.restored(story, words, self._house.portal, told.created_at)
        changed = [Change(name) for name in told.about.split(",") if name]
        return changes.updated(story, changed, words, self._house.portal, told.created_at)

    async def _corrected(
        self, tx: Transaction, told: Announcement, short: AnnouncementId, story: Story, words: Words
    ) -> Message | None:
        """What a short message becomes whose article was taken down, or came back, since."""
        first = await announcements.find(tx, short)
        if first is None:
            return None
        if story.withdrawn:
            return changes.withdrawn(story, words, self._house.portal, told.created_at)
        if first.kind is Kind.WITHDRAWN:
            return changes.restored(story, words, self._house.portal, told.created_at)
        return self._short(first, story, words)

    async def _tied(self, tx: Transaction, told: Announcement, message: Message, words: Words) -> Message:
        """With the line that names the earlier urgent it updates or ends, also once it is drawn anew."""
        which = told.refers_to
        if which is None and told.article is not None and told.manner is not Manner.SEND:
            which = await telling.goes_on_from(tx, told.article)
        earlier = await articles.story(tx, which) if which is not None else None
        if earlier is None:
            return message
        line = words.continues(earlier.article.version.title, await telling.told_at(tx, earlier.id))
        return replace(message, text=f"{message.text}\n\n{line}")

    async def _personal(self, due: Due, message: Message) -> Message:
        """A redrawn message keeps the reader's own mark (in a private chat) and what is shown of the others'."""
        article = due.announcement.article
        told = due.announcement
        if article is None or told.kind is Kind.WITHDRAWN or redrawn(told.about) is not None:
            return message
        async with self._database.reading() as tx:
            story = await articles.story(tx, article)
            mark = None
            if not due.address.is_group:
                person = Person(due.address.messenger, due.address.chat)
                mark = await feedback.mark_of(tx, person, article)
            shown = await feedback.shown(tx, article)
            kind = await _kind(tx, story) if story else Kind.NEWS
        if story is None or (mark is None and shown is None):
            return message
        words, shared = speaking(due.language), due.address.is_group
        return self._push(story, kind, words, mark=mark, tally=shown, shared=shared)

    async def _worded(self, told: Announcement, words: Words, *, redraw: bool) -> Message | None:
        """What is about no article: a remark and its answer are told from the remark, which may be erased by now."""
        comment = comments.named(told.about)
        if (erased := redrawn(told.about)) is not None:
            return Message(office.REMARK_ERASED) if redraw else await self._to_delete(erased)
        if comment is None:
            return office.notice(told.text, told.about)
        async with self._database.reading() as tx:
            remark = await comments.find(tx, comment)
        if remark is None:
            return None
        if told.kind is Kind.ANSWER:
            return Message(words.answered(self._house.portal, remark.text, told.text))
        return Message(office.remark(remark))

    async def _to_delete(self, notice: AnnouncementId) -> Message | None:
        """The notice of an erased remark stands where nothing can be redrawn."""
        async with self._database.reading() as tx:
            told = await announcements.find(tx, notice)
        return Message(office.asked_to_delete(told.created_at)) if told else None

    def _push(
        self,
        story: Story,
        kind: Kind,
        words: Words,
        *,
        shared: bool,
        mark: int | None = None,
        tally: Tally | None = None,
    ) -> Message:
        portal, topic = self._house.portal, self._house.topic(story.article.topic)
        return news.push(
            story,
            kind=kind,
            portal=portal,
            topic=topic,
            mark=mark,
            tally=tally,
            shared=shared,
            words=words,
        )


async def _kind(tx: Transaction, story: Story) -> Kind:
    """As what an article is drawn now: as an end only where it was told as one."""
    return kind_of(story, ends=await telling.told_as(tx, story.id, Kind.ALL_CLEAR))
