"""The webhooks against strangers: whatever is posted gets an answer, changes nothing and raises nothing."""

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette

from bot.channels.telegram import SECRET_HEADER as TELEGRAM_HEADER
from bot.channels.telegram import Telegram
from bot.channels.zalo_bot import SECRET_HEADER as ZALO_HEADER
from bot.channels.zalo_bot import ZaloBot
from bot.channels.zalo_oa.events import incoming, signed
from bot.messages import Incoming, Said
from bot.web.hooks import LARGEST_BODY, hook_route
from tests.fakes.zalo_bot import FakeZaloBot

SECRET = "an-8-to-256-char-secret"
HEADERS = {TELEGRAM_HEADER: SECRET, ZALO_HEADER: SECRET}


class Ears:
    """A listener that only counts. `answered` comes after the 200."""

    def __init__(self) -> None:
        self.heard: list[Incoming] = []
        self.answered = 0

    async def remember(self, heard: Sequence[Incoming]) -> Callable[[], Awaitable[None]]:
        self.heard += heard

        async def answer() -> None:
            self.answered += 1

        return answer


async def post(
    body: bytes, headers: dict[str, str] | None = None, *, to: str = "zalo-bot"
) -> tuple[int, Ears]:
    """One POST to an office that listens on two messengers; its status and what was heard."""
    ears, wire = Ears(), httpx.MockTransport(lambda _: httpx.Response(500))
    channels = (
        Telegram("1:x", webhook=("https://x.vn", SECRET), transport=wire),
        ZaloBot("1:x", webhook=("https://x.vn", SECRET), transport=wire),
    )
    site = Starlette(routes=[hook_route(channel, ears.remember) for channel in channels])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://loa.test") as client:
        answer = await client.post(f"/hooks/{to}", content=body, headers=headers or {})
    return answer.status_code, ears


async def test_what_a_messenger_pushes_is_heard_and_answered() -> None:
    event = FakeZaloBot().say("6ede", "Xin chào")
    for body in (event, {"ok": True, "result": event}):
        status, ears = await post(json.dumps(body).encode(), HEADERS)
        assert (status, ears.answered) == (200, 1)
        [said] = ears.heard
        assert isinstance(said, Said)
        assert said.text == "Xin chào"


@pytest.mark.parametrize(
    "headers", [{}, {ZALO_HEADER: "wrong"}, {ZALO_HEADER: SECRET + "x"}, {TELEGRAM_HEADER: SECRET}]
)
async def test_strangers_are_not_heard(headers: dict[str, str]) -> None:
    status, ears = await post(json.dumps(FakeZaloBot().say("6ede", "Xin chào")).encode(), headers)
    assert (status, ears.heard) == (403, [])


@pytest.mark.parametrize("headers", [{}, HEADERS])
async def test_an_empty_probe_is_welcome(headers: dict[str, str]) -> None:
    assert (await post(b"", headers))[0] == 200


async def test_nothing_larger_than_any_event_is_read() -> None:
    status, ears = await post(b"[" * (LARGEST_BODY + 1), HEADERS)
    assert (status, ears.heard) == (400, [])


@pytest.mark.parametrize(
    "body", [b"[" * 200_000, b'{"a":' * 40_000, b"9" * 5000, b"\xff\xfe", b"null", b'"x"', b"{}"]
)
async def test_nonsense_that_breaks_parsers_breaks_nothing(body: bytes) -> None:
    status, ears = await post(body, HEADERS)
    assert (status, ears.heard) == (200, [])


IDS = st.one_of(st.text(max_size=8), st.integers(), st.none(), st.just("6ede"), st.booleans())
JSON: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=True), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
PART = st.one_of(JSON, st.fixed_dictionaries({"id": IDS}, optional={"chat_type": JSON, "is_bot": JSON}))
EVENTS = st.fixed_dictionaries(
    {
        "event_name": st.one_of(
            JSON, st.sampled_from(["message.text.received", "message.voice.received", "webhook.test"])
        )
    },
    optional={
        "message": st.one_of(
            JSON,
            st.fixed_dictionaries(
                {"from": PART, "chat": PART},
                optional={"text": JSON, "message_id": IDS, "date": st.one_of(JSON, st.just(10**30))},
            ),
        ),
        "result": JSON,
    },
)


OA_EVENTS = st.fixed_dictionaries(
    {
        "event_name": st.one_of(
            JSON, st.sampled_from(["user_send_text", "user_send_image", "follow", "oa_send_text"])
        )
    },
    optional={
        "timestamp": st.one_of(JSON, st.just("9" * 30)),
        "sender": PART,
        "follower": PART,
        "message": st.one_of(
            JSON, st.fixed_dictionaries({"text": JSON, "msg_id": IDS}, optional={"quote_msg_id": JSON})
        ),
    },
)


@given(st.one_of(JSON, OA_EVENTS).map(lambda event: json.dumps(event).encode()), st.binary(max_size=20))
def test_no_event_of_an_account_raises(body: bytes, noise: bytes) -> None:
    assert not signed({"X-ZEvent-Signature": "mac=00"}, body, app_id="1", key="k")
    assert not signed({"X-ZEvent-Signature": "mac=00"}, noise, app_id="1", key="k")
    said = json.loads(body)
    if not isinstance(said, dict):
        return
    try:
        heard = incoming(said)
    except ValueError:
        heard = None
    if heard is not None:
        assert heard.address.chat.encode()


@given(
    st.one_of(st.binary(max_size=60), st.one_of(JSON, EVENTS).map(lambda event: json.dumps(event).encode()))
)
async def test_no_bytes_raise(body: bytes) -> None:
    for to in ("telegram", "zalo-bot"):
        status, stranger = await post(body, to=to)
        assert (status, stranger.heard) == (200 if body == b"" else 403, [])
        status, ears = await post(body, HEADERS, to=to)
        assert status == 200
        for heard in ears.heard:
            assert heard.address.chat.encode()


async def test_that_strangers_knock_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    channel = ZaloBot("1:x", webhook=("https://x.vn", SECRET))
    site = Starlette(routes=[hook_route(channel, Ears().remember)])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://loa.test") as client:
        for _ in range(3):
            answer = await client.post("/hooks/zalo-bot", content=b"{}", headers={ZALO_HEADER: "guessed"})
            assert answer.status_code == 403

    [told] = [record.getMessage() for record in caplog.records if "refused" in record.getMessage()]
    assert told.startswith("zalo_bot: a push without the right secret or signature was refused")
    assert SECRET not in caplog.text
    assert "guessed" not in caplog.text
