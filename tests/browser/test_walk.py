"""Somebody who has never seen it, with the help text alone: subscribes, boats only, rates, complains, erases."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import begin, message, publish, say, subscribe, take
from tests.browser.conftest import Picture

pytestmark = pytest.mark.browser

HELP = "Hướng dẫn (gõ không dấu cũng được)"
TOPICS = "Chuyên mục nhận tin"
CANCELLED, BACK, POWER = "không chạy vì sóng lớn", "hoạt động trở lại từ ngày", "Tạm ngừng cấp điện toàn đảo"
QUESTION = "Xóa toàn bộ dữ liệu của Quý vị ở kênh này?"


def by_help(page: Page, words: str) -> str:
    """The word that the help text teaches for this."""
    line = next(line for line in message(page, HELP).inner_text().split("\n") if words in line)
    return re.split(r"[ ,–]", line)[0]


def by_number(page: Page, words: str, choice: str) -> None:
    """Type the number that stands before a choice of the newest list that says this."""
    told = message(page, words)
    expect(told).to_contain_text(choice)
    line = next(line for line in told.inner_text().split("\n") if re.match(rf"\d+\. .*{choice}", line))
    say(page, line.partition(".")[0])


def boats_come_and_power_does_not(page: Page) -> None:
    publish(page, POWER)
    publish(page, "Tàu khách Cửa Việt – Cồn Cỏ hoạt động trở lại")
    expect(message(page, BACK)).to_be_visible()
    expect(page.locator("#chat")).not_to_contain_text(POWER)


def complain(page: Page) -> None:
    say(page, by_help(page, "– góp ý"))
    expect(message(page, "Xin viết góp ý")).to_be_visible()
    say(page, "Cầu cảng tối quá, gọi tôi 0912345678")
    expect(message(page, "Đã nhận góp ý")).to_contain_text("[số điện thoại đã che]")


def test_on_telegram(page: Page, picture: Picture) -> None:
    chat = page.locator("#chat")
    subscribe(page)  # two taps
    chat.get_by_role("button", name="Trợ giúp").click()
    expect(message(page, HELP)).to_be_visible()
    say(page, by_help(page, "chỉ nhận tin tàu chẳng hạn"))
    chat.get_by_role("button", name="Tắt hết để chọn lại").click()
    chat.get_by_role("button", name="Không nhận: Tàu ra đảo").click()
    expect(chat.get_by_role("button", name="Đang nhận")).to_have_count(1)
    picture(page, "17-boats-only")

    publish(page, "Tàu Cửa Việt – Cồn Cỏ ngày mai")
    chat.get_by_role("button", name="4 ⭐").click()  # the third tap of who configures nothing
    expect(message(page, CANCELLED)).to_contain_text("Quý vị đã chấm: 4/5")
    boats_come_and_power_does_not(page)
    complain(page)
    say(page, by_help(page, "– xóa toàn bộ dữ liệu"))
    chat.get_by_role("button", name="Xóa dữ liệu", exact=True).click()
    expect(chat).to_contain_text("Đã xóa toàn bộ dữ liệu")
    take(page, "Trực ban")
    expect(message(page, "Người góp ý đã xóa dữ liệu")).to_be_visible()
    expect(chat).not_to_contain_text("Cầu cảng tối quá")


@pytest.mark.parametrize("name", ["Cô Thu", "Bác Sáu"])
def test_on_zalo_by_typing_alone(page: Page, picture: Picture, name: str) -> None:
    chat = page.locator("#chat")
    take(page, name)
    if name == "Bác Sáu":  # who follows an Official Account follows it first
        page.locator("#quick").get_by_role("button", name="Quan tâm").click()
    begin(page)
    by_number(page, "Kính chào Quý vị", "Đồng ý")
    by_number(page, "Đã đăng ký", "Trợ giúp")
    expect(message(page, HELP)).to_be_visible()
    say(page, by_help(page, "chỉ nhận tin tàu chẳng hạn"))
    by_number(page, TOPICS, "Tắt hết để chọn lại")
    by_number(page, "Bật hết", "Không nhận: Tàu ra đảo")
    expect(message(page, TOPICS)).to_contain_text("✓ Đang nhận: Tàu ra đảo")
    for button in message(page, TOPICS).locator(".keys button").all():  # whole words on each, none on a bot's
        assert button.evaluate("one => one.scrollWidth <= one.clientWidth")
    picture(page, f"18-boats-only-{'oa' if name == 'Bác Sáu' else 'bot'}")

    publish(page, "Tàu Cửa Việt – Cồn Cỏ ngày mai")
    expect(message(page, CANCELLED)).to_be_visible()
    say(page, "4")
    expect(message(page, "Đã ghi 4/5")).to_be_visible()
    boats_come_and_power_does_not(page)
    complain(page)
    say(page, by_help(page, "– xóa toàn bộ dữ liệu"))
    by_number(page, QUESTION, "Xóa dữ liệu")
    expect(chat).to_contain_text("Đã xóa toàn bộ dữ liệu")
    say(page, "DULIEU")
    expect(message(page, "Cổng không lưu dữ liệu nào")).to_be_visible()
