"""What was heard is remembered with its effects, and forgotten in time."""

from datetime import timedelta

from storage import heard
from storage.database import Database
from storage.records import Messenger
from tests.conftest import NOW


async def test_a_message_is_new_once(database: Database) -> None:
    async with database.transaction() as tx:
        assert await heard.first_time(tx, Messenger.ZALO_BOT, "a1", now=NOW)
        assert not await heard.first_time(tx, Messenger.ZALO_BOT, "a1", now=NOW)
        assert await heard.first_time(tx, Messenger.ZALO_OA, "a1", now=NOW)


async def test_what_was_undone_was_not_heard(database: Database) -> None:
    try:
        async with database.transaction() as tx:
            assert await heard.first_time(tx, Messenger.ZALO_BOT, "a1", now=NOW)
            raise InterruptedError
    except InterruptedError:
        async with database.transaction() as tx:
            assert await heard.first_time(tx, Messenger.ZALO_BOT, "a1", now=NOW)


async def test_it_is_forgotten_in_time(database: Database) -> None:
    async with database.transaction() as tx:
        await heard.first_time(tx, Messenger.ZALO_BOT, "a1", now=NOW)
        assert await heard.forget(tx, before=NOW) == 0
        assert await heard.forget(tx, before=NOW + timedelta(seconds=1)) == 1
