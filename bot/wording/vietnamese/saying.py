"""Marks, remarks and what becomes of them."""

from typing import ClassVar

from bot.actions import Why
from bot.wording.lines import lines, slot
from feeds.portals import Portal
from storage.records import Tally


class Saying:
    """What citizens say to the office."""

    REPEATED = "(Gửi lại: tin này có thể đã đến Quý vị trước đó.)"
    RATE_BY_DIGIT = (
        "Trả lời bằng số 1–5 để chấm điểm (1 là rất không hài lòng, 5 là rất hài lòng). Mã tin: {code}."
    )
    STOP_BY_WORD = "Dừng nhận tin: gõ HUY."
    RATED_BY_WORD = "Đã ghi {mark}/5 cho bài «{title}». Cảm ơn Quý vị. Muốn đổi, xin gõ số khác."
    UNCHANGED_BY_WORD = "Quý vị đã chấm {mark}/5 cho bài «{title}» từ trước. Muốn đổi, xin gõ số khác."
    NOTHING_TO_RATE = (
        "Không có tin nào nhận trong 7 ngày qua để chấm điểm bằng số. "
        "Muốn chấm tin cũ hơn, xin gõ mã tin trước, ví dụ: TB123 5."
    )
    CHOSEN_BY_NUMBER = "Quý vị đã chọn «{choice}»."
    RATE_ON_PAGE = "Chấm điểm trên trang: "
    WITHDRAW_MARK = "Rút lại điểm"
    NOT_YOURS = "Quý vị chỉ chấm điểm được bài đã nhận tại đây."
    NOT_RATED = "Tin khẩn, đính chính và tin buồn không chấm điểm."
    TAKEN_DOWN = "Bài này đã được gỡ khỏi Cổng, nên không chấm điểm nữa."
    RATED_TOAST = "Đã ghi {mark}/5. Cảm ơn Quý vị. Muốn đổi, xin chấm lại."
    UNCHANGED_TOAST = "Quý vị đã chấm {mark}/5 từ trước. Muốn đổi, xin chấm điểm khác."
    UNRATED_TOAST = "Đã rút lại điểm."
    NO_MARK_TOAST = "Quý vị chưa chấm điểm bài này."
    HOW_TO_RATE = (
        "Xin chạm hoặc gõ 1 đến 5 ngay dưới tin đã nhận: 1 là rất không hài lòng, 5 là rất hài lòng. "
        "Tin khẩn, đính chính và tin buồn không chấm điểm."
    )
    WHY = "Xin cho biết điều chưa tốt của bài này (không bắt buộc):"
    WHYS: ClassVar[dict[Why, str]] = {
        Why.HARD: "Khó hiểu",
        Why.SHORT: "Thiếu thông tin",
        Why.LATE: "Đăng chậm",
        Why.WRONG: "Chưa đúng",
    }
    OWN_WORDS, SKIP = "Ý khác", "Bỏ qua"
    WHY_THANKS = "Đã ghi: {why}. Cảm ơn Quý vị."
    SKIPPED = "Đã bỏ qua. Cảm ơn Quý vị đã chấm điểm."
    BY_REPLY = "Trong nhóm, xin viết bằng cách trả lời tin này."
    CANCEL = "Thôi, không góp ý"
    CANCELLED = "Đã bỏ. Không có góp ý nào được gửi."
    NO_ANSWER_HERE = "Quý vị chỉ góp ý được sau khi đăng ký. Xin gõ DANGKY."
    TOO_LONG = "Góp ý dài quá {most} ký tự. Xin viết ngắn hơn."
    ENOUGH = "Quý vị đã gửi nhiều góp ý trong một giờ qua. Xin chờ rồi gửi tiếp."
    WORDS_ONLY = "Cổng chỉ đọc được chữ. Xin viết góp ý bằng chữ."

    def why(self, name: str) -> str:
        """A reason as it is kept beside a mark, in words."""
        return self.WHYS[Why(name)]

    def own_mark(self, mark: int) -> str:
        """The citizen's own mark, in words a screen reader can say."""
        return f"Quý vị đã chấm: {mark}/5 {'★' * mark}{'☆' * (5 - mark)}"

    def average(self, tally: Tally) -> str:
        mean = f"{tally.mean or 0:.1f}".replace(".", ",")
        return f"Trung bình {mean}/5 qua {tally.count} lượt"

    def prompt(self, portal: Portal, title: str, most: int) -> str:
        """Asks for a remark, on an article where `title` is given."""
        return lines(
            (
                f"Xin viết góp ý về bài «{title}» (tối đa {most} ký tự)."
                if title
                else f"Xin viết góp ý (tối đa {most} ký tự).",
                "Xin không ghi họ tên, số điện thoại hay thông tin của người khác; nếu có, các số này được che "
                "trước khi lưu. Khiếu nại, tố cáo, hồ sơ xin gửi trực tiếp cơ quan có thẩm quyền.",
                slot("Việc gấp xin gọi: ", portal.hotline),
            )
        )

    def remark_thanks(self, text: str, title: str, *, masked: bool) -> str:
        """Confirms a remark by repeating it as staff will read it."""
        about = f" về bài «{title}»" if title else ""
        return lines(
            (
                f"Đã nhận góp ý{about}:",
                f"«{text}»",
                "Thông tin cá nhân trong góp ý đã được che." if masked else None,
                "Cán bộ Cổng đọc trong giờ làm việc, không biết ai đã gửi; khi có trả lời, Quý vị nhận tại đây.",
            )
        )

    def answered(self, portal: Portal, remark: str, answer: str) -> str:
        """What staff answer, under the remark it answers."""
        return f"{portal.short} trả lời góp ý của Quý vị\n«{remark}»\n\n{answer}"
