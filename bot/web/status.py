"""GET /healthz, /readyz, /metrics: broken or not, for whoever watches the watcher."""

from collections.abc import Callable, Sequence
from datetime import datetime

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import metrics
from feeds.portals import Source
from storage.database import Database, DatabaseUnavailable


def status_routes(
    database: Database, sources: Sequence[Source], *, clock: Callable[[], datetime]
) -> list[Route]:
    """The three routes. They answer 503, never an exception, where the database is not to be had."""

    async def healthz(_: Request) -> Response:
        try:
            well, body = metrics.health(await metrics.read(database, now=clock()), sources)
        except DatabaseUnavailable as error:
            return JSONResponse({"ok": False, "database": str(error)}, 503)
        if database.trouble:  # it can be read, and a full disk takes nothing
            return JSONResponse({**body, "ok": False, "database": database.trouble}, 503)
        return JSONResponse(body, 200 if well else 503)

    async def readyz(_: Request) -> Response:
        try:
            await metrics.read(database, now=clock())
        except DatabaseUnavailable as error:
            return JSONResponse({"ready": False, "database": str(error)}, 503)
        return JSONResponse({"ready": True})

    async def exposition(_: Request) -> Response:
        try:
            body = metrics.exposition(await metrics.read(database, now=clock()))
        except DatabaseUnavailable:
            return Response("# the database is not to be had\n", 503, media_type="text/plain")
        return Response(body, media_type=CONTENT_TYPE_LATEST)

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", exposition)]
