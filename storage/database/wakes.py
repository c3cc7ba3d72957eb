"""Wake-ups between processes (LISTEN/NOTIFY). One that is lost costs nothing but the wait for the next poll."""

from collections.abc import Callable, Mapping

from sqlalchemy import text

from storage.database import Database, DatabaseUnavailable
from storage.database.session import Session, connect

PATIENCE = 1.0  # seconds of listening in one turn
_CHANNEL = "loa"


class Wakes:
    """Carries bells by name between the processes on one PostgreSQL; on SQLite there is nobody else to wake.

    `bells` is what each name rings here, `post` asks for a turn of `tell`.
    """

    def __init__(
        self, database: Database, bells: Mapping[str, Callable[[], None]], post: Callable[[], None]
    ) -> None:
        self._database = database
        self._bells = bells
        self._post = post
        self._untold: set[str] = set()
        self._session: Session | None = None

    def ring(self, name: str) -> None:
        """Ring here at once, and everywhere else soon. Many rings before a turn of `tell` are one."""
        self._bells[name]()
        if not self._database.is_sqlite:
            self._untold.add(name)
            self._post()

    async def tell(self) -> int:
        """Pass on what was rung here. Raises DatabaseUnavailable; what was not told then is left to polling."""
        names, self._untold = self._untold, set()
        if names:
            async with self._database.transaction() as tx:
                for name in names:
                    await tx.execute(text("SELECT pg_notify(:to, :name)"), {"to": _CHANNEL, "name": name})
        return 0

    async def hear(self) -> int:
        """Listen for a moment; a lost connection is made anew. Raises DatabaseUnavailable."""
        try:
            if self._session is None:
                self._session = await connect(self._database)
                await self._session.listen(_CHANNEL)
                self._ring(self._bells)  # nobody knows what was missed
            self._ring(await self._session.heard(within=PATIENCE))
        except DatabaseUnavailable:
            await self.close()
            raise
        return 1

    async def close(self) -> None:
        """Stop listening."""
        session, self._session = self._session, None
        if session:
            await session.close()

    def _ring(self, names: Mapping[str, object] | set[str]) -> None:
        for name in names:
            if bell := self._bells.get(name):
                bell()
