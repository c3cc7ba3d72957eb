"""No token reaches a line of the log, whichever way it comes."""

import io
import logging

import pytest

from bot.logs import Silenced, silence

TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz0123456"


def test_tokens_are_blotted_out_of_lines_and_tracebacks() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Silenced(["s3cret-value"]))
    log = logging.Logger("loa.test")
    log.addHandler(handler)

    try:
        raise RuntimeError(f"https://api.telegram.org/bot{TOKEN}/sendMessage with s3cret-value")
    except RuntimeError:
        log.exception("failed for %s", TOKEN)

    assert TOKEN not in stream.getvalue()
    assert "s3cret-value" not in stream.getvalue()
    assert "sendMessage" in stream.getvalue()


@pytest.mark.parametrize("text", ["at 07:30 on 24/11/2026", "1:x", "http://127.0.0.1:8080/portal"])
def test_ordinary_words_stay(text: str) -> None:
    assert silence(text) == text


def test_a_short_token_is_blotted_out_of_an_address() -> None:
    assert "1:x" not in silence("POST http://127.0.0.1:9/bot1:x/sendMessage failed")
