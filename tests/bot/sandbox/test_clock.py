"""The sandbox's clock goes ahead and never back."""

from datetime import UTC, datetime

import pytest

from bot.sandbox.clock import JUMPS, MovableClock


@pytest.mark.parametrize(
    ("hour", "shows"), [(8, "15:00"), (20, "15:00"), (22, "15:00"), (23, "06:00"), (1, "08:00")]
)
def test_it_starts_by_day(hour: int, shows: str) -> None:
    clock = MovableClock(lambda: datetime(2026, 11, 24, hour, tzinfo=UTC))
    assert f"{clock.local:%H:%M}" == shows


@pytest.mark.parametrize(
    ("where", "shows"), [("hour", "25/11 16:00"), ("night", "26/11 02:00"), ("morning", "26/11 07:01")]
)
def test_it_jumps_ahead(where: str, shows: str) -> None:
    clock = MovableClock(lambda: datetime(2026, 11, 25, 8, tzinfo=UTC))
    clock.jump(where)
    assert f"{clock.local:%d/%m %H:%M}" == shows


def test_every_jump_goes_forward() -> None:
    clock = MovableClock(lambda: datetime(2026, 11, 25, 8, tzinfo=UTC))
    for where in JUMPS * 3:
        before = clock()
        clock.jump(where)
        assert clock() > before
