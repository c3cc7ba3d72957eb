"""Article → announcement, pure: what is told about a finding, to whom, and when."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from bot.announcer.amending import Amended, amendments, becomes_urgent, changes, corrected, in_digests
from bot.config import Config
from bot.rhythm import Rhythm
from bot.timing import Timing, next_digest, when
from feeds.article import Nature, Urgency
from feeds.portals import Cadence
from feeds.visits import Verdict
from storage.outbox.owed import (
    RESTORED,
    Audience,
    Draft,
    Everyone,
    Followers,
    Kind,
    Manner,
    Recipients,
    Slot,
    StaffChats,
)
from storage.records import AnnouncementId, ArticleId, Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A finding and what is known round it.

    `told` is the version people were told last, `previous` the one before this, told or not; `urgent` is the earlier
    urgent article that this one updates or ends. `words` are those of citizens' words that the article holds, `short`
    the announcements that told by a short message of a change or a withdrawal, `digests` those that told it
    inside and show that it changed.
    """

    story: Story
    verdict: Verdict
    told: Story | None = None
    previous: Story | None = None
    urgent: ArticleId | None = None
    words: frozenset[str] = frozenset()
    short: tuple[AnnouncementId, ...] = ()
    digests: tuple[AnnouncementId, ...] = ()
    same_hazard: bool = False  # the `urgent` is about the very same danger


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Announcements to be owed, none where nobody is told.

    `proposed`: staff are asked whether the first may wake people.
    `call_off`: what is still owed of these articles is not sent any more; `call_back`: what was called off is again.
    """

    drafts: tuple[Draft, ...] = ()
    proposed: bool = False
    call_off: tuple[ArticleId, ...] = ()
    call_back: bool = False


def plan(found: Found, config: Config, *, now: datetime, rhythms: Collection[str] = ()) -> Plan:
    """What is told about a finding, to whom and when; by each of `rhythms` beside the office's own."""
    match found.verdict:
        case Verdict.NEWS:
            return _news(found, config, now, rhythms)
        case Verdict.CHANGE:
            return _change(found, config, now, rhythms)
        case Verdict.WITHDRAWN:
            drafts = _amended(Kind.WITHDRAWN, found, "", config, now=now, rhythms=rhythms)
            return Plan(drafts=drafts + _corrected(found, config, now), call_off=(found.story.id,))
        case Verdict.RESTORED:
            drafts = _amended(Kind.UPDATE, found, RESTORED, config, now=now, rhythms=rhythms)
            return Plan(drafts=drafts + _corrected(found, config, now), call_back=True)
        case Verdict.BACKLOG | Verdict.HELD:
            return Plan()
        case _:
            assert_never(found.verdict)


def _news(found: Found, config: Config, now: datetime, rhythms: Collection[str]) -> Plan:
    """A message of its own: urgent ones to everybody, an end to those who had the urgent, the rest to followers."""
    story, kind = found.story, kind_of(found.story, ends=found.urgent is not None)
    own = {name: _timing(story, config, now, Rhythm.parse(name)) for name in rhythms}
    usual = _timing(story, config, now, Rhythm())
    answers = found.urgent if kind in (Kind.URGENT, Kind.ALL_CLEAR) else None
    draft = Draft(
        key=f"article:{story.id}:{kind}",
        kind=kind,
        audience=_audience(kind, found, answers),
        manner=Manner.SEND if answers is None else Manner.REPLY,
        article=story.id,
        version=story.version_id,
        refers_to=answers,
        slot=_slot(usual, Rhythm(), config, now),
        slots={name: _slot(timing, Rhythm.parse(name), config, now) for name, timing in own.items()},
    )
    over = answers is not None and kind is Kind.ALL_CLEAR and found.same_hazard
    return Plan(
        drafts=(draft,),
        proposed=any(timing.proposed for timing in (usual, *own.values())),
        call_off=(answers,) if answers is not None and over else (),
    )


def _slot(timing: Timing, rhythm: Rhythm, config: Config, now: datetime) -> Slot:
    """At their digest's hour, or when the announcement may ring for them."""
    quiet, hour = rhythm.hushed(config.delivery.quiet), rhythm.hour or config.delivery.digest
    due_at = next_digest(now, hour, quiet) if timing.digest else timing.due_at
    return Slot(
        due_at=due_at,
        expires_at=due_at + config.delivery.expire,
        silent=timing.silent,
        digest=timing.digest,
    )


