"""Which source goes on where a forgotten one left: cases as a table."""

import pytest

from feeds.portals import Source
from feeds.renaming import heirs, predecessor
from feeds.visits import Visit
from tests.conftest import NOW

RSS, LAWS = "https://conco.example/rss/", "https://conco.example/laws/rss/"


def source(name: str, *addresses: str) -> Source:
    return Source(name=name, addresses=addresses)


def looked(name: str, address: str | None = RSS) -> Visit:
    return Visit(source=name, address=address, baselined_at=NOW if address else None)


@pytest.mark.parametrize(
    ("visits", "sources", "expected"),
    [
        pytest.param([looked("cu")], [source("moi", RSS)], {"cu": "moi"}, id="renamed"),
        pytest.param([looked("cu")], [source("cu", RSS), source("moi", RSS)], {}, id="still there"),
        pytest.param([looked("cu")], [source("moi", LAWS, RSS)], {"cu": "moi"}, id="any of its addresses"),
        pytest.param([looked("cu")], [source("moi", LAWS)], {}, id="another address"),
        pytest.param([looked("cu", None)], [source("moi", RSS)], {}, id="never answered"),
        pytest.param(
            [looked("cu", "http://www.conco.example/rss")],
            [source("moi", RSS)],
            {"cu": "moi"},
            id="https now",
        ),
        pytest.param(
            [looked("cu", f"{RSS}?cat=1")], [source("moi", f"{RSS}?cat=2")], {}, id="another category"
        ),
        pytest.param(
            [looked("a"), looked("b", LAWS)],
            [source("tin", RSS), source("luat", LAWS)],
            {"a": "tin", "b": "luat"},
            id="two at once",
        ),
        pytest.param(
            [looked("a"), looked("b", LAWS)],
            [source("tin", RSS, LAWS)],
            {"a": "tin", "b": "tin"},
            id="two into one",
        ),
        pytest.param(
            [looked("cu"), looked("tin")],
            [source("tin", RSS), source("moi", RSS)],
            {"cu": "moi"},
            id="a new one before one with visits of its own",
        ),
    ],
)
def test_heirs(visits: list[Visit], sources: list[Source], expected: dict[str, str]) -> None:
    assert heirs(visits, sources) == expected


@pytest.mark.parametrize(
    ("told_by", "listed", "expected"),
    [
        pytest.param(["cu", "cu", "khac"], 4, "cu", id="half of what is listed"),
        pytest.param(["cu", "khac", "khac"], 4, None, id="too little"),
        pytest.param(["khac"] * 4, 4, None, id="a source that is still there"),
        pytest.param(["cu", "cũ nữa", "cũ nữa"], 3, "cũ nữa", id="the one that told of most"),
        pytest.param([], 0, None, id="nothing"),
    ],
)
def test_a_forgotten_source_is_recognised_by_what_it_told(
    told_by: list[str], listed: int, expected: str | None
) -> None:
    assert predecessor(told_by, {"cu", "cũ nữa"}, listed=listed) == expected
