"""GET and POST /r/<token>: the rating page. A GET only shows, because link previews fetch; a POST stores."""

from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from bot.conversation.turns import House
from bot.conversation.voting import shown
from bot.listener.marking import keep_mark
from bot.tickets import Ticket, decode
from bot.wording import news
from bot.wording.rating_page import PageWords, page_words
from storage import articles, citizens, feedback
from storage.database import Database, Transaction
from storage.outbox import deliveries
from storage.records import Citizen, Person, Story

HERE = Path(__file__).parent / "templates"
LARGEST_FORM = 1024  # bytes; «mark=5» has six
A_MINUTE = 60.0
PRESSES = 12  # a minute and ticket
_TICKETS = 10_000
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What the page is about: an article that this citizen was told of and may rate."""

    citizen: Citizen
    person: Person
    story: Story
    mark: int | None


class Presses:
    """Counts presses a ticket; times are monotonic seconds."""

    def __init__(self) -> None:
        self._pressed: OrderedDict[str, deque[float]] = OrderedDict()

    def too_often(self, token: str, now: float) -> bool:
        """Whether this press is one too many; it counts either way."""
        recent = self._pressed.setdefault(token, deque(maxlen=PRESSES))
        self._pressed.move_to_end(token)
        if len(self._pressed) > _TICKETS:
            self._pressed.popitem(last=False)
        full = len(recent) == PRESSES and recent[0] > now - A_MINUTE
        recent.append(now)
        return full


def rating_routes(
    database: Database, house: House, *, clock: Callable[[], datetime], monotonic: Callable[[], float]
) -> list[Route]:
    """The page and its style. Any token that is not ours, or is old, is answered 404 and changes nothing."""
    template = Environment(loader=FileSystemLoader(HERE), autoescape=select_autoescape()).get_template(
        "rate.html"
    )
    presses = Presses()

    def drawn(words: PageWords, status: int, **values: Any) -> Response:
        body = template.render(words=words, portal=house.portal, style="style.css", **values)
        return HTMLResponse(body, status, headers=_HEADERS)

    async def page(request: Request) -> Response:
        token = request.path_params["token"]
        asked = request.query_params.get("lang", "")
        ticket = decode(token, database.keys, now=clock())
        mark = await _mark(request) if request.method == "POST" else None
        if ticket is None:
            return drawn(page_words(asked), 404, said=page_words(asked).closed)
        if request.method == "POST" and presses.too_often(token, monotonic()):
            return drawn(page_words(asked), 429, said=page_words(asked).too_often)
        async with database.transaction() if mark is not None else database.reading() as tx:
            sheet = await _sheet(tx, ticket)
            words = page_words(asked or (sheet.citizen.language if sheet else ""))
            if sheet is None:
                return drawn(words, 404, said=words.not_yours)
            if mark is not None:
                await _rate(tx, sheet, mark or None, house.k, now=clock())
        said = words.thanks.format(mark=mark) if mark else words.taken_back if mark == 0 else ""
        given = sheet.mark if mark is None else mark or None
        version, link = sheet.story.article.version, sheet.story.article.link
        return drawn(words, 200, said=said, title=version.title, link=link, given=given)

    async def style(_: Request) -> Response:
        return FileResponse(HERE / "rate.css", media_type="text/css")

    return [Route("/r/style.css", style), Route("/r/{token:str}", page, methods=["GET", "POST"])]


async def _mark(request: Request) -> int | None:
    """The mark a form gives: 1 to 5, 0 takes it back; None for anything else."""
    if int(request.headers.get("content-length") or 0) > LARGEST_FORM:
        return None
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_FORM:
            return None
    given = parse_qs(body.decode("ascii", "replace")).get("mark", [])
    return int(given[0]) if len(given) == 1 and given[0] in set("012345") else None


async def _sheet(tx: Transaction, ticket: Ticket) -> Sheet | None:
    citizen = await citizens.by_id(tx, ticket.citizen)
    story = await articles.story(tx, ticket.article)
    if citizen is None or story is None or story.withdrawn or citizen.address.is_group:
        return None
    kind = await deliveries.delivered(tx, ticket.article, citizen.id)
    if kind is None or not news.rated(kind, story.article.gist.nature):
        return None
    person = Person(citizen.address.messenger, citizen.address.chat)
    mark = await feedback.mark_of(tx, person, ticket.article)
    return Sheet(citizen=citizen, person=person, story=story, mark=mark)


async def _rate(tx: Transaction, sheet: Sheet, mark: int | None, k: int, *, now: datetime) -> None:
    article = sheet.story.id
    stands = await feedback.standing(tx, article)
    public = shown(stands.shown, stands.tally.moved(sheet.mark, mark), k)
    await keep_mark(tx, sheet.person, article, mark, public, before=stands.shown, now=now)
