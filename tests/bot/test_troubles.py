"""Staff read in Vietnamese why a source is down, whatever `feeds` says about it."""

import ast
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.wording import office, troubles
from feeds.formats import lies
from storage.records import SourceHealth

FEEDS = Path(__file__).parents[2] / "feeds"
CLASSES = {"Unanswered", "NotAFeed", "NotAListing", "NotAnArticle"}
PLAIN = [  # what functions return that name a trouble
    "answered 404 Not Found",
    "answered 500 Internal Server Error",
    "answered 503 Service Unavailable",
    "answered with the unknown status 599",
    "the server does not take the connection",
    "the server stopped answering",
    "its certificate cannot be checked; give ca_bundle the missing intermediate certificate",
    "the server cannot be reached",
    "the packed answer cannot be unpacked",
    "the answer broke off",
    "the answer cannot be read (ReadError)",
    "the portal shows this article to its members only",
    "the page has no article, it says: Không tìm thấy",
    "the page has no article: nothing matches «.x», and its title is not on the page",
]


def written(node: ast.expr) -> str | None:
    """The sentence that a literal makes, with «x» for what it names."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            return "".join(written(one) or "x1" for one in values)
        case ast.BoolOp(values=values):
            return written(values[-1])
    return None


def raised() -> list[str]:
    """Every sentence that `feeds` raises as a trouble."""
    found = []
    for path in FEEDS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CLASSES
            if named and isinstance(node, ast.Call) and node.args and (said := written(node.args[0])):
                found.append(said)
    return found


@pytest.mark.parametrize("said", sorted({*raised(), *PLAIN, *(notice[1] for notice in lies._NOTICES)}))
def test_every_trouble_is_told_in_vietnamese(said: str) -> None:
    said = re.sub(r"\bx1(?= (?:redirects|s\b|MB))", "9", said)

    told = troubles.in_vietnamese(said)

    assert told != troubles._OTHER, said
    english = {"the", "answer", "answered", "portal", "server", "cannot", "page", "feed"}
    assert not english & set(re.findall(r"[a-z]+", told)), told


def test_what_nobody_foresaw_is_not_shown_in_english() -> None:
    health = SourceHealth(
        source="tin",
        looked_at=datetime(2026, 11, 24, 9, tzinfo=UTC),
        good_at=datetime(2026, 11, 24, 8, tzinfo=UTC),
        due=None,
        failures=3,
        reason="weird thing",
    )

    text = office.outage([health])

    assert "weird" not in text
    assert "từ 15:00 ngày 24/11/2026: lỗi khác" in text
