"""Vietnamese, subject by subject.

Tone: «Quý vị» to citizens, «Cổng» for ourselves, no slang, no capitals for emphasis, meaning never by emoji alone.
An empty slot drops its whole line.
"""

from bot.wording.vietnamese.choosing import Choosing
from bot.wording.vietnamese.finding import Finding
from bot.wording.vietnamese.joining import Joining
from bot.wording.vietnamese.leaving import Leaving
from bot.wording.vietnamese.saying import Saying
from bot.wording.vietnamese.telling import Telling


class Vietnamese(Joining, Choosing, Finding, Saying, Leaving, Telling):
    """Everything that is said to citizens."""
