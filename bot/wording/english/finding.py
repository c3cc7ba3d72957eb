"""Finding what was missed: newest, by topic, by words, the boat. Answers are articles, never our own words."""

from collections.abc import Sequence

from bot.wording.vietnamese.finding import Finding as InVietnamese
from storage.records import Story


class Finding(InVietnamese):
    """Lists of articles."""

    OLDER, NEWER = "Older", "Newer"
    BY_TOPIC, ALL_TOPICS = "By topic", "All topics"
    SECTIONS = "Please choose a topic to see its newest notices."
    NO_NEWS = "There is no notice yet."
    NO_BOATS = "There is no boat notice yet."
    MORE_BOATS = "Other boat notices"
    WHAT_TO_FIND = "Please type SEARCH and Vietnamese words, accents or not, for example: SEARCH lich tau."
    READ_MORE = "Read in full"

    def latest(self, stories: Sequence[tuple[Story, str]], *, first: int, topic: str = "") -> str:
        return self.listed(f"Newest notices: {topic}" if topic else "Newest notices", stories, first=first)

    def found(self, words: str, stories: Sequence[tuple[Story, str]], *, first: int) -> str:
        return self.listed(f"Notices with «{words}»", stories, first=first)

    def nothing_found(self, words: str) -> str:
        return (
            f"No notice has «{words}». Accents are not needed; try fewer words, for example: SEARCH lich tau."
        )
