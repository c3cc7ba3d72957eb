"""Makes true what a turn decided, in the transaction of the batch it was heard in."""

from datetime import datetime
from typing import assert_never

from bot.conversation import effects as e
from bot.conversation.effects import Effect
from bot.conversation.turns import House, Situation
from bot.listener.erasing import erase
from bot.listener.late import said_at
from bot.listener.marking import keep_mark
from bot.messages import Chose, Incoming, Said
from bot.returning import LONGEST_OPEN, catching_up, to_tell
from bot.rhythm import Rhythm
from bot.timing import next_digest, quiet_end
from feeds.portals import Cadence
from storage import choices, citizens, comments, feedback, holds
from storage.database import Transaction
from storage.outbox import announcements, deliveries, missed, urgent
from storage.outbox.owed import Draft, Kind, One, Slot, StaffChats
from storage.records import Citizen, Keyword


async def remember(
    tx: Transaction, effect: Effect, incoming: Incoming, seen: Situation, *, now: datetime
) -> None:
    """Make one effect true. Every effect is absolute, so remembering it twice is harmless."""
    match effect:
        case e.Subscribe():
            await citizens.subscribe(
                tx,
                incoming.address,
                effect.topics,
                consent_version=effect.consent_version,
                language=effect.language,
                thread=seen.thread,
                now=now,
            )
        case e.CatchUp():
            await _catch_up(tx, incoming, seen.house, now=now)
        case e.EraseCitizen():
            await erase(tx, incoming.address, now=now)
        case e.SettleHold(source, release):
            settle = holds.release if release else holds.dismiss
            await settle(tx, source, now=now)
        case e.WakeAll(announcement):
            await deliveries.wake(tx, announcement, now=now)
        case e.AnswerRemark():
            await _answer(tx, effect, incoming, seen, now=now)
        case e.SetMark() | e.SetWhy() | e.KeepRemark():
            if seen.citizen is not None and isinstance(incoming, Said | Chose):
                await _say(tx, effect, incoming, seen.citizen, seen, now=now)
        case _:
            if seen.citizen is not None:
                await _choose(tx, effect, seen.citizen, seen.house, now=now)


Choice = (
    e.SetThread
    | e.SetTopic
    | e.SetRhythm
    | e.SetPause
    | e.SetWord
    | e.SetLanguage
    | e.Unsubscribe
    | e.Await
    | e.SetBlocked
)


async def _choose(tx: Transaction, effect: Choice, citizen: Citizen, house: House, *, now: datetime) -> None:
    who = citizen.id
    match effect:
        case e.SetThread(thread):
            await choices.set_thread(tx, who, thread)
        case e.SetTopic(topic, on):
            await citizens.follow(tx, who, topic, on)
        case e.SetRhythm(rhythm):
            await _keep_rhythm(tx, citizen, Rhythm.parse(rhythm), house, now=now)
        case e.SetPause(until):
            await (choices.pause(tx, who, until=until, now=now) if until else choices.resume(tx, who))
        case e.SetWord(word, typed, follow):
            await (
                choices.drop_word(tx, who, word)
                if follow is None
                else choices.keep_word(tx, who, Keyword(word, typed, follow))
            )
        case e.SetLanguage(language):
            await choices.speak(tx, who, language)
        case e.Unsubscribe():
            await citizens.leave(tx, who, now=now)
        case e.Await():
            await choices.await_remark(tx, who, until=effect.until, article=effect.article)
        case e.SetBlocked(True):
            await citizens.block(tx, who, now=now, reason="the chat blocked the bot")
        case e.SetBlocked():
            await citizens.unblock(tx, who, now=now)
        case _:
            assert_never(effect)


async def _keep_rhythm(
    tx: Transaction, citizen: Citizen, rhythm: Rhythm, house: House, *, now: datetime
) -> None:
    """What waits for the old hours waits for the new ones; a pause goes on."""
    quiet, base = rhythm.hushed(house.quiet), max(now, citizen.paused_until or now)
    digest_at = next_digest(base, rhythm.hour or house.digest, quiet)
    due_at = quiet_end(base, quiet)
    await choices.keep_rhythm(
        tx,
        citizen.id,
        str(rhythm),
        due_at=due_at,
        digest_at=None if rhythm.cadence is Cadence.NOW else digest_at,
        expires_at=digest_at + house.expire,
    )


async def _catch_up(tx: Transaction, incoming: Incoming, house: House, *, now: datetime) -> None:
    """The urgent ones still in force, at once: they are here, so they are awake. A pause is kept even so.

    What they hold is made true in silence, whatever they want to hear.
    """
    citizen = await citizens.find(tx, incoming.address)
    if citizen is None:
        return
    await missed.redraw(tx, citizen.id, expires_at=now + house.expire, now=now)
    if citizen.paused_until is not None and citizen.paused_until > now:
        return
    told = await urgent.alarms(tx, since=now - LONGEST_OPEN)
    for alarm in to_tell(told, now=now, fresh=house.expire):
        slot = Slot(due_at=now, expires_at=now + house.expire)
        await urgent.catch_up(tx, alarm.announcement, catching_up(alarm, slot), [citizen.id])


async def _say(
    tx: Transaction,
    effect: e.SetMark | e.SetWhy | e.KeepRemark,
    incoming: Said | Chose,
    citizen: Citizen,
    seen: Situation,
    *,
    now: datetime,
) -> None:
    match effect:
        case e.SetMark(article, mark, shown):
            before = seen.rated.shown if seen.rated else None
            at = said_at(incoming, now)
            await keep_mark(tx, incoming.person, article, mark, shown, before=before, now=now, at=at)
        case e.SetWhy(article, why):
            await feedback.explain(tx, incoming.person, article, why or "")
        case e.KeepRemark():
            await _keep_remark(tx, effect, incoming, citizen, seen.house, now=now)
        case _:
            assert_never(effect)


async def _keep_remark(
    tx: Transaction,
    effect: e.KeepRemark,
    incoming: Said | Chose,
    citizen: Citizen,
    house: House,
    *,
    now: datetime,
) -> None:
    """Once a message, and then the office is told."""
    kept = await comments.keep(
        tx,
        incoming.address,
        incoming.ref or "",
        citizen=citizen.id,
        article=effect.article,
        text=effect.text,
        now=now,
    )
    if kept is None:
        return
    key = comments.about(kept)
    slot = Slot(due_at=now, expires_at=now + 7 * house.expire)
    notice = Draft(key=key, kind=Kind.NOTICE, audience=StaffChats(), about=key, slot=slot)
    await announcements.announce(tx, notice, now=now)


async def _answer(
    tx: Transaction, effect: e.AnswerRemark, incoming: Incoming, seen: Situation, *, now: datetime
) -> None:
    """Owed to whoever wrote the remark; nobody learns who that is. Nothing where they are gone."""
    author = await comments.author(tx, effect.comment)
    if author is None or not isinstance(incoming, Said):
        return
    about = comments.about(effect.comment)
    draft = Draft(
        key=f"answer:{about}:{incoming.ref}",
        kind=Kind.ANSWER,
        audience=One(author),
        about=about,
        text=effect.text,
        slot=Slot(due_at=now, expires_at=now + 7 * seen.house.expire),
    )
    await announcements.announce(tx, draft, now=now)
