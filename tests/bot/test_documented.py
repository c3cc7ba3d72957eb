"""What the pages for newcomers and operators name is there, and what is there is named."""

import re
from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner

from bot import cli
from bot.config.sections import File
from bot.config.settings import Settings
from storage.tables import metadata

HOME = Path(__file__).parents[2]
OPERATIONS = (HOME / "docs/operations.md").read_text(encoding="utf-8")
PAGES = [
    HOME / "README.md",
    HOME / "README.vi.md",
    HOME / "CONTRIBUTING.md",
    HOME / "docs/operations.md",
    HOME / "docs/privacy.md",
    HOME / "docs/zalo.md",
]
HIDDEN = {"start"}  # what `make run` calls


def helped(*words: str) -> str:
    """A command's help, without its drawing."""
    shown = CliRunner().invoke(cli.app, [*words, "--help"], env={"COLUMNS": "200"})
    assert shown.exit_code == 0, words
    return shown.output


def commands() -> set[str]:
    """Every command a person may type."""
    named = {one.name or one.callback.__name__ for one in cli.app.registered_commands if one.callback}
    return {*named, "zalo"} - HIDDEN


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_and_targets_that_a_page_names_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = (HOME / "Makefile").read_text(encoding="utf-8")

    assert set(re.findall(r"`(?:\.venv/bin/)?loa ([a-z]+)", text)) <= commands()
    for target in re.findall(r"(?m)(?:`|^)make ([a-z]+)", text):
        assert f"\n{target}:" in targets, target


def test_files_that_a_page_names_are_there() -> None:
    for page in [*PAGES, *(HOME / "docs").rglob("*.md")]:
        named = re.findall(r"`((?:bot|feeds|storage|tests|docs)/[\w./-]*)`", page.read_text(encoding="utf-8"))
        assert [
            one for one in named if not any((HOME / f"{one}{end}").exists() for end in ("", ".py"))
        ] == [], page.name


def test_every_command_and_its_options_are_in_the_operators_table() -> None:
    for command in commands() - {"zalo"}:
        options = set(re.findall(r"--[a-z-]+", helped(command))) - {"--help"}
        rowed = "".join(re.findall(rf"(?m)^\| `loa {command}\b.*$", OPERATIONS))
        assert rowed, command
        assert options <= set(re.findall(r"--[a-z-]+", rowed)), (command, options)


def test_every_key_of_the_office_is_in_the_operators_table() -> None:
    table = OPERATIONS.partition("## loa.toml")[2]
    for name, field in File.model_fields.items():
        kind = (get_args(field.annotation) or (field.annotation,))[0]
        head = f"[[{name}]]" if name in ("topics", "sources") else f"[{name}]"
        rows = "".join(re.findall(rf"(?m)^\| `{re.escape(head)}`.*$", table))
        assert {key for key in kind.model_fields if f"`{key}`" not in rows} == set(), head


def test_every_table_stands_on_the_page_about_personal_data() -> None:
    page = (HOME / "docs/privacy.md").read_text(encoding="utf-8")
    rows = "".join(re.findall(r"(?m)^\| (`[^|]*)\|", page))

    assert set(re.findall(r"`(\w+)`", rows)) == set(metadata.tables)


def test_every_variable_is_in_the_example_with_its_default() -> None:
    example = (HOME / ".env.example").read_text(encoding="utf-8")
    shown = dict(re.findall(r"(?m)^#(LOA_[A-Z_]+)=(.*)$", example))

    assert set(shown) == {f"LOA_{name.upper()}" for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        default = field.default
        said = str(default).lower() if isinstance(default, bool) else str(default or "")
        assert shown[f"LOA_{name.upper()}"] == said, name
