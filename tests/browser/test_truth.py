"""What was told is kept true: an edit and a withdrawal are seen where the first message stands."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import hours_pass, message, publish, subscribe
from tests.browser.conftest import Picture

pytestmark = pytest.mark.browser

POWER = "Tạm ngừng cấp điện toàn đảo"
FIRST_WORDS = "Trung tâm Y tế và trạm phát sóng dùng máy phát dự phòng"


def test_an_hour_put_off_a_withdrawal_and_a_return_are_seen_on_the_phone(
    page: Page, picture: Picture
) -> None:
    chat = page.locator("#chat")
    subscribe(page)
    publish(page, POWER)
    expect(message(page, "từ 08 giờ 00 đến 11 giờ 30")).to_be_visible()

    page.get_by_role("button", name=f"Lùi 1 giờ: {POWER}").click()
    expect(message(page, "Cập nhật lúc")).to_contain_text("từ 09 giờ 00 đến 12 giờ 30")
    expect(chat).not_to_contain_text("từ 08 giờ 00 đến 11 giờ 30")
    picture(page, "9-update")

    page.get_by_role("button", name=f"Gỡ bài: {POWER}").click()
    expect(page.get_by_text("Đã gỡ")).to_be_visible()
    hours_pass(page, "Tin đã thu hồi")
    expect(message(page, "Tin đã thu hồi")).to_be_visible()
    expect(chat).not_to_contain_text(FIRST_WORDS)
    picture(page, "10-withdrawn")

    page.get_by_role("button", name=f"Đăng lại: {POWER}").click()
    hours_pass(page, FIRST_WORDS)
    expect(chat).to_contain_text(FIRST_WORDS)
