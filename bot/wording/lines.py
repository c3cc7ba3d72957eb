"""Lines out of slots: an empty slot drops its whole line."""

from collections.abc import Iterable


def slot(label: str, value: str) -> str | None:
    """A labelled line, or nothing where there is nothing to say."""
    return f"{label}{value}" if value else None


def listed(label: str, items: Iterable[str], *, none: str) -> str:
    """A label and its items, one a line; `none` where there is no item."""
    every = "".join(f"\n• {item}" for item in items)
    return f"{label}:{every or f' {none}'}"


def lines(parts: Iterable[str | None]) -> str:
    """The lines there are; "" stands for an empty one."""
    return "\n".join(part for part in parts if part is not None)
