"""A message's text in pieces: nothing lost, nothing becomes markup, no dangerous link."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.page.segments import segments

FOREIGN_ENTITIES = st.lists(
    st.fixed_dictionaries(
        {
            "type": st.sampled_from(["bold", "italic", "text_link", "spoiler", "url"]),
            "offset": st.integers(-3, 40),
            "length": st.integers(-3, 40),
        },
        optional={
            "url": st.sampled_from(["https://conco.example/a", "javascript:alert(1)", "data:text/html,x"])
        },
    ),
    max_size=5,
)


def bold(offset: int, length: int) -> dict[str, Any]:
    return {"type": "bold", "offset": offset, "length": length}


def test_offsets_count_utf16_units_so_an_emoji_counts_twice() -> None:
    assert segments("⛴️🌊 Lịch tàu", [bold(5, 8)]) == [
        {"text": "⛴️🌊 "},
        {"text": "Lịch tàu", "styles": ["bold"]},
    ]


def test_markup_in_foreign_text_stays_text() -> None:
    assert segments("<script>alert(1)</script>", []) == [{"text": "<script>alert(1)</script>"}]


def test_a_bare_address_becomes_a_link_without_the_full_stop_behind_it() -> None:
    assert segments("Xem https://conco.example/a?b=1. Cảm ơn", []) == [
        {"text": "Xem "},
        {"text": "https://conco.example/a?b=1", "href": "https://conco.example/a?b=1"},
        {"text": ". Cảm ơn"},
    ]


def test_a_link_inside_bold_keeps_both() -> None:
    link = {"type": "text_link", "offset": 0, "length": 3, "url": "https://conco.example/"}
    assert segments("bài mới", [bold(0, 7), link]) == [
        {"text": "bài", "styles": ["bold"], "href": "https://conco.example/"},
        {"text": " mới", "styles": ["bold"]},
    ]


@given(st.text(max_size=40), FOREIGN_ENTITIES)
def test_pieces_join_to_the_text_and_links_lead_only_to_the_web(
    text: str, entities: list[dict[str, Any]]
) -> None:
    pieces = segments(text, entities)
    assert "".join(piece["text"] for piece in pieces) == text
    assert all(piece["text"] for piece in pieces)
    assert all(piece.get("href", "https://").startswith(("http://", "https://")) for piece in pieces)
