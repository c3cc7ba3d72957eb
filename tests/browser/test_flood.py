"""A portal imports its archive again: nobody hears of it until those on duty say so."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import go_wrong, message, subscribe, take
from tests.browser.conftest import Picture

pytestmark = pytest.mark.browser

OLD = "Kết quả kiểm kê đất đai năm trước"
POUR = "Cổng đăng lại 12 văn bản cũ"
HELD = "vừa có 12 tin mới cùng lúc"


def pour(page: Page) -> None:
    """The portal pours out; those on duty are asked, and the island is silent."""
    subscribe(page)
    go_wrong(page, POUR)
    take(page, "Trực ban")
    expect(message(page, HELD)).to_be_visible()


def test_those_on_duty_let_a_flood_go(page: Page, picture: Picture) -> None:
    chat = page.locator("#chat")
    pour(page)
    picture(page, "14-flood")
    take(page, "Chị Lan")
    expect(chat).not_to_contain_text(OLD)
    take(page, "Trực ban")
    chat.get_by_role("button", name="Cho gửi", exact=True).click()
    expect(chat).to_contain_text("Đã cho gửi 12 tin đang giữ")
    take(page, "Chị Lan")
    expect(message(page, OLD)).to_be_visible()


def test_those_on_duty_keep_a_flood_from_people(page: Page) -> None:
    chat = page.locator("#chat")
    pour(page)
    chat.get_by_role("button", name="Bỏ qua", exact=True).click()
    expect(chat).to_contain_text("Đã bỏ qua 12 tin đang giữ")
    take(page, "Chị Lan")
    page.get_by_role("textbox", name="Tin nhắn").fill("tìm kiểm kê đất")
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(message(page, OLD)).to_contain_text("Tin có «kiem ke dat»")
