"""`loa summarise --jsonl` answers every line it can read, and names each it cannot."""

import io
import json
from datetime import UTC, datetime

from bot.summarising import summarise_lines

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
BAN = {
    "id": 7,
    "title": "Cấm tàu thuyền ra khơi từ 18 giờ ngày 18/9/2024",
    "text": "Đồn Biên phòng Cồn Cỏ cấm tàu thuyền ra khơi từ 18 giờ ngày 18/9/2024. Trực ban: 0233.3.656.222.",
}


def run(*lines: str) -> tuple[int, list[dict[str, object]], list[str]]:
    out, said = io.StringIO(), list[str]()
    faults = summarise_lines(lines, out, 400, NOW, said.append)
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
