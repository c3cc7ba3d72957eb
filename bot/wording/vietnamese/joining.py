"""Greeting, consent, help, and what is said where nothing else fits."""

from collections.abc import Sequence

from bot.wording.lines import lines, listed, slot
from feeds.portals import Portal, Topic
from storage.records import Messenger

_NAMES = {Messenger.TELEGRAM: "Telegram", Messenger.ZALO_BOT: "Zalo", Messenger.ZALO_OA: "Zalo"}
_ABROAD = (
    "Telegram đặt máy chủ ở nước ngoài: mã tài khoản và nội dung trò chuyện được chuyển ra khỏi Việt Nam. "
    "Nếu không muốn, Quý vị vẫn đọc tin tại Cổng."
)


class Joining:
    """From the first word to the first news."""

    AGREE, DECLINE = "Đồng ý", "Không đồng ý"
    SETTINGS, LATEST, HELP, STOP = "Cài đặt", "Tin mới nhất", "Trợ giúp", "Dừng nhận tin"
    NEED_CONSENT = "Quý vị chưa đăng ký. Xin gõ DANGKY để xem thông tin và đồng ý trước."
    NEED_CONSENT_AGAIN = "Nội dung đồng ý đã thay đổi. Xin đọc và đồng ý lại trước khi thay đổi cài đặt."
    ADMINS_ONLY = "Chỉ quản trị viên của nhóm hoặc kênh này đổi được cài đặt."
    NO_GROUPS = (
        "Nhóm này chưa đăng ký nhận tin. Zalo không cho kênh này biết ai quản trị nhóm, nên chỉ người được "
        "Cổng ghi tên mới đăng ký cho nhóm được. Xin nhắn riêng cho kênh này để nhận tin cho mình."
    )
    STALE = "Nút này không còn dùng được. Xin gõ TROGIUP để xem hướng dẫn."
    CHOOSE_BY_NUMBER = "Trả lời bằng số để chọn:"
    THANKED = "Cảm ơn Quý vị. Khi cần, xin gõ TROGIUP."
    BUSY = "Hệ thống đang bận, xin thử lại sau ít phút."
    SLOWER = "Quý vị gửi quá nhanh. Xin chờ một phút rồi thử lại."

    def welcome(
        self, portal: Portal, messenger: Messenger, *, kept_when_blocked_days: int, again: bool = False
    ) -> str:
        """Who runs this, what is stored, and the question; `again` for who agreed to an earlier text."""
        name = _NAMES[messenger]
        heard = ", cùng lần cuối Quý vị nhắn cho kênh này" if messenger is Messenger.ZALO_OA else ""
        abroad = f" {_ABROAD}" if messenger is Messenger.TELEGRAM else ""
        owner = f", do {portal.organisation} quản lý" if portal.organisation else ""
        return lines(
            (
                "Kính chào Quý vị!",
                "Nội dung đồng ý dưới đây đã thay đổi so với lần Quý vị đăng ký. Tin vẫn được gửi như cũ; "
                "xin đọc lại và cho biết Quý vị có đồng ý không."
                if again
                else None,
                f"Đây là kênh nhận tin tự động của {portal.name}{owner}. Phần mềm trả lời, không phải cán bộ.",
                "",
                "Nếu đồng ý, Quý vị sẽ nhận thông báo mới của Cổng và được chọn chuyên mục, giờ nhận.",
                "",
                f"Để gửi tin, chúng tôi lưu: mã tài khoản {name} của Quý vị (đã mã hóa), những gì Quý vị chọn và "
                f"thời điểm đồng ý{heard}. "
                "Góp ý được lưu khi Quý vị gửi, sau khi che số giấy tờ, số điện thoại, thư điện tử, số tài khoản. "
                "Không dùng để quảng cáo, không cung cấp cho bên khác, trừ khi pháp luật yêu cầu.",
                f"Tin được chuyển qua {name}.{abroad}",
                "Chúng tôi không hỏi số điện thoại, căn cước, mã OTP, tài khoản ngân hàng hay đơn vị công tác.",
                "Dữ liệu được lưu đến khi Quý vị xóa (gõ XOA, xóa ngay); nếu Quý vị chặn kênh này, dữ liệu tự xóa sau "
                f"{kept_when_blocked_days} ngày. Cán bộ chỉ xem số liệu chung và góp ý, không biết ai đã gửi.",
                "Người dưới 16 tuổi cần cha, mẹ hoặc người giám hộ đồng ý.",
                f"Không đồng ý, Quý vị vẫn đọc tin tại {portal.url}",
                slot("Chi tiết: ", portal.privacy_url),
                slot("Liên hệ: ", portal.contact),
            )
        )

    def subscribed(self, topics: Sequence[Topic]) -> str:
        return (
            f"Đã đăng ký. {self.names('Quý vị đang nhận', topics)}\nTin khẩn luôn được gửi.\n\n"
            "Đổi chuyên mục, giờ nhận: gõ CAIDAT. Dừng nhận tin: gõ HUY. Hướng dẫn: gõ TROGIUP."
        )

    def already(self, topics: Sequence[Topic]) -> str:
        return (
            f"{self.names('Quý vị đã đăng ký và đang nhận', topics)}\n\n"
            "Đổi chuyên mục, giờ nhận: gõ CAIDAT. Dừng nhận tin: gõ HUY."
        )

    def topic(self, topic: Topic) -> str:
        """A topic by its name in this language."""
        return topic.name

    def names(self, label: str, topics: Sequence[Topic]) -> str:
        """Topics under a label, one a line: their names have commas of their own."""
        return listed(label, map(self.topic, topics), none="chưa có chuyên mục nào")

    def declined(self, portal: Portal) -> str:
        return f"Cổng không lưu dữ liệu nào của Quý vị. Khi cần, xin gõ DANGKY hoặc xem {portal.url}"

    def full(self, portal: Portal) -> str:
        phone = f" Gặp cán bộ: {portal.hotline}." if portal.hotline else ""
        return (
            "Xin lỗi Quý vị, kênh Zalo này đã đủ số người nhận mà gói dịch vụ cho phép, nên chưa đăng ký thêm được. "
            f"Cổng không lưu dữ liệu nào của Quý vị. Xin đọc thông báo tại {portal.url}{'.' if phone else ''}{phone}"
        )

    def help_text(self, portal: Portal) -> str:
        """Everything that can be said, and what nobody will ever ask here."""
        return lines(
            (
                "Hướng dẫn (gõ không dấu cũng được)",
                "DANGKY – nhận tin",
                "MOINHAT – xem tin mới nhất",
                "TAU – tin tàu mới nhất",
                "TIM và từ cần tìm – tìm tin, ví dụ: TIM cap nuoc",
                "CAIDAT – chọn chuyên mục, giờ nhận, giờ yên tĩnh, tạm dừng",
                "CHUYENMUC – chỉ nhận tin tàu chẳng hạn: chọn «Tắt hết để chọn lại», rồi bật chuyên mục cần nhận",
                "THEODOI, BOQUA và một từ – luôn nhận, không nhận tin có từ đó; ví dụ: THEODOI tau",
                "TAMDUNG – tạm dừng, ví dụ: TAMDUNG den 30/12",
                "GOPY – góp ý; trả lời một tin để góp ý về tin đó",
                "NGONNGU – Tiếng Việt, English",
                "HUY – dừng nhận tin",
                "DULIEU – xem dữ liệu được lưu về Quý vị",
                "XOA – xóa toàn bộ dữ liệu",
                "Chạm hoặc gõ số 1 đến 5 dưới mỗi tin để chấm điểm: 1 là rất không hài lòng, 5 là rất hài lòng.",
                "",
                "Kênh này không hỏi OTP, căn cước, tài khoản ngân hàng, không yêu cầu cài ứng dụng hay chuyển tiền. "
                f"Đường dẫn chỉ thuộc {', '.join(portal.hosts)}.",
                slot("Gặp cán bộ: ", portal.hotline),
            )
        )

    def not_understood(self, portal: Portal) -> str:
        phone = f", hoặc gọi {portal.hotline} để gặp cán bộ" if portal.hotline else ""
        return (
            "Cổng chưa hiểu yêu cầu. Quý vị có thể gõ:\n"
            "MOINHAT – tin mới\nTAU – tin tàu\nTIM và từ cần tìm\nCAIDAT – cài đặt\nGOPY – góp ý\n"
            "HUY – dừng nhận tin\nXOA – xóa dữ liệu\n"
            f"Gõ TROGIUP để xem hướng dẫn{phone}."
        )

    def only_words(self, portal: Portal) -> str:
        phone = f", hoặc gọi {portal.hotline} để gặp cán bộ" if portal.hotline else ""
        return (
            "Cổng chỉ đọc được tin nhắn bằng chữ, chưa xem được hình, nhãn dán, giọng nói hay tệp. "
            f"Xin gõ TROGIUP để xem hướng dẫn{phone}."
        )

    def did_you_mean(self, names: Sequence[str]) -> str:
        return f"Cổng chưa làm gì. Có phải Quý vị muốn gõ {' hoặc '.join(names)}?"
