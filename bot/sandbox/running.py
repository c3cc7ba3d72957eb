"""`loa sandbox`: the unmodified service with a portal, a Telegram and a Zalo of its own, on one port of a machine."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.routing import Mount

from bot.app import App, Part
from bot.config import Config, parse_config
from bot.config.settings import Settings
from bot.messengers import channels
from bot.sandbox.clock import MovableClock
from bot.sandbox.page.deeds import clock_deeds, phone_deeds, portal_deeds, trouble_deeds
from bot.sandbox.page.routes import page_routes
from bot.sandbox.people import People, people
from bot.sandbox.portal.routes import portal_routes
from bot.sandbox.portal.site import SamplePortal
from bot.sandbox.telegram.routes import telegram_routes
from bot.sandbox.zalo.account import APP_ID
from bot.sandbox.zalo.account_routes import zalo_account_routes
from bot.sandbox.zalo.pushing import push, push_bot
from bot.sandbox.zalo.routes import zalo_bot_routes
from bot.storing import opened
from bot.timing import utc_now
from bot.web.hooks import hook_path
from bot.web.serving import Doors, address_of, listening, serve
from feeds.gist.topics import BUILT_IN
from storage import feedback
from storage.database import Database
from storage.records import Messenger

HERE = "127.0.0.1"  # where the portal and the messengers of the sandbox are, wherever its page is
OFFICE = """
[portal]
id = "conco"
name = "Cổng thông tin điện tử đặc khu Cồn Cỏ (thử nghiệm)"
short = "Đặc khu Cồn Cỏ"
organisation = "UBND đặc khu Cồn Cỏ"
url = "{base}/cong"
hosts = ["127.0.0.1"]
hotline = "0233 0000 114"
contact = "Văn phòng UBND đặc khu, tầng 1"

{topics}
[[sources]]
name = "tin-tuc"
feed = "{base}/cong/rss/"
topic = "thong_bao"
every = "2s"

[delivery]
quiet = "21:30-06:00"

[[topics]]
id = "thong_bao"
name = "Thông báo chung"
name_en = "General notices"
default = true

[feedback]
k = 2

[staff]
chat = "{staff}"

[zalo_bot]
name = "Bot Loa"

[zalo_oa]
broadcasts_per_month = 4
broadcast_cover = "https://conco.example/loa.jpg"
"""


def office(port: int, staff: str = "") -> Config:
    """The sandbox's `loa.toml`: every topic is proposed, meeting reports wait for the morning's digest."""
    topics = "".join(f'[[topics]]\nid = "{topic.id}"\ndefault = true\n' for topic in BUILT_IN)
    text = OFFICE.format(base=f"http://127.0.0.1:{port}", topics=topics, staff=staff)
    return parse_config(text, name="the sandbox's office")


async def sandbox(
    host: str,
    port: int,
    *,
    say: Callable[[str], None],
    on_start: Callable[[App], None] = lambda _: None,
    zalo_webhook: bool = False,
) -> None:
    """Run until the service stops. Raises PortTaken; what was tried is gone afterwards."""
    with (
        TemporaryDirectory(prefix="loa-", ignore_cleanup_errors=True) as folder,
        listening(host, HERE, port=port) as doors,
    ):
        port = doors[0].getsockname()[1]
        telegram, zalo = (f"{secrets.randbelow(10**9)}:{secrets.token_hex(20)}" for _ in range(2))
        clock = MovableClock(utc_now)
        town = people(telegram_token=telegram, zalo_token=zalo, clock=clock)
        settings = _settings(Path(folder), port, town, zalo_webhook=zalo_webhook)
        async with opened(settings) as database:
            config = office(port, str(town.staff))
            app = App(
                settings, config, database, channels(settings, config, database, clock=clock), clock=clock
            )
            on_start(app)
            site = _site(town, database, app, port, clock)
            await _beside(app, site, town, doors, say=say)


async def _beside(
    app: App, site: Starlette, town: People, doors: Doors, *, say: Callable[[str], None]
) -> None:
    """The site before the service and after it, so that the service can say goodbye."""
    closed, port = asyncio.Event(), doors[0].getsockname()[1]
    async with asyncio.TaskGroup() as group:
        group.create_task(serve(site, doors, until=closed, dated=False))  # its own clock is moved
        await app.baseline()  # whoever publishes in the first second is told of it too
        say(f"Loa is trying itself out. Open {address_of(doors)} in a browser; Ctrl-C ends it.")
        async with httpx.AsyncClient(trust_env=False, verify=False) as client:  # noqa: S501  # loopback, no TLS
            hook = f"http://{HERE}:{port}{hook_path(Messenger.ZALO_OA)}"
            telling = (push(town.account, hook, client), push_bot(town.zalo, client))
            tasks = [group.create_task(work) for work in telling]
            await app.run(frozenset(Part) - {Part.WEB})
            for task in tasks:
                task.cancel()
        closed.set()


def _site(town: People, database: Database, app: App, port: int, clock: MovableClock) -> Starlette:
    portal = SamplePortal(f"http://127.0.0.1:{port}/cong", clock=clock)

    def jump(where: str) -> None:
        clock.jump(where)
        app.stir()

    deeds = {
        **phone_deeds(town.screens),
        **trouble_deeds(town.telegram, town.zalo, town.account),
        **portal_deeds(portal),
        **clock_deeds(jump),
    }
    page = page_routes(
        town.screens,
        portal,
        _counts(database, clock),
        deeds,
        pulse=town.pulse,
        clock=clock,
        stopping=app.stopping,
    )
    return Starlette(
        routes=[
            *page,
            Mount("/cong", routes=portal_routes(portal)),
            Mount("/telegram", routes=telegram_routes(town.telegram, stopping=app.stopping)),
            Mount("/zalo-bot", routes=zalo_bot_routes(town.zalo, stopping=app.stopping)),
            Mount("/zalo-oa", routes=zalo_account_routes(town.account)),
            *app.routes(),
        ]
    )


def _counts(database: Database, clock: MovableClock) -> Callable[[], Awaitable[list[dict[str, Any]]]]:
    """What the office sees; in the sandbox even what fewer than k gave."""

    async def counts() -> list[dict[str, Any]]:
        async with database.reading() as tx:
            lines = await feedback.report(tx, clock() - timedelta(days=7))
        return [
            {
                "id": line.id,
                "title": line.title,
                "count": line.tally.count,
                "mean": line.tally.mean,
                "spread": list(line.tally.spread),
            }
            for line in lines
        ]

    return counts


def _settings(folder: Path, port: int, town: People, *, zalo_webhook: bool) -> Settings:
    """The rating page lies where the portal does, so Zalo's pushes link it."""
    here = f"http://127.0.0.1:{port}"
    return Settings(
        database_url=f"sqlite+aiosqlite:///{folder / 'loa.db'}",
        telegram_token=SecretStr(town.telegram.token),
        telegram_api=f"{here}/telegram",
        zalo_bot_token=SecretStr(town.zalo.token),
        zalo_bot_api=f"{here}/zalo-bot",
        zalo_bot_webhook=zalo_webhook,
        zalo_oa_app_id=APP_ID,
        zalo_oa_app_secret=SecretStr(town.account.app_secret),
        zalo_oa_secret_key=SecretStr(town.account.key),
        zalo_oa_refresh_token=SecretStr(town.account.refresh),
        zalo_oa_api=f"{here}/zalo-oa",
        zalo_oauth_api=f"{here}/zalo-oa",
        public_url=here,
        web_port=port,
    )
