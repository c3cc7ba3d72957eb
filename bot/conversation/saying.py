"""Remarks for the office and its answers: masked before they are kept, confirmed as staff will read them."""

from datetime import timedelta
from typing import assert_never

from bot.actions import Unwrite, Write
from bot.conversation.effects import AnswerRemark, Await, KeepRemark
from bot.conversation.joining import need_consent, unclear
from bot.conversation.masking import mask
from bot.conversation.speaking import agreed, draw, plain, say, tell
from bot.conversation.turns import LONGEST_REMARK, MOST_REMARKS, Remark, Reply, Situation, Turn, Unclear
from bot.conversation.voting import rate
from bot.messages import Choice, Message
from bot.typed import read_mark
from bot.wording import office
from bot.wording.commands import near
from storage.records import ArticleId

PATIENCE = timedelta(minutes=30)  # how long the next text is taken for a remark


def remark(request: Write | Unwrite | Remark | Reply, seen: Situation) -> Turn:
    """Asking for words, taking them, and handing on the office's answer."""
    if isinstance(request, Reply):
        return _reply(request.text.strip(), seen)
    if not agreed(seen):
        return need_consent(seen)
    match request:
        case Write(article):
            return say(_prompt(seen), Await(seen.now + PATIENCE, article))
        case Unwrite():
            return draw(plain(seen.say.CANCELLED), Await(None))
        case Remark(text):
            return _keep(text.strip(), *_awaited(seen), seen)
        case _:
            assert_never(request)


def _reply(text: str, seen: Situation) -> Turn:
    """A reply to a push is a remark on it, to a remark the office's answer; «5», «5 sao» is a mark. Else it is talk."""
    told = seen.replied
    if told is None:
        if not seen.private:  # there the reply to our question is the remark, for a bot hears nothing else
            return _keep(text, *_awaited(seen), seen) if _awaits(seen) and agreed(seen) else Turn()
        return unclear(Unclear(pressed=False, near=near(text)), seen)
    if seen.staff:
        return _answer(text, seen)
    if seen.rated is not None and (typed := read_mark(text)) and typed.article in (None, seen.rated.story.id):
        return rate(seen.rated.story.id, typed.mark, seen)
    if not agreed(seen):
        return need_consent(seen)
    return _keep(text, told.article, told.title, seen)


def _keep(text: str, article: ArticleId | None, title: str, seen: Situation) -> Turn:
    words = seen.say
    if not text:
        return tell(words.WORDS_ONLY)
    if len(text) > LONGEST_REMARK:
        return tell(words.TOO_LONG.format(most=LONGEST_REMARK))
    if seen.recent_remarks >= MOST_REMARKS:
        return tell(words.ENOUGH)
    hidden = mask(text)
    thanks = words.remark_thanks(hidden, title, masked=hidden != text)
    return say(plain(thanks), KeepRemark(hidden, article), Await(None))


def _answer(text: str, seen: Situation) -> Turn:
    """Staff answered the notice of a remark; anything else they say to each other is none of our business."""
    told = seen.replied
    if told is None or told.comment is None:
        return Turn()
    if told.erased:
        return say(plain(office.REMARK_ERASED))
    if not text:
        return say(plain(office.ONLY_WORDS))
    return say(plain(office.ANSWERED), AnswerRemark(told.comment, text))


def _prompt(seen: Situation) -> Message:
    text = seen.say.prompt(seen.house.portal, seen.title, LONGEST_REMARK)
    if seen.slashes:
        text = f"{text}\n{seen.say.BY_REPLY}"
    return Message(text, rows=((Choice(seen.say.CANCEL, Unwrite()),),))


def _awaited(seen: Situation) -> tuple[ArticleId | None, str]:
    """What they were asked about, while it is still awaited."""
    return (seen.citizen.remark_on, seen.title) if seen.citizen and _awaits(seen) else (None, "")


def _awaits(seen: Situation) -> bool:
    until = seen.citizen.remark_until if seen.citizen else None
    return until is not None and until > seen.now
