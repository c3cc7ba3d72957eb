"""What stands round an article: who tells it, how long it holds, what became of it since."""

from datetime import datetime
from typing import ClassVar

from bot.timing import LOCAL
from bot.wording.vietnamese.telling import Telling as InVietnamese
from feeds.article import Urgency
from feeds.gist.changes import Change
from feeds.portals import Portal
from storage.outbox.owed import Kind


class Telling(InVietnamese):
    """The frame of a push; the article inside it keeps the office's own words."""

    BANNERS: ClassVar[dict[Kind, str]] = {Kind.URGENT: "URGENT NOTICE", Kind.ALL_CLEAR: "Urgent notice over"}
    ORIGINS: ClassVar[dict[str, str]] = {
        "lead": "",
        "extract": "Taken automatically from the article, which alone is official.",
        "ai": "Summarised by AI software, which may miss a point. Only the article is official.",
    }
    NO_TEXT = "The notice is a file or a picture; please open the article to read it."
    FILES, MORE_FILES = "Files:", "… and {count} more"
    SOURCE, CONTACT, RESCUE = "Source: ", "Call: ", "Ambulance 115, rescue 112."
    TO_DO, UNTIL = "What to do: ", "Until: "
    UNTIL_TOLD = "further notice, please see the article"
    GONE_FROM_DIGEST = "Withdrawn. Please do not act on what it said before."
    SEE_ALL = "See all"
    CHANGES: ClassVar[dict[Change, str]] = {
        Change.WHEN: "When",
        Change.DEADLINE: "Deadline",
        Change.WHERE: "Where",
        Change.DO: "What to do",
        Change.PHONE: "Telephone",
    }
    LEVEL = "It is now: "
    LEVELS: ClassVar[dict[Urgency, str]] = {
        Urgency.KHAN: "an urgent notice",
        Urgency.TRONG_NGAY: "a notice for today",
        Urgency.THUONG: "an ordinary notice",
    }
    NOT_SAID = "no longer said in the article."

    def dated(self, at: datetime) -> str:
        return f"{at.astimezone(LOCAL):%d/%m/%Y}"

    def digest_title(self, at: datetime) -> str:
        return f"Daily digest of {self.dated(at)}"

    def digest_count(self, count: int, portal: Portal) -> str:
        return f"{count} new from {portal.short}"

    def updated(self, at: datetime, portal: Portal) -> str:
        return f"Updated at {self.at(at)} – {portal.short}"

    def withdrawn(self, at: datetime) -> str:
        return f"Withdrawn at {self.at(at)}"

    def taken_down(self, title: str, portal: Portal) -> str:
        return (
            f"«{title}» was taken down by {portal.short}. Please do not act on what was sent before.\n"
            f"Newer notices: {portal.url}"
        )

    def restored(self, at: datetime) -> str:
        return f"Back since {self.at(at)}"

    def there_again(self, title: str, portal: Portal) -> str:
        return f"«{title}» is back at {portal.short}. What it says now:"

    def continues(self, title: str, told_at: datetime | None) -> str:
        at = f" of {self.at(told_at)}" if told_at else ""
        return f"Follows the notice{at}: «{title}»."

    def at(self, moment: datetime) -> str:
        return f"{moment.astimezone(LOCAL):%H:%M, %d/%m/%Y}"
