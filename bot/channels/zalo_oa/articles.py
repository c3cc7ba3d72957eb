"""Articles of an Official Account and their broadcast: made, asked for until they are ready, sent to all followers.

Shapes: Zalo's documentation and public integrations of 2026; nobody here could call its servers. Making an article is
answered with a token, the article itself is ready some seconds later.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.channels.fitting import fit
from bot.channels.posting import Body, Reply
from bot.channels.zalo_oa.answers import error, outcome
from bot.messages import Deferred, Failed, Outcome, Poster, Sent

CREATE, VERIFY, BROADCAST = "/v2.0/article/create", "/v2.0/article/verify", "/v2.0/oa/message"
TITLE, AUTHOR, LEAD = 150, 50, 300  # the longest Zalo takes
NOT_READY = -214  # its picture is still being looked at
ASK_AGAIN = timedelta(seconds=10)
EVERYBODY = {"gender": "0"}

Call = Callable[[str, Mapping[str, Any]], Awaitable[Reply]]


class Articles:
    """What an account puts up for its followers. `call` is one call of its API."""

    def __init__(self, call: Call, *, clock: Callable[[], datetime]) -> None:
        self._call = call
        self._clock = clock

    async def make(self, poster: Poster) -> Outcome:
        """Begin an article; `Sent.ref` is what to ask for it by. It rings nobody's phone."""
        return self._named(await self._call(CREATE, _written(poster)), "token")

    async def ready(self, draft: str) -> Outcome:
        """Whether it is made: `Sent.ref` is its name then."""
        reply = await self._call(VERIFY, {"token": draft})
        if error(reply) == NOT_READY:
            return Deferred(self._clock() + ASK_AGAIN, "the article is not ready yet")
        return self._named(reply, "id")

    async def broadcast(self, article: str) -> Outcome:
        """Send it to every follower: it rings their phones, and counts against the month's few."""
        elements = [{"media_type": "article", "attachment_id": article}]
        payload = {"template_type": "media", "elements": elements}
        given = {
            "recipient": {"target": EVERYBODY},
            "message": {"attachment": {"type": "template", "payload": payload}},
        }
        return outcome(await self._call(BROADCAST, given), now=self._clock())

    def _named(self, reply: Reply, key: str) -> Outcome:
        """The name that an answer gives; without one the step may be taken again."""
        done = outcome(reply, now=self._clock())
        if not isinstance(done, Sent) or not isinstance(reply, Body):
            return done
        data = reply.said.get("data")
        name = data.get(key) if isinstance(data, dict) else None
        return (
            Sent(name) if isinstance(name, str) and name else Failed(f"an answer without the article's {key}")
        )


def _written(poster: Poster) -> dict[str, Any]:
    """The article as the API takes it. Whether its words are read as HTML is not told, so none of them can be a tag."""
    return {
        "type": "normal",
        "title": fit(poster.title, TITLE),
        "author": fit(poster.author, AUTHOR),
        "cover": {"cover_type": "photo", "photo_url": poster.cover, "status": "show"},
        "description": fit(poster.lead, LEAD),
        "body": [{"type": "text", "content": _tagless(words)} for words in poster.paragraphs],
        "status": "show",
        "comment": "hide",
    }


def _tagless(words: str) -> str:
    return words.replace("<", "‹").replace(">", "›")
