"""Night on the island: a storm that nobody on duty answered wakes people, a meeting report waits for the morning."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import ONE_LOOK, begin, later, publish, say, subscribe, take, write
from tests.browser.conftest import Picture

pytestmark = pytest.mark.browser


def test_a_storm_wakes_people_and_a_meeting_report_does_not(page: Page, picture: Picture) -> None:
    chat = page.locator("#chat")
    subscribe(page)
    take(page, "Cô Thu")
    begin(page)
    say(page, "1")
    expect(chat).to_contain_text("Đã đăng ký")
    take(page, "Chị Lan")
    later(page, "Đến 2 giờ đêm")
    publish(page, "CÔNG ĐIỆN KHẨN")  # no press is lost while the clock jumps
    expect(page.locator("#clock")).to_contain_text("02:0")
    write(
        page,
        "Hội nghị sơ kết công tác thi đua quý IV",
        "Sáng 24/11, UBND đặc khu tổ chức hội nghị sơ kết phong trào thi đua.",
    )
    page.wait_for_timeout(ONE_LOOK)  # what is seen after seven waits for the next day's digest
    take(page, "Trực ban")
    expect(chat).to_contain_text("Đề xuất tin khẩn trong giờ yên tĩnh")
    take(page, "Chị Lan")
    expect(chat).not_to_contain_text("TIN KHẨN")

    later(page, "Một giờ sau")
    expect(chat).to_contain_text("TIN KHẨN")
    expect(chat).not_to_contain_text("Hội nghị sơ kết")
    picture(page, "6-night")
    take(page, "Cô Thu")
    expect(chat).to_contain_text("TIN KHẨN")
    expect(chat).not_to_contain_text("Hội nghị sơ kết")
    take(page, "Chị Lan")
    later(page, "Đến 7 giờ sáng")
    expect(chat).to_contain_text("Bản tin tổng hợp")
    expect(chat).to_contain_text("Hội nghị sơ kết")
    picture(page, "7-morning")
