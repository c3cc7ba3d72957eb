"""Consent, leaving, and leaving without a trace."""

from datetime import timedelta
from pathlib import Path

import pytest

from storage import citizens, feedback
from storage.database import Database
from storage.keys import Keys, WrongKey, load_or_make
from storage.migrate import migrate
from storage.office import vouch
from storage.records import CitizenState, Person
from tests.conftest import Clock
from tests.storage.values import address, finding, published, subscriber


async def test_whoever_comes_back_keeps_their_choices(database: Database, clock: Clock) -> None:
    citizen = await subscriber(database, 1, now=clock())
    async with database.transaction() as tx:
        await citizens.follow(tx, citizen, "dien_nuoc", True)
        await citizens.leave(tx, citizen, now=clock())
    await subscriber(database, 1, now=clock(), topic="su_kien")

    async with database.reading() as tx:
        back = await citizens.find(tx, address(1))

    assert back
    assert back.state is CitizenState.ACTIVE
    assert back.topics == {"tau_bien", "dien_nuoc"}


async def test_blocked_is_marked_and_undone_but_leaving_is_not_undone_by_it(
    database: Database, clock: Clock
) -> None:
    citizen = await subscriber(database, 1, now=clock())
    async with database.transaction() as tx:
        await citizens.block(tx, citizen, now=clock(), reason="blocked")
        assert await citizens.count(tx) == 0
        await citizens.unblock(tx, citizen, now=clock())
        assert await citizens.count(tx) == 1
        await citizens.leave(tx, citizen, now=clock())
        await citizens.unblock(tx, citizen, now=clock())
        assert await citizens.count(tx) == 0


async def test_a_chat_that_moved_is_found_at_its_new_place(database: Database, clock: Clock) -> None:
    citizen = await subscriber(database, 1, now=clock())

    async with database.transaction() as tx:
        await citizens.move(tx, citizen, "-1001", now=clock())
        assert await citizens.find(tx, address(1)) is None
        moved = await citizens.find(tx, address(-1001))

    assert moved
    assert moved.id == citizen


async def test_a_chat_that_is_told_twice_to_have_moved_stays_and_an_erased_one_stays_erased(
    database: Database, clock: Clock
) -> None:
    citizen = await subscriber(database, 1, now=clock())

    async with database.transaction() as tx:
        await citizens.move(tx, citizen, "-1001", now=clock())
        await citizens.move(tx, citizen, "-1001", now=clock())
        moved = await citizens.find(tx, address(-1001))
        await citizens.erase(tx, address(-1001))
        await citizens.move(tx, citizen, "-1002", now=clock())
        assert await citizens.find(tx, address(-1002)) is None

    assert moved
    assert moved.state is CitizenState.ACTIVE


async def test_a_chat_of_staff_stays_one(database: Database, clock: Clock) -> None:
    async with database.transaction() as tx:
        await citizens.ensure_staff(tx, [address(-100)], now=clock())
    await subscriber(database, -100, now=clock())

    async with database.reading() as tx:
        staff = await citizens.find(tx, address(-100))

    assert staff
    assert staff.state is CitizenState.STAFF


async def test_retention_erases_who_blocked_long_ago(database: Database, clock: Clock) -> None:
    gone = await subscriber(database, 1, now=clock())
    await subscriber(database, 2, now=clock())
    async with database.transaction() as tx:
        await citizens.block(tx, gone, now=clock(), reason="blocked")
    clock.passes(days=29)

    async with database.transaction() as tx:
        long_gone = await citizens.long_blocked(tx, before=clock() - timedelta(days=28))
        assert long_gone == [address(1)]
        await citizens.erase(tx, address(1))
        assert await citizens.find(tx, address(1)) is None
        assert await citizens.find(tx, address(2)) is not None


async def test_no_chat_id_can_be_read_in_the_files_before_or_after_an_erasure(
    tmp_path: Path, keys: Keys, clock: Clock
) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/loa.db", keys)
    await migrate(database)
    chat = 7_391_445_002
    await subscriber(database, chat, now=clock())
    [story] = await published(database, finding(1), now=clock())
    person = Person(address(chat).messenger, str(chat))
    async with database.transaction() as tx:
        await feedback.rate(tx, person, story.id, 4, now=clock())
        sealed = (await tx.connection.exec_driver_sql("SELECT chat FROM citizens")).scalar_one()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert str(chat).encode() not in kept
    assert sealed in kept

    async with database.transaction() as tx:
        assert await citizens.erase(tx, address(chat))
    await database.scrub()
    await database.close()

    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert sealed not in left
    assert keys.voter(person) not in left
    assert keys.address_hash(address(chat)) not in left


async def test_erasing_keeps_the_total_but_nobody_can_tell_whose_mark_it_was(
    database: Database, clock: Clock
) -> None:
    await subscriber(database, 1, now=clock())
    [story] = await published(database, finding(1), now=clock())
    person = Person(address(1).messenger, "1")
    async with database.transaction() as tx:
        await feedback.rate(tx, person, story.id, 2, now=clock())
        await citizens.erase(tx, address(1))
        assert await feedback.mark_of(tx, person, story.id) is None
        assert (await feedback.tally(tx, story.id)).spread == (0, 1, 0, 0, 0)
        assert not await citizens.erase(tx, address(1))


async def test_the_wrong_key_is_noticed_before_anything_is_done(database: Database) -> None:
    await vouch(database)
    await vouch(database)
    mine, database.keys = database.keys, Keys(b"quite another secret, as long as the first")

    with pytest.raises(WrongKey, match="another secret key"):
        await vouch(database)
    database.keys = mine


def test_a_key_file_is_made_once_and_only_for_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "loa.db.key"
    made, again = load_or_make(path), load_or_make(path)

    assert made.check == again.check
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_text().strip() not in repr(made)
    path.write_text("short")
    with pytest.raises(ValueError, match="at least 32"):
        load_or_make(path)
