"""The ways out: unsubscribing, seeing what is stored, and erasing it."""

from typing import assert_never

from bot.actions import Erase, Keep, Stop
from bot.conversation.effects import EraseCitizen, Unsubscribe
from bot.conversation.joining import goodbye
from bot.conversation.settings import overview
from bot.conversation.speaking import draw, follows, plain, say, tell
from bot.conversation.turns import AskData, AskErase, Situation, Turn
from bot.messages import Answer, Choice, Message
from bot.wording import LANGUAGES, office
from storage.records import Citizen, Stored

_LONGEST = 3500  # letters a message of the data


def leave(request: Stop | AskErase | Erase | Keep | AskData, seen: Situation) -> Turn:
    """Stop hearing, see what is stored, or have it erased: at once, and for nobody to decide but themselves."""
    words = seen.say
    if seen.staff and isinstance(request, Stop | AskErase | Erase):
        return tell(office.STAFF_CHAT)
    match request:
        case Stop():
            if not follows(seen):
                return say(plain(words.NOT_SUBSCRIBED))
            return say(goodbye(seen), Unsubscribe())
        case AskErase():
            return say(_question(seen))
        case Erase():
            known = seen.citizen or (seen.stored and seen.stored.marks)
            return draw(plain(words.ERASED if known else words.NOTHING_STORED), EraseCitizen())
        case Keep():
            return draw(plain(words.KEPT))
        case AskData():
            return _show(seen)
        case _:
            assert_never(request)


def _question(seen: Situation) -> Message:
    words = seen.say
    return Message(
        words.ERASE_QUESTION, rows=((Choice(words.ERASE_YES, Erase()), Choice(words.ERASE_NO, Keep())),)
    )


def _show(seen: Situation) -> Turn:
    """Everything, in as many messages as it takes."""
    messages: list[str] = []
    for paragraph in _paragraphs(seen.citizen, seen.stored or Stored(), seen):
        for line in f"{paragraph}\n".split("\n"):
            if messages and len(messages[-1]) + len(line) < _LONGEST:
                messages[-1] += f"\n{line}"
            else:
                messages.append(line)
    return Turn(answer=Answer(say=tuple(plain(text.strip()) for text in messages)))


def _paragraphs(citizen: Citizen | None, stored: Stored, seen: Situation) -> list[str]:
    words = seen.say
    marks = [
        f"- {title}: {mark}/5{f' ({words.why(why)})' if why else ''}, {words.moment(at)}"
        for title, mark, why, at in stored.marks
    ]
    if citizen is None:
        only = [words.ONLY_MARKS, words.group(words.MARKS, marks), words.ERASE_ALL]
        return only if marks else [words.NOTHING_STORED]
    remarks = [
        "\n".join((f"- {words.moment(one.at)}: «{one.text}»", *(f"  {words.ANSWERED}{a}" for a in answers)))
        for one, answers in stored.remarks
    ]
    sent = [f"- {words.moment(at)}: {words.told(title, kind)}" for title, kind, at in stored.sent]
    if stored.earlier:
        sent.append(words.EARLIER.format(count=stored.earlier))
    return [
        words.STORED,
        _account(citizen, stored, seen),
        overview(citizen, seen),
        words.group(words.MARKS, marks),
        words.group(words.REMARKS, remarks),
        words.group(words.SENT, sent),
        words.END,
    ]


def _account(citizen: Citizen, stored: Stored, seen: Situation) -> str:
    words, menu = seen.say, citizen.menu
    since = words.SINCE_THEN.format(at=words.moment(stored.changed_at)) if stored.changed_at else ""
    moments = (
        (words.SINCE, citizen.created_at),
        (words.HEARD, stored.heard_at),
        (words.TURNED, citizen.turned_at),
        (words.AWAITED, citizen.remark_until),
    )
    lines = [
        f"{words.ACCOUNT}{citizen.address}",
        f"{words.STATE}{words.STATES[citizen.state]}{since}",
        *(f"{label}{words.moment(at)}" for label, at in moments if at),
        f"{words.SPOKEN_TO}{LANGUAGES.get(citizen.language, citizen.language)}",
        f"{words.THREAD}{citizen.thread}" if citizen.thread else "",
        f"{words.LISTED}{', '.join(label for _, label in menu.choices)}" if menu else "",
    ]
    if citizen.consented_at:
        at = words.moment(citizen.consented_at)
        lines.append(words.CONSENT.format(version=citizen.consent_version, at=at))
    return "\n".join(line for line in lines if line)
