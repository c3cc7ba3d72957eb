"""Whether this database and this secret key belong together."""

from sqlalchemy import select

from storage.database import Database
from storage.keys import WrongKey
from storage.tables import office


async def vouch(database: Database) -> None:
    """Remember the key the first time, compare it ever after. Raises WrongKey, DatabaseUnavailable."""
    async with database.transaction() as tx:
        mine = database.keys.check
        await tx.execute(tx.insert(office).values(id=1, key_check=mine).on_conflict_do_nothing())
        if await tx.connection.scalar(select(office.c.key_check)) != mine:
            raise WrongKey("this database was made with another secret key; nothing was changed")
