"""A typed number means a line of the list, and the answer names what was chosen by it."""

from datetime import timedelta

from bot.actions import Follow
from bot.codec import encode
from bot.listener.numbering import meant
from storage.records import Menu
from tests.bot.conftest import NOW
from tests.bot.conversation.dialogues import said


def test_a_toggle_is_named_without_how_it_stood_before() -> None:
    on, off = Follow("tau", True), Follow("dien", False)
    choices = ((encode(on), "Không nhận: Tàu ra đảo"), (encode(off), "✓ On: Power"))
    menu = Menu(choices, NOW, NOW + timedelta(minutes=30))

    assert meant(said("1"), menu, awaited=False, now=NOW) == (on, "1. Tàu ra đảo")
    assert meant(said("2"), menu, awaited=False, now=NOW) == (off, "2. Power")
