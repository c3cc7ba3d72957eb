"""What is said when an article that was told changes, is withdrawn or is over; short, because it answers a message."""

from collections.abc import Sequence
from datetime import datetime

from bot.actions import Stop
from bot.messages import Choice, Link, Message
from bot.wording import Words
from bot.wording.orders import SAYS_SOMETHING
from feeds.gist.changes import FACTS, Change
from feeds.portals import Portal
from storage.records import Story

_FACTS_SHOWN = 3


def updated(story: Story, changes: Sequence[Change], words: Words, portal: Portal, at: datetime) -> Message:
    """What changed, named fact by fact as the source writes it now."""
    title, head = story.article.version.title, words.updated(at, portal)
    named = [line for change in changes if (line := _line(story, change, words))]
    lines = named or ([] if Change.TITLE in changes else [story.article.gist.summary])
    if Change.URGENCY in changes:
        lines = [f"{words.LEVEL}{words.LEVELS[story.article.gist.urgency]}", *lines]
    start = len(head) + 1
    return Message(
        text="\n".join((head, title, *(line for line in lines if line))),
        bold=((start, start + len(title)),),
        rows=((Link(words.READ_MORE, story.article.link), Choice(words.STOP, Stop())),),
        preview=story.article.link,
    )


def withdrawn(story: Story, words: Words, portal: Portal, at: datetime) -> Message:
    """The portal took it down: nobody should act on what was sent."""
    head = words.withdrawn(at)
    return Message(f"{head}\n{words.taken_down(story.article.version.title, portal)}", bold=((0, len(head)),))


def restored(story: Story, words: Words, portal: Portal, at: datetime) -> Message:
    """What was taken down is there again, as the article has it now."""
    head = words.restored(at)
    text = f"{head}\n{words.there_again(story.article.version.title, portal)}"
    return Message(
        f"{text}\n\n{story.article.gist.summary}".rstrip(),
        bold=((0, len(head)),),
        rows=((Link(words.READ_MORE, story.article.link), Choice(words.STOP, Stop())),),
        preview=story.article.link,
    )


def _line(story: Story, change: Change, words: Words) -> str:
    label = words.CHANGES.get(change)
    if label is None:
        return ""
    facts = [fact.text for fact in story.article.gist.facts if fact.kind is FACTS[change]]
    return f"{label}: {'; '.join(_telling(facts, change)[:_FACTS_SHOWN]) or words.NOT_SAID}"


def _telling(facts: Sequence[str], change: Change) -> list[str]:
    """Without what another one says as well, and without a bare «yêu cầu», where anything is left."""
    wider = [fact for fact in facts if not any(fact != other and fact in other for other in facts)]
    orders = [fact for fact in wider if change is not Change.DO or len(fact.split()) >= SAYS_SOMETHING]
    return orders or wider
