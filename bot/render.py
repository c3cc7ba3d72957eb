"""Delivery → message. Rendered once per announcement and language, never per citizen; only a digest is personal."""

from collections import OrderedDict
from dataclasses import replace

from bot.messages import Message
from bot.turns import House
from bot.wording import news, office, vi
from storage import announcements, articles
from storage.database import Database
from storage.owed import Due, Kind

_REMEMBERED = 64


class Renderer:
    """Renders what the courier claims."""

    def __init__(self, database: Database, house: House) -> None:
        self._database = database
        self._house = house
        self._rendered: OrderedDict[tuple[int, str], Message | None] = OrderedDict()

    async def __call__(self, due: Due) -> Message | None:
        """The message of a delivery; None where there is nothing left to tell."""
        if due.announcement.kind is Kind.DIGEST:
            message = await self._digest(due)
        else:
            key = (due.announcement.id, due.language)
            if key not in self._rendered:
                self._rendered[key] = await self._announcement(due)
                if len(self._rendered) > _REMEMBERED:
                    self._rendered.popitem(last=False)
            message = self._rendered[key]
        if message is None:
            return None
        text = f"{message.text}\n\n{vi.REPEATED}" if due.repeat else message.text
        return replace(message, text=text, silent=due.silent)

    async def _digest(self, due: Due) -> Message | None:
        async with self._database.reading() as tx:
            stories = await announcements.digest_stories(tx, due.announcement.id, due.citizen)
        if not stories:
            return None
        return news.digest(stories, portal=self._house.portal, at=due.announcement.created_at)

    async def _announcement(self, due: Due) -> Message | None:
        told = due.announcement
        if told.article is None:
            return office.notice(told.text, told.about)
        async with self._database.reading() as tx:
            story = await articles.story(tx, told.article)
        if story is None:
            return None
        topic = self._house.topic(story.article.topic)
        return news.push(story, kind=told.kind, portal=self._house.portal, topic=topic)
