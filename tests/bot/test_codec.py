"""Codes come back from strangers: what we wrote decodes to itself, everything else to nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import actions as a
from bot.codec import decode, encode
from storage.records import AnnouncementId, ArticleId

numbers = st.integers(min_value=0, max_value=10**17)
names = st.from_regex(r"[a-z0-9_]{1,32}", fullmatch=True)
sources = st.from_regex(r"[A-Za-z0-9_-]{1,40}", fullmatch=True)
words = st.from_regex(r"[a-z0-9]{1,10}( [a-z0-9]{1,10}){0,3}", fullmatch=True)
parts = st.from_regex(r"[a-z0-9*-]{1,12}( [a-z0-9*-]{1,12})?", fullmatch=True)
actions = st.one_of(
    st.sampled_from(
        [
            a.Decline(),
            a.Stop(),
            a.Erase(),
            a.Keep(),
            a.Help(),
            a.Latest(),
            a.Sections(),
            a.Write(),
            a.Unwrite(),
        ]
    ),
    st.builds(a.Agree, st.from_regex(r"[0-9A-Za-z.-]{1,20}", fullmatch=True), st.sampled_from(["vi", "en"])),
    st.builds(a.Show, st.sampled_from(a.View)),
    st.builds(a.Follow, names | st.just(a.EVERY_TOPIC), st.booleans()),
    st.builds(a.Tune, parts),
    st.builds(a.Pause, st.integers(0, 999)),
    st.builds(a.DropWord, words),
    st.builds(a.Speak, st.sampled_from(["vi", "en"])),
    st.builds(a.Latest, st.integers(0, 10**6), st.one_of(st.just(""), names)),
    st.builds(a.Latest, st.none(), names),
    st.builds(a.Search, words, st.one_of(st.none(), st.integers(0, 10**6))),
    st.builds(a.Rate, numbers.map(ArticleId), st.integers(1, 5)),
    st.builds(a.Unrate, numbers.map(ArticleId)),
    st.builds(a.Because, numbers.map(ArticleId), st.one_of(st.none(), st.sampled_from(a.Why))),
    st.builds(a.Write, numbers.map(ArticleId)),
    st.builds(a.Release, sources),
    st.builds(a.Dismiss, sources),
    st.builds(a.Wake, numbers.map(AnnouncementId)),
)


@given(actions)
def test_every_action_survives_the_round_trip_within_64_bytes(action: a.Action) -> None:
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
