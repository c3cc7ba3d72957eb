"""Night on the island: a storm that nobody on duty answered wakes people, a meeting report waits for the morning."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import later, publish, subscribe, take, write
from tests.browser.conftest import Picture

pytestmark = pytest.mark.browser


def test_a_storm_wakes_people_and_a_meeting_report_does_not(page: Page, picture: Picture) -> None:
    chat = page.locator("#chat")
    subscribe(page)
    later(page, "Đến 2 giờ đêm")
    expect(page.locator("#clock")).to_have_text("02:00")
    write(
        page,
        "Hội nghị sơ kết công tác thi đua quý IV",
        "Sáng 24/11, UBND đặc khu tổ chức hội nghị sơ kết phong trào thi đua.",
    )
    publish(page, "CÔNG ĐIỆN KHẨN")
    take(page, "Nhóm trực ban")
    expect(chat).to_contain_text("Đề xuất tin khẩn trong giờ yên tĩnh")
    take(page, "Chị Lan")
    expect(chat).not_to_contain_text("TIN KHẨN")

    later(page, "Một giờ sau")
    expect(chat).to_contain_text("TIN KHẨN")
    expect(chat).not_to_contain_text("Hội nghị sơ kết")
    picture(page, "6-night")
    later(page, "Đến 7 giờ sáng")
    expect(chat).to_contain_text("Bản tin tổng hợp")
    expect(chat).to_contain_text("Hội nghị sơ kết")
    picture(page, "7-morning")
