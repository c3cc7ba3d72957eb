"""A rating page's link: nobody makes one up, and a changed letter opens nothing."""

import string
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tickets import LIFE, Ticket, decode, encode, page_base
from storage.keys import Keys
from storage.records import ArticleId, CitizenId

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
KEYS = Keys(b"a secret of the tests, long enough")
TICKET = Ticket(CitizenId(7), ArticleId(123456), NOW + LIFE)


def test_a_ticket_comes_back_as_it_was_until_its_end() -> None:
    token = encode(TICKET, KEYS)
    assert decode(token, KEYS, now=NOW) == TICKET
    assert decode(token, KEYS, now=NOW + LIFE - timedelta(seconds=1)) == TICKET
    assert decode(token, KEYS, now=NOW + LIFE) is None


def test_another_letter_anywhere_opens_nothing() -> None:
    token = encode(TICKET, KEYS)
    letters = string.ascii_letters + string.digits + "-_=+/. é"
    for at in range(len(token)):
        for letter in letters:
            if letter != token[at]:
                assert decode(token[:at] + letter + token[at + 1 :], KEYS, now=NOW) is None


@given(st.text() | st.text(string.ascii_letters + string.digits + "-_", min_size=48, max_size=48))
def test_no_text_of_strangers_is_a_ticket(text: str) -> None:
    assert decode(text, KEYS, now=NOW) is None


def test_another_office_has_other_tickets() -> None:
    assert decode(encode(TICKET, KEYS), Keys(b"another secret of the tests, long too"), now=NOW) is None


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("https://loa.conco.quangtri.gov.vn", "https://loa.conco.quangtri.gov.vn/r/"),
        ("https://conco.quangtri.gov.vn/loa/", "https://conco.quangtri.gov.vn/loa/r/"),
        ("https://conco.quangtri.gov.vn.example.com", None),
        ("https://xconco.quangtri.gov.vn", None),
        ("https://bit.ly/x", None),
        ("", None),
    ],
)
def test_pages_are_linked_under_the_portals_own_domain_alone(url: str, base: str | None) -> None:
    assert page_base(url, ["conco.quangtri.gov.vn"]) == base
