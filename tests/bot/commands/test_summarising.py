"""`loa summarise` shows one article as a phone does; with `--jsonl` it answers every line that it can read."""

import io
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from rich.console import Console
from typer.testing import CliRunner

from bot import cli
from bot.commands import telling
from bot.commands.summarising import summarise_lines
from bot.config import ConfigError
from feeds.errors import FeedsError, Unanswered
from feeds.fetching import Fetcher
from feeds.gist.topics import BUILT_IN
from feeds.portals import Portal

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
BAN = {
    "id": 7,
    "title": "Cấm tàu thuyền ra khơi từ 18 giờ ngày 18/9/2024",
    "text": "Đồn Biên phòng Cồn Cỏ cấm tàu thuyền ra khơi từ 18 giờ ngày 18/9/2024. Trực ban: 0233.3.656.222.",
}


def run(*lines: str) -> tuple[int, list[dict[str, object]], list[str]]:
    out, said = io.BytesIO(), list[str]()
    faults = summarise_lines((line.encode() for line in lines), out, 400, NOW, said.append)
    return faults, [json.loads(line) for line in out.getvalue().splitlines()], said


def test_an_answer_has_the_shape_of_the_contract() -> None:
    faults, answers, said = run(json.dumps(BAN))
    assert (faults, said) == (0, [])
    assert list(answers[0]) == ["id", "summary", "facts", "urgency", "reasons"]
    facts = answers[0]["facts"]
    assert isinstance(facts, dict)
    assert list(facts) == ["when", "where", "who", "what", "do", "deadline", "phone", "docno"]
    assert facts["phone"] == ["0233.3.656.222"]
    assert answers[0]["id"] == 7


def test_an_undated_announcement_is_taken_to_be_fresh() -> None:
    _, answers, _ = run(json.dumps(BAN), json.dumps(BAN | {"published": "2024-09-30T08:00:00+07:00"}))
    assert [answer["urgency"] for answer in answers] == ["khan", "thuong"]


def test_bad_lines_are_named_and_the_others_go_on() -> None:
    faults, answers, said = run("{", "", "[1]", json.dumps({"title": 3}), json.dumps(BAN))
    assert faults == 3
    assert len(answers) == 1
    assert [line.split(":")[0] for line in said] == ["line 1", "line 3", "line 4"]


def test_missing_texts_and_broken_letters_are_no_fault() -> None:
    faults, answers, _ = run('{"id": "\\ud800"}', '\ufeff{"id": 1, "title": null, "text": "\\ud83d ổn"}')
    assert faults == 0
    assert answers[0]["summary"] == ""
    assert answers[1]["id"] == 1


def test_letters_that_are_no_utf8_cost_their_own_line_only() -> None:
    out, said = io.BytesIO(), list[str]()
    lines = [b"\xff\n", json.dumps(BAN).encode(), b"\xef\xbb\xbf" + json.dumps(BAN).encode()]
    assert summarise_lines(lines, out, 400, NOW, said.append) == 1
    assert said == ["line 1: not UTF-8 (byte 1)"]
    assert len(out.getvalue().splitlines()) == 2


def test_the_command_answers_stdin_and_ends_with_1_where_a_line_was_bad() -> None:
    bad = CliRunner().invoke(cli.app, ["summarise", "--jsonl"], input=f"{json.dumps(BAN)}\n{{\n")
    good = CliRunner().invoke(cli.app, ["summarise", "--jsonl", "--max-chars", "60"], input=json.dumps(BAN))
    assert (bad.exit_code, good.exit_code) == (1, 0)
    assert "line 2: not JSON" in bad.stderr
    assert json.loads(bad.stdout)["id"] == 7
    assert len(json.loads(good.stdout)["summary"]) <= 60


def printed(page: telling.Page) -> str:
    console = Console(file=io.StringIO(), width=110)
    portal = Portal(id="conco", name="Cổng", short="Đặc khu Cồn Cỏ", url="https://conco.example")
    told = telling.tell(
        page, "https://conco.example/1", portal=portal, topics=BUILT_IN, max_chars=400, now=NOW
    )
    console.print(telling.shown(told))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_person_sees_the_push_the_facts_the_urgency_and_the_time_it_took(tmp_path: Path) -> None:
    file = tmp_path / "lenh.txt"
    file.write_text(f"{BAN['title']}\n{BAN['text']}", encoding="utf-8")
    shown = printed(telling.from_file(file))
    assert "TIN KHẨN – Đặc khu Cồn Cỏ" in shown
    assert "phone  0233.3.656.222" in shown
    assert "urgency  khan: " in shown
    assert "cấm biển/2024" in shown
    assert " ms" in shown


async def test_an_address_is_read_as_the_portals_page() -> None:
    html = f"""<!doctype html><h1 itemprop="headline">{BAN["title"]}</h1><div class="hometext">Bà con chú ý gió.</div>
    <div id="news-bodyhtml"><p>{BAN["text"]}</p></div>"""
    portal = Portal(id="conco", name="Cổng", url="https://conco.example")
    answer = httpx.MockTransport(lambda request: httpx.Response(200, html=html))
    fetcher = Fetcher(portal, clock=lambda: NOW, transport=answer)
    page = await telling.from_address("https://conco.example/1", fetcher)
    await fetcher.close()
    assert (page.title, page.lead) == (BAN["title"], "Bà con chú ý gió.")
    assert "Bà con chú ý gió." in printed(page)


async def test_an_address_that_fails_is_one_plain_line() -> None:
    portal = Portal(id="conco", name="Cổng", url="https://conco.example")
    fetcher = Fetcher(portal, clock=lambda: NOW, transport=httpx.MockTransport(lambda _: httpx.Response(404)))
    with pytest.raises(Unanswered, match="404"):
        await telling.from_address("https://conco.example/1", fetcher)
    await fetcher.close()


@pytest.mark.parametrize(
    "body", [b"\x7fELF\x02\x01\x01\0\0", b"PK\x03\x04\x14\0\x06\0", b"%PDF-1.7\n1 0 obj"]
)
def test_a_program_or_a_word_file_is_no_text(body: bytes, tmp_path: Path) -> None:
    file = tmp_path / "thong-bao"
    file.write_bytes(body)
    with pytest.raises(ConfigError, match="thong-bao: is no text; name a text file or a saved page"):
        telling.from_file(file)


@pytest.mark.parametrize("body", [b"", b" \n\t\n", b"\xef\xbb\xbf"])
def test_nothing_is_no_article(body: bytes) -> None:
    with pytest.raises(ConfigError, match="stdin: holds no words"):
        telling.from_bytes(body)


def test_a_page_without_an_article_is_a_fault_and_a_missing_file_is_wrong_usage(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with pytest.raises(FeedsError, match="no article"):
        telling.from_bytes(b"<!doctype html><p>nothing")
    monkeypatch.setattr(sys, "argv", ["loa", "summarise", str(tmp_path / "none.txt")])
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert "none.txt: cannot be read" in capsys.readouterr().err
