"""Topics, words, hours, pauses: what reaches a citizen and when."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import ClassVar

from bot.rhythm import Rhythm
from bot.timing import LOCAL, Quiet
from bot.wording.lines import lines
from feeds.portals import Cadence


class Choosing:
    """The settings."""

    TOPICS_TITLE = (
        "Chuyên mục nhận tin\nChọn một dòng để bật hoặc tắt. "
        "Chuyên mục có ghi «bản tin ngày» được gộp thành một tin mỗi ngày. Tin khẩn luôn được gửi."
    )
    ON, OFF, IN_DIGEST = "✓ Đang nhận: ", "Không nhận: ", " (bản tin ngày)"
    ALL_OFF, ALL_ON = "Tắt hết để chọn lại", "Bật hết"
    CHOSEN = "✓ "
    BACK = "Về cài đặt"
    TOPICS_HEAD = "Chuyên mục"
    TOPICS, WORDS, CADENCE, HOUR = "Chọn chuyên mục", "Từ khóa", "Cách nhận", "Giờ bản tin"
    QUIET, PAUSE, LANGUAGE = "Giờ yên tĩnh", "Tạm dừng", "English"
    CADENCES: ClassVar[dict[Cadence | None, str]] = {
        None: "Theo chuyên mục",
        Cadence.NOW: "Ngay khi có tin",
        Cadence.DIGEST: "Một bản tin mỗi ngày",
    }
    CADENCE_TITLE = (
        "Cách nhận tin\nTheo chuyên mục: mỗi chuyên mục gửi ngay hoặc gộp vào bản tin ngày như đã ghi. "
        "Tin khẩn và tin trong ngày luôn được gửi ngay."
    )
    HOUR_TITLE = (
        "Giờ gửi bản tin ngày\nNgày không có tin thì không gửi. "
        "Giờ khác: gõ TONGHOP và giờ, ví dụ TONGHOP 18:30."
    )
    QUIET_TITLE = (
        "Giờ yên tĩnh\nTin thường chờ hết giờ này mới gửi. Tin khẩn về an toàn vẫn có thể gửi ngay. "
        "Giờ khác: gõ YENTINH và khoảng giờ, ví dụ YENTINH 22:00-05:30."
    )
    NO_QUIET = "Không có giờ yên tĩnh"
    PAUSE_TITLE = (
        "Tạm dừng nhận tin, kể cả tin khẩn\nKhi hết hạn, Quý vị nhận lại như cũ. "
        "Đến một ngày khác: gõ TAMDUNG và ngày, ví dụ TAMDUNG den 30/12."
    )
    PAUSES: ClassVar[dict[int, str]] = {1: "1 ngày", 7: "1 tuần", 30: "1 tháng"}
    RESUME = "Nhận lại ngay"
    RESUMED = "Quý vị đã nhận tin trở lại."
    NOT_PAUSED = "Quý vị đang nhận tin, không tạm dừng."
    BAD_DAY = (
        "Cổng chưa hiểu ngày. Xin gõ TAMDUNG den và ngày/tháng sắp tới trong vòng một năm, "
        "ví dụ TAMDUNG den 30/12."
    )
    BAD_HOUR = "Cổng chưa hiểu giờ. Xin gõ như TONGHOP 18:30."
    BAD_SPAN = "Cổng chưa hiểu khoảng giờ. Xin gõ như YENTINH 22:00-05:30, hoặc YENTINH tat."
    BAD_WORD = "Từ khóa gồm chữ và số, dài 2 đến 30 ký tự, ví dụ THEODOI tau hoặc BOQUA dau gia."
    TOO_MANY_WORDS = "Đã có đủ {limit} từ khóa. Xin gõ TUKHOA để bỏ bớt."
    DROP = "Bỏ: {word}"
    SPOKEN = "Cổng sẽ trả lời bằng tiếng Việt. Nội dung tin giữ nguyên như trên Cổng."

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
        """All settings in one view."""
        return lines(
            (
                "Cài đặt của Quý vị",
                topics,
                f"Từ theo dõi: {', '.join(followed) or 'không có'}",
                f"Từ bỏ qua: {', '.join(ignored) or 'không có'}",
                f"Cách nhận: {self.CADENCES[rhythm.cadence]}",
                f"Bản tin ngày lúc: {hour:%H:%M}",
                f"Giờ yên tĩnh: {self.span(quiet)}",
                f"Tạm dừng: {self.until(paused_until) if paused_until else 'không'}",
            )
        )

    def words_title(self, followed: Sequence[str], ignored: Sequence[str]) -> str:
        """The words that are followed and ignored, and how to add one."""
        return lines(
            (
                "Từ khóa",
                f"Luôn nhận tin có: {', '.join(followed) or 'không có'}",
                f"Không nhận tin có: {', '.join(ignored) or 'không có'}",
                "",
                "Thêm: gõ THEODOI hoặc BOQUA và từ, có dấu hay không đều được, ví dụ THEODOI tau, BOQUA dau gia. "
                "Tin có từ bỏ qua thì không gửi, trừ tin khẩn.",
            )
        )

    def span(self, quiet: Quiet) -> str:
        """A span of hours."""
        return f"{quiet[0]:%H:%M}–{quiet[1]:%H:%M}" if quiet else "không có"

    def until(self, moment: datetime) -> str:
        """Until when somebody pauses."""
        return f"đến {moment.astimezone(LOCAL):%H:%M ngày %d/%m/%Y}"

    def paused(self, moment: datetime) -> str:
        return f"Tạm dừng {self.until(moment)}, kể cả tin khẩn. Nhận lại sớm hơn: gõ TIEPTUC."

    def following(self, word: str) -> str:
        return f"Đã theo dõi «{word}»: Quý vị nhận mọi tin có từ này."

    def ignoring(self, word: str) -> str:
        return f"Đã bỏ qua «{word}»: Quý vị không nhận tin có từ này, trừ tin khẩn."

    def dropped(self, word: str) -> str:
        return f"Đã bỏ từ khóa «{word}»."
