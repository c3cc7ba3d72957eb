"""An article told before changed, went or came back, pure: who hears of it and how loudly.

The message people have is redrawn in place, once. An edit rings nobody's phone, so what is urgent or of the day is also
told by a short message that answers it; of ordinary news only who has nothing that can be redrawn gets the short one.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

from bot.timing import Quiet, Timing, quiet_end
from feeds.article import Urgency
from feeds.gist.changes import Change, material
from feeds.visits import Verdict
from storage.outbox.owed import RESTORED, Draft, InDigest, Kind, Manner, Recipients, Slot, of
from storage.records import AnnouncementId, Story

Amended = Literal[Kind.UPDATE, Kind.WITHDRAWN]


def changes(before: Story, now: Story) -> tuple[Change, ...]:
    """What people who know `before` must be told of `now`; nothing where the edit does not matter to them."""
    return material(before.article.version, before.article.gist, now.article.version, now.article.gist)


def shows_in_digests(verdict: Verdict, before: Story, now: Story) -> bool:
    """Whether a digest, which tells an article by its title, reads otherwise now."""
    return verdict is not Verdict.CHANGE or Change.TITLE in changes(before, now)


def becomes_urgent(before: Story | None, now: Story) -> bool:
    """Whether an edit made it an urgent one: that is news for everybody, not a change for those who have it."""
    urgent = now.article.gist.urgency is Urgency.KHAN
    return urgent and (before is None or before.article.gist.urgency is not Urgency.KHAN)


def amendments(
    kind: Amended,
    before: Story,
    story: Story,
    *,
    about: str,
    timing: Timing,
    quiet: Quiet,
    expires: datetime,
    now: datetime,
) -> tuple[Draft, ...]:
    """The announcements of a change, a withdrawal or its end (`about` is RESTORED) to those who have the message.

    `timing` is when a change may ring; for what went or came back nobody is woken.
    """
    redrawn = Draft(
        key=f"{RESTORED if about == RESTORED else kind}:{story.version_id}",
        kind=kind,
        audience=Recipients(story.id),
        slot=Slot(due_at=now, expires_at=expires, silent=True),
        manner=Manner.EDIT,
        about=about,
        article=story.id,
        version=story.version_id,
    )
    if before.article.gist.urgency is Urgency.THUONG and story.article.gist.urgency is Urgency.THUONG:
        return (replace(redrawn, manner=Manner.AMEND),)
    if kind is Kind.WITHDRAWN or about == RESTORED:
        timing = Timing(due_at=quiet_end(now, quiet))
    rings = Slot(due_at=timing.due_at, expires_at=max(expires, timing.due_at), silent=timing.silent)
    return redrawn, replace(redrawn, key=f"{redrawn.key}:reply", manner=Manner.REPLY, slot=rings)


def corrected(
    story: Story, short: Sequence[AnnouncementId], *, verdict: str, expires: datetime, now: datetime
) -> tuple[Draft, ...]:
    """The short messages that told of a change or of a withdrawal say what became of it: they still stand there."""
    return tuple(
        Draft(
            key=f"{verdict}:{story.version_id}:{of(one)}",
            kind=Kind.UPDATE,
            audience=Recipients(story.id),
            slot=Slot(due_at=now, expires_at=expires, silent=True),
            manner=Manner.EDIT,
            about=of(one),
            article=story.id,
            version=story.version_id,
        )
        for one in short
    )


def in_digests(
    story: Story, digests: Sequence[AnnouncementId], *, verdict: str, expires: datetime, now: datetime
) -> tuple[Draft, ...]:
    """The digests that told of it by its title are drawn anew: that it went, came back, or is called otherwise now."""
    return tuple(
        Draft(
            key=f"{verdict}:{story.version_id}:in:{one}",
            kind=Kind.DIGEST,
            audience=InDigest(story.id, one),
            slot=Slot(due_at=now, expires_at=expires, silent=True),
            manner=Manner.EDIT,
            about=of(one),
        )
        for one in digests
    )
