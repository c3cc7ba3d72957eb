"""Night on the island: a storm order arrives, a meeting report waits for the morning's digest."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Picture

pytestmark = pytest.mark.browser


def test_a_storm_wakes_people_and_a_meeting_report_does_not(page: Page, picture: Picture) -> None:
    chat = page.locator("#chat")
    page.get_by_role("button", name="Bắt đầu", exact=True).click()
    chat.get_by_role("button", name="Đồng ý", exact=True).click()
    expect(chat).to_contain_text("Đã đăng ký")

    page.get_by_label("Đồng hồ").click()
    page.get_by_role("button", name="Đến 2 giờ đêm").click()
    expect(page.locator("#clock")).to_have_text("02:00")
    page.get_by_text("Tự viết một tin").click()
    page.get_by_label("Tiêu đề").fill("Hội nghị sơ kết công tác thi đua quý IV")
    page.get_by_label("Nội dung").fill("Sáng 24/11, UBND đặc khu tổ chức hội nghị sơ kết phong trào thi đua.")
    page.get_by_role("button", name="Đăng lên Cổng").click()
    page.get_by_role("button", name="Đăng: CÔNG ĐIỆN KHẨN").click()

    expect(chat).to_contain_text("TIN KHẨN")
    expect(chat).not_to_contain_text("Hội nghị sơ kết")
    picture(page, "6-night")
    page.get_by_label("Đồng hồ").click()
    page.get_by_role("button", name="Đến 7 giờ sáng").click()
    expect(chat).to_contain_text("Bản tin tổng hợp")
    expect(chat).to_contain_text("Hội nghị sơ kết")
    picture(page, "7-morning")
