"""Wrong words on the command line: one line that says what and where to look, exit 2."""

from collections.abc import Callable

import pytest

from tests.bot.conftest import Ended

Loa = Callable[..., Ended]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("lok", "No such command 'lok'. Did you mean 'look'?; see loa --help"),
        ("look --nope", "No such option: --nope; see loa look --help"),
        ("report --days x", "Invalid value for '--days': is no whole number; see loa report --help"),
        (
            "summarise --max-chars 0",
            "Invalid value for '--max-chars': must be 1 or more; see loa summarise --help",
        ),
        ("sandbox --port 70000", "Invalid value for '--port': must be 65535 or less; see loa sandbox --help"),
        ("explain news_1", "Missing argument 'address'; see loa explain --help"),
        ("zalo logn", "No such command 'logn'. Did you mean 'login'?; see loa zalo --help"),
        ("report --json --csv", "loa report takes --json or --csv, not both"),
        ("run --only wach", "--only: 'wach' is no part; choose from watch, announce, send, listen, web"),
        (
            "erase telegram:abc",
            "'telegram:abc' is not an address: write telegram:123, zalo_bot:abc or zalo_oa:123",
        ),
        ("explain news_1 bob", "'bob' is not an address: write telegram:123, zalo_bot:abc or zalo_oa:123"),
        ("summarise /bin/sh", "/bin/sh: is no text; name a text file or a saved page"),
    ],
)
def test_wrong_words_are_one_line(words: str, line: str, loa: Loa) -> None:
    ended = loa(*words.split())

    assert ended.status == 2
    assert ended.err.startswith(f"loa: {line}")
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize(("words", "names"), [([], "sandbox"), (["zalo"], "login")])
def test_whoever_asks_for_nothing_is_shown_what_there_is(words: list[str], names: str, loa: Loa) -> None:
    ended = loa(*words)

    assert ended.status == 2
    assert names in ended.out
    assert ended.err == f"loa: {' '.join(['loa', *words])}: a command is missing\n"
