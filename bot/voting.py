"""A press on a star, pure: who may rate, what changes, and what may be shown of the others' marks."""

from bot.messages import Answer
from bot.turns import SetMark, Situation, Turn
from bot.wording import news, vi
from storage.records import ArticleId, Tally


def rate(article: ArticleId, mark: int | None, seen: Situation) -> Turn:
    """Set a mark, or (None) take it back. Only what was delivered here can be rated; a repeated press is harmless."""
    rated = seen.rated
    if rated is None or not news.rated(rated.kind, rated.story.article.gist.nature):
        return Turn(answer=Answer(toast=vi.NOT_YOURS))
    if mark == rated.mark:
        return Turn(answer=Answer(toast=vi.UNCHANGED_TOAST.format(mark=mark) if mark else vi.NO_MARK_TOAST))
    public = shown(rated.shown, rated.tally.moved(rated.mark, mark), seen.house.k)
    redrawn = news.push(
        rated.story,
        kind=rated.kind,
        portal=seen.house.portal,
        topic=seen.house.topic(rated.story.article.topic),
        mark=mark if seen.private else None,
        tally=public,
    )
    toast = vi.RATED_TOAST.format(mark=mark) if mark else vi.UNRATED_TOAST
    return Turn((SetMark(article, mark, public),), Answer(toast=toast, redraw=redrawn))


def shown(before: Tally | None, after: Tally, k: int) -> Tally | None:
    """What the public may see once the marks are `after`: nothing below k votes, then a step every k votes.

    An average that moved with each vote would let the newest vote be read off the difference.
    """
    if after.count < k:
        return None
    if before is None or after.count // k > before.count // k:
        return after
    return before
