"""The chooser of phones: seven chips and three menus in two lines on a desk, and all in reach on a small phone."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.acts import message, publish, subscribe, take
from tests.browser.conftest import Picture

pytestmark = pytest.mark.browser

MOST = 2 * 34 + 2  # pixels: two lines of 34
EVERYBODY = ("Chị Lan", "Anh Hải", "Cô Thu", "Bác Sáu", "Khu dân cư số 1", "Ngư dân", "Trực ban")


def height(page: Page) -> float:
    """How high the chooser stands."""
    box = page.locator(".people").bounding_box()
    assert box
    return box["height"]


def test_on_a_desk_seven_chips_take_two_lines_also_with_news_waiting_on_all(page: Page) -> None:
    for name in EVERYBODY[:2]:
        take(page, name)
        subscribe(page)
    publish(page, "Tàu Cửa Việt – Cồn Cỏ ngày mai")
    expect(message(page, "không chạy vì sóng lớn")).to_be_visible()
    expect(page.locator("#chips .dot")).to_have_count(1)
    for name in EVERYBODY:
        expect(page.locator("#chips").get_by_role("button", name=name)).to_be_in_viewport()
    assert height(page) <= MOST


def test_on_a_small_phone_everybody_and_every_menu_can_be_reached(
    browser: Browser, address: str, picture: Picture
) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 640}, locale="vi-VN")
    page.goto(address)
    for name in (*EVERYBODY, EVERYBODY[0]):
        take(page, name)
        expect(page.locator("#chips").get_by_role("button", name=name)).to_be_in_viewport(ratio=0.9)
    for menu in ("Thêm máy", "Đồng hồ", "Thử sự cố"):
        page.get_by_label(menu, exact=True).click()
        shown = page.locator(".menu[open] .sheet button:visible")
        for one in (shown.first, shown.last):
            box = one.bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 360
        page.keyboard.press("Escape")
    subscribe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert height(page) <= MOST
    picture(page, "15-small")
    page.close()
