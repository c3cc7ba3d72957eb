"""Finding what was missed: newest, by topic, by words, the boat. Answers are articles, never our words about them."""

from collections.abc import Callable
from typing import assert_never

from bot.actions import Action, Latest, Search, Sections
from bot.conversation.speaking import draw, plain, say, tell
from bot.conversation.turns import PAGE, Boats, Situation, Turn
from bot.messages import Choice, Link, Message
from bot.wording.commands import BOAT
from bot.wording.news import day
from storage.records import Story


def look_up(request: Latest | Sections | Search | Boats, seen: Situation) -> Turn:
    """One page of articles; `seen.stories` may hold one more than a page, which means that there are older ones."""
    match request:
        case Latest(page, topic):
            if topic and seen.house.topic(topic) is None:
                return tell(seen.say.STALE)
            message = _latest(page or 0, topic, seen)
            return say(message) if page is None else draw(message)
        case Sections():
            return draw(_sections(seen))
        case Search("", _):
            return say(plain(seen.say.WHAT_TO_FIND))
        case Search(words, page):
            message = _found(words, page or 0, seen)
            return say(message) if page is None else draw(message)
        case Boats():
            return say(_boat(seen))
        case _:
            assert_never(request)


def _latest(page: int, topic: str, seen: Situation) -> Message:
    known = seen.house.topic(topic)
    if not seen.stories:
        text = seen.say.NO_NEWS
    else:
        text = seen.say.latest(
            _dated(seen), first=page * PAGE + 1, topic=seen.say.topic(known) if known else ""
        )
    elsewhere = (Choice(seen.say.BY_TOPIC, Sections()),)
    return Message(text, rows=(*_turning(page, seen, lambda to: Latest(to, topic)), elsewhere))


def _sections(seen: Situation) -> Message:
    rows = tuple((Choice(seen.say.topic(topic), Latest(0, topic.id)),) for topic in seen.house.topics)
    return Message(seen.say.SECTIONS, rows=(*rows, (Choice(seen.say.ALL_TOPICS, Latest(0)),)))


def _found(words: str, page: int, seen: Situation) -> Message:
    if not seen.stories:
        return plain(seen.say.nothing_found(words))
    text = seen.say.found(words, _dated(seen), first=page * PAGE + 1)
    return Message(text, rows=_turning(page, seen, lambda to: Search(words, to)))


def _boat(seen: Situation) -> Message:
    """The newest notice about the boat as the portal has it, and the way to the others."""
    if not seen.stories:
        return plain(seen.say.NO_BOATS)
    story, boats = seen.stories[0], seen.house.boats
    version, published = story.article.version, day(story.article.published or story.first_seen)
    paragraphs = (version.title, story.article.gist.summary, f"{seen.house.portal.short}, {published}")
    return Message(
        "\n\n".join(paragraph for paragraph in paragraphs if paragraph),
        bold=((0, len(version.title)),),
        rows=(
            (Link(seen.say.READ_MORE, story.article.link),),
            (Choice(seen.say.MORE_BOATS, Latest(None, boats.id) if boats else Search(BOAT)),),
        ),
        preview=story.article.link,
    )


def _dated(seen: Situation) -> list[tuple[Story, str]]:
    return [(story, day(story.article.published or story.first_seen)) for story in seen.stories[:PAGE]]


def _turning(page: int, seen: Situation, turn: Callable[[int], Action]) -> tuple[tuple[Choice, ...], ...]:
    newer = (Choice(seen.say.NEWER, turn(page - 1)),) if page else ()
    older = (Choice(seen.say.OLDER, turn(page + 1)),) if len(seen.stories) > PAGE else ()
    return (newer + older,) if newer or older else ()
