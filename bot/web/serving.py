"""Runs a web application until told to stop: the only file that knows uvicorn."""

import asyncio
import contextlib
import os
import socket
from collections.abc import Iterator, Sequence

import uvicorn
from starlette.types import ASGIApp

Doors = Sequence[socket.socket]

_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # how this machine itself is called there


class PortTaken(Exception):
    """The address cannot be listened on; the message names it and the mend."""


class _Server(uvicorn.Server):
    """Leaves the signals to the composition root."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.contextmanager
def listening(*hosts: str, port: int) -> Iterator[Doors]:
    """Every address of `hosts`, open to whoever knocks from now on; port 0 is any free one. Raises PortTaken."""
    with contextlib.ExitStack() as stack:
        doors = list[socket.socket]()
        try:
            for family, host in _addresses(hosts):
                same = doors[0].getsockname()[1] if doors else port
                doors.append(stack.enter_context(socket.create_server((host, same), family=family)))
        except OSError as fault:
            why = os.strerror(fault.errno) if fault.errno and fault.errno > 0 else fault.strerror
            raise PortTaken(
                f"{hosts[0]}:{port} cannot be listened on ({why}); "
                "choose another with PORT=, --port or LOA_WEB_PORT"
            ) from None
        yield doors


def _addresses(hosts: Sequence[str]) -> list[tuple[socket.AddressFamily, str]]:
    asked = (socket.getaddrinfo(one, None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE) for one in hosts)
    found = dict.fromkeys((family, str(at[0])) for answers in asked for family, *_, at in answers)
    everywhere = {family for family, host in found if host in _ANYWHERE}
    return [(family, host) for family, host in found if host in _ANYWHERE or family not in everywhere]


def address_of(doors: Doors) -> str:
    """What a browser on this machine opens."""
    host, port = doors[0].getsockname()[:2]
    host = _ANYWHERE.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


async def serve(app: ASGIApp, doors: Doors, *, until: asyncio.Event, dated: bool = True) -> None:
    """Serve whoever comes through `doors` until `until` is set; they are shut then. `dated`: answers tell the time."""
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=1,
        date_header=dated,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=list(doors)))
    stop = asyncio.create_task(until.wait())
    try:
        await asyncio.wait({serving, stop}, return_when=asyncio.FIRST_COMPLETED)
        server.should_exit = True
        await serving
    finally:
        for task in (stop, serving):
            task.cancel()
