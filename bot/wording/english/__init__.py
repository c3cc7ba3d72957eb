"""English, subject by subject, for visitors and foreign residents. Articles stay in the portal's Vietnamese."""

from bot.wording.english.choosing import Choosing
from bot.wording.english.finding import Finding
from bot.wording.english.joining import Joining
from bot.wording.english.leaving import Leaving
from bot.wording.english.saying import Saying
from bot.wording.english.telling import Telling
from bot.wording.vietnamese import Vietnamese


class English(Joining, Choosing, Finding, Saying, Leaving, Telling, Vietnamese):
    """Everything that is said to citizens."""
