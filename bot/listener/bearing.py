"""What is heard at all of what people say and press, and the answer to the first that is too much."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.conversation.turns import Turn
from bot.listener.patience import Floods, Patience
from bot.messages import Answer, Chose, Incoming, Said
from bot.wording import both

_UNKEPT = re.compile(
    "[\x00\ud800-\udfff]"
)  # NUL and halves of a pair: no letters, and no database takes them all


class Bearing:
    """Bears with so much of one person in one chat. `monotonic` tells seconds."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._floods = Floods()

    def heard(self, told: Sequence[Incoming]) -> tuple[list[Incoming], list[tuple[Incoming, Turn]]]:
        """What is heard, and the turns of what is not."""
        bearable: list[Incoming] = []
        turns: list[tuple[Incoming, Turn]] = []
        for incoming in told:
            if not isinstance(incoming, Said | Chose):
                bearable.append(incoming)
                continue
            if isinstance(incoming, Said) and _UNKEPT.search(incoming.text):
                incoming = replace(incoming, text=_UNKEPT.sub("", incoming.text))  # noqa: PLW2901
            match self._floods.weigh(_who(incoming), self._monotonic()):
                case Patience.HEAR:
                    bearable.append(incoming)
                case Patience.WARN:
                    turns.append((incoming, Turn(answer=few_words(both("SLOWER"), incoming))))
                case Patience.IGNORE if isinstance(incoming, Chose):
                    turns.append((incoming, Turn()))  # a button waits for an answer, and is pressed again
        return bearable, turns

    def unheard(self, told: Sequence[Incoming]) -> None:
        """What was heard is told again, and counts once."""
        for incoming in told:
            if isinstance(incoming, Said | Chose):
                self._floods.unsaid(_who(incoming))


def few_words(text: str, incoming: Incoming) -> Answer:
    """An answer without a message of its own, where there is somebody to answer."""
    return Answer(toast=text) if isinstance(incoming, Chose | Said) else Answer()


def _who(incoming: Said | Chose) -> str:
    return f"{incoming.address}/{incoming.person.user}"
