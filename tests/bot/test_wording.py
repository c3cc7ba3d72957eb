"""Every sentence people read stands in bot/wording/, in two languages, in the tone the office keeps."""

import ast
import inspect
import re
from pathlib import Path

import pytest

from bot.wording import LANGUAGES, en, speaking, vi
from bot.wording.commands import NAMES, understand
from bot.wording.menus import MENU, MENU_IN_ENGLISH
from bot.wording.vietnamese import Vietnamese
from tests.bot.conftest import HOUSE

ROOT = Path(__file__).parents[2]
ACCENTED = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE)
# What reads Vietnamese must hold Vietnamese words; the sandbox plays an office; a model is shown examples.
READERS = ("bot/sandbox/", "bot/conversation/masking.py", "bot/asking.py")


def sentences(path: Path) -> list[str]:
    """The literals of a file that are more than a word of Vietnamese; docstrings are not said to anybody."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
        if ACCENTED.search(node.value) and " " in node.value.strip()
    ]


def test_no_sentence_stands_outside_the_wording() -> None:
    found = {
        str(path.relative_to(ROOT)): said
        for folder in ("bot", "storage")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if not str(path.relative_to(ROOT)).startswith(("bot/wording/", *READERS))
        and (said := sentences(path))
    }

    assert found == {}


def public() -> list[str]:
    return [name for name in dir(Vietnamese) if not name.startswith("_")]


@pytest.mark.parametrize("name", public())
def test_every_sentence_has_its_english_twin(name: str) -> None:
    """Layouts (`listed`, `group`, `told`, `why`) hold no words of their own and are shared."""
    if name in ("listed", "group", "told", "why"):
        return
    given, twin = getattr(vi, name), getattr(en, name)
    if callable(given):
        assert given.__func__ is not twin.__func__
        assert inspect.signature(given) == inspect.signature(twin)
    elif isinstance(given, dict):
        assert given.keys() == twin.keys()
    else:
        assert sorted(re.findall(r"\{\w+\}", given)) == sorted(re.findall(r"\{\w+\}", twin))
        assert not ACCENTED.search(twin.replace("Tiếng Việt", ""))


def everything() -> list[str]:
    files = [*(ROOT / "bot/wording").rglob("*.py")]
    return [
        said
        for path in files
        if "english" not in str(path) and path.name != "commands.py"
        for said in sentences(path)
    ]


def test_the_tone_is_the_offices() -> None:
    for said in everything():
        words = re.findall(r"\w+", said.casefold())
        assert "bạn" not in words, said
        assert "mày" not in words, said
        shouted = [word for word in re.findall(r"\w{4,}", said) if word.isupper() and ACCENTED.search(word)]
        assert set(shouted) <= {"KHẨN"}, said


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_a_group_no_command_is_taught_that_is_not_heard_there(language: str) -> None:
    words, taught = speaking(language, slashes=True), re.compile(rf"\b({'|'.join(NAMES.values())})\b")
    told = [getattr(words, name) for name in dir(words) if not name.startswith("_")]
    texts = [one for one in told if isinstance(one, str)]
    texts += [words.help_text(HOUSE.portal), words.subscribed(()), words.not_understood(HOUSE.portal)]

    assert [text for text in texts if taught.search(text)] == []
    assert "/" in words.UNSUBSCRIBED


def test_what_is_taught_is_understood() -> None:
    for words in (vi, en):
        said = [getattr(words, name) for name in public()]
        text = " ".join(one for one in said if isinstance(one, str))
        text += words.help_text(HOUSE.portal) + words.not_understood(HOUSE.portal)
        taught = set(re.findall(r"\b[A-Z]{3,}\b", text)) - {"OTP", "UBND"}
        assert len(taught) >= 10
        assert all(understand(typed) for typed in taught), taught
    assert all(understand(name) for name in NAMES.values())
    for menu in (MENU, MENU_IN_ENGLISH):
        assert all(understand(f"/{name}") for name, _ in menu)
