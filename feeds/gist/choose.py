"""Chooses what to tell: the most worth within a budget, at most one wording of each piece."""

from collections.abc import Sequence
from dataclasses import dataclass

_CELLS = 220  # the budget is counted in this many steps: exact enough, and quick


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to say a piece: its cost in characters of the messenger, line break included."""

    text: str
    cost: int
    worth: float


def choose(pieces: Sequence[Sequence[Wording]], budget: int) -> list[Wording | None]:
    """One wording, or none, for each piece, so that the costs stay within `budget` and the worth is greatest."""
    step = max(1, -(-budget // _CELLS))
    room = budget // step
    best = [0.0] * (room + 1)
    taken: list[list[int]] = []
    for wordings in pieces:
        chosen = [-1] * (room + 1)
        after = best[:]
        for index, wording in enumerate(_worthwhile(wordings)):
            cost = -(-wording.cost // step)
            for cell in range(cost, room + 1):
                worth = best[cell - cost] + wording.worth
                if worth > after[cell]:
                    after[cell], chosen[cell] = worth, index
        best = after
        taken.append(chosen)
    return _traced(pieces, taken, step, room)


def _worthwhile(wordings: Sequence[Wording]) -> list[Wording]:
    """Drops a wording that costs more and is worth no more than another."""
    kept: list[Wording] = []
    for wording in sorted(wordings, key=lambda w: (w.cost, -w.worth)):
        if not kept or wording.worth > kept[-1].worth:
            kept.append(wording)
    return kept


def _traced(
    pieces: Sequence[Sequence[Wording]], taken: list[list[int]], step: int, room: int
) -> list[Wording | None]:
    found: list[Wording | None] = []
    cell = room
    for wordings, chosen in zip(reversed(pieces), reversed(taken), strict=True):
        index = chosen[cell]
        wording = _worthwhile(wordings)[index] if index >= 0 else None
        found.append(wording)
        cell -= -(-wording.cost // step) if wording else 0
    return found[::-1]
