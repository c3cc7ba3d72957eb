"""Runs a web application until told to stop: the only file that knows uvicorn."""

import asyncio
import contextlib
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp


class PortTaken(Exception):
    """The address cannot be listened on; the message names it and the mend."""


class _Server(uvicorn.Server):
    """Leaves the signals to the composition root."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(
    app: ASGIApp, host: str, port: int, *, until: asyncio.Event, ready: asyncio.Event | None = None
) -> None:
    """Serve until `until` is set; sets `ready` once it listens. Raises PortTaken."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
    server = _Server(config)
    serving = asyncio.create_task(_run(server, host, port))
    stop = asyncio.create_task(until.wait())
    try:
        while not server.started and not serving.done() and not stop.done():
            await asyncio.sleep(0.02)
        if ready and server.started:
            ready.set()
        await asyncio.wait({serving, stop}, return_when=asyncio.FIRST_COMPLETED)
        server.should_exit = True
        await serving
    finally:
        stop.cancel()
        serving.cancel()


async def _run(server: uvicorn.Server, host: str, port: int) -> None:
    try:
        await server.serve()
    except SystemExit:  # uvicorn's way of saying that it could not bind
        raise PortTaken(f"{host}:{port} cannot be listened on; is it taken? choose another port") from None
