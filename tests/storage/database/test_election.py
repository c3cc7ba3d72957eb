"""Who may: two processes stand for one seat, on a real PostgreSQL; both clocks are the test's."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from storage.database import Database
from storage.database.election import IDLE, MARGIN, TRUST, Election, Seat
from storage.database.session import connect


class Watches:
    """The two clocks of one machine."""

    def __init__(self) -> None:
        self.boot, self.wall = 1000.0, 50_000.0

    def __call__(self) -> tuple[float, float]:
        return self.boot, self.wall

    def pass_(self, seconds: float) -> None:
        self.boot += seconds
        self.wall += seconds


@pytest.fixture
def watches() -> Watches:
    return Watches()


@pytest.fixture
async def pair(database: Database, watches: Watches) -> AsyncIterator[tuple[Election, Election]]:
    both = Election(database, clocks=watches), Election(database, clocks=watches)
    yield both
    for one in both:
        await one.resign()


async def elected(election: Election, watches: Watches) -> Seat:
    """Ask, let the one before stop, and ask again."""
    seat = election.seat("send telegram")
    await election.turn()
    watches.pass_(TRUST + MARGIN)
    await election.turn()
    return seat


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_process_on_sqlite_holds_every_seat_from_the_start(
    pair: tuple[Election, Election],
) -> None:
    assert pair[0].seat("send telegram").held


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
class TestTwoProcesses:
    async def test_one_holds_a_seat_and_the_other_waits(
        self, pair: tuple[Election, Election], watches: Watches
    ) -> None:
        first, second = pair

        assert (await elected(first, watches)).held
        assert not (await elected(second, watches)).held

    async def test_who_wins_a_seat_waits_until_the_one_before_has_stopped(
        self, pair: tuple[Election, Election], watches: Watches
    ) -> None:
        first, second = pair
        old, new = await elected(first, watches), second.seat("send telegram")
        await first._session.close()  # type: ignore[union-attr]  # as a kill does: the server notices, we do not

        await second.turn()
        assert new.locked
        assert old.held
        assert not new.held
        while old.held:
            watches.pass_(0.1)
            assert not (old.held and new.held)
        watches.pass_(2 * MARGIN)
        await second.turn()
        assert new.held

    async def test_a_seat_given_back_is_lost_at_once(
        self, pair: tuple[Election, Election], watches: Watches
    ) -> None:
        first, second = pair
        seat = await elected(first, watches)

        await first.resign()

        assert not seat.held
        assert (await elected(second, watches)).held

    async def test_a_process_that_was_stopped_does_not_believe_itself(
        self, pair: tuple[Election, Election], watches: Watches
    ) -> None:
        seat = await elected(pair[0], watches)

        watches.pass_(TRUST)

        assert not seat.held

    async def test_a_machine_that_was_paused_shows_on_the_clock_on_the_wall(
        self, pair: tuple[Election, Election], watches: Watches
    ) -> None:
        seat = await elected(pair[0], watches)

        watches.wall += 3600

        assert not seat.held
        await pair[0].turn()
        assert seat.held

    async def test_a_session_that_the_server_ended_costs_the_seat(
        self, pair: tuple[Election, Election], watches: Watches, database: Database
    ) -> None:
        seat = await elected(pair[0], watches)
        async with database.transaction() as tx:
            ours = "usename IS NOT NULL AND pid <> pg_backend_pid() AND datname = current_database()"
            await tx.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {ours}"))

        await pair[0].turn()
        assert not seat.held
        assert (await elected(pair[0], watches)).held

    async def test_the_server_itself_ends_a_session_that_asks_nothing(self, database: Database) -> None:
        session = await connect(database, idle_seconds=IDLE)

        assert await session.row("SHOW idle_session_timeout", within=5) == (f"{IDLE:.0f}s",)
        await session.close()
