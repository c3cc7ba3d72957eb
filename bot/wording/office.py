"""The sentences that the chats of staff read."""

from collections.abc import Sequence
from datetime import datetime

from bot.actions import Dismiss, Release, Wake
from bot.messages import Choice, Message
from bot.timing import LOCAL
from bot.wording.troubles import in_vietnamese
from storage.records import AnnouncementId, Comment, SourceHealth, Story

STAFF_ONLY = "Nút này dành cho cán bộ."
STAFF_CHAT = (
    "Cuộc trò chuyện này dành cho cán bộ, nhận tin đang giữ, đề xuất tin khẩn và góp ý của người dân; "
    "muốn nhận tin như người dân, xin nhắn từ một cuộc trò chuyện khác."
)
RELEASED = "Đã cho gửi {count} tin đang giữ của nguồn «{source}»."
DISMISSED = "Đã bỏ qua {count} tin đang giữ của nguồn «{source}»."
NOTHING_HELD = "Nguồn «{source}» không còn tin nào đang giữ."
WOKEN = "Đã gửi ngay tới mọi người, kể cả trong giờ yên tĩnh."
RELEASE, DISMISS, WAKE = "Cho gửi", "Bỏ qua", "Gửi ngay cho mọi người"
_NAMES = {"telegram": "Telegram", "zalo_bot": "Bot Zalo", "zalo_oa": "Zalo OA"}
ONLY_WORDS = (
    "Chưa gửi: Loa chỉ chuyển được chữ, không chuyển ảnh, giọng nói hay tệp. Xin viết câu trả lời bằng chữ."
)
REMARK_ERASED = (
    "Người góp ý đã xóa dữ liệu của mình ở kênh này, nên nội dung góp ý được gỡ khỏi đây và không còn được lưu. "
    "Không thể trả lời góp ý này."
)
ASKED_TO_DELETE = (
    "Một người góp ý đã xóa dữ liệu của mình ở kênh này. Ở đây Loa không gỡ được tin đã gửi: xin cán bộ xóa tin góp ý "
    "gửi tới đây lúc {at} khỏi cuộc trò chuyện này. Không thể trả lời góp ý đó."
)
ANSWERED = "Câu trả lời được chuyển tới người góp ý, kèm lời góp ý. Cổng không cho biết người đó là ai."


def held(source: str, count: int) -> str:
    return (
        f"Nguồn «{source}» vừa có {count} tin mới cùng lúc, nhiều khác thường, nên Loa giữ lại và chưa gửi cho ai.\n"
        "Xin xem trên Cổng rồi chọn: cho gửi, hay bỏ qua (chỉ lưu, không gửi)."
    )


def proposed(story: Story, until: datetime) -> str:
    """`until`: when it goes to those who sleep, if nobody answers."""
    reasons = "; ".join(story.article.gist.reasons) or "không rõ"
    return (
        f"Đề xuất tin khẩn trong giờ yên tĩnh: {story.article.version.title}\n{story.article.link}\nLý do: {reasons}.\n"
        "Chạm nút dưới đây để gửi ngay cho mọi người; không chạm thì người đang trong giờ yên tĩnh nhận tin "
        f"lúc {_clock(until)}."
    )


def held_urgent(story: Story, until: datetime | None) -> str:
    """`until`: when it goes by itself, if nobody answers; None where it never does."""
    unanswered = f"tin tự gửi lúc {_clock(until)}" if until else "tin không được gửi"
    reasons = "; ".join(story.article.gist.reasons) or "không rõ"
    return (
        f"Trong số tin bị giữ lại có một tin khẩn còn hiệu lực: {story.article.version.title}\n{story.article.link}\n"
        f"Lý do: {reasons}.\n"
        f"Chạm nút dưới đây để gửi ngay cho mọi người; không chạm thì {unanswered}."
    )


def outage(sources: Sequence[SourceHealth]) -> str:
    """The first tells why and since when; the others are down with it."""
    first, names = sources[0], ", ".join(f"«{one.source}»" for one in sources)
    since = f" từ {_clock(first.good_at)}" if first.good_at else ""
    return f"Nguồn {names} không đọc được{since}: {in_vietnamese(first.reason)}. Loa vẫn thử lại đều đặn."


def recovered(source: str) -> str:
    return f"Nguồn «{source}» đã đọc lại được bình thường."


def many_gone(messenger: str, count: int) -> str:
    return (
        f"{_NAMES.get(messenger, messenger)} vừa trả lời rằng {count} cuộc trò chuyện không còn nhận tin, "
        "nhiều khác thường. Loa cho là nền tảng đang trục trặc: không gạch tên ai, "
        "tin chưa tới được gửi lại sau 10 phút."
    )


def many_back(messenger: str) -> str:
    return f"{_NAMES.get(messenger, messenger)} đã nhận tin lại bình thường."


def messages_used(used: int, limit: int) -> str:
    if used >= limit:
        return (
            f"Bot Zalo đã dùng hết {limit} tin của tháng. Tin chưa gửi được tính là «không tới được»; "
            "người dân vẫn đọc trên Cổng. Đầu tháng sau Loa gửi lại bình thường."
        )
    return (
        f"Bot Zalo đã dùng {used}/{limit} tin của tháng. Từ giờ tin thường được gộp vào bản tin ngày; "
        "phần còn lại dành cho tin khẩn và trả lời người dân."
    )


