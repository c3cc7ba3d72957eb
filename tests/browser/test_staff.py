"""Those on duty: one tap wakes the island, and an answer reaches whoever wrote."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import answer, later, message, publish, subscribe, take, write
from tests.browser.conftest import Picture

pytestmark = pytest.mark.browser

GALE = "Khẩn trương phòng tránh gió mạnh, sóng lớn trên biển"
STAFF = "Trực ban"


def test_one_tap_at_night_wakes_everybody(page: Page, picture: Picture) -> None:
    chat = page.locator("#chat")
    subscribe(page)
    later(page, "Đến 2 giờ đêm")
    write(page, GALE, "Đề nghị tàu thuyền không ra khơi trong sáng mai, vào âu tàu trước 5 giờ 00.")

    take(page, STAFF)
    expect(chat).to_contain_text("Đề xuất tin khẩn trong giờ yên tĩnh")
    picture(page, "11-staff")
    chat.get_by_role("button", name="Gửi ngay cho mọi người").click()
    expect(chat).to_contain_text("Đã gửi ngay tới mọi người")
    take(page, "Chị Lan")
    expect(message(page, "TIN KHẨN")).to_contain_text(GALE)
    expect(page.locator("#clock")).to_contain_text("02:")


def test_a_reply_to_a_push_reaches_those_on_duty_and_theirs_comes_back(page: Page, picture: Picture) -> None:
    chat = page.locator("#chat")
    subscribe(page)
    publish(page, "Tạm ngừng cấp điện")
    answer(page, "Tạm ngừng cấp điện toàn đảo", "Khu 2 có bị cắt không ạ? Số của tôi 0912345678")
    expect(chat).to_contain_text("Đã nhận góp ý")

    take(page, STAFF)
    expect(chat).to_contain_text("Khu 2 có bị cắt không ạ?")
    expect(chat).not_to_contain_text("0912345678")
    answer(page, "Khu 2 có bị cắt không ạ?", "Khu 2 vẫn có điện. Điện lực đặc khu, 25/11.")
    expect(chat).to_contain_text("Câu trả lời được chuyển tới người góp ý")
    picture(page, "12-answered")
    take(page, "Chị Lan")
    expect(message(page, "Khu 2 vẫn có điện")).to_contain_text("Khu 2 có bị cắt không ạ?")