def _audience(kind: Kind, found: Found, answers: ArticleId | None) -> Audience:
    if kind is Kind.URGENT:
        return Everyone()
    if kind is Kind.ALL_CLEAR and answers is not None:
        return Recipients(answers)
    return Followers(found.story.article.topic, words=found.words, ignored=found.words)


def _change(found: Found, config: Config, now: datetime, rhythms: Collection[str]) -> Plan:
    story, told = found.story, found.told
    if becomes_urgent(told or found.previous, story):
        raised = _news(found, config, now, rhythms)
        own_key = tuple(replace(one, key=f"{one.key}:{story.version_id}") for one in raised.drafts)
        return replace(raised, drafts=own_key, call_off=(story.id,))
    if told is None or not (changed := changes(told, story)):
        return Plan()
    drafts = _amended(Kind.UPDATE, found, ",".join(changed), config, now=now, rhythms=rhythms)
    return Plan(drafts=drafts + _in_digests(found, config, now))


def _corrected(found: Found, config: Config, now: datetime) -> tuple[Draft, ...]:
    expires = now + config.delivery.expire
    drafts = corrected(found.story, found.short, verdict=found.verdict, expires=expires, now=now)
    return drafts + _in_digests(found, config, now)


def _in_digests(found: Found, config: Config, now: datetime) -> tuple[Draft, ...]:
    expires = now + config.delivery.expire
    return in_digests(found.story, found.digests, verdict=found.verdict, expires=expires, now=now)


def _amended(
    kind: Amended,
    found: Found,
    about: str,
    config: Config,
    *,
    now: datetime,
    rhythms: Collection[str],
) -> tuple[Draft, ...]:
    before = found.told
    if before is None:
        return ()

    def drafts(rhythm: Rhythm) -> tuple[Draft, ...]:
        return amendments(
            kind,
            before,
            found.story,
            about=about,
            timing=_timing(found.story, config, now, rhythm),
            quiet=rhythm.hushed(config.delivery.quiet),
            expires=now + config.delivery.expire,
            now=now,
        )

    own = {name: drafts(Rhythm.parse(name)) for name in rhythms}
    return tuple(
        replace(draft, slots={name: theirs[number].slot for name, theirs in own.items()})
        for number, draft in enumerate(drafts(Rhythm()))
    )


def out_of_hold(story: Story, config: Config, *, now: datetime) -> Draft | None:
    """An urgent in a flood whose moment is ahead is proposed by itself; None for all else that is held.

    Staff may send it at once. Unanswered after `fallback` it goes if its own title names the hazard; else never.
    """
    gist = story.article.gist
    if gist.urgency is not Urgency.KHAN or gist.moment is None or gist.moment <= now:
        return None
    [draft] = _news(Found(story=story, verdict=Verdict.NEWS), config, now, ()).drafts
    expires = now + config.delivery.expire
    due_at = now + config.urgent.fallback if gist.titled else expires
    if not (config.urgent.confirm and config.staff):
        due_at = now
    return replace(draft, slot=replace(draft.slot, due_at=due_at, expires_at=max(expires, due_at)))


def asleep_until(draft: Draft, now: datetime) -> datetime:
    """When a proposed announcement goes to who sleeps if nobody answers: first of all by the office's own hours."""
    slots = (draft.slot, *(draft.slots or {}).values())
    return next((slot.due_at for slot in slots if slot.due_at > now), now)


def kind_of(story: Story, *, ends: bool = True) -> Kind:
    """Urgent and all-clear stand out; an end of nothing that was told as urgent (`ends`) is ordinary news."""
    gist = story.article.gist
    if gist.urgency is Urgency.KHAN:
        return Kind.URGENT
    if gist.nature is Nature.ALL_CLEAR and gist.hazard and ends:
        return Kind.ALL_CLEAR
    return Kind.NEWS


def notice(key: str, text: str, config: Config, *, now: datetime, about: str = "") -> Draft:
    """Words for the chats of [staff], once per key."""
    slot = Slot(due_at=now, expires_at=now + config.delivery.expire)
    return Draft(key=key, kind=Kind.NOTICE, audience=StaffChats(), text=text, about=about, slot=slot)


def _timing(story: Story, config: Config, now: datetime, rhythm: Rhythm) -> Timing:
    topic = next((topic for topic in config.topics if topic.id == story.article.topic), None)
    return when(
        story.article.gist,
        now,
        cadence=rhythm.cadence or (topic.cadence if topic else Cadence.NOW),
        quiet=rhythm.hushed(config.delivery.quiet),
        confirm=config.urgent.confirm and bool(config.staff),
        fallback=config.urgent.fallback,
    )
