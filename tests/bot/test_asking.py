"""A language model may lie in every known way: what people read stays true, and each version is asked for once."""

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest

from bot.asking import Reteller, Unusable
from bot.wording import vi
from feeds.article import Gist, Urgency, Version
from feeds.gist import understand
from feeds.letters import units16

NOW = datetime(2026, 9, 14, 1, tzinfo=UTC)
VERSION = Version(
    title="Thông báo tiếp nhận hồ sơ hỗ trợ chuyển đổi nghề",
    body=(
        "UBND đặc khu Cồn Cỏ thông báo tiếp nhận hồ sơ hỗ trợ chuyển đổi nghề của các hộ khai thác ven bờ.\n"
        "Hồ sơ nộp từ 8h00 ngày 15/9/2026 đến 17h00 ngày 30/9/2026 tại bộ phận Một cửa.\n"
        "Hộ đã nhận hỗ trợ năm 2025 không được nộp lần nữa. Mức hỗ trợ 12.000.000 đồng/hộ cho 45 hộ.\n"
        "Liên hệ bà Trần Thị Mai, điện thoại 0233.3.656.123."
    ),
)
GIST = understand(VERSION, published=NOW, now=NOW)
HONEST = {
    "what": "tiếp nhận hồ sơ hỗ trợ chuyển đổi nghề",
    "when": ["từ 8h00 ngày 15/9/2026 đến 17h00 ngày 30/9/2026"],
    "where": "bộ phận Một cửa",
    "who": "các hộ khai thác ven bờ",
    "do": None,
    "deadline": "17h00 ngày 30/9/2026",
    "contact": ["0233.3.656.123"],
    "sentences": [
        "Tiếp nhận hồ sơ hỗ trợ chuyển đổi nghề từ 8h00 ngày 15/9/2026 đến 17h00 ngày 30/9/2026 tại bộ phận Một cửa.",
        "Hộ đã nhận hỗ trợ năm 2025 không được nộp lần nữa.",
    ],
}
Answer = Callable[[httpx.Request], httpx.Response]


def chat(content: object) -> httpx.Response:
    said = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return httpx.Response(200, json={"choices": [{"message": {"role": "assistant", "content": said}}]})


async def told(answer: Answer, version: Version = VERSION, gist: Gist = GIST, **given: object) -> Gist:
    reteller = Reteller("https://ai.example", transport=httpx.MockTransport(answer), **given)  # type: ignore[arg-type]
    try:
        return await reteller(version, gist)
    finally:
        await reteller.close()


async def test_an_honest_answer_is_used_and_labelled_as_made_by_software() -> None:
    gist = await told(lambda _: chat(HONEST))
    assert gist.origin == "ai"
    assert "AI" in vi.ORIGINS["ai"]
    assert gist.summary.startswith(HONEST["sentences"][0])
    assert "0233.3.656.123" in gist.summary  # left out by the model, told in our own line
    assert units16(gist.summary) <= 400
    assert replace(gist, summary=GIST.summary, origin=GIST.origin) == GIST


async def test_markdown_around_the_json_is_forgiven() -> None:
    gist = await told(lambda _: chat(f"```json\n{json.dumps(HONEST)}\n```"))
    assert gist.origin == "ai"


def said(sentence: str) -> dict[str, object]:
    return HONEST | {"sentences": [sentence]}


LIES: dict[str, Answer] = {
    "a changed number": lambda _: chat(said("Mức hỗ trợ 12.000.000 đồng/hộ cho 54 hộ.")),
    "a changed amount": lambda _: chat(said("Mức hỗ trợ 21.000.000 đồng/hộ cho 45 hộ.")),
    "a changed date": lambda _: chat(said("Hồ sơ nộp đến 17h00 ngày 29/9/2026 tại bộ phận Một cửa.")),
    "a changed hour": lambda _: chat(said("Hồ sơ nộp từ 9h00 ngày 15/9/2026 tại bộ phận Một cửa.")),
    "an hour of another day": lambda _: chat(said("Hồ sơ nộp từ 8h00 ngày 30/9/2026 tại bộ phận Một cửa.")),
    "a changed name": lambda _: chat(said("Liên hệ bà Trần Thị Lan, điện thoại 0233.3.656.123.")),
    "a negation added": lambda _: chat(
        said("UBND đặc khu Cồn Cỏ không tiếp nhận hồ sơ hỗ trợ chuyển đổi nghề.")
    ),
    "a negation dropped": lambda _: chat(said("Hộ đã nhận hỗ trợ năm 2025 được nộp lần nữa.")),
    "free invention": lambda _: chat(said("Người dân nên tranh thủ cơ hội tốt này để đổi đời và làm giàu.")),
    "a span that is not in the text": lambda _: chat(HONEST | {"where": "Phòng Kinh tế"}),
    "too long": lambda _: chat(HONEST | {"sentences": [" ".join(VERSION.body.split("\n")) * 2]}),
    "too many sentences": lambda _: chat(HONEST | {"sentences": HONEST["sentences"] * 2}),
    "no sentences": lambda _: chat(HONEST | {"sentences": []}),
    "numbers for sentences": lambda _: chat(HONEST | {"sentences": [7]}),
    "not JSON": lambda _: chat("Xin chào, tôi có thể giúp gì?"),
    "a list": lambda _: chat("[1, 2]"),
    "nested without end": lambda _: chat('{"what":' + "[" * 100_000 + "}"),
    "nothing": lambda _: chat(""),
    "no chat": lambda _: httpx.Response(200, json={"error": "model not found"}),
    "an empty body": lambda _: httpx.Response(200, content=b""),
    "no choices": lambda _: httpx.Response(200, json={"choices": []}),
    "no text": lambda _: httpx.Response(200, json={"choices": [{"message": {"content": None}}]}),
    "a page": lambda _: httpx.Response(200, html="<html>Captive portal</html>"),
    "a huge answer": lambda _: httpx.Response(200, content=b" " * 1_000_000),
    "refusing the key": lambda _: httpx.Response(401, json={"error": "bad key"}),
    "500": lambda _: httpx.Response(500),
    "another place": lambda _: httpx.Response(302, headers={"Location": "https://evil.example/"}),
}


