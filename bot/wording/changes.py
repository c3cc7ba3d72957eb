"""What is said when an article that was told changes, is withdrawn or is over; short, because it answers a message."""

from collections.abc import Sequence
from datetime import datetime

from bot.messages import Link, Message
from bot.timing import LOCAL
from bot.wording import vi
from feeds.article import FactKind
from feeds.changes import FACTS, Change
from feeds.portals import Portal
from storage.records import Story

_LABELS = {
    Change.WHEN: "Thời gian",
    Change.DEADLINE: "Hạn chót",
    Change.WHERE: "Nơi áp dụng",
    Change.DO: "Việc cần làm",
    Change.PHONE: "Điện thoại",
}
_FACTS_SHOWN = 3


def clock(moment: datetime) -> str:
    """HH:mm ngày dd/mm/yyyy as local clocks show it."""
    return moment.astimezone(LOCAL).strftime("%H:%M ngày %d/%m/%Y")


def updated(story: Story, changes: Sequence[Change], *, portal: Portal, at: datetime) -> Message:
    """What changed, named fact by fact as the source writes it now."""
    title = story.article.version.title
    head = f"Cập nhật lúc {clock(at)} – {portal.short}"
    named = [line for change in changes if (line := _line(story, change))]
    lines = named or ([] if Change.TITLE in changes else [story.article.gist.summary])
    text = "\n".join((head, title, *(line for line in lines if line)))
    return _linked(text, head, title, story)


def withdrawn(story: Story, *, portal: Portal, at: datetime) -> Message:
    """The portal took it down: nobody should act on what was sent."""
    head = f"Tin đã thu hồi lúc {clock(at)}"
    title = story.article.version.title
    text = (
        f"{head}\nBài «{title}» đã được gỡ khỏi {portal.short}. Xin không dùng nội dung đã gửi trước đó.\n"
        f"Xem tin mới tại {portal.url}"
    )
    return Message(text=text, bold=((0, len(head)),))


def replaces(earlier: Story, told_at: datetime | None) -> str:
    """The line that ties an urgent or its end to the one before it."""
    at = f" lúc {clock(told_at)}" if told_at else ""
    return f"Tiếp theo tin{at}: «{earlier.article.version.title}»."


def _line(story: Story, change: Change) -> str:
    if change not in _LABELS:
        return ""
    kind: FactKind = FACTS[change]
    facts = [fact.text for fact in story.article.gist.facts if fact.kind is kind][:_FACTS_SHOWN]
    return (
        f"{_LABELS[change]}: {'; '.join(facts)}" if facts else f"{_LABELS[change]}: không còn nêu trong bài."
    )


def _linked(text: str, head: str, title: str, story: Story) -> Message:
    start = len(head) + 1
    return Message(
        text=text,
        bold=((start, start + len(title)),),
        rows=((Link(vi.READ_MORE, story.article.link),),),
        preview=story.article.link,
    )
