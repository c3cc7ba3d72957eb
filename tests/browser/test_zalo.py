"""A citizen on Zalo: everything is typed, and counts beside what is tapped on Telegram."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import begin, go_wrong, later, message, publish, say, subscribe, take
from tests.browser.conftest import Picture

pytestmark = pytest.mark.browser


def test_a_citizen_subscribes_rates_changes_the_mark_and_leaves_by_typing(
    page: Page, picture: Picture
) -> None:
    chat = page.locator("#chat")
    subscribe(page)
    take(page, "Cô Thu")
    begin(page)
    expect(chat).to_contain_text("1. Đồng ý")
    say(page, "1")
    expect(chat).to_contain_text("Đã đăng ký")

    publish(page, "Tàu Cửa Việt")
    expect(chat).to_contain_text("không chạy vì sóng lớn")
    page.locator("#quick").get_by_role("button", name="5 sao").click()
    expect(chat).to_contain_text("Đã ghi 5/5")
    expect(page.locator("#office-sum")).to_contain_text("1 lượt chấm")
    picture(page, "8-zalo")
    take(page, "Chị Lan")
    chat.get_by_role("button", name="4 ⭐").click()
    expect(page.locator("#office-sum")).to_contain_text("2 lượt chấm")
    expect(page.locator("#office")).to_contain_text("4,5")

    take(page, "Cô Thu")
    say(page, "3")
    expect(chat).to_contain_text("Đã ghi 3/5")
    expect(page.locator("#office")).to_contain_text("3,5")
    expect(page.locator("#office-sum")).to_contain_text("2 lượt chấm")

    say(page, "HUY")
    expect(chat).to_contain_text("Đã hủy đăng ký")
    say(page, "XOA")
    expect(chat).to_contain_text("1. Xóa dữ liệu")
    say(page, "1")
    expect(chat).to_contain_text("Đã xóa toàn bộ dữ liệu")
    expect(page.locator("#office-sum")).to_contain_text("2 lượt chấm")


def test_what_a_bot_out_of_messages_could_not_send_arrives_later_and_is_rated_on_its_page(page: Page) -> None:
    chat = page.locator("#chat")
    subscribe(page)
    take(page, "Cô Thu")
    begin(page)
    say(page, "1")
    expect(chat).to_contain_text("Đã đăng ký")
    go_wrong(page, "Bot Zalo hết lượt gửi")
    publish(page, "Tàu Cửa Việt")
    take(page, "Chị Lan")
    expect(chat).to_contain_text("không chạy vì sóng lớn")
    take(page, "Cô Thu")
    expect(chat).not_to_contain_text("không chạy vì sóng lớn")

    later(page, "Một giờ sau")
    expect(chat).to_contain_text("không chạy vì sóng lớn")
    with page.context.expect_page() as opened:
        message(page, "không chạy vì sóng lớn").get_by_role("link", name="/r/").click()
    opened.value.get_by_role("button", name="2").click()
    expect(opened.value.get_by_role("status")).to_be_visible()
    expect(opened.value.get_by_role("button", pressed=True)).to_contain_text("2")
    expect(page.locator("#office-sum")).to_contain_text("1 lượt chấm")


def test_a_follower_of_the_official_account_rates_by_a_button_and_leaves(
    page: Page, picture: Picture
) -> None:
    chat = page.locator("#chat")
    take(page, "Bác Sáu")
    page.locator("#quick").get_by_role("button", name="Quan tâm").click()
    begin(page)
    chat.get_by_role("button", name="Đồng ý", exact=True).click()
    expect(chat).to_contain_text("Đã đăng ký")
    go_wrong(page, "Mã truy cập hết hạn")

    publish(page, "Tàu Cửa Việt")
    message(page, "không chạy vì sóng lớn").get_by_role("button", name="4 ⭐").click()
    expect(chat).to_contain_text("Đã ghi 4/5")
    expect(page.locator("#office-sum")).to_contain_text("1 lượt chấm")
    picture(page, "16-account")
    go_wrong(page, "Bỏ quan tâm")
    expect(page.locator("#presence")).to_contain_text("chưa quan tâm")
