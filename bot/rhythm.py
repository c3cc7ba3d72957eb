"""When one citizen wants to hear: what they chose over what the office proposes. Pure.

Written as a few letters («digest h1800 q2200-0500»), because all who chose the same share a slot in the outbox.
"""

import re
from dataclasses import dataclass, replace
from datetime import time

from bot.timing import Quiet
from feeds.portals import Cadence

_HOUR = r"(?:[01]\d|2[0-3])[0-5]\d"
_SPAN = re.compile(rf"q({_HOUR})-({_HOUR})")
_DIGEST = re.compile(rf"h({_HOUR})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """`cadence` for every topic alike (None: as each topic says); `hour` of the digest; `quiet` hours, of which
    `awake` wants none. None: as the office proposes."""

    cadence: Cadence | None = None
    hour: time | None = None
    quiet: Quiet = None
    awake: bool = False

    def __str__(self) -> str:
        parts = (
            self.cadence or "",
            f"h{self.hour:%H%M}" if self.hour else "",
            "q-" if self.awake else f"q{self.quiet[0]:%H%M}-{self.quiet[1]:%H%M}" if self.quiet else "",
        )
        return " ".join(part for part in parts if part)

    @classmethod
    def parse(cls, text: str) -> "Rhythm":
        """Read what `str()` wrote; what nobody understands is as the office proposes."""
        rhythm = cls()
        for part in text.split():
            rhythm = rhythm.tuned(part) or rhythm
        return rhythm

    def tuned(self, part: str) -> "Rhythm | None":
        """This rhythm with one part changed («now», «h1800», «q2200-0500», «q-»; «own», «h*», «q*»: as proposed).

        None where `part` means nothing.
        """
        match part:
            case "own":
                return replace(self, cadence=None)
            case Cadence.NOW | Cadence.DIGEST:
                return replace(self, cadence=Cadence(part))
            case "h*":
                return replace(self, hour=None)
            case "q*":
                return replace(self, quiet=None, awake=False)
            case "q-":
                return replace(self, quiet=None, awake=True)
        if found := _DIGEST.fullmatch(part):
            return replace(self, hour=_clock(found[1]))
        if (found := _SPAN.fullmatch(part)) and found[1] != found[2]:
            return replace(self, quiet=(_clock(found[1]), _clock(found[2])), awake=False)
        return None

    def hushed(self, usual: Quiet) -> Quiet:
        """Their quiet hours, where `usual` are the office's."""
        return None if self.awake else self.quiet or usual


def _clock(digits: str) -> time:
    return time(int(digits[:2]), int(digits[2:]))
