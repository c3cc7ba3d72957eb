"""A press on a star, pure: who may rate, what changes, and what may be shown of the others' marks."""

from typing import assert_never

from bot.actions import Because, Rate, Unrate, Why, Write
from bot.conversation.effects import SetMark, SetWhy
from bot.conversation.speaking import draw, plain, say, tell
from bot.conversation.turns import AskMark, Rated, Situation, Turn, TypedMark
from bot.messages import Answer, Choice, Message
from bot.wording import news
from storage.records import ArticleId, Tally

LOW = 2  # a mark this low is asked why


def vote(request: Rate | Unrate | Because | AskMark | TypedMark, seen: Situation) -> Turn:
    """A mark, taking it back, or why it was low."""
    match request:
        case Rate(article, mark):
            return rate(article, mark, seen)
        case Unrate(article):
            return rate(article, None, seen)
        case Because(article, why):
            return _explain(article, why, seen)
        case TypedMark(mark):
            return typed(mark, seen)
        case AskMark():
            return say(plain(seen.say.HOW_TO_RATE))
        case _:
            assert_never(request)


def rate(article: ArticleId, mark: int | None, seen: Situation) -> Turn:
    """Set a mark, or (None) take it back. Only what was delivered here can be rated; a repeated press is harmless."""
    rated, words = seen.rated, seen.say
    if rated is None:
        return tell(words.NOT_YOURS)
    if closed := _closed(rated, seen):
        return tell(closed)
    if mark == rated.mark:
        return tell(words.UNCHANGED_TOAST.format(mark=mark) if mark else words.NO_MARK_TOAST)
    public = shown(rated.shown, rated.tally.moved(rated.mark, mark), seen.house.k)
    toast = words.RATED_TOAST.format(mark=mark) if mark else words.UNRATED_TOAST
    redrawn = _redrawn(rated, mark, public, seen)
    asked = (_why(rated, seen),) if _asks_why(rated.mark, mark, seen) else ()
    return Turn((SetMark(article, mark, public),), Answer(toast=toast, redraw=redrawn, say=asked))


def typed(mark: int, seen: Situation) -> Turn:
    """A mark in words: confirmed by the title of the article it was taken for."""
    rated, words = seen.rated, seen.say
    if rated is None:
        return say(plain(words.NOTHING_TO_RATE))
    if closed := _closed(rated, seen):
        return say(plain(closed))
    title = rated.story.article.version.title
    if mark == rated.mark:
        return say(plain(words.UNCHANGED_BY_WORD.format(mark=mark, title=title)))
    turn = rate(rated.story.id, mark, seen)
    thanks = plain(words.RATED_BY_WORD.format(mark=mark, title=title))
    return Turn(turn.effects, Answer(say=(thanks, *turn.answer.say)))


def _closed(rated: Rated, seen: Situation) -> str:
    """Why nobody rates it, or not any more; «» where they may. A late press must not undo what stands there now."""
    if not news.rated(rated.kind, rated.story.article.gist.nature):
        return seen.say.NOT_RATED
    return seen.say.TAKEN_DOWN if rated.story.withdrawn else ""


def shown(before: Tally | None, after: Tally, k: int) -> Tally | None:
    """What the public may see once the marks are `after`: nothing below k votes, then a step every k votes.

    An average that moved with each vote would let the newest vote be read off the difference.
    """
    if after.count < k:
        return None
    if before is None or after.count // k > before.count // k:
        return after
    return before


def _redrawn(rated: Rated, mark: int | None, public: Tally | None, seen: Situation) -> Message | None:
    """The message with their mark; one that a group shares shows nobody's, and is touched only when it says more."""
    if not seen.private and public == rated.shown:
        return None
    return news.push(
        rated.story,
        kind=rated.kind,
        portal=seen.house.portal,
        topic=seen.house.topic(rated.story.article.topic),
        mark=mark if seen.private else None,
        tally=public,
        shared=not seen.private,
        words=seen.say,
    )


def _asks_why(before: int | None, mark: int | None, seen: Situation) -> bool:
    """Once, where a mark becomes low; never among the members of a group."""
    return seen.private and mark is not None and mark <= LOW and (before is None or before > LOW)


def _why(rated: Rated, seen: Situation) -> Message:
    words, article = seen.say, rated.story.id
    reasons = tuple((Choice(words.WHYS[why], Because(article, why)),) for why in Why)
    last = (Choice(words.OWN_WORDS, Write(article)), Choice(words.SKIP, Because(article, None)))
    return Message(words.WHY, rows=(*reasons, last), reply_to=seen.ref)


def _explain(article: ArticleId, why: Why | None, seen: Situation) -> Turn:
    """Why a mark was low: kept beside it, as a word of ours and not of theirs."""
    words = seen.say
    if why is None:
        return draw(plain(words.SKIPPED))
    if seen.rated is None or seen.rated.mark is None:
        return tell(words.NO_MARK_TOAST)
    return draw(plain(words.WHY_THANKS.format(why=words.WHYS[why])), SetWhy(article, why))
