"""What is wrong with what a person wrote: where it stands, what it is not, the mend. Pydantic's words end here."""

import difflib
from collections.abc import Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

Place = tuple[int | str, ...]

# By pydantic's type of fault (docs.pydantic.dev, «Validation Errors»); the limits it broke fill the braces.
_SAID = {
    "string_type": "is no text: write it in quotes",
    "string_too_short": "is empty: write something",
    "int_type": "is no whole number: write one, without quotes",
    "int_parsing": "is no whole number",
    "int_from_float": "is no whole number",
    "bool_type": "write true or false, without quotes",
    "bool_parsing": "write true or false",
    "tuple_type": 'write ["…"], or several: ["…", "…"]',
    "greater_than_equal": "must be {ge} or more",
    "less_than_equal": "must be {le} or less",
    "literal_error": "write {expected}",
    "enum": "write {expected}",
}
_NO_TABLE = {"missing", "model_type", "tuple_type", "too_short"}


def explain(error: ValidationError, model: type[BaseModel], given: Any = None) -> str:
    """One line for the first fault in `given`, an unknown key before all others. It repeats no value."""
    faults = error.errors(include_url=False, include_input=False)
    fault = next((fault for fault in faults if fault["type"] == "extra_forbidden"), faults[0])
    return f"{_where(fault['loc'], given)}: {_said(fault, model)}"


def _said(fault: Mapping[str, Any], model: type[BaseModel]) -> str:
    kind, place = fault["type"], fault["loc"]
    if kind == "extra_forbidden":
        return f"unknown key; {_hint(model, place)}"
    field = _field(model, place)
    if kind in _NO_TABLE and (header := _header(place, field)):
        return f"must be a table: write {header} on a line of its own, and its keys below"
    if kind == "missing":
        return f'is missing; write {place[-1]} = "…"'
    if kind == "string_pattern_mismatch" and field.description:
        return f"write {field.description}"
    return _short(fault)


def in_words(error: ValidationError) -> str:
    """What the first fault of one value alone is."""
    return _short(error.errors(include_url=False, include_input=False)[0])


def _short(fault: Mapping[str, Any]) -> str:
    if fault["type"] in _SAID:
        return _SAID[fault["type"]].format(**fault.get("ctx", {}))
    return str(fault["msg"]).removeprefix("Value error, ")


def _where(place: Place, given: Any) -> str:
    """`sources.tin.every` for a table with a name or id, `sources.#2.every` for one without."""
    parts = list[str]()
    for part in place:
        try:
            given = given[part]
        except (KeyError, IndexError, TypeError):
            given = None
        named = given.get("name" if place[0] == "sources" else "id") if isinstance(given, dict) else None
        shown = (
            named if isinstance(named, str) and named else f"#{part + 1}" if isinstance(part, int) else part
        )
        parts.append(str(part) if isinstance(part, str) else shown)
    return ".".join(parts) or "the file"


def _hint(model: type[BaseModel], place: Place) -> str:
    """The nearest key that there is, else the table where this one belongs, else all there are."""
    wrong, known = str(place[-1]), _table(model, place[:-1]).model_fields
    if near := difflib.get_close_matches(wrong, known, n=1):
        return f"did you mean {near[0]!r}?"
    tables = (
        (header, _inside(field))
        for name, field in model.model_fields.items()
        if (header := _header((name,), field))
    )
    homes = [header for header, table in tables if table and wrong in table.model_fields]
    return f"it belongs below {' or '.join(homes)}" if homes else f"known here: {', '.join(known)}"


def _field(model: type[BaseModel], place: Place) -> FieldInfo:
    named = [part for part in place if isinstance(part, str)]
    return _table(model, tuple(named[:-1])).model_fields[named[-1]]


def _table(model: type[BaseModel], place: Place) -> type[BaseModel]:
    for part in place:
        if isinstance(part, str):
            model = _inside(model.model_fields[part]) or model
    return model


def _inside(field: FieldInfo) -> type[BaseModel] | None:
    """The table that a key holds, alone or several times."""
    kinds = get_args(field.annotation) or (field.annotation,)
    return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None)


def _header(place: Place, field: FieldInfo) -> str:
    """How the line above a table is written; empty where the key holds none."""
    if not _inside(field):
        return ""
    name = ".".join(part for part in place if isinstance(part, str))
    return f"[[{name}]]" if get_origin(field.annotation) is tuple else f"[{name}]"
