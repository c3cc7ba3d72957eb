"""The pace holds in any sliding second, whatever the order of chats and the jitter of the clock."""

from hypothesis import given
from hypothesis import strategies as st

from bot.pacing import GROUP_PER_MINUTE, Pacer


@given(
    st.lists(st.integers(0, 60), min_size=1, max_size=200),
    st.lists(st.floats(0, 0.05), min_size=1, max_size=20),
)
def test_never_more_than_the_limit_in_any_second_and_never_two_a_second_in_one_chat(
    chats: list[int], jitter: list[float]
) -> None:
    pacer, now, sent = Pacer(10), 100.0, []
    for turn, chat in enumerate(chats):
        while seconds := pacer.wait(str(chat), now):
            now += seconds
        pacer.sent(str(chat), now)
        sent.append((now, chat))
        now += jitter[turn % len(jitter)]

    for at, chat in sent:
        window = [one for one in sent if at <= one[0] < at + 1.0]
        assert len(window) <= 10
        assert sum(other == chat for _, other in window) == 1


def test_a_whole_stop_stops_everybody_and_a_chat_stop_only_that_chat() -> None:
    pacer = Pacer(30)
    pacer.stop(5, 10.0, chat="1")

    assert pacer.wait("1", 10.0) == 5
    assert pacer.wait("2", 10.0) == 0

    pacer.stop(3, 10.0)
    assert pacer.wait("2", 10.0) == 3
    assert pacer.wait("2", 13.0) == 0


def test_a_group_gets_twenty_a_minute() -> None:
    pacer, now = Pacer(30), 0.0
    for _ in range(GROUP_PER_MINUTE):
        now += pacer.wait("-5", now)
        pacer.sent("-5", now)

    assert now + pacer.wait("-5", now) > 60


def test_a_refusal_is_the_chats_own_only_where_its_own_pace_explains_it() -> None:
    pacer = Pacer(30)
    pacer.sent("1", 10.0)
    assert not pacer.crowded("1", 10.1)

    pacer.sent("1", 10.5)
    assert pacer.crowded("1", 10.6)
