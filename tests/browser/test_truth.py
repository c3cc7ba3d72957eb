"""What was told is kept true: an edit and a withdrawal are seen where the first message stands."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import go_wrong, hours_pass, message, publish, subscribe, take
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


def test_a_change_a_withdrawal_and_an_end_reach_who_got_the_original_and_nobody_else(page: Page) -> None:
    chat = page.locator("#chat")
    subscribe(page)
    publish(page, POWER)
    expect(message(page, "từ 08 giờ 00 đến 11 giờ 30")).to_be_visible()
    take(page, "Anh Hải")
    subscribe(page)  # after the notice, before its change

    page.get_by_role("button", name=f"Lùi 1 giờ: {POWER}").click()
    take(page, "Chị Lan")
    expect(message(page, "Cập nhật lúc")).to_contain_text("từ 09 giờ 00 đến 12 giờ 30")
    page.get_by_role("button", name=f"Gỡ bài: {POWER}").click()
    hours_pass(page, "Tin đã thu hồi")
    expect(message(page, "Tin đã thu hồi")).to_be_visible()

    take(page, "Anh Hải")
    go_wrong(page, "Chặn bot")
    take(page, "Chị Lan")
    publish(page, "CÔNG ĐIỆN KHẨN")
    expect(message(page, "Nghiêm cấm mọi tàu thuyền ra khơi")).to_contain_text("TIN KHẨN")
    publish(page, "Tin cuối cùng về bão")
    expect(chat).to_contain_text("Hết tin khẩn")

    take(page, "Anh Hải")
    go_wrong(page, "✅ Bỏ chặn")
    publish(page, "Tàu khách Cửa Việt – Cồn Cỏ hoạt động trở lại")
    expect(message(page, "hoạt động trở lại từ ngày")).to_be_visible()
    for words in (POWER, "TIN KHẨN", "Hết tin khẩn", "Tin cuối cùng về bão"):
        expect(chat).not_to_contain_text(words)
