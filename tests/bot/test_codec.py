"""Codes come back from strangers: what we wrote decodes to itself, everything else to nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import messages as m
from bot.codec import decode, encode
from storage.records import AnnouncementId, ArticleId

numbers = st.integers(min_value=0, max_value=10**17)
names = st.from_regex(r"[a-z0-9_]{1,32}", fullmatch=True)
sources = st.from_regex(r"[A-Za-z0-9_-]{1,40}", fullmatch=True)
actions = st.one_of(
    st.sampled_from(
        [m.Agree(), m.Decline(), m.ShowTopics(), m.Stop(), m.Erase(), m.Keep(), m.Help(), m.Latest()]
    ),
    st.builds(m.Follow, names, st.booleans()),
    st.builds(m.Latest, st.integers(0, 10**6)),
    st.builds(m.Rate, numbers.map(ArticleId), st.integers(1, 5)),
    st.builds(m.Unrate, numbers.map(ArticleId)),
    st.builds(m.Release, sources),
    st.builds(m.Dismiss, sources),
    st.builds(m.Wake, numbers.map(AnnouncementId)),
)


@given(actions)
def test_every_action_survives_the_round_trip_within_64_bytes(action: m.Action) -> None:
    code = encode(action)

    assert decode(code) == action
    assert 1 <= len(code.encode("ascii")) <= 64


@given(st.text(max_size=80))
def test_foreign_codes_never_mean_more_than_they_say(code: str) -> None:
    action = decode(code)

    assert action is None or encode(action) == code


@pytest.mark.parametrize(
    "code", ["r:1:0", "r:1:6", "r:-1:3", "r:01:3", "r:1:3 ", "r:١:3", "f:tau:2", "", "R:1:3"]
)
def test_near_misses_mean_nothing(code: str) -> None:
    assert decode(code) is None
