"""`loa explain`: why did this person (not) get it? One line a fact, pure; never anybody's mark."""

from collections.abc import Iterator
from datetime import datetime

from bot.timing import LOCAL
from feeds.visits import Verdict
from storage.explaining import Case, Owed, Told
from storage.outbox.owed import DeliveryState
from storage.records import Citizen, CitizenState

_UNTOLD = {
    Verdict.BACKLOG: "it was old when it was first seen, or there before the first look: nobody was told",
    Verdict.HELD: "it is held with others that came at once, until staff decide",
}


def lines(case: Case) -> list[str]:
    """What is known, the article first; empty where nothing is."""
    if case.story is None and case.citizen is None:
        return []
    return [*_of_article(case), *_of_citizen(case), *_between(case)]


def _of_article(case: Case) -> Iterator[str]:
    if case.story is None:
        yield "article: nothing is stored under this id or number"
        return
    article = case.story.article
    yield f"article {case.story.id}: {article.external_id} «{article.version.title}»"
    yield f"article: topic {article.topic}, first seen {_at(case.story.first_seen)}"
    if case.story.withdrawn:
        yield "article: the portal withdrew it"
    if case.waits:
        yield f"article: {_UNTOLD.get(case.verdict or Verdict.NEWS, 'it waits for the next round of the announcer')}"
    elif case.citizen and not case.told:
        yield f"article: {_UNTOLD.get(case.verdict or Verdict.NEWS, 'it was never announced')}"


def _of_citizen(case: Case) -> Iterator[str]:
    citizen = case.citizen
    if citizen is None:
        yield "citizen: nothing is stored about this address: it never agreed, or everything was erased"
        return
    since = f" since {_at(case.changed_at)}" if case.changed_at else ""
    yield f"citizen {citizen.id}: {citizen.state}{since}"
    if citizen.state is CitizenState.STAFF:
        return
    yield f"citizen: follows {', '.join(sorted(citizen.topics)) or 'no topic'}"
    for follow, says in ((True, "follows"), (False, "ignores")):
        if words := [word.typed for word in case.words if word.follow is follow]:
            yield f"citizen: {says} the words {', '.join(words)}"
    if citizen.rhythm:
        yield f"citizen: has hours of their own: {citizen.rhythm}"
    if citizen.paused_until:
        yield f"citizen: pauses until {_at(citizen.paused_until)}"


def _between(case: Case) -> Iterator[str]:
    for told in case.told:
        name = f"{told.kind} of {_at(told.at)}"
        if told.owed is None:
            yield f"{name}: not owed: {_why_not(case, told)}"
            continue
        yield f"{name}: {_became(told.owed)}"
        digest = told.owed.digest
        if digest and digest.owed:
            yield f"{name}: inside the digest of {_at(digest.at)}: {_became(digest.owed)}"


def _why_not(case: Case, told: Told) -> str:
    citizen = case.citizen
    if citizen is None or case.story is None:
        return "nobody was there"
    if case.since and case.since > told.at:
        return "they subscribed after it"
    if citizen.state is not CitizenState.ACTIVE:
        return f"they are {citizen.state}"
    return _not_theirs(citizen, case.story.article.topic)


def _not_theirs(citizen: Citizen, topic: str) -> str:
    if topic not in citizen.topics:
        return f"they do not follow {topic}"
    return "it was not for them then: a pause, an ignored word, or only for those who had an earlier message"


def _became(owed: Owed) -> str:
    again = f", {owed.attempts} failed tries" if owed.attempts else ""
    reason = f" ({owed.reason})" if owed.reason else ""
    done = _at(owed.settled_at) if owed.settled_at else "–"
    match owed.state:
        case DeliveryState.SENT:
            return f"sent {done}{again}"
        case DeliveryState.OWED | DeliveryState.UNKNOWN if owed.not_before:
            when = f"due {_at(owed.not_before)}, worth sending until {_at(owed.expires_at)}"
            unsure = "; an earlier try may have arrived" if owed.state is DeliveryState.UNKNOWN else ""
            return f"owed: {when}{again}{reason}{unsure}"
        case DeliveryState.UNKNOWN:
            return f"sent, never confirmed {done}{again}{reason}"
        case DeliveryState.MERGED:
            waits = f", due {_at(owed.not_before)}" if owed.not_before and not owed.digest else ""
            return f"goes into a digest{waits}"
        case _:
            return f"{owed.state} {done}{again}{reason}"


def _at(moment: datetime) -> str:
    return moment.astimezone(LOCAL).strftime("%H:%M:%S %d/%m/%Y")
