"""A neighbourhood's group: its leader decides, everybody rates once and alone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import begin, message, publish, take
from tests.browser.conftest import Picture

pytestmark = pytest.mark.browser


def test_the_leader_subscribes_the_group_and_each_member_counts_once(page: Page, picture: Picture) -> None:
    chat, members = page.locator("#chat"), page.locator("#members")
    take(page, "Khu dân cư số 1")
    begin(page)
    agree = chat.get_by_role("button", name="Đồng ý", exact=True)
    members.get_by_role("button", name="Chị Lan").click()
    agree.click()
    expect(page.locator("#toast")).to_contain_text("quản trị")
    members.get_by_role("button", name="Bác Năm").click()
    agree.click()
    expect(chat).to_contain_text("Đã đăng ký")

    publish(page, "Tàu Cửa Việt")
    expect(message(page, "không chạy vì sóng lớn")).to_be_visible()
    for name, mark, votes in (("Bác Năm", 5, 1), ("Chị Lan", 4, 2), ("Chị Lan", 2, 2)):
        members.get_by_role("button", name=name).click()
        chat.get_by_role("button", name=f"{mark} ⭐").click()
        expect(page.locator("#office-sum")).to_contain_text(f"{votes} lượt chấm")
    expect(page.locator("#office")).to_contain_text("3,5")
    chat.get_by_role("button", name="Rút lại điểm").click()
    expect(page.locator("#office-sum")).to_contain_text("1 lượt chấm")
    picture(page, "13-village")
