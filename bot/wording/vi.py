"""The Vietnamese sentences of the conversation. An empty slot drops its whole line.

Tone: «Quý vị» to citizens, «Cổng» for ourselves, no slang, no capitals for emphasis, meaning never by emoji alone.
"""

from feeds.portals import Portal, Topic
from storage.records import Messenger, Story, Tally

AGREE, DECLINE = "Đồng ý", "Không đồng ý"
TOPICS, LATEST, HELP, STOP = "Chọn chuyên mục", "Tin mới nhất", "Trợ giúp", "Dừng nhận tin"
OLDER, NEWER = "Tin cũ hơn", "Tin mới hơn"
READ_MORE, WITHDRAW_MARK = "Xem đầy đủ", "Rút lại điểm"
ERASE_YES, ERASE_NO = "Xóa dữ liệu", "Giữ lại"

# The version of the consent below; it is stored as proof with the time. Change it when the meaning changes.
CONSENT_VERSION = "2026-11"

_NAMES = {Messenger.TELEGRAM: "Telegram", Messenger.ZALO_BOT: "Zalo", Messenger.ZALO_OA: "Zalo"}
_ABROAD = (
    "Telegram đặt máy chủ ở nước ngoài: mã tài khoản và nội dung trò chuyện được chuyển ra khỏi Việt Nam. "
    "Nếu không muốn, Quý vị vẫn đọc tin tại Cổng."
)


def welcome(portal: Portal, messenger: Messenger, *, kept_when_blocked_days: int) -> str:
    """Who runs this, what is stored, and the question."""
    name = _NAMES[messenger]
    lines = (
        "Kính chào Quý vị!",
        f"Đây là kênh nhận tin tự động của {portal.name}"
        + (f", do {portal.organisation} quản lý." if portal.organisation else ".")
        + " Phần mềm trả lời, không phải cán bộ.",
        "",
        "Nếu đồng ý, Quý vị sẽ nhận thông báo mới của Cổng và được chọn chuyên mục.",
        "",
        f"Để gửi tin, chúng tôi lưu: mã tài khoản {name} của Quý vị (đã mã hóa), chuyên mục đã chọn và thời điểm "
        "đồng ý. Không dùng để quảng cáo, không cung cấp cho bên khác, trừ khi pháp luật yêu cầu.",
        f"Tin được chuyển qua {name}. {_ABROAD}"
        if messenger is Messenger.TELEGRAM
        else f"Tin được chuyển qua {name}.",
        "Chúng tôi không hỏi số điện thoại, căn cước, mã OTP, tài khoản ngân hàng hay đơn vị công tác.",
        "Dữ liệu được lưu đến khi Quý vị xóa (gõ XOA, xóa ngay); nếu Quý vị chặn kênh này, dữ liệu tự xóa sau "
        f"{kept_when_blocked_days} ngày. Cán bộ chỉ xem số liệu chung, không biết ai đã chấm điểm.",
        "Người dưới 16 tuổi cần cha, mẹ hoặc người giám hộ đồng ý.",
        f"Không đồng ý, Quý vị vẫn đọc tin tại {portal.url}",
        _join("Chi tiết: ", portal.privacy_url),
        _join("Liên hệ: ", portal.contact),
    )
    return "\n".join(line for line in lines if line is not None)


def subscribed(topics: tuple[Topic, ...]) -> str:
    names = ", ".join(topic.name for topic in topics) or "chưa có chuyên mục nào"
    return (
        f"Đã đăng ký. Quý vị đang nhận: {names}. Tin khẩn luôn được gửi.\n"
        "Đổi chuyên mục: gõ CHUYENMUC. Dừng nhận tin: gõ HUY. Hướng dẫn: gõ TROGIUP."
    )


def already(topics: tuple[Topic, ...]) -> str:
    names = ", ".join(topic.name for topic in topics) or "chưa có chuyên mục nào"
    return f"Quý vị đã đăng ký và đang nhận: {names}.\nĐổi chuyên mục: gõ CHUYENMUC. Dừng nhận tin: gõ HUY."


def declined(portal: Portal) -> str:
    return f"Cổng không lưu dữ liệu nào của Quý vị. Khi cần, xin gõ DANGKY hoặc xem {portal.url}"


def full(portal: Portal) -> str:
    phone = f" Gặp cán bộ: {portal.hotline}." if portal.hotline else ""
    return (
        "Xin lỗi Quý vị, kênh Zalo này đã đủ số người nhận mà gói dịch vụ cho phép, nên chưa đăng ký thêm được. "
        f"Cổng không lưu dữ liệu nào của Quý vị. Xin đọc thông báo tại {portal.url}{'.' if phone else ''}{phone}"
    )


