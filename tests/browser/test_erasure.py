"""Who erases themselves is in no file any more: not in the database, nor its log, nor a copy made before."""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import answer, message, publish, say, subscribe

pytestmark = pytest.mark.browser

WORDS = "Loa ngoài bến không nghe rõ"


def holding(folder: Path, what: str) -> set[str]:
    """The files in which these words stand as they are."""
    files = (one for one in folder.rglob("*") if one.is_file())
    return {one.name for one in files if what.encode() in one.read_bytes()}


def test_an_erasure_leaves_the_chat_in_no_file_and_the_words_in_no_file_of_ours(
    page: Page, address: str, tmp_path: Path
) -> None:
    chat = page.locator("#chat")
    subscribe(page)
    publish(page, "Tàu Cửa Việt – Cồn Cỏ ngày mai")
    chat.get_by_role("button", name="2 ⭐").click()
    message(page, "Quý vị đã chấm: 2/5").wait_for()
    answer(page, "Quý vị đã chấm: 2/5", WORDS)
    expect(message(page, "Đã nhận góp ý")).to_contain_text(WORDS)
    number = page.request.get(f"{address}sandbox/state").json()["phone"].partition(":")[2]
    assert len(number) >= 8
    [database] = tmp_path.rglob("loa.db")
    copied = tmp_path / "copy.db"
    command = [sys.executable, "-m", "bot", "backup", str(copied)]
    environ = {"LOA_DATABASE_URL": f"sqlite+aiosqlite:///{database}", "PATH": ""}
    subprocess.run(command, check=True, env=environ, cwd=tmp_path, timeout=60)
    assert holding(tmp_path, WORDS) >= {"copy.db"}

    say(page, "XOA")
    chat.get_by_role("button", name="Xóa dữ liệu", exact=True).click()
    expect(chat).to_contain_text("Đã xóa toàn bộ dữ liệu")

    assert holding(tmp_path, number) == set()
    page.wait_for_timeout(1_000)  # the chat of staff is redrawn meanwhile
    assert holding(tmp_path, WORDS) == {"copy.db"}
