"""Keeps a mark, and lets the messages that show an average follow it: every k votes, in one go, and without a sound."""

from datetime import datetime, timedelta

from storage import feedback
from storage.database import Transaction
from storage.outbox import announcements
from storage.outbox.owed import Draft, Kind, Manner, Recipients, Slot
from storage.records import ArticleId, Person, Tally

GATHER = timedelta(minutes=5)  # marks come in bursts; what is shown is redrawn once for all of them
STALE = timedelta(hours=6)


async def keep_mark(
    tx: Transaction,
    person: Person,
    article: ArticleId,
    mark: int | None,
    public: Tally | None,
    *,
    before: Tally | None,
    now: datetime,
    at: datetime | None = None,
) -> None:
    """Keep a person's mark (None takes it back); `public` is what everybody may see from now on, `before` until now.

    `at` is when it was given, where that was a while ago.
    """
    if mark is None:
        await feedback.unrate(tx, person, article)
    else:
        await feedback.rate(tx, person, article, mark, now=at or now)
    if public == before:
        return
    await feedback.show(tx, article, public)
    refresh = Draft(
        key=f"refresh:{article}:{now.isoformat()}",
        kind=Kind.REFRESH,
        audience=Recipients(article),
        manner=Manner.EDIT,
        article=article,
        slot=Slot(due_at=now + GATHER, expires_at=now + STALE, silent=True),
    )
    await announcements.announce(tx, refresh, now=now)
