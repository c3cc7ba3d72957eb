"""Marks pressed by many at once: kept in groups and answered, against the library's Application, one commit each.

Both answer every press with a few words and redraw the message; the messenger is in another process.
"""

import asyncio
import sqlite3
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from telegram import Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes

from bot.actions import Rate
from bot.channels.telegram import Telegram
from bot.codec import encode
from bot.config import parse_config
from bot.courier.pacing import Pacer
from bot.house import house_of
from bot.listener import Listener
from bot.messages import Chose, Incoming
from storage.records import Address, Messenger, Person
from tests.bench.outbox import NOW, Office, prepared
from tests.bench.sending import PORTAL, TOKEN, child
from tests.bench.timing import rate

PEOPLE = 1_000
BATCH = 100  # what one getUpdates brings
RUNS = 5  # the first pays for what is written once: statements, caches


def compared() -> Iterator[tuple[str, list[tuple[float, float]], str, str]]:
    """(bench, pairs of ours and theirs, baseline, unit)."""
    with (
        tempfile.TemporaryDirectory() as folder,
        child("tests.bench.bot_api", "0") as api,
        asyncio.Runner() as runner,
    ):
        office = runner.run(prepared(Path(folder), PEOPLE))
        runner.run(office.owe())
        runner.run(office.send(PEOPLE, 100))
        runs = [
            (
                rate(PEOPLE, lambda mark=mark: runner.run(_ours(office, api, mark))),
                rate(PEOPLE, lambda: runner.run(_theirs(api, Path(folder)))),
            )
            for mark in range(1, RUNS + 1)
        ]
        runner.run(office.close())
    library = "python-telegram-bot's Application, one commit each"
    yield "marks pressed, kept on the disk and answered", runs, library, "presses/s"


async def _ours(office: Office, api: str, mark: int) -> None:
    channel = Telegram(TOKEN, api=api)
    listener = Listener(
        office.database,
        channel,
        house_of(parse_config(PORTAL, name="the bench's office")),
        Pacer(100_000),  # how many messages may leave is another bench
        clock=lambda: NOW,
        monotonic=asyncio.get_running_loop().time,
        stopping=asyncio.Event(),
    )
    channel.hear = partial(_heard, iter(range(0, PEOPLE, BATCH)), office, mark)  # type: ignore[method-assign]
    while await listener.round():
        pass
    await channel.close()


async def _heard(batches: Iterator[int], office: Office, mark: int) -> list[Incoming]:
    first = next(batches, PEOPLE)
    return [_press(office, chat, mark) for chat in range(first, min(first + BATCH, PEOPLE))]


def _press(office: Office, chat: int, mark: int) -> Incoming:
    return Chose(
        address=Address(Messenger.TELEGRAM, str(chat)),
        person=Person(Messenger.TELEGRAM, str(chat)),
        code=encode(Rate(office.article, mark)),
        press=f"{mark}-{chat}",
        ref="1",
    )


async def _theirs(api: str, folder: Path) -> None:
    kept = sqlite3.connect(folder / "theirs.db", isolation_level=None)
    kept.execute("PRAGMA journal_mode=WAL")
    kept.execute("PRAGMA synchronous=FULL")
    kept.execute("CREATE TABLE IF NOT EXISTS marks (article, voter, mark, PRIMARY KEY (article, voter))")

    async def pressed(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        assert query
        assert query.data
        _name, article, mark = query.data.split(":")
        kept.execute("INSERT OR REPLACE INTO marks VALUES (?, ?, ?)", (article, query.from_user.id, mark))
        await query.answer("Cảm ơn Quý vị.")
        await query.edit_message_text("Tàu nghỉ ngày mai do gió mạnh.")

    application = Application.builder().token(TOKEN).base_url(f"{api}/bot").build()
    application.add_handler(CallbackQueryHandler(pressed))
    async with application:
        for chat in range(PEOPLE):
            update = Update.de_json(_update(chat), application.bot)
            await application.process_update(update)
    kept.close()


def _update(chat: int) -> dict[str, object]:
    person = {"id": chat + 1, "is_bot": False, "first_name": "Lan"}
    message = {"message_id": 1, "date": 1, "chat": {"id": chat + 1, "type": "private"}, "text": "Tàu nghỉ"}
    query = {"id": str(chat), "from": person, "chat_instance": "1", "message": message, "data": "r:1:4"}
    return {"update_id": chat, "callback_query": query}
