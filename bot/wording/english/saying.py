"""Marks, remarks and what becomes of them."""

from typing import ClassVar

from bot.actions import Why
from bot.wording.lines import lines, slot
from bot.wording.vietnamese.saying import Saying as InVietnamese
from feeds.portals import Portal
from storage.records import Tally


class Saying(InVietnamese):
    """What citizens say to the office."""

    REPEATED = "(Sent again: this may have reached you before.)"
    RATE_BY_DIGIT = (
        "Answer 1–5 to rate it (1 is very dissatisfied, 5 is very satisfied). Code of this notice: {code}."
    )
    STOP_BY_WORD = "To stop receiving notices, write STOP."
    RATED_BY_WORD = "{mark}/5 is noted for «{title}». Thank you. To change it, write another number."
    UNCHANGED_BY_WORD = "You gave {mark}/5 to «{title}» before. To change it, write another number."
    NOTHING_TO_RATE = (
        "No notice of the last 7 days can be rated by a number. "
        "To rate an older one write its code first, for example: TB123 5."
    )
    CHOSEN_BY_NUMBER = "You chose «{choice}»."
    RATE_ON_PAGE = "Rate it on a page: "
    WITHDRAW_MARK = "Take the mark back"
    NOT_YOURS = "You can only rate what you received here."
    NOT_RATED = "Urgent notices, corrections and condolences are not rated."
    TAKEN_DOWN = "This article was taken down, so it is not rated any more."
    RATED_TOAST = "{mark}/5 is kept. Thank you. To change it, tap another."
    UNCHANGED_TOAST = "You gave {mark}/5 before. To change it, tap another."
    UNRATED_TOAST = "The mark is taken back."
    NO_MARK_TOAST = "You have not rated this."
    HOW_TO_RATE = (
        "Please tap or type 1 to 5 under a notice you received: 1 is very dissatisfied, 5 is very satisfied. "
        "Urgent notices, corrections and condolences are not rated."
    )
    WHY = "What was not good about this notice? You need not say."
    WHYS: ClassVar[dict[Why, str]] = {
        Why.HARD: "Hard to understand",
        Why.SHORT: "Something is missing",
        Why.LATE: "Too late",
        Why.WRONG: "Not correct",
    }
    OWN_WORDS, SKIP = "Something else", "Skip"
    WHY_THANKS = "Noted: {why}. Thank you."
    SKIPPED = "Skipped. Thank you for rating."
    BY_REPLY = "In a group, please write it as a reply to this message."
    CANCEL = "Never mind"
    CANCELLED = "Dropped. No remark was sent."
    NO_ANSWER_HERE = "You can write to the office once you have subscribed. Please type SUBSCRIBE."
    TOO_LONG = "A remark has at most {most} characters. Please write a shorter one."
    ENOUGH = "You have sent many remarks in the last hour. Please wait before you send more."
    WORDS_ONLY = "Only text can be read here. Please write your remark in words."

    def own_mark(self, mark: int) -> str:
        return f"Your mark: {mark}/5 {'★' * mark}{'☆' * (5 - mark)}"

    def average(self, tally: Tally) -> str:
        return f"Average {tally.mean or 0:.1f}/5 of {tally.count} marks"

    def prompt(self, portal: Portal, title: str, most: int) -> str:
        return lines(
            (
                f"Please write your remark on «{title}» (at most {most} characters)."
                if title
                else f"Please write your remark (at most {most} characters).",
                "Please give no names, telephone numbers or details of others; such numbers are masked before anything "
                "is stored. Complaints and denunciations go to the competent authority directly.",
                slot("If it cannot wait, call: ", portal.hotline),
            )
        )

    def remark_thanks(self, text: str, title: str, *, masked: bool) -> str:
        about = f" on «{title}»" if title else ""
        return lines(
            (
                f"Your remark{about} has arrived:",
                f"«{text}»",
                "Personal data in it was masked." if masked else None,
                "Staff read it in office hours without knowing who sent it; their answer will reach you here.",
            )
        )

    def answered(self, portal: Portal, remark: str, answer: str) -> str:
        return f"{portal.short} answers your remark\n«{remark}»\n\n{answer}"
