"""What staff decide by a tap: let a flood go, let an urgent announcement wake people."""

from bot.actions import Dismiss, Release, Wake
from bot.conversation.effects import SettleHold, WakeAll
from bot.conversation.speaking import draw, plain, tell
from bot.conversation.turns import Situation, Turn
from bot.wording import office


def decide(request: Release | Dismiss | Wake, seen: Situation) -> Turn:
    """Only the chats of [staff] decide; a second tap finds nothing left to decide."""
    if not seen.staff:
        return tell(office.STAFF_ONLY)
    if isinstance(request, Wake):
        return draw(plain(office.WOKEN), WakeAll(request.announcement), toast=office.WOKEN)
    if not seen.held:
        return draw(plain(office.NOTHING_HELD.format(source=request.source)))
    release = isinstance(request, Release)
    text = (office.RELEASED if release else office.DISMISSED).format(count=seen.held, source=request.source)
    return draw(plain(text), SettleHold(request.source, release))
