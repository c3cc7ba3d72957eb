"""Every announcement finds the chuyên mục a citizen would look for it in."""

import json
from pathlib import Path

import pytest

from feeds.gist.topics import BUILT_IN, topic_of
from feeds.portals import Topic

ANNOUNCEMENTS = [
    json.loads(line) for line in (Path(__file__).parent / "announcements.jsonl").read_text().splitlines()
]


def test_at_least_nine_in_ten_find_the_topic_a_person_gave() -> None:
    wrong = [
        (item["title"], found, item["topic"])
        for item in ANNOUNCEMENTS
        if (found := topic_of(item["title"], item["text"], BUILT_IN, "su_kien")) != item["topic"]
    ]
    assert len(wrong) <= len(ANNOUNCEMENTS) * 0.1, wrong


def test_there_are_ten_and_the_first_three_are_for_newcomers() -> None:
    assert len(BUILT_IN) == 10
    assert [topic.default for topic in BUILT_IN] == [True] * 3 + [False] * 7


@pytest.mark.parametrize("title", ["Báo Quảng Trị thăm đảo", "Bảo tàng mở cửa", "Bao bì nhựa"])
def test_a_newspaper_is_no_storm(title: str) -> None:
    storm = Topic(id="bao", name="Bão", words=("bão",))
    assert topic_of(title, "", [storm], "khac") == "khac"


def test_the_topic_named_first_wins_a_tie() -> None:
    one, two = Topic(id="mot", name="Một", words=("điện",)), Topic(id="hai", name="Hai", words=("nước",))
    assert topic_of("Cắt điện và nước", "", [one, two], "khac") == "mot"
    assert topic_of("Cắt điện và nước", "", [two, one], "khac") == "hai"


def test_the_title_decides_whatever_the_body_names_and_the_body_where_it_is_silent() -> None:
    one, two = Topic(id="mot", name="Một", words=("điện",)), Topic(id="hai", name="Hai", words=("nước", "bể"))
    assert topic_of("Cắt điện", "Nước, bể nước", [one, two], "khac") == "mot"
    assert topic_of("Thông báo", "Nước, bể nước, điện", [one, two], "khac") == "hai"
    assert topic_of("Thông báo", "Không có gì", [one, two], "khac") == "khac"
    assert topic_of("Cắt điện", "", [], "khac") == "khac"
