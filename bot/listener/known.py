"""What a batch has read already: a hundred presses on one article read it once."""

from bot.conversation import effects as e
from bot.conversation.effects import Effect
from bot.conversation.turns import Situation
from storage import articles, feedback
from storage.database import Transaction
from storage.feedback import Standing
from storage.records import ArticleId, Story


class Known:
    """Articles as they are inside one transaction. What a turn changes is told by `follow`."""

    def __init__(self) -> None:
        self._stories: dict[ArticleId, Story | None] = {}
        self._standings: dict[ArticleId, Standing] = {}

    async def story(self, tx: Transaction, article: ArticleId) -> Story | None:
        """An article with its newest version."""
        if article not in self._stories:
            self._stories[article] = await articles.story(tx, article)
        return self._stories[article]

    async def standing(self, tx: Transaction, article: ArticleId) -> Standing:
        """Its marks."""
        if article not in self._standings:
            self._standings[article] = await feedback.standing(tx, article)
        return self._standings[article]

    def follow(self, effect: Effect, seen: Situation) -> None:
        """An effect was remembered: what it may have changed is read anew, a mark is counted here."""
        match effect:
            case e.SetMark(article, mark, shown) if seen.rated and article in self._standings:
                tally = self._standings[article].tally.moved(seen.rated.mark, mark)
                self._standings[article] = Standing(tally, shown)
            case e.SetWhy():
                return
            case _:
                self._stories.clear()
                self._standings.clear()
