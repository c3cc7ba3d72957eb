"""A newcomer: from the open page to the first rating that the office sees, in at most four taps."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Picture

pytestmark = pytest.mark.browser


def test_a_boat_notice_travels_to_the_phone_and_four_stars_travel_back(page: Page, picture: Picture) -> None:
    page.get_by_role("button", name="Bắt đầu", exact=True).click()
    expect(page.locator("#chat")).to_contain_text("mã tài khoản Telegram của Quý vị")
    picture(page, "1-welcome")
    page.locator("#chat").get_by_role("button", name="Đồng ý", exact=True).click()
    expect(page.locator("#chat")).to_contain_text("Đã đăng ký")

    page.get_by_role("button", name="Đăng: Tàu Cửa Việt").click()
    stars = page.locator("#chat").get_by_role("button", name="4 ⭐")
    expect(stars).to_be_visible()
    picture(page, "2-push")
    stars.click()

    expect(page.locator("#chat")).to_contain_text("Quý vị đã chấm: 4/5")
    expect(page.locator("#office-sum")).to_contain_text("1")
    expect(page.locator("#toast")).to_be_hidden()
    expect(page.locator("#banner")).to_be_hidden()
    picture(page, "3-rated")


def test_a_double_tap_is_one_and_a_quick_second_button_is_heard(page: Page) -> None:
    chat = page.locator("#chat")
    page.get_by_role("button", name="Bắt đầu", exact=True).click()
    chat.get_by_role("button", name="Đồng ý", exact=True).dblclick()
    chat.get_by_role("button", name="Cài đặt", exact=True).click()
    chat.get_by_role("button", name="Chọn chuyên mục").click()
    chat.get_by_role("button", name="Đang nhận: Du lịch").click()
    chat.get_by_role("button", name="Đang nhận: Y tế").click()
    expect(chat.get_by_role("button", name="Không nhận")).to_have_count(2)


def test_the_page_fits_a_phone(page: Page, picture: Picture) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_role("button", name="Bắt đầu", exact=True).click()
    expect(page.locator("#chat")).to_contain_text("Kính chào Quý vị")

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    picture(page, "4-narrow")
    for section in ("Cổng", "Văn phòng"):
        page.get_by_role("button", name=section).first.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        picture(page, f"5-narrow-{'portal' if section == 'Cổng' else 'office'}")
