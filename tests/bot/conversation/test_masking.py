"""Personal data in a remark is hidden before anything is stored; dates, money and document numbers are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.masking import mask
from bot.wording.masks import ACCOUNT, EMAIL, IDENTITY, NUMBER, TELEPHONE


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Gọi 0912345678 nhé", f"Gọi {TELEPHONE} nhé"),
        ("Gọi 0912 345 678", f"Gọi {TELEPHONE}"),
        ("+84 912.345.678", TELEPHONE),
        ("(0233) 3 000 114", TELEPHONE),
        ("CCCD 045123456789", f"CCCD {IDENTITY}"),
        ("CMND 197 123 456", f"CMND {IDENTITY}"),
        ("cccd:079 1234 56789", f"cccd:{IDENTITY}"),
        ("Thư: lan.nguyen+1@gmail.com.", f"Thư: {EMAIL}."),
        ("lan @ gmail . com", EMAIL),
        ("STK 123456", f"STK {ACCOUNT}"),
        ("số tài khoản Vietcombank 0071001234567", f"số tài khoản Vietcombank {ACCOUNT}"),
        ("mã 12345678901234567", f"mã {NUMBER}"),
        ("０９１２３４５６７８", TELEPHONE),
        ("Ngày 25/11/2026 lúc 7 giờ 30", "Ngày 25/11/2026 lúc 7 giờ 30"),
        ("Ngày 25.11.2026", "Ngày 25.11.2026"),
        ("hết 1.500.000.000 đồng", "hết 1.500.000.000 đồng"),
        ("Công điện 12/CĐ-UBND, bão số 3", "Công điện 12/CĐ-UBND, bão số 3"),
        ("Thôn 3, nhà 12, tàu 90 chỗ", "Thôn 3, nhà 12, tàu 90 chỗ"),
    ],
)
def test_what_is_hidden_and_what_is_not(text: str, masked: str) -> None:
    assert mask(text) == masked


@given(
    st.text("abc ạđ.,", max_size=12),
    st.from_regex(r"0[35789]\d{2}[ .-]?\d{3}[ .-]?\d{3}", fullmatch=True),
    st.text("abc ạđ!?", max_size=12),
)
def test_no_mobile_number_survives_wherever_it_stands(before: str, number: str, after: str) -> None:
    masked = mask(f"{before} {number} {after}")

    assert not any(letter.isdigit() for letter in masked)
    assert mask(masked) == masked
