"""Leaving: unsubscribing, what is stored, and erasing it."""

from datetime import datetime
from typing import ClassVar

from bot.timing import LOCAL
from bot.wording.vietnamese.leaving import Leaving as InVietnamese
from storage.outbox.owed import Kind
from storage.records import CitizenState


class Leaving(InVietnamese):
    """The ways out."""

    UNSUBSCRIBED = (
        "Unsubscribed. You receive nothing any more, urgent notices included. To subscribe again: type SUBSCRIBE. "
        "To erase your data: type DELETE."
    )
    SUBSCRIBE_AGAIN = "Subscribe again"
    NOT_SUBSCRIBED = "You are not subscribed. To subscribe: type SUBSCRIBE."
    ERASE_QUESTION = (
        "Erase everything about you in this channel?\n"
        "Your marks stay only in the totals, tied to nobody. This cannot be undone."
    )
    ERASE_YES, ERASE_NO = "Erase my data", "Keep it"
    ERASED = "Everything about you is erased. Thank you. To subscribe again: type SUBSCRIBE."
    NOTHING_STORED = "Nothing is stored about you in this channel."
    KEPT = "Kept. Nothing has changed."
    STATES: ClassVar[dict[CitizenState, str]] = {
        CitizenState.ACTIVE: "subscribed",
        CitizenState.LEFT: "unsubscribed, choices kept",
        CitizenState.BLOCKED: "not reachable",
        CitizenState.STAFF: "a chat of staff",
    }
    STORED = "What is stored about you"
    ACCOUNT, STATE, SINCE = "Account number (kept encrypted): ", "State: ", "Since: "
    SINCE_THEN = " (since {at})"
    SPOKEN_TO, THREAD = "Language: ", "Topic of the group that notices go to: number "
    HEARD, TURNED = "You last wrote: ", "You last blocked this channel or came back: "
    AWAITED = "Words for the office are awaited until: "
    LISTED = "The numbered list you are looking at: "
    CONSENT = "Consent: version {version}, at {at}"
    MARKS, REMARKS, SENT = "Marks given", "Remarks sent", "Sent, or waiting to be sent, to you"
    SENT_AS: ClassVar[dict[str, str]] = {
        Kind.ANSWER: "Answer to a remark",
        Kind.DIGEST: "Daily digest",
        Kind.BULLETIN: "The text you agreed to has changed",
        Kind.UPDATE: "Update",
        Kind.WITHDRAWN: "Withdrawn",
    }
    NONE = "none"
    ANSWERED = "Answer: "
    EARLIER = "and {count} earlier ones"
    ERASE_ALL = "To erase everything: type DELETE."
    END = f"To change what you chose: type SETTINGS. {ERASE_ALL}"
    ONLY_MARKS = "You do not receive news here. Only the marks that you gave in a group are stored."

    def moment(self, at: datetime) -> str:
        return f"{at.astimezone(LOCAL):%H:%M, %d/%m/%Y}"
