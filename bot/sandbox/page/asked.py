"""What a button of the page asks, read out of its body. Pure."""

import json
from collections.abc import Mapping
from typing import Any


class BadRequest(Exception):
    """What was asked cannot be done; the message says why in one line."""


def an_object(body: bytes) -> Mapping[str, Any]:
    """The JSON object of a body. Raises BadRequest."""
    try:
        value = json.loads(body)
    except ValueError:
        raise BadRequest("the body is not JSON") from None
    if not isinstance(value, dict):
        raise BadRequest("the body is not a JSON object")
    return value


def a_text(body: Mapping[str, Any], name: str, longest: int, default: str | None = None) -> str:
    """Words, without space round them. Raises BadRequest."""
    value = body.get(name, default)
    if not isinstance(value, str) or (not value.strip() and default is None):
        raise BadRequest(f"{name!r} must be a text that is not empty")
    if len(value) > longest:
        raise BadRequest(f"{name!r} is longer than {longest} characters")
    return value.strip()


def a_number(value: object, name: str) -> int:
    """A whole number, as such or in digits. Raises BadRequest."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and len(value) < 20 and value.isascii() and value.lstrip("-").isdigit():
        return int(value)
    raise BadRequest(f"{name!r} must be a whole number")
