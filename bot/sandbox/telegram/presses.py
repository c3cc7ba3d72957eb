"""Presses of buttons, each to be answered once and in time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

QUERY_LIFE = timedelta(seconds=60)  # Telegram names no number; a client gives up sooner


@dataclass(slots=True)
class _Query:
    person: int
    at: datetime
    answered: bool = False


class Presses:
    """Who pressed when, and the toasts that answered, by phone."""

    def __init__(self) -> None:
        self._queries: dict[str, _Query] = {}
        self.toasts: dict[int, list[str]] = {}

    def new(self, person: int, at: datetime) -> str:
        """The query's id."""
        query = str((person << 20) + len(self._queries) + 1)
        self._queries[query] = _Query(person, at)
        return query

    def answer(self, query_id: str, text: str, at: datetime) -> bool:
        """Show the toast; False when the press is unknown, answered already or too old."""
        query = self._queries.get(query_id)
        if query is None or query.answered or at - query.at > QUERY_LIFE:
            return False
        query.answered = True
        if text:
            self.toasts.setdefault(query.person, []).append(text)
        return True
