"""The addresses of the sample portal, to be mounted where its `base` points."""

from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.sandbox.portal.days import ISLAND, spelled
from bot.sandbox.portal.feed import articles_in, feed, http_date
from bot.sandbox.portal.papers import paper
from bot.sandbox.portal.site import CATEGORIES, SamplePortal

Endpoint = Callable[[Request], Awaitable[Response]]

HERE = Path(__file__).parent
_STATIC = {"themes": ("cong.css", "dao.svg"), "uploads": ("no-image.jpg",)}
_POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"


def portal_routes(portal: SamplePortal) -> list[BaseRoute]:
    """Home, feeds, listings, articles, attachments and a 404 page; conditional requests are ignored, as by NukeViet."""
    pages = _Pages(portal)
    addresses: dict[str, Endpoint] = {
        "/": pages.home,
        "/rss/": pages.feed,
        "/rss/{category}/": pages.feed,
        "/download/{id:int}/{number:int}": pages.download,
        "/{category}/": pages.listing,
        "/{category}/{alias}-{id:int}.html": pages.article,
        "/{path:path}": pages.otherwise,
    }
    return [
        Route("/themes/{name}", pages.static("themes")),
        Route("/uploads/{name}", pages.static("uploads")),
        *(Route(path, pages.unless_closed(endpoint)) for path, endpoint in addresses.items()),
    ]


class _Pages:
    """One endpoint a kind of address."""

    def __init__(self, portal: SamplePortal) -> None:
        self._portal = portal
        self._visits: Counter[int] = Counter()
        self._templates = _templates(portal)

    def unless_closed(self, endpoint: Endpoint) -> Endpoint:
        """Closed for maintenance, a portal answers everything with one page and a 200, feeds too, as NukeViet does."""

        async def one(request: Request) -> Response:
            return self._page("closed.html") if self._portal.closed else await endpoint(request)

        return one

    async def home(self, _: Request) -> Response:
        return self._page("home.html", articles=self._portal.articles)

    async def listing(self, request: Request) -> Response:
        category = request.path_params["category"]
        if category not in CATEGORIES:
            return self._missing()
        return self._page("listing.html", category=category, articles=articles_in(self._portal, category))

    async def article(self, request: Request) -> Response:
        article = self._portal.find(request.path_params["id"])
        if article is None or article.category != request.path_params["category"]:
            return self._missing()
        if article.alias != request.path_params["alias"]:
            return RedirectResponse(self._portal.path_of(article), 301)
        self._visits[article.id] += request.method == "GET"
        return self._page(
            "article.html",
            category=article.category,
            article=article,
            address=self._portal.address(article),
            others=[one for one in articles_in(self._portal, article.category) if one != article][:4],
        )

    async def feed(self, request: Request) -> Response:
        """An unknown category gets the whole feed and a 200, as NukeViet answers."""
        category = request.path_params.get("category")
        told = articles_in(self._portal, category)
        newest = http_date(told[0].at if told else datetime.now(UTC))
        return Response(
            feed(self._portal, category),
            media_type="text/xml",
            headers={
                "Last-Modified": newest,
                "Expires": newest,
                "Cache-Control": "private, pre-check=0, post-check=0, max-age=0",
                "X-Robots-Tag": "noindex, follow",
            },
        )

    async def download(self, request: Request) -> Response:
        article = self._portal.find(request.path_params["id"])
        number: int = request.path_params["number"]
        if article is None or not 1 <= number <= len(article.files):
            return self._missing()
        file = article.files[number - 1]
        return Response(
            paper(file.lines),
            media_type="application/pdf",
            headers={"Content-Disposition": f'inline; filename="{file.name}"'},
        )

    def static(self, folder: str) -> Endpoint:
        async def one(request: Request) -> Response:
            name = request.path_params["name"]
            return FileResponse(HERE / "static" / name) if name in _STATIC[folder] else self._missing()

        return one

    async def otherwise(self, request: Request) -> Response:
        """A section named without its end slash is sent there; everything else is not here."""
        path = request.path_params["path"]
        if path in CATEGORIES or path == "rss" or path.startswith("rss/"):
            return RedirectResponse(f"{self._portal.path}/{path}/", 301)
        return self._missing()

    def _missing(self) -> Response:
        return self._page("missing.html", 404)

    def _page(self, template: str, status: int = 200, **values: Any) -> Response:
        text = self._templates.get_template(template).render(seen=self._visits, **values)
        return HTMLResponse(
            text, status, headers={"Cache-Control": "no-cache", "Content-Security-Policy": _POLICY}
        )


def _templates(portal: SamplePortal) -> Environment:
    """Links are relative to the host: the page is the same by whatever name of this machine it was opened."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(root=portal.path, base=portal.base, categories=CATEGORIES, category=None)
    made.filters.update(
        path=portal.path_of,
        spelled=spelled,
        short=lambda moment: f"{moment.astimezone(ISLAND):%d/%m/%Y %H:%M}",
        listed=lambda moment: f"{moment.astimezone(ISLAND):%d/%m/%Y %I:%M:%S %p}",
        broken=_broken,
    )
    return made


def _broken(moment: datetime) -> str:
    """«2024-01-26+0708:15:00»: NukeViet's `Y-m-dTH:i:s`, where T stands for the zone."""
    return f"{moment.astimezone(ISLAND):%Y-%m-%d+07%H:%M:%S}"
