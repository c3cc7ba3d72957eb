"""Finding what was missed: newest, by topic, by words, the boat. Answers are articles, never our own words."""

from collections.abc import Sequence

from storage.records import Story


class Finding:
    """Lists of articles."""

    OLDER, NEWER = "Tin cũ hơn", "Tin mới hơn"
    BY_TOPIC, ALL_TOPICS = "Theo chuyên mục", "Mọi chuyên mục"
    SECTIONS = "Xin chọn chuyên mục để xem tin mới nhất."
    NO_NEWS = "Chưa có tin nào."
    NO_BOATS = "Chưa có tin tàu nào."
    MORE_BOATS = "Các tin tàu khác"
    WHAT_TO_FIND = "Xin gõ TIM và từ cần tìm, có dấu hay không đều được, ví dụ: TIM lich tau."
    READ_MORE = "Xem đầy đủ"

    def latest(self, stories: Sequence[tuple[Story, str]], *, first: int, topic: str = "") -> str:
        """`stories` with the day each is shown with, numbered from `first`."""
        return self.listed(f"Tin mới nhất: {topic}" if topic else "Tin mới nhất", stories, first=first)

    def found(self, words: str, stories: Sequence[tuple[Story, str]], *, first: int) -> str:
        """The articles that hold `words`."""
        return self.listed(f"Tin có «{words}»", stories, first=first)

    def listed(self, title: str, stories: Sequence[tuple[Story, str]], *, first: int) -> str:
        """A title and one paragraph a story."""
        return f"{title}\n\n" + "\n\n".join(
            f"{number}. {story.article.version.title}\n{day}\n{story.article.link}"
            for number, (story, day) in enumerate(stories, start=first)
        )

    def nothing_found(self, words: str) -> str:
        return f"Không tìm thấy tin về «{words}». Có thể gõ không dấu, ít từ hơn, ví dụ: TIM lich tau."
