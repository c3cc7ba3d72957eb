"""Bytes from a portal: limits, redirects, refusals. The network is replaced at the transport."""

import asyncio
import gzip
import ssl
import threading
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest

from feeds.errors import Unanswered
from feeds.fetching import LARGEST, Fetched, Fetcher
from feeds.portals import Portal
from tests.conftest import Clock

HOST = "conco.example"
ADDRESS = f"https://{HOST}/rss/"
PORTAL = Portal(id="conco", name="Cổng", url=f"https://{HOST}", hosts=(HOST,), contact="Văn phòng: vp@conco")

Answer = Callable[[httpx.Request], httpx.Response]


async def at_once(_: float) -> None:
    """The pace has tests of its own."""


async def fetched(answer: Answer, **how: str) -> Fetched:
    fetcher = Fetcher(PORTAL, clock=Clock(), transport=httpx.MockTransport(answer), sleep=at_once)
    try:
        return await fetcher.get(ADDRESS, hosts={HOST}, **how)  # type: ignore[arg-type]
    finally:
        await fetcher.close()


async def trouble(answer: Answer) -> Unanswered:
    with pytest.raises(Unanswered) as raised:
        await fetched(answer)
    assert "\n" not in str(raised.value)
    return raised.value


async def test_the_body_comes_with_its_validators_and_we_say_who_we_are() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        headers = {
            "ETag": '"1"',
            "Last-Modified": "Tue, 17 Sep 2024 23:45:00 GMT",
            "Content-Type": "text/xml; charset=utf-8",
            "Content-Encoding": "gzip",
        }
        return httpx.Response(200, headers=headers, content=gzip.compress(b"<rss/>"))

    got = await fetched(answer, etag='"0"', last_modified="Mon, 16 Sep 2024 00:00:00 GMT")

    assert got == Fetched(
        url=ADDRESS,
        body=b"<rss/>",
        media_type="text/xml",
        charset="utf-8",
        etag='"1"',
        last_modified="Tue, 17 Sep 2024 23:45:00 GMT",
    )
    headers = asked[0].headers
    assert headers["User-Agent"].startswith("Loa/")
    assert "van phong: vp@conco" in headers["User-Agent"]
    assert headers["If-None-Match"] == '"0"'
    assert headers["If-Modified-Since"] == "Mon, 16 Sep 2024 00:00:00 GMT"


async def test_nothing_new_is_no_body() -> None:
    got = await fetched(lambda _: httpx.Response(304), etag='"1"')

    assert got.unchanged
    assert got.body == b""


async def test_one_cookie_jar_for_all_questions() -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("Cookie", ""))
        return httpx.Response(200, headers={"Set-Cookie": "nv4_sess=abc; Path=/"}, content=b"x")

    fetcher = Fetcher(PORTAL, clock=Clock(), transport=httpx.MockTransport(answer), sleep=at_once)
    await fetcher.get(ADDRESS, hosts={HOST})
    await fetcher.get(f"https://{HOST}/1.html", hosts={HOST})
    await fetcher.close()

    assert seen == ["", "nv4_sess=abc"]


async def test_a_redirect_on_the_same_host_is_followed() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/rss/":
            return httpx.Response(301, headers={"Location": "/vi/news/rss/"})
        return httpx.Response(200, content=b"<rss/>")

    assert (await fetched(answer)).url == f"https://{HOST}/vi/news/rss/"


@pytest.mark.parametrize(
    "place", ["https://evil.example/rss", "http://169.254.169.254/", "file:///etc/passwd"]
)
async def test_a_redirect_to_another_host_is_not(place: str) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.host)
        return httpx.Response(302, headers={"Location": place})

    fault = await trouble(answer)

    assert fault.elsewhere
    assert asked == [HOST]


async def test_redirects_in_a_circle_end() -> None:
    assert "redirects" in str(await trouble(lambda _: httpx.Response(302, headers={"Location": "/rss/"})))


async def test_a_refusal_keeps_the_servers_wish() -> None:
    fault = await trouble(lambda _: httpx.Response(429, headers={"Retry-After": "61"}))

    assert str(fault) == "answered 429 Too Many Requests"
    assert fault.retry_after == timedelta(seconds=61)
    dated = {"Retry-After": "Tue, 24 Nov 2026 08:02:00 GMT"}
    assert (await trouble(lambda _: httpx.Response(503, headers=dated))).retry_after == timedelta(minutes=2)
    nonsense = {"Retry-After": "soon"}
    assert (await trouble(lambda _: httpx.Response(503, headers=nonsense))).retry_after is None


