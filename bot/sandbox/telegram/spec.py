"""Requests and answers against the Bot API's own description (bot_api.json). Pure."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, cast

from bot.sandbox.telegram.answers import NOT_FOUND, Refusal, bad_request
from bot.sandbox.telegram.limits import within_limits

_PLAIN: dict[str, type] = {"Integer": int, "String": str, "Boolean": bool}
_ARRAY = "Array of "
_WHOLE = re.compile(r"-?[0-9]{1,18}")
_YES_OR_NO = {"true": True, "True": True, "1": True, "false": False, "False": False, "0": False}
_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
}
_MARKUP = "reply_markup"


def check(method: str, given: Mapping[str, Any]) -> dict[str, Any] | Refusal:
    """The parameters decoded and in Telegram's limits, HTML already turned to entities; or why not.

    Stricter than Telegram in one thing: an unknown parameter is refused, since a typo must be seen.
    """
    described = _spec()["methods"].get(method)
    if described is None:
        return NOT_FOUND
    fields: Mapping[str, Any] = described["fields"]
    decoded: dict[str, Any] = {}
    for name, value in given.items():
        if name not in fields:
            return bad_request(f"unknown parameter {name!r} of {method}")
        types: list[str] = fields[name]["types"]
        try:
            decoded[name] = _decoded(types, value)
        except ValueError:
            return bad_request(_unreadable(name))
        if name == _MARKUP and not isinstance(decoded[name], Mapping):
            return bad_request("object expected as reply markup")
        if faults := list(_faults(types, decoded[name], name)):
            return bad_request(f"wrong parameter: {faults[0]}")
    for name, one in fields.items():
        if one["required"] and (name not in decoded or (name in _MISSING and decoded[name] == "")):
            return bad_request(_MISSING.get(name, f"parameter {name!r} is required"))
    return within_limits(method, decoded)


def conforms(type_name: str, value: object) -> list[str]:
    """What is wrong with a value of that type («Message», «Array of Update»), in one line each; [] for nothing."""
    return list(_faults([type_name], value, type_name))


def result_faults(method: str, value: object) -> list[str]:
    """What is wrong with a result of that method."""
    return list(_faults(_spec()["methods"][method]["returns"].split("|"), value, method))


@cache
def _spec() -> dict[str, Any]:
    text = files(__package__).joinpath("bot_api.json").read_text(encoding="utf-8")
    return cast("dict[str, Any]", json.loads(text))


def _decoded(types: list[str], value: object) -> object:
    """What a form's string stands for; values of a JSON body stay. Raises ValueError."""
    if not isinstance(value, str):
        return value
    if "String" in types:
        return int(value) if "Integer" in types and _WHOLE.fullmatch(value) else value
    if types == ["Boolean"]:
        return _YES_OR_NO.get(value, value)
    return json.loads(value)


def _unreadable(name: str) -> str:
    what = "reply keyboard markup" if name == _MARKUP else name
    return f"can't parse {what} JSON object"


def _faults(types: list[str], value: object, where: str) -> Iterator[str]:
    """Of several types the one that comes nearest speaks."""
    tried = [list(_faults_of(name, value, where)) for name in types]
    if all(tried):
        yield from min(tried, key=len)


def _faults_of(name: str, value: object, where: str) -> Iterator[str]:
    if name.startswith(_ARRAY):
        yield from _faults_of_array(name.removeprefix(_ARRAY), value, where)
    elif name == "True":
        if value is not True:
            yield f"{where} must be true"
    elif name == "Float":
        if not isinstance(value, int | float) or isinstance(value, bool):
            yield f"{where} must be a number"
    elif name in _PLAIN:
        if not isinstance(value, _PLAIN[name]) or (name == "Integer" and isinstance(value, bool)):
            yield f"{where} must be of type {name}"
    elif name == "InputFile":
        yield f"{where}: files are not taken here"
    else:
        yield from _faults_of_object(name, value, where)


def _faults_of_array(name: str, value: object, where: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{where} must be an array"
        return
    for index, one in enumerate(value):
        yield from _faults_of(name, one, f"{where}[{index}]")


def _faults_of_object(name: str, value: object, where: str) -> Iterator[str]:
    described = _spec()["types"].get(name)
    if described is None:
        yield f"{where}: no type {name} is known"
    elif "subtypes" in described:
        yield from _faults(described["subtypes"], value, where)
    elif not isinstance(value, Mapping):
        yield f"{where} must be an object"
    else:
        fields = described["fields"]
        for key, one in value.items():
            if key not in fields:
                yield f"{where} has an unknown field {key!r}"
            else:
                yield from _faults(fields[key]["types"], one, f"{where}.{key}")
        yield from (
            f"{where}.{key} is missing" for key in fields if fields[key]["required"] and key not in value
        )
