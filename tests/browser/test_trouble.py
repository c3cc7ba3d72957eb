"""Trouble: what went wrong for a while is made good, and staff hear of a portal that is closed."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import go_wrong, later, message, publish, subscribe, take

pytestmark = pytest.mark.browser


def test_a_flooded_messenger_and_a_closed_portal_lose_nothing(page: Page) -> None:
    subscribe(page)
    go_wrong(page, "Telegram quá tải 10 s")
    publish(page, "Tàu Cửa Việt")
    expect(message(page, "không chạy vì sóng lớn")).to_be_visible()

    go_wrong(page, "Cổng bảo trì")
    closed = page.frame_locator("#portal").get_by_role("heading", name="đang bảo trì")
    expect(closed).to_be_visible()  # named: the open portal's sixteen headings would fail the wait at once
    publish(page, "Tạm ngừng cấp điện")
    take(page, "Trực ban")
    later(page, "Một giờ sau")
    expect(page.locator("#chat")).to_contain_text("không đọc được")
    go_wrong(page, "Cổng mở lại")
    later(page, "Một giờ sau")
    take(page, "Chị Lan")
    expect(message(page, "Tạm ngừng cấp điện")).to_be_visible()