TOPICS_TITLE = (
    "Chuyên mục nhận tin\nChạm để bật hoặc tắt. Chuyên mục có ghi «bản tin ngày» được gộp thành một tin mỗi sáng. "
    "Tin khẩn luôn được gửi."
)
ON, OFF, IN_DIGEST = "✓ Đang nhận: ", "Không nhận: ", " (bản tin ngày)"
NEED_CONSENT = "Quý vị chưa đăng ký. Xin gõ DANGKY để xem thông tin và đồng ý trước."
UNSUBSCRIBED = (
    "Đã hủy đăng ký. Quý vị không nhận tin nữa, kể cả tin khẩn. Nhận lại: gõ DANGKY. Xóa dữ liệu: gõ XOA."
)
NOT_SUBSCRIBED = "Quý vị hiện không đăng ký nhận tin. Nhận tin: gõ DANGKY."
ERASE_QUESTION = (
    "Xóa toàn bộ dữ liệu của Quý vị ở kênh này?\n"
    "Điểm đã chấm chỉ còn trong số liệu chung, không gắn với Quý vị. Việc xóa không thể hoàn lại."
)
ERASED = "Đã xóa toàn bộ dữ liệu của Quý vị. Cảm ơn Quý vị đã sử dụng. Nhận tin lại: gõ DANGKY."
NOTHING_STORED = "Cổng không lưu dữ liệu nào của Quý vị ở kênh này."
KEPT = "Đã giữ lại. Không có gì thay đổi."
STALE = "Nút này không còn dùng được. Xin gõ TROGIUP để xem hướng dẫn."
NOT_YOURS = "Quý vị chỉ chấm điểm được bài đã nhận tại đây."
STAFF_ONLY = "Nút này dành cho cán bộ."
NO_NEWS = "Chưa có tin nào."
REPEATED = "(Gửi lại: tin này có thể đã đến Quý vị trước đó.)"
BUSY = "Hệ thống đang bận, xin thử lại sau ít phút."
RATED_TOAST = "Đã ghi {mark}/5. Cảm ơn Quý vị. Muốn đổi, xin chấm lại."
UNCHANGED_TOAST = "Quý vị đã chấm {mark}/5 từ trước. Muốn đổi, xin chấm điểm khác."
UNRATED_TOAST = "Đã rút lại điểm."
NO_MARK_TOAST = "Quý vị chưa chấm điểm bài này."
RATE_BY_DIGIT = "Trả lời bằng số 1–5 để chấm điểm (1 là rất kém, 5 là rất tốt)."
CHOOSE_BY_NUMBER = "Trả lời bằng số để chọn:"
RATE_QUESTION = "Bài này có hữu ích không? 1 là rất kém, 5 là rất tốt."
RATE_ON_PAGE = "Chấm điểm trên trang: "
RELEASED = "Đã cho gửi {count} tin đang giữ của nguồn «{source}»."
DISMISSED = "Đã bỏ qua {count} tin đang giữ của nguồn «{source}»."
NOTHING_HELD = "Nguồn «{source}» không còn tin nào đang giữ."
WOKEN = "Đã gửi ngay tới mọi người, kể cả trong giờ yên tĩnh."
RELEASE, DISMISS, WAKE = "Cho gửi", "Bỏ qua", "Gửi ngay cho mọi người"


def own_mark(mark: int) -> str:
    """The citizen's own mark, in words a screen reader can say."""
    return f"Quý vị đã chấm: {mark}/5 {'★' * mark}{'☆' * (5 - mark)}"


def average(tally: Tally) -> str:
    mean = f"{tally.mean or 0:.1f}".replace(".", ",")
    return f"Trung bình {mean}/5 qua {tally.count} lượt"


def latest(stories: list[tuple[Story, str]], *, first: int) -> str:
    """`stories` with the day each is shown with, numbered from `first`."""
    return "Tin mới nhất\n\n" + "\n\n".join(
        f"{number}. {story.article.version.title}\n{day}\n{story.article.link}"
        for number, (story, day) in enumerate(stories, start=first)
    )


def help_text(portal: Portal) -> str:
    lines = (
        "Hướng dẫn (gõ không dấu cũng được)",
        "DANGKY – nhận tin",
        "CHUYENMUC – chọn chuyên mục",
        "MOINHAT – xem tin mới nhất",
        "HUY – dừng nhận tin",
        "XOA – xóa toàn bộ dữ liệu",
        "TROGIUP – xem hướng dẫn này",
        "Chạm 1 đến 5 dưới mỗi tin để chấm điểm.",
        "",
        "Kênh này không hỏi OTP, căn cước, tài khoản ngân hàng, không yêu cầu cài ứng dụng hay chuyển tiền. "
        f"Đường dẫn chỉ thuộc {', '.join(portal.hosts)}.",
        _join("Gặp cán bộ: ", portal.hotline),
    )
    return "\n".join(line for line in lines if line is not None)


def only_words(portal: Portal) -> str:
    phone = f", hoặc gọi {portal.hotline} để gặp cán bộ" if portal.hotline else ""
    return (
        "Cổng chỉ đọc được tin nhắn bằng chữ, chưa xem được hình, nhãn dán, giọng nói hay tệp. "
        f"Xin gõ TROGIUP để xem hướng dẫn{phone}."
    )


def not_understood(portal: Portal) -> str:
    phone = f", hoặc gọi {portal.hotline} để gặp cán bộ" if portal.hotline else ""
    return f"Cổng chưa hiểu yêu cầu. Gõ TROGIUP để xem hướng dẫn{phone}."


def _join(label: str, value: str) -> str | None:
    return f"{label}{value}" if value else None
