"""What stands round an article: who tells it, how long it holds, what became of it since."""

from datetime import datetime
from typing import ClassVar

from bot.timing import LOCAL
from feeds.article import Urgency
from feeds.gist.changes import Change
from feeds.portals import Portal
from storage.outbox.owed import Kind


class Telling:
    """The frame of a push; the article inside it keeps the office's own words."""

    BANNERS: ClassVar[dict[Kind, str]] = {Kind.URGENT: "TIN KHẨN", Kind.ALL_CLEAR: "Hết tin khẩn"}
    ORIGINS: ClassVar[dict[str, str]] = {
        "lead": "",
        "extract": "Trích tự động từ bài viết. Nội dung chính thức ở bài gốc.",
        "ai": "Tóm tắt do phần mềm AI tạo, có thể sót ý. Nội dung chính thức ở bài gốc.",
    }
    NO_TEXT = "Văn bản ở dạng tệp hoặc ảnh, xin mở bài gốc để xem."
    FILES, MORE_FILES = "Tệp đính kèm:", "… và {count} tệp khác"
    SOURCE, CONTACT, RESCUE = "Nguồn: ", "Liên hệ: ", "Cấp cứu 115, cứu nạn 112."
    TO_DO, UNTIL = "Việc cần làm: ", "Đến khi nào: "
    UNTIL_TOLD = "khi có thông báo tiếp theo, xin xem bài gốc"
    GONE_FROM_DIGEST = "Tin đã thu hồi. Xin không dùng nội dung đã đọc trước đó."
    SEE_ALL = "Xem tất cả"
    CHANGES: ClassVar[dict[Change, str]] = {
        Change.WHEN: "Thời gian",
        Change.DEADLINE: "Hạn chót",
        Change.WHERE: "Nơi áp dụng",
        Change.DO: "Việc cần làm",
        Change.PHONE: "Điện thoại",
    }
    LEVEL = "Mức độ nay là: "
    LEVELS: ClassVar[dict[Urgency, str]] = {
        Urgency.KHAN: "tin khẩn",
        Urgency.TRONG_NGAY: "tin trong ngày",
        Urgency.THUONG: "tin thường",
    }
    NOT_SAID = "không còn nêu trong bài."

    def dated(self, at: datetime) -> str:
        """The day of an article, after who published it."""
        return f"ngày {at.astimezone(LOCAL):%d/%m/%Y}"

    def digest_title(self, at: datetime) -> str:
        return f"Bản tin tổng hợp {self.dated(at)}"

    def digest_count(self, count: int, portal: Portal) -> str:
        return f"{count} tin mới của {portal.short}"

    def updated(self, at: datetime, portal: Portal) -> str:
        """The first line of a short message that tells a change."""
        return f"Cập nhật lúc {self.at(at)} – {portal.short}"

    def withdrawn(self, at: datetime) -> str:
        """The first line of what stands in the place of an article that was taken down."""
        return f"Tin đã thu hồi lúc {self.at(at)}"

    def taken_down(self, title: str, portal: Portal) -> str:
        return (
            f"Bài «{title}» đã được gỡ khỏi {portal.short}. Xin không dùng nội dung đã gửi trước đó.\n"
            f"Xem tin mới tại {portal.url}"
        )

    def restored(self, at: datetime) -> str:
        """The first line of what stands in the place of a withdrawal that was taken back."""
        return f"Tin có lại lúc {self.at(at)}"

    def there_again(self, title: str, portal: Portal) -> str:
        return f"Bài «{title}» đã có lại trên {portal.short}. Nội dung hiện nay:"

    def continues(self, title: str, told_at: datetime | None) -> str:
        """The line that ties an urgent or its end to the one before it."""
        at = f" lúc {self.at(told_at)}" if told_at else ""
        return f"Tiếp theo tin{at}: «{title}»."

    def at(self, moment: datetime) -> str:
        """A moment as local clocks and calendars show it."""
        return f"{moment.astimezone(LOCAL):%H:%M ngày %d/%m/%Y}"
