"""Each library is seen only where decision 0005 says, and none is there that it does not know."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

HOME = Path(__file__).parents[1]
ROOMS = ("bot", "feeds", "storage")
TABLE = (HOME / "docs/decisions/0005-libraries.md").read_text(encoding="utf-8")
PLACES = {
    name: tuple(re.findall(r"`([^`]+)`", where))
    for name, where in re.findall(r"(?m)^\| ([\w.-]+)(?: \(dev\))? \|[^|]*\|([^|]*)\|$", TABLE)
    if name != "library"
}


def imported(path: Path) -> Iterator[str]:
    """The top-level packages of others that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                found = [alias.name for alias in names]
            case ast.ImportFrom(module=str(module), level=0):
                found = [module]
            case _:
                continue
        tops = {name.partition(".")[0] for name in found}
        yield from tops - sys.stdlib_module_names - {*ROOMS}


@pytest.mark.parametrize("room", ROOMS)
def test_a_library_is_seen_only_where_its_row_says(room: str) -> None:
    distributions = packages_distributions()
    for path in (HOME / room).rglob("*.py"):
        here = path.relative_to(HOME).as_posix()
        for module in imported(path):
            rows = [PLACES.get(name.lower().replace("_", "-"), ()) for name in distributions[module]]
            assert any(here.startswith(place) for row in rows for place in row), f"{here} imports {module}"


def test_every_library_that_is_installed_to_run_has_a_row() -> None:
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["postgres"]]

    assert {re.split(r"[\[<>=, ]", one)[0] for one in wanted} <= set(PLACES)


def test_every_place_of_a_row_is_there() -> None:
    assert {place for row in PLACES.values() for place in row if not (HOME / place).exists()} == set()
