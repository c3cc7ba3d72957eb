"""Where Loa listens, and the one line where it cannot."""

import asyncio
import socket

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.web.serving import PortTaken, address_of, listening, serve


def test_a_taken_port_and_a_strange_host_are_one_line_with_the_mend() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTaken) as fault, listening("127.0.0.1", port=port):
            pass
    assert str(fault.value) == (
        f"127.0.0.1:{port} cannot be listened on (Address already in use); "
        "choose another with PORT=, --port or LOA_WEB_PORT"
    )
    with (
        pytest.raises(PortTaken, match=r"^192\.0\.2\.1:8080 cannot be listened on \(Cannot assign"),
        listening("192.0.2.1", port=8080),
    ):
        pass


def test_a_page_for_others_leaves_this_machine_its_own_way_in() -> None:
    with listening("0.0.0.0", "127.0.0.1", port=0) as doors:
        [door] = doors
        assert address_of(doors) == f"http://127.0.0.1:{door.getsockname()[1]}"
    with listening("127.0.0.2", "127.0.0.1", port=0) as doors:
        assert [door.getsockname()[0] for door in doors] == ["127.0.0.2", "127.0.0.1"]
        assert len({door.getsockname()[1] for door in doors}) == 1


async def test_it_answers_until_told_to_stop() -> None:
    stop = asyncio.Event()
    site = Starlette(routes=[Route("/", lambda _: PlainTextResponse("here"))])
    with listening("127.0.0.1", port=0) as doors:
        serving = asyncio.create_task(serve(site, doors, until=stop))
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.get(address_of(doors))
        stop.set()
        await serving
    assert answer.text == "here"
