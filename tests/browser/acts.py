"""What somebody does on the page, by the names that everybody sees."""

from playwright.sync_api import Error, Locator, Page

ONE_LOOK = 4_000  # milliseconds in which the portal was surely looked at once


def take(page: Page, name: str) -> None:
    """Take another phone into the hand, or open a group."""
    page.locator("#chips").get_by_role("button", name=name).click()
    page.locator(f'#chips [aria-pressed="true"]:has-text("{name}")').wait_for()


def begin(page: Page) -> None:
    """Say hello with the one button of an empty chat."""
    page.locator("#quick").get_by_role("button", name="Bắt đầu", exact=True).click()


def subscribe(page: Page) -> None:
    """Say hello and agree, on Telegram."""
    begin(page)
    page.locator("#chat").get_by_role("button", name="Đồng ý", exact=True).click()
    page.locator("#chat").get_by_text("Đã đăng ký").wait_for()


def say(page: Page, text: str) -> None:
    """Type and send."""
    page.get_by_role("textbox", name="Tin nhắn").fill(text)
    page.get_by_role("button", name="Gửi", exact=True).click()


def message(page: Page, words: str) -> Locator:
    """The newest message on the screen that says this."""
    return page.locator("#chat article", has_text=words).last


def answer(page: Page, words: str, text: str) -> None:
    """Answer the newest message that says this."""
    told = message(page, words)
    told.hover()
    told.get_by_role("button", name="Trả lời tin này").click()
    say(page, text)


def publish(page: Page, title: str) -> None:
    page.get_by_role("button", name=f"Đăng: {title}").click()


def write(page: Page, title: str, text: str) -> None:
    """Publish one's own words."""
    page.get_by_text("Tự viết một tin").click()
    page.get_by_label("Tiêu đề").fill(title)
    page.get_by_label("Nội dung").fill(text)
    page.get_by_role("button", name="Đăng lên Cổng").click()


def later(page: Page, jump: str) -> None:
    """Move the island's clock."""
    page.get_by_label("Đồng hồ").click()
    page.get_by_role("button", name=jump).click()


def hours_pass(page: Page, words: str) -> None:
    """Move the clock an hour at a time until a message says this, at most a working day."""
    for _ in range(8):
        try:
            message(page, words).wait_for(timeout=ONE_LOOK)
        except Error:
            later(page, "Một giờ sau")
        else:
            return


def go_wrong(page: Page, trouble: str) -> None:
    page.get_by_label("Thử sự cố").click()
    page.get_by_role("button", name=trouble).click()