@pytest.mark.parametrize(
    ("status", "gone"), [(404, True), (410, True), (500, False), (403, False), (599, False)]
)
async def test_a_status_is_named(status: int, gone: bool) -> None:
    fault = await trouble(lambda _: httpx.Response(status))

    assert str(status) in str(fault)
    assert fault.gone is gone


async def test_a_body_without_end_is_cut_off_while_it_comes() -> None:
    sent = 0

    async def flood() -> object:
        nonlocal sent
        while True:
            sent += 1
            yield b"x" * 65536

    fault = await trouble(lambda _: httpx.Response(200, content=flood()))  # type: ignore[arg-type]

    assert "larger than 8 MB" in str(fault)
    assert sent * 65536 < LARGEST * 2


async def test_a_packed_bomb_counts_unpacked() -> None:
    bomb = gzip.compress(bytes(LARGEST * 3))
    answer = httpx.Response(200, headers={"Content-Encoding": "gzip"}, content=bomb)

    assert "larger than" in str(await trouble(lambda _: answer))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED]"), "ca_bundle"),
        (httpx.ConnectError("refused"), "cannot be reached"),
        (httpx.ReadTimeout(""), "stopped answering"),
        (httpx.ConnectTimeout(""), "does not take"),
        (httpx.RemoteProtocolError("peer closed"), "broke off"),
    ],
)
async def test_a_broken_network_is_said_in_plain_words(error: Exception, said: str) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        raise error

    assert said in str(await trouble(answer))


async def test_a_broken_packing_is_said_in_plain_words() -> None:
    answer = httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=httpx.ByteStream(b"no gzip"))

    assert "unpacked" in str(await trouble(lambda _: answer))


async def test_a_hanging_answer_ends_with_our_patience() -> None:
    async def hang(_: httpx.Request) -> httpx.Response:
        import asyncio

        await asyncio.Event().wait()
        raise AssertionError

    fetcher = Fetcher(PORTAL, clock=Clock(), transport=httpx.MockTransport(hang), patience=0.01)
    with pytest.raises(Unanswered, match="no whole answer"):
        await fetcher.get(ADDRESS, hosts={HOST})
    await fetcher.close()


async def test_redirects_that_dribble_have_one_patience_together() -> None:
    seconds, asked = 0.0, []

    def answer(request: httpx.Request) -> httpx.Response:
        nonlocal seconds
        asked.append(request.url.path)
        seconds += 20
        return httpx.Response(302, headers={"Location": f"/{len(asked)}"})

    fetcher = Fetcher(
        PORTAL,
        clock=Clock(),
        transport=httpx.MockTransport(answer),
        sleep=at_once,
        monotonic=lambda: seconds,
    )
    with pytest.raises(Unanswered, match="no whole answer within 30 s"):
        await fetcher.get(ADDRESS, hosts={HOST})
    assert asked == ["/rss/", "/1"]

    spent = fetcher.patience()
    async with spent.spent():
        seconds += 30  # a robots.txt that took all there was
    with pytest.raises(Unanswered, match="no whole answer"):
        await fetcher.get(ADDRESS, hosts={HOST}, patience=spent)
    assert asked == ["/rss/", "/1"]
    await fetcher.close()


async def test_a_ca_bundle_that_cannot_be_read_names_the_mend() -> None:
    with pytest.raises(Unanswered, match="readable PEM file"):
        await fetched(lambda _: httpx.Response(200), ca_bundle="/nowhere.pem")


async def test_a_port_that_cannot_exist_is_trouble_of_that_address_alone() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(302, headers={"Location": f"https://{HOST}:99999/x"})

    assert "another" in str(await trouble(answer)) or (await trouble(answer)).elsewhere


async def test_who_is_trusted_is_read_once_and_beside_all_else(monkeypatch: pytest.MonkeyPatch) -> None:
    readers: list[threading.Thread] = []

    def read() -> ssl.SSLContext:
        readers.append(threading.current_thread())
        return ssl.create_default_context()

    monkeypatch.setattr(httpx, "create_ssl_context", read)
    nothing = httpx.MockTransport(lambda _: httpx.Response(200))
    fetcher = Fetcher(PORTAL, clock=Clock(), transport=nothing, sleep=at_once)
    await asyncio.gather(*(fetcher.get(ADDRESS, hosts={HOST}) for _ in range(3)))
    await fetcher.close()

    assert len(readers) == 1
    assert readers[0] is not threading.main_thread()