def messages_withheld(used: int, limit: int) -> str:
    return (
        f"Zalo báo Bot đã hết hạn mức tin, dù Loa mới đếm {used}/{limit} tin của tháng (bot có thể còn được dùng ở "
        "nơi khác, hoặc gói cước nhỏ hơn). Từ giờ tin thường được gộp vào bản tin ngày; mỗi giờ Loa gửi thử một tin, "
        "tin khẩn trước. Tin quá hạn được tính là «không tới được»; người dân vẫn đọc trên Cổng. "
        "Xin xem gói cước của bot và sửa per_month trong mục [zalo_bot] của loa.toml cho đúng."
    )


def money_withheld(spent: int, limit: int) -> str:
    return (
        f"Zalo báo OA đã hết hạn mức tin trả phí, dù Loa mới tính {spent} đ trong mức {limit} đ của tháng. "
        "Đến hết tháng, người không nhắn trong 48 giờ được tính là «không tới được», và nhận tin khi họ nhắn lại; "
        "riêng tin khẩn Loa vẫn gửi thử. Xin xem gói cước tại oa.zalo.me."
    )


def account_used_up() -> str:
    return (
        "Zalo báo OA đã hết hạn mức gửi tin (-211). Tin chưa gửi được chờ đó, mỗi giờ Loa gửi lại, tin khẩn trước; "
        "tin quá hạn được tính là «không tới được». Xin xem gói cước tại oa.zalo.me."
    )


def money_spent(spent: int, limit: int) -> str:
    return (
        f"Zalo OA đã dùng {spent} đ trong mức {limit} đ của tháng cho tin gửi người không nhắn trong 48 giờ. "
        "Khi hết mức, Loa chỉ gửi tin không mất phí."
    )


def broadcast_sent(title: str, quiet: int, used: int, limit: int) -> str:
    return (
        f"Đã gửi broadcast trên Zalo OA: «{title}».{_quiet(quiet)} "
        f"Lượt {used}/{limit} của tháng. Zalo thường duyệt khoảng 30 phút rồi mới chuyển tới người quan tâm."
    )


def broadcast_refused(title: str, quiet: int, reason: str) -> str:
    return (
        f"Zalo không nhận broadcast «{title}»: {reason}.{_quiet(quiet)} "
        "Xin báo bằng loa phát thanh, điện thoại, hoặc gửi tay tại oa.zalo.me."
    )


def broadcast_unknown(title: str, used: int, limit: int) -> str:
    return (
        f"Không rõ Zalo đã nhận broadcast «{title}» hay chưa: câu trả lời không tới. Loa không gửi lại, "
        f"để không ai nhận hai lần; lượt này vẫn tính ({used}/{limit}). Xin xem mục Broadcast tại oa.zalo.me: "
        "nếu chưa có, gửi tay bài viết Loa đã tạo sẵn ở đó."
    )


def broadcast_waits(title: str, reason: str, until: datetime) -> str:
    why = reason or "Zalo xin chờ, hoặc OA còn thiếu điều kiện (loa doctor cho biết)"
    return f"Broadcast «{title}» chưa gửi được: {why}. Loa thử lại lúc {_clock(until)}."


def broadcasts_withheld(title: str, quiet: int, used: int, limit: int) -> str:
    return (
        f"Không gửi được broadcast «{title}»: Zalo báo đã hết lượt, dù Loa mới đếm {used}/{limit} lượt của tháng."
        f"{_quiet(quiet)} Xin báo bằng loa phát thanh, điện thoại và xem gói cước tại oa.zalo.me; "
        "mỗi giờ Loa thử lại khi tin còn hiệu lực."
    )


def broadcasts_spent(title: str, quiet: int, limit: int) -> str:
    return (
        f"Không gửi được broadcast «{title}»: {limit} lượt của tháng đã hết hoặc phải để dành cho tin khẩn."
        f"{_quiet(quiet)} Xin báo bằng loa phát thanh, điện thoại."
    )


def _quiet(quiet: int) -> str:
    return f" {quiet} người đã lâu không nhắn cho OA nên không nhận được tin riêng." if quiet else ""


def remark(comment: Comment) -> str:
    """A citizen's remark, masked and without the citizen."""
    about = f"về bài «{comment.title}»" if comment.title else "chung"
    return (
        f"Góp ý {about}, lúc {_clock(comment.at)}:\n«{comment.text}»\n\n"
        "Trả lời (reply) chính tin này để gửi câu trả lời tới người góp ý; xin ghi rõ đơn vị và ngày."
    )


def asked_to_delete(told_at: datetime) -> str:
    """Where a notice cannot be redrawn; it names none of the remark's words."""
    return ASKED_TO_DELETE.format(at=_clock(told_at))


def notice(text: str, about: str) -> Message:
    """Words with the buttons that belong to what they are about: «hold:<source>» or «wake:<announcement>»."""
    what, _, which = about.partition(":")
    if what == "hold":
        return Message(text, rows=((Choice(RELEASE, Release(which)), Choice(DISMISS, Dismiss(which))),))
    if what == "wake":
        return Message(text, rows=((Choice(WAKE, Wake(AnnouncementId(int(which)))),),))
    return Message(text)


def _clock(moment: datetime) -> str:
    return moment.astimezone(LOCAL).strftime("%H:%M ngày %d/%m/%Y")
