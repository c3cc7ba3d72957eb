"""What the rating page says, in Vietnamese and in English."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """The sentences of one language."""

    language: str
    other: str
    other_name: str
    heading: str
    question: str
    marks: Mapping[int, str]
    yours: str
    take_back: str
    thanks: str
    taken_back: str
    read: str
    note: str
    closed: str
    not_yours: str
    too_often: str


VI = PageWords(
    language="vi",
    other="en",
    other_name="English",
    heading="Đánh giá bài viết",
    question="Quý vị có hài lòng với bài này không?",
    marks={1: "Rất không hài lòng", 2: "Không hài lòng", 3: "Bình thường", 4: "Hài lòng", 5: "Rất hài lòng"},
    yours="điểm của Quý vị",
    take_back="Rút lại điểm",
    thanks="Cảm ơn Quý vị. Đã ghi {mark}/5. Muốn đổi, xin chọn lại.",
    taken_back="Đã rút lại điểm.",
    read="Xem bài viết trên Cổng",
    note="Trang này không hỏi tên, số điện thoại hay mã OTP. Cán bộ chỉ xem số liệu chung.",
    closed="Đường dẫn này không còn dùng được. Xin chấm điểm bằng cách trả lời số 1 đến 5 trong khung trò chuyện.",
    not_yours="Bài này không nhận chấm điểm.",
    too_often="Quý vị đã bấm quá nhiều lần. Xin thử lại sau một phút.",
)
EN = PageWords(
    language="en",
    other="vi",
    other_name="Tiếng Việt",
    heading="Rate this notice",
    question="Are you satisfied with this notice?",
    marks={1: "Very dissatisfied", 2: "Dissatisfied", 3: "Fair", 4: "Satisfied", 5: "Very satisfied"},
    yours="your mark",
    take_back="Take my mark back",
    thanks="Thank you. {mark}/5 is noted. To change it, choose again.",
    taken_back="Your mark was taken back.",
    read="Read the notice on the portal",
    note="This page asks for no name, phone number or code. Staff see totals alone.",
    closed="This link cannot be used any more. Please rate by answering 1 to 5 in the chat.",
    not_yours="This notice cannot be rated.",
    too_often="Too many presses. Please try again in a minute.",
)


def page_words(language: str) -> PageWords:
    """English where it is asked for, else Vietnamese."""
    return EN if language == "en" else VI
