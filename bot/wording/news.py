"""What an announcement looks like: on a lock screen the first two lines must be enough."""

from collections.abc import Sequence
from datetime import datetime

from bot.actions import Rate, Stop, Unrate
from bot.messages import Choice, Link, Message
from bot.timing import LOCAL
from bot.wording import Words, orders, vi
from feeds.article import FactKind, Nature, Version
from feeds.portals import Portal, Topic
from storage.outbox.owed import Kind
from storage.records import Story, Tally

_FILES_SHOWN = 5
PUSHED = (Kind.URGENT, Kind.ALL_CLEAR, Kind.NEWS)


def day(moment: datetime) -> str:
    """dd/mm/yyyy as local calendars show it."""
    return moment.astimezone(LOCAL).strftime("%d/%m/%Y")


def push(
    story: Story,
    *,
    kind: Kind,
    portal: Portal,
    topic: Topic | None,
    mark: int | None = None,
    tally: Tally | None = None,
    shared: bool = False,
    words: Words = vi,
) -> Message:
    """The message of an article: title, topic, summary, files, source and date, link, five rating buttons.

    `mark` is the reader's own, shown in a private chat; `tally` is given only where it may be shown. In a chat of
    several (`shared`) nobody's mark is shown and the way to take one back always is. The article keeps the office's
    own words in every language.
    """
    version, gist = story.article.version, story.article.gist
    banner = words.BANNERS.get(kind)
    top = f"{banner} – {portal.short}" if banner else words.topic(topic) if topic else ""
    paragraphs = (
        f"{top}\n{version.title}" if top else version.title,
        gist.summary or ("" if version.body else words.NO_TEXT),
        *(_urgent(story, portal, words) if kind is Kind.URGENT else ()),
        _attachments(version, words),
        _source(story, kind, portal, words),
        words.ORIGINS.get(gist.origin, ""),
        _opinion(mark, tally, words),
    )
    start = len(top) + 1 if top else 0
    return Message(
        text="\n\n".join(paragraph for paragraph in paragraphs if paragraph),
        bold=((start, start + len(version.title)),),
        rows=_rows(story, kind, words, back=shared or mark is not None),
        preview=story.article.link,
    )


def digest(stories: Sequence[Story], *, portal: Portal, at: datetime, words: Words = vi) -> Message:
    """The morning's bulletin: one line and one link an article; what was taken down since says so."""
    head = words.digest_title(at)
    items = [
        f"{n}. {one.article.version.title}\n{words.GONE_FROM_DIGEST if one.withdrawn else one.article.link}"
        for n, one in enumerate(stories, start=1)
    ]
    text = "\n\n".join((f"{head}\n{words.digest_count(len(stories), portal)}", *items))
    return Message(
        text=text,
        bold=((0, len(head)),),
        rows=((Link(words.SEE_ALL, portal.url), Choice(words.STOP, Stop())),),
    )


def rated(kind: Kind, nature: Nature) -> bool:
    """Whether people are asked to rate it: never urgent news, corrections and condolences."""
    return kind not in (Kind.URGENT, Kind.ALL_CLEAR) and nature not in (Nature.CORRECTION, Nature.CONDOLENCE)


def _rows(story: Story, kind: Kind, words: Words, *, back: bool) -> tuple[tuple[Choice | Link, ...], ...]:
    """Five stars that never change, a mark's way back, the article, and the way out."""
    ways = (Link(words.READ_MORE, story.article.link), Choice(words.STOP, Stop()))
    if not rated(kind, story.article.gist.nature):
        return (ways,)
    stars = tuple(Choice(f"{n} ⭐", Rate(story.id, n)) for n in range(1, 6))
    return (stars, (Choice(words.WITHDRAW_MARK, Unrate(story.id)),), ways) if back else (stars, ways)


def _opinion(mark: int | None, tally: Tally | None, words: Words) -> str:
    lines = (words.own_mark(mark) if mark else "", words.average(tally) if tally else "")
    return "\n".join(line for line in lines if line)


def _source(story: Story, kind: Kind, portal: Portal, words: Words) -> str:
    """Who says so and when; an urgent one names the paper it stands on."""
    date = words.dated(story.article.published or story.first_seen)
    if kind is not Kind.URGENT:
        return f"{portal.short}, {date}"
    paper = next((fact.text for fact in story.article.gist.facts if fact.kind is FactKind.DOCNO), "")
    said = (portal.organisation or portal.short, paper, date)
    return words.SOURCE + ", ".join(part for part in said if part)


def _attachments(version: Version, words: Words) -> str:
    names = [file.name for file in version.attachments]
    if not names:
        return ""
    more = (words.MORE_FILES.format(count=len(names) - _FILES_SHOWN),) if len(names) > _FILES_SHOWN else ()
    return "\n".join((words.FILES, *(f"• {name}" for name in names[:_FILES_SHOWN]), *more))


def _urgent(story: Story, portal: Portal, words: Words) -> tuple[str, str]:
    """What to do and until when, where the summary leaves either out, and whom to call."""
    hotline = f"{words.CONTACT}{portal.hotline}. " if portal.hotline else ""
    return orders.missing(story.article.version.title, story.article.gist, words), f"{hotline}{words.RESCUE}"
