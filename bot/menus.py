"""The messages of the dialogue that carry choices: greeting, topics, newest articles, the question before erasing."""

from bot.messages import Agree, Choice, Decline, Erase, Follow, Help, Keep, Latest, Message, ShowTopics, Stop
from bot.turns import PAGE, House, Situation
from bot.wording import vi
from bot.wording.news import day
from feeds.portals import Cadence, Topic
from storage.records import Story


def plain(text: str) -> Message:
    """Words without choices."""
    return Message(text)


def welcome(seen: Situation) -> Message:
    """Who runs this, what is stored, and the two answers; the first button of all is the consent."""
    house = seen.house
    text = vi.welcome(house.portal, seen.messenger, kept_when_blocked_days=house.kept_when_blocked_days)
    return Message(text, rows=((Choice(vi.AGREE, Agree()), Choice(vi.DECLINE, Decline())),))


def home(text: str) -> Message:
    """Words with the ways on from here."""
    return Message(
        text,
        rows=(
            (Choice(vi.TOPICS, ShowTopics()), Choice(vi.LATEST, Latest())),
            (Choice(vi.HELP, Help()), Choice(vi.STOP, Stop())),
        ),
    )


def chosen(seen: Situation) -> tuple[Topic, ...]:
    """The topics this citizen follows, in the order of `loa.toml`."""
    following = seen.citizen.topics if seen.citizen else frozenset()
    return tuple(topic for topic in seen.house.topics if topic.id in following)


def topics(house: House, following: frozenset[str]) -> Message:
    """Each topic as a toggle that says in words how it stands."""
    rows = tuple((_toggle(topic, topic.id in following),) for topic in house.topics)
    return Message(vi.TOPICS_TITLE, bold=((0, vi.TOPICS_TITLE.index("\n")),), rows=rows)


def latest(stories: tuple[Story, ...], page: int) -> Message:
    """One page of newest articles; `stories` may hold one more than a page, which means that there are older ones."""
    if not stories:
        return plain(vi.NO_NEWS)
    shown = [(story, day(story.article.published or story.first_seen)) for story in stories[:PAGE]]
    older = (Choice(vi.OLDER, Latest(page + 1)),) if len(stories) > PAGE else ()
    newer = (Choice(vi.NEWER, Latest(page - 1)),) if page else ()
    row = newer + older
    return Message(vi.latest(shown, first=page * PAGE + 1), rows=(row,) if row else ())


def erase_question() -> Message:
    """Asked before anything is erased."""
    return Message(vi.ERASE_QUESTION, rows=((Choice(vi.ERASE_YES, Erase()), Choice(vi.ERASE_NO, Keep())),))


def _toggle(topic: Topic, on: bool) -> Choice:
    label = f"{vi.ON if on else vi.OFF}{topic.name}{vi.IN_DIGEST if topic.cadence is Cadence.DIGEST else ''}"
    return Choice(label, Follow(topic.id, not on))
