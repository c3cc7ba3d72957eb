"""A forum: Loa speaks and is heard under the topic where the group's leader said so."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.acts import begin, message, publish, say, take
from tests.browser.conftest import Picture

pytestmark = pytest.mark.browser


def test_a_forum_is_told_and_answered_in_one_topic_alone(page: Page, picture: Picture) -> None:
    chat, topics = page.locator("#chat"), page.locator("#topics")
    take(page, "Ngư dân")
    boats = topics.get_by_role("button", name="Tàu và biển")
    market = topics.get_by_role("button", name="Mua bán")
    expect(boats).to_have_attribute("aria-pressed", "true")
    open_(market)
    expect(chat).to_contain_text("Nhóm có chủ đề")
    open_(boats)
    begin(page)
    chat.get_by_role("button", name="Đồng ý", exact=True).click()
    expect(chat).to_contain_text("Đã đăng ký")
    open_(market)
    expect(chat.locator("article")).to_have_count(0)

    publish(page, "Tàu Cửa Việt")
    expect(boats.get_by_label("có tin mới")).to_be_visible()
    expect(chat.locator("article")).to_have_count(0)
    open_(boats)
    expect(message(page, "không chạy vì sóng lớn")).to_be_visible()
    chat.get_by_role("button", name="5 ⭐").click()
    expect(page.locator("#office-sum")).to_contain_text("1 lượt chấm")
    say(page, "/moinhat@loa_conco_bot")
    expect(message(page, "Tin mới nhất")).to_be_visible()
    picture(page, "14-forum")

    open_(market)
    begin(page)
    expect(chat).to_contain_text("đã đăng ký và đang nhận")
    publish(page, "Tạm ngừng cấp điện")
    expect(message(page, "cấp điện").get_by_role("button", name="5 ⭐")).to_be_visible()


def open_(topic: Locator) -> None:
    """Open a topic, and wait until it is the one that words go to."""
    topic.click()
    expect(topic).to_have_attribute("aria-pressed", "true")
