"""Topics, words, hours, pauses: what reaches a citizen and when."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import ClassVar

from bot.rhythm import Rhythm
from bot.timing import LOCAL, Quiet
from bot.wording.lines import lines
from bot.wording.vietnamese.choosing import Choosing as InVietnamese
from feeds.portals import Cadence


class Choosing(InVietnamese):
    """The settings."""

    TOPICS_TITLE = (
        "Topics\nChoose a line to turn it on or off. Topics marked «daily digest» are gathered into one message a day. "
        "Urgent notices are always sent."
    )
    ON, OFF, IN_DIGEST = "✓ On: ", "Off: ", " (daily digest)"
    ALL_OFF, ALL_ON = "Turn all off to choose anew", "Turn all on"
    CHOSEN = "✓ "
    BACK = "Back to settings"
    TOPICS_HEAD = "Topics"
    TOPICS, WORDS, CADENCE, HOUR = "Topics", "Words", "How often", "Hour of the digest"
    QUIET, PAUSE, LANGUAGE = "Quiet hours", "Pause", "Tiếng Việt"
    CADENCES: ClassVar[dict[Cadence | None, str]] = {
        None: "As each topic says",
        Cadence.NOW: "At once",
        Cadence.DIGEST: "One digest a day",
    }
    CADENCE_TITLE = (
        "How often\nAs each topic says: each topic is sent at once or in the daily digest, as marked. "
        "Urgent and same-day notices are always sent at once."
    )
    HOUR_TITLE = (
        "Hour of the daily digest\nA day without news sends nothing. Another hour: type DIGEST and the hour, "
        "for example DIGEST 18:30."
    )
    QUIET_TITLE = (
        "Quiet hours\nOrdinary notices wait until they are over. Urgent safety notices may still be sent. "
        "Other hours: type QUIET and the hours, for example QUIET 22:00-05:30."
    )
    NO_QUIET = "No quiet hours"
    PAUSE_TITLE = (
        "Pause everything, urgent notices included\nWhen it is over, everything is as before. "
        "Until another day: type PAUSE and the day, for example PAUSE until 30/12."
    )
    PAUSES: ClassVar[dict[int, str]] = {1: "1 day", 7: "1 week", 30: "1 month"}
    RESUME = "Resume now"
    RESUMED = "You receive notices again."
    NOT_PAUSED = "You are receiving notices; nothing is paused."
    BAD_DAY = (
        "That day was not understood. Type PAUSE until and a day/month within a year, "
        "for example PAUSE until 30/12."
    )
    BAD_HOUR = "That hour was not understood. Type it like DIGEST 18:30."
    BAD_SPAN = "Those hours were not understood. Type them like QUIET 22:00-05:30, or QUIET off."
    BAD_WORD = "A word has letters and digits, 2 to 30 of them, for example FOLLOW tau or IGNORE dau gia."
    TOO_MANY_WORDS = "There are {limit} words already. Type KEYWORDS to drop some."
    DROP = "Drop: {word}"
    SPOKEN = "I will answer in English. Notices stay in Vietnamese, as on the portal."

    def settings(
        self,
        topics: str,
        rhythm: Rhythm,
        *,
        followed: Sequence[str],
        ignored: Sequence[str],
        hour: time,
        quiet: Quiet,
        paused_until: datetime | None,
    ) -> str:
        return lines(
            (
                "Your settings",
                topics,
                f"Words followed: {', '.join(followed) or 'none'}",
                f"Words ignored: {', '.join(ignored) or 'none'}",
                f"How often: {self.CADENCES[rhythm.cadence]}",
                f"Daily digest at: {hour:%H:%M}",
                f"Quiet hours: {self.span(quiet)}",
                f"Paused: {self.until(paused_until) if paused_until else 'no'}",
            )
        )

    def words_title(self, followed: Sequence[str], ignored: Sequence[str]) -> str:
        return lines(
            (
                "Words",
                f"Always send notices with: {', '.join(followed) or 'none'}",
                f"Never send notices with: {', '.join(ignored) or 'none'}",
                "",
                "Add one: type FOLLOW or IGNORE and a Vietnamese word, accents or not, for example FOLLOW tau, "
                "IGNORE dau gia. A notice with an ignored word is not sent, unless it is urgent.",
            )
        )

    def span(self, quiet: Quiet) -> str:
        return f"{quiet[0]:%H:%M}–{quiet[1]:%H:%M}" if quiet else "none"

    def until(self, moment: datetime) -> str:
        return f"until {moment.astimezone(LOCAL):%H:%M, %d/%m/%Y}"

    def paused(self, moment: datetime) -> str:
        return f"Paused {self.until(moment)}, urgent notices included. To resume earlier: type RESUME."

    def following(self, word: str) -> str:
        return f"Following «{word}»: you receive every notice that has it."

    def ignoring(self, word: str) -> str:
        return f"Ignoring «{word}»: you receive no notice that has it, unless it is urgent."

    def dropped(self, word: str) -> str:
        return f"«{word}» is dropped."
