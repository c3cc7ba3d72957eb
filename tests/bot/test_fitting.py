"""A message without buttons: addresses bare, choices numbered, marks as digits, never too long."""

from hypothesis import given
from hypothesis import strategies as st

from bot.actions import Agree, Decline, Rate, Unrate
from bot.channels.fitting import spelled, utf16, whole
from bot.codec import decode
from bot.messages import Choice, Link, Message
from bot.wording import vi
from storage.records import ArticleId

URL = "https://conco.quangtri.gov.vn/tau-nghi-7.html"
STARS = tuple(Choice(f"{n} ⭐", Rate(ArticleId(7), n)) for n in range(1, 6))


def test_choices_become_numbered_lines_and_their_codes_stand_in_that_order() -> None:
    message = Message(
        "Nhận tin?", rows=((Choice("Đồng ý", Agree("1", "vi")), Choice("Không đồng ý", Decline())),)
    )

    done = spelled(message, 2000)

    assert done.text == f"Nhận tin?\n\n{vi.CHOOSE_BY_NUMBER}\n1. Đồng ý\n2. Không đồng ý"
    assert [decode(code) for code in done.codes] == [Agree("1", "vi"), Decline()]


def test_a_digit_is_a_mark_and_what_else_can_be_chosen_comes_after_five() -> None:
    message = Message(
        "Tàu nghỉ", rows=(STARS, (Choice("Rút lại điểm", Unrate(ArticleId(7))),), (Link("Xem", URL),))
    )

    done = spelled(message, 2000)

    assert done.text.split("\n\n") == [
        "Tàu nghỉ",
        f"Xem: {URL}",
        vi.RATE_BY_DIGIT.format(code="TB7"),
        f"{vi.CHOOSE_BY_NUMBER}\n6. Rút lại điểm",
    ]
    assert [decode(code) for code in done.codes] == [
        *(Rate(ArticleId(7), n) for n in range(1, 6)),
        Unrate(ArticleId(7)),
    ]


def test_a_long_text_loses_whole_sentences_and_keeps_its_link() -> None:
    text = " ".join(f"Câu thứ {n} nói về tàu." for n in range(1, 200))

    done = spelled(Message(text, rows=(STARS, (Link("Xem", URL),))), 2000)

    told, link, rating = done.text.split("\n\n")
    assert utf16(done.text) <= 2000
    assert told.endswith("nói về tàu. …")
    assert (link, rating) == (f"Xem: {URL}", vi.RATE_BY_DIGIT.format(code="TB7"))


@given(st.text(max_size=400), st.integers(10, 200))
def test_whatever_is_cut_fits(text: str, limit: int) -> None:
    cut = whole(text, limit)
    assert utf16(cut) <= limit
    assert cut == text or cut.endswith("…")


@given(st.text(max_size=3000), st.booleans())
def test_whatever_is_said_fits_and_keeps_its_link(text: str, rated: bool) -> None:
    message = Message(text, rows=((*(STARS if rated else ()), Link("Xem", URL)),))
    done = spelled(message, 2000)
    assert utf16(done.text) <= 2000
    assert URL in done.text
