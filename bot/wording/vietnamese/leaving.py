"""Leaving: unsubscribing, what is stored, and erasing it."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from bot.timing import LOCAL
from storage.outbox.owed import Kind
from storage.records import CitizenState


class Leaving:
    """The ways out."""

    UNSUBSCRIBED = (
        "Đã hủy đăng ký. Quý vị không nhận tin nữa, kể cả tin khẩn. Nhận lại: gõ DANGKY. Xóa dữ liệu: gõ XOA."
    )
    SUBSCRIBE_AGAIN = "Nhận lại tin"
    NOT_SUBSCRIBED = "Quý vị hiện không đăng ký nhận tin. Nhận tin: gõ DANGKY."
    ERASE_QUESTION = (
        "Xóa toàn bộ dữ liệu của Quý vị ở kênh này?\n"
        "Điểm đã chấm chỉ còn trong số liệu chung, không gắn với Quý vị. Việc xóa không thể hoàn lại."
    )
    ERASE_YES, ERASE_NO = "Xóa dữ liệu", "Giữ lại"
    ERASED = "Đã xóa toàn bộ dữ liệu của Quý vị. Cảm ơn Quý vị đã sử dụng. Nhận tin lại: gõ DANGKY."
    NOTHING_STORED = "Cổng không lưu dữ liệu nào của Quý vị ở kênh này."
    KEPT = "Đã giữ lại. Không có gì thay đổi."
    STATES: ClassVar[dict[CitizenState, str]] = {
        CitizenState.ACTIVE: "đang nhận tin",
        CitizenState.LEFT: "đã hủy đăng ký, còn giữ lựa chọn",
        CitizenState.BLOCKED: "không liên lạc được",
        CitizenState.STAFF: "nhóm cán bộ",
    }
    STORED = "Dữ liệu Cổng lưu về Quý vị"
    ACCOUNT, STATE, SINCE = "Mã tài khoản (lưu dạng mã hóa): ", "Tình trạng: ", "Từ: "
    SINCE_THEN = " (từ {at})"
    SPOKEN_TO, THREAD = "Ngôn ngữ: ", "Chủ đề của nhóm mà Cổng gửi tin vào: số "
    HEARD, TURNED = "Lần cuối Quý vị nhắn: ", "Lần cuối Quý vị chặn kênh này hoặc trở lại: "
    AWAITED = "Đang chờ Quý vị viết góp ý đến: "
    LISTED = "Danh sách số Quý vị đang xem: "
    CONSENT = "Đồng ý: bản {version}, lúc {at}"
    MARKS, REMARKS, SENT = "Điểm đã chấm", "Góp ý đã gửi", "Tin đã gửi hoặc chờ gửi tới Quý vị"
    SENT_AS: ClassVar[dict[str, str]] = {
        Kind.ANSWER: "Trả lời góp ý",
        Kind.DIGEST: "Bản tin tổng hợp",
        Kind.BULLETIN: "Nội dung đồng ý đã thay đổi",
        Kind.UPDATE: "Cập nhật",
        Kind.WITHDRAWN: "Thu hồi",
    }
    NONE = "không có"
    ANSWERED = "Trả lời: "
    EARLIER = "và {count} tin trước đó"
    ERASE_ALL = "Xóa tất cả: gõ XOA."
    END = f"Sửa lựa chọn: gõ CAIDAT. {ERASE_ALL}"
    ONLY_MARKS = "Quý vị không đăng ký nhận tin ở đây. Cổng chỉ lưu điểm Quý vị đã chấm trong nhóm."

    def moment(self, at: datetime) -> str:
        """A moment as local clocks and calendars show it."""
        return f"{at.astimezone(LOCAL):%H:%M ngày %d/%m/%Y}"

    def told(self, title: str, kind: str) -> str:
        """What was sent, in words: an article by its title, and what else it was."""
        return ": ".join(part for part in (self.SENT_AS.get(kind, ""), title) if part)

    def group(self, title: str, items: Sequence[str]) -> str:
        """A heading and its items."""
        return f"{title}: {self.NONE}" if not items else "\n".join((f"{title}:", *items))