@pytest.mark.parametrize("lie", LIES)
async def test_every_lie_ends_in_the_embedded_summary_after_at_most_one_more_try(lie: str) -> None:
    asked = 0

    def answer(request: httpx.Request) -> httpx.Response:
        nonlocal asked
        asked += 1
        return LIES[lie](request)

    assert await told(answer) == GIST
    assert asked == 2


async def test_a_second_answer_may_do_better_and_is_told_why_the_first_was_refused() -> None:
    requests: list[dict[str, object]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(json.loads(request.content))
        return chat(HONEST) if len(requests) > 1 else chat(said("Mức hỗ trợ cho 54 hộ."))

    assert (await told(answer)).origin == "ai"
    assert "54" in json.dumps(requests[1], ensure_ascii=False)
    assert "54" not in json.dumps(requests[0], ensure_ascii=False)


async def test_an_address_that_hangs_costs_its_patience_and_no_more() -> None:
    async def hang(_: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    reteller = Reteller("https://ai.example", transport=httpx.MockTransport(hang), patience=0.01)
    assert await reteller(VERSION, GIST) == GIST
    await reteller.close()


@pytest.mark.parametrize(
    "trouble", [httpx.ConnectError("no"), httpx.ReadTimeout("no"), httpx.RemoteProtocolError("no")]
)
async def test_an_address_nobody_answers_is_no_harm(trouble: httpx.TransportError) -> None:
    def fail(_: httpx.Request) -> httpx.Response:
        raise trouble

    assert await told(fail) == GIST


async def test_urgent_news_condolences_and_files_without_text_are_never_sent_away() -> None:
    def never(_: httpx.Request) -> httpx.Response:
        raise AssertionError

    title, body = "Cấm tàu thuyền ra khơi từ 18 giờ ngày 14/9/2026 do bão số 6", "Cấm mọi tàu thuyền ra khơi."
    for version in (
        Version(title=title, body=body),
        Version(title="Tin buồn", body="Ông Trần Văn Thuận từ trần lúc 5 giờ ngày 13/9/2026."),
        Version(title="Quyết định số 118/QĐ-UBND"),
    ):
        gist = understand(version, published=NOW, now=NOW)
        assert await told(never, version, gist) == gist
    urgent = replace(GIST, urgency=Urgency.KHAN)
    assert await told(never, gist=urgent) == urgent


async def test_each_version_is_asked_for_once() -> None:
    asked = 0

    def answer(_: httpx.Request) -> httpx.Response:
        nonlocal asked
        asked += 1
        return chat(HONEST)

    reteller = Reteller("https://ai.example", transport=httpx.MockTransport(answer))
    first, later = (
        await reteller(VERSION, GIST),
        await reteller(VERSION, replace(GIST, urgency=Urgency.TRONG_NGAY)),
    )
    await reteller.close()
    assert asked == 1
    assert (first.summary, later.urgency, later.origin) == (later.summary, Urgency.TRONG_NGAY, "ai")


async def test_the_editors_lead_stays_first() -> None:
    version = replace(VERSION, lead="Hỗ trợ dành cho hộ khai thác ven bờ muốn đổi nghề.")
    gist = understand(version, published=NOW, now=NOW)
    retold = await told(lambda _: chat(HONEST), version, gist)
    assert retold.summary.startswith(f"{version.lead}\n{HONEST['sentences'][0]}")


@pytest.mark.parametrize(
    ("endpoint", "asked"),
    [
        ("https://ai.example", "https://ai.example/v1/chat/completions"),
        ("https://ai.example/v1/", "https://ai.example/v1/chat/completions"),
        ("http://127.0.0.1:11434/api/v3", "http://127.0.0.1:11434/api/v3/chat/completions"),
        ("https://ai.example/x/chat/completions", "https://ai.example/x/chat/completions"),
    ],
)
async def test_the_address_may_be_given_in_the_usual_ways(endpoint: str, asked: str) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return chat(HONEST)

    reteller = Reteller(endpoint, model="m-1", key="k-secret", transport=httpx.MockTransport(answer))
    await reteller(VERSION, GIST)
    await reteller.close()
    assert str(seen[0].url) == asked
    assert seen[0].headers["Authorization"] == "Bearer k-secret"
    assert json.loads(seen[0].content)["model"] == "m-1"


async def test_the_log_names_source_model_and_alarms_but_never_the_key(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, logger="bot.asking")
    await told(LIES["a changed number"], model="m-1", key="k-secret")
    assert VERSION.fingerprint[:12] in caplog.text
    assert "m-1" in caplog.text
    assert "số: 54" in caplog.text
    assert "k-secret" not in caplog.text


@pytest.mark.parametrize("trouble", ["500", "refusing the key", "no chat", "a page"])
async def test_the_doctor_is_told_whether_the_address_answers_as_a_chat(trouble: str) -> None:
    good = Reteller("https://ai.example", model="m-1", transport=httpx.MockTransport(lambda _: chat("{}")))
    bad = Reteller("https://ai.example", key="k-secret", transport=httpx.MockTransport(LIES[trouble]))
    assert (await good.examine()).startswith("m-1 answers")
    with pytest.raises(Unusable) as told_why:
        await bad.examine()
    assert "k-secret" not in str(told_why.value)
    await good.close()
    await bad.close()
