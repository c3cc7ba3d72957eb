"""Outcome → settlement: the whole retry policy as a table and two properties."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.courier.retry import LONGEST_WAIT, UNANSWERED, settle, wait
from bot.messages import (
    Deferred,
    Failed,
    Gone,
    Moved,
    Outcome,
    Refused,
    Sent,
    Throttled,
    Unknown,
    Unreached,
)
from storage.outbox.owed import Announcement, DeliveryState, Due, Kind
from storage.records import Address, AnnouncementId, CitizenId, Messenger

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
FINAL = {
    DeliveryState.SENT,
    DeliveryState.REFUSED,
    DeliveryState.GONE,
    DeliveryState.EXPIRED,
    DeliveryState.CANCELLED,
    DeliveryState.MERGED,
    DeliveryState.UNREACHED,
}


def due(*, attempts: int = 0, expires: timedelta = timedelta(hours=24)) -> Due:
    return Due(
        announcement=Announcement(
            id=AnnouncementId(1),
            kind=Kind.NEWS,
            article=None,
            version=None,
            text="",
            created_at=NOW,
        ),
        citizen=CitizenId(7),
        address=Address(Messenger.TELEGRAM, "7"),
        language="vi",
        attempts=attempts,
        repeat=False,
        expires_at=NOW + expires,
    )


@pytest.mark.parametrize(
    ("outcome", "state", "costs", "wait_seconds"),
    [
        (Sent("55"), DeliveryState.SENT, 0, None),
        (Throttled(17), DeliveryState.OWED, 0, 17),
        (Throttled(3, everyone=False), DeliveryState.OWED, 0, 3),
        (Gone("Forbidden: bot was blocked by the user"), DeliveryState.GONE, 0, None),
        (Moved("-100"), DeliveryState.OWED, 0, 0),
        (Deferred(NOW + timedelta(hours=1), "night"), DeliveryState.OWED, 0, 3600),
        (Deferred(NOW + timedelta(hours=1), "quota", digest=True), DeliveryState.MERGED, 0, 3600),
        (Deferred(NOW + timedelta(hours=24), "night"), DeliveryState.UNREACHED, 0, None),
        (Unreached("quiet for 7 days"), DeliveryState.UNREACHED, 0, None),
        (Refused("message is too long"), DeliveryState.REFUSED, 0, None),
        (Failed("Bad Gateway"), DeliveryState.OWED, 1, 5),
        (Unknown("ReadTimeout"), DeliveryState.UNKNOWN, 1, 5),
    ],
)
def test_each_outcome_has_one_meaning(
    outcome: Outcome, state: DeliveryState, costs: int, wait_seconds: int | None
) -> None:
    settled = settle(outcome, due(), now=NOW)

    assert (settled.state, settled.attempts) == (state, costs)
    assert settled.not_before == (None if wait_seconds is None else NOW + timedelta(seconds=wait_seconds))


def test_a_messenger_that_takes_and_never_answers_is_left_alone_in_the_end() -> None:
    settled = settle(Unknown("ReadTimeout"), due(attempts=UNANSWERED - 1), now=NOW)

    assert (settled.state, settled.not_before) == (DeliveryState.UNKNOWN, None)


def test_what_could_only_be_sent_stale_expires_now() -> None:
    settled = settle(Throttled(600), due(expires=timedelta(seconds=60)), now=NOW)

    assert (settled.state, settled.not_before) == (DeliveryState.EXPIRED, None)


outcomes = st.one_of(
    st.builds(Sent, st.text(max_size=5)),
    st.builds(Throttled, st.floats(0, 50_000), st.booleans()),
    st.builds(Gone, st.text(max_size=5)),
    st.builds(Moved, st.text(max_size=5)),
    st.builds(Refused, st.text(max_size=5)),
    st.builds(Unknown, st.text(max_size=5)),
    st.builds(Failed, st.text(max_size=5)),
    st.builds(Unreached, st.text(max_size=5)),
    st.builds(
        Deferred,
        st.timedeltas(timedelta(0), timedelta(hours=48)).map(lambda span: NOW + span),
        st.text(max_size=5),
    ),
)


@given(outcomes, st.integers(0, 500))
def test_a_delivery_is_due_again_exactly_while_it_is_not_final(outcome: Outcome, attempts: int) -> None:
    settled = settle(outcome, due(attempts=attempts), now=NOW)

    if settled.state in FINAL:
        assert settled.not_before is None
    elif settled.state is DeliveryState.OWED:
        assert settled.not_before is not None
        assert NOW <= settled.not_before < NOW + timedelta(hours=24)


@given(st.integers(0, 10_000))
def test_waits_grow_and_are_bounded(attempts: int) -> None:
    assert timedelta(0) < wait(attempts) <= wait(attempts + 1) <= LONGEST_WAIT
