"""Runs a web application until told to stop: the only file that knows uvicorn."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp


class PortTaken(Exception):
    """The address cannot be listened on; the message names it and the mend."""


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """A taken port out of the group of what failed with it: whoever starts the service reads one line."""
    try:
        yield
    except ExceptionGroup as faults:
        raise _first(faults, PortTaken) or faults from None


def _first(faults: BaseException, kind: type[PortTaken]) -> PortTaken | None:
    if isinstance(faults, kind):
        return faults
    inner = faults.exceptions if isinstance(faults, BaseExceptionGroup) else ()
    return next((found for one in inner if (found := _first(one, kind))), None)


class _Server(uvicorn.Server):
    """Leaves the signals to the composition root and says when it listens."""

    def __init__(self, config: uvicorn.Config, ready: asyncio.Event) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready.set()

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
    listening = ready or asyncio.Event()
    server = _Server(config, listening)
    serving = asyncio.create_task(_run(server, host, port))
    started, stop = asyncio.create_task(listening.wait()), asyncio.create_task(until.wait())
    try:
        await asyncio.wait({serving, started}, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.wait({serving, stop}, return_when=asyncio.FIRST_COMPLETED)
        server.should_exit = True
        await serving
    finally:
        for task in (started, stop, serving):
            task.cancel()


async def _run(server: uvicorn.Server, host: str, port: int) -> None:
    try:
        await server.serve()
    except SystemExit:  # uvicorn's way of saying that it could not bind
        raise PortTaken(
            f"{host}:{port} cannot be listened on; is it taken? choose another with PORT=, --port or LOA_WEB_PORT"
        ) from None
