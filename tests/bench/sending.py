"""Delivering a broadcast through the whole courier, against the library alone as its documentation shows it."""

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.request import HTTPXRequest

from bot.channels.telegram import Telegram
from bot.config import parse_config
from bot.courier import Courier
from bot.courier.pacing import Pacer
from bot.courier.render import Renderer
from bot.house import house_of
from tests.bench.outbox import NOW, Office, prepared

TOKEN = "1:a-token-of-the-benchmarks-and-long"
PEOPLE = 2_000
RUNS = 3
PORTAL = """
[portal]
id = "conco"
name = "Cổng"
short = "Cồn Cỏ"
organisation = "UBND"
url = "https://x.vn"
hosts = ["x.vn"]
hotline = "0233"
contact = "Văn phòng"

[[sources]]
name = "tin"
feed = "https://x.vn/rss/"
"""


@dataclass(frozen=True)
class Spent:
    """What a broadcast took: seconds by the wall and of our own processor."""

    messages: int
    wall: float
    cpu: float

    @property
    def rate(self) -> float:
        return self.messages / self.wall

    @property
    def cost(self) -> float:
        return 1000 * self.cpu / self.messages  # milliseconds


@contextmanager
def child(module: str, *said: str) -> Iterator[str]:
    """The address of a Bot API that runs in a process of its own."""
    command = [sys.executable, "-m", module, *said]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        try:
            assert child.stdout
            yield f"http://127.0.0.1:{int(child.stdout.readline())}"
        finally:
            child.kill()


def compared() -> Iterator[tuple[str, list[tuple[float, float]], str, str]]:
    """(bench, pairs of ours and theirs, baseline, unit): 1000 a second allowed, answers after 50 ms."""
    with (
        tempfile.TemporaryDirectory() as folder,
        child("tests.bench.bot_api", "0.05") as api,
        asyncio.Runner() as runner,
    ):
        office = runner.run(prepared(Path(folder), PEOPLE))
        in_flight = runner.run(best(api))
        runs = [
            (runner.run(ours(office, api, 1000)), runner.run(theirs(api, 20 * in_flight, in_flight)))
            for _ in range(RUNS)
        ]
        runner.run(office.close())
    library = f"python-telegram-bot's send_message alone in a loop, {in_flight} in flight (its best here)"
    rates = [(mine.rate, other.rate) for mine, other in runs]
    costs = [(mine.cost, other.cost) for mine, other in runs]
    yield "deliver where 1000/s are allowed, answers after 50 ms", rates, library, "messages/s"
    yield "CPU of a delivery, from the claim to the settlement", costs, library, "ms"


async def ours(office: Office, api: str, per_second: int) -> Spent:
    """Everything owed, from the claim to the settlement on the disk."""
    channel = Telegram(TOKEN, api=api)
    await channel.open()
    courier = Courier(
        office.database,
        channel,
        Renderer(
            office.database, house_of(parse_config(PORTAL, name="the bench's office")), clock=lambda: NOW
        ),
        Pacer(per_second, guard=0.0),
        clock=lambda: NOW,
        monotonic=time.monotonic,
        stopping=asyncio.Event(),
        batch=200,
        in_flight=100,
    )
    await office.owe()
    wall, cpu = time.perf_counter(), time.process_time()
    while await courier.round():
        pass
    spent = Spent(PEOPLE, time.perf_counter() - wall, time.process_time() - cpu)
    await channel.close()
    return spent


async def best(api: str) -> int:
    """With how many requests in flight the library is fastest here."""
    rates = {in_flight: (await theirs(api, 25 * in_flight, in_flight)).rate for in_flight in (5, 10, 20, 30)}
    return max(rates, key=lambda in_flight: rates[in_flight])


async def theirs(api: str, messages: int, in_flight: int) -> Spent:
    """`send_message` in a loop, nothing remembered."""
    marks = InlineKeyboardMarkup(
        [[InlineKeyboardButton(f"{mark} ⭐", callback_data=f"r:7:{mark}") for mark in range(1, 6)]]
    )
    text = "<b>Tàu nghỉ</b> " + "ngày mai do gió mạnh. " * 20
    chats = iter(range(messages))

    async def worker(bot: telegram.Bot) -> None:
        for chat in chats:
            await bot.send_message(chat, text, parse_mode="HTML", reply_markup=marks)

    request = HTTPXRequest(connection_pool_size=in_flight)
    async with telegram.Bot(TOKEN, base_url=f"{api}/bot", request=request) as bot:
        wall, cpu = time.perf_counter(), time.process_time()
        async with asyncio.TaskGroup() as group:
            for _ in range(in_flight):
                group.create_task(worker(bot))
        return Spent(messages, time.perf_counter() - wall, time.process_time() - cpu)
