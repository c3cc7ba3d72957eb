"""Which messengers an office has, as adapters. A new messenger is an adapter and one row of `_BUILDERS`."""

from collections.abc import Callable
from datetime import datetime

import httpx
from pydantic import SecretStr

from bot.channels import Channel
from bot.channels.telegram import FREE_PER_SECOND, Telegram
from bot.channels.zalo_bot import ZaloBot
from bot.channels.zalo_oa import ZaloOa
from bot.channels.zalo_oa.tokens import Tokens
from bot.config import Config, ConfigError
from bot.config.settings import Settings
from bot.timing import utc_now
from bot.web.hooks import hook_path
from bot.wording.menus import MENUS
from feeds.fetching.wire import Wire
from storage.database import Database

Clock = Callable[[], datetime]
Builder = Callable[[Settings, Config, Database | None, Clock], Channel | None]


def channels(
    read: Settings, config: Config, database: Database | None, *, clock: Clock = utc_now
) -> list[Channel]:
    """One adapter for each messenger that has a token. Raises ConfigError.

    Without a `database` none that keeps its tokens there, and none that is pushed to with a secret from there.
    """
    built = (_BUILDERS[name](read, config, database, clock) for name in read.messengers)
    return [channel for channel in built if channel is not None]


def oa_tokens(
    read: Settings, database: Database, client: httpx.AsyncClient, *, clock: Clock = utc_now
) -> Tokens:
    """The Official Account's tokens. Raises ConfigError."""
    if not read.zalo_oa_app_id or not read.zalo_oa_app_secret:
        raise ConfigError(
            "environment: a Zalo Official Account needs LOA_ZALO_OA_APP_ID and LOA_ZALO_OA_APP_SECRET: "
            "both stand on the app's page at developers.zalo.me"
        )
    return Tokens(
        database,
        client,
        app_id=read.zalo_oa_app_id,
        app_secret=_told(read.zalo_oa_app_secret),
        seed=_told(read.zalo_oa_refresh_token),
        oauth=read.zalo_oauth_api,
        clock=clock,
    )


def _telegram(read: Settings, config: Config, database: Database | None, _: Clock) -> Channel:
    secret = database.keys.hook_secret("telegram") if database else ""
    webhook = _hook(read, "telegram", secret) if read.telegram_webhook and secret else None
    paid = config.telegram.per_second > FREE_PER_SECOND
    return Telegram(
        _told(read.telegram_token), api=read.telegram_api, commands=MENUS, webhook=webhook, paid=paid
    )


def _zalo_bot(read: Settings, config: Config, database: Database | None, _: Clock) -> Channel:
    given = _told(read.zalo_bot_secret)
    if given and not 8 <= len(given) <= 256:
        raise ConfigError("environment: LOA_ZALO_BOT_SECRET: Zalo takes 8 to 256 characters")
    secret = given or (database.keys.hook_secret("zalo_bot") if database else "")
    webhook = _hook(read, "zalo_bot", secret) if read.zalo_bot_webhook and secret else None
    return ZaloBot(
        _told(read.zalo_bot_token),
        api=read.zalo_bot_api,
        name=config.zalo_bot.name,
        leaders=[leader.removeprefix("zalo_bot:") for leader in config.zalo_bot.leaders],
        webhook=webhook,
    )


def _zalo_oa(read: Settings, config: Config, database: Database | None, clock: Clock) -> Channel | None:
    if not read.zalo_oa_secret_key:
        raise ConfigError(
            "environment: LOA_ZALO_OA_SECRET_KEY is missing: copy the «OA Secret Key» of the app's webhook page"
        )
    if database is None:
        return None
    client = httpx.AsyncClient(transport=Wire())
    return ZaloOa(
        database,
        oa_tokens(read, database, client, clock=clock),
        client,
        app_id=read.zalo_oa_app_id,
        app_secret=_told(read.zalo_oa_app_secret),
        secret_key=_told(read.zalo_oa_secret_key),
        api=read.zalo_oa_api,
        buttons=config.zalo_oa.buttons,
        clock=clock,
    )


def _hook(read: Settings, messenger: str, secret: str) -> tuple[str, str]:
    if not read.public_url:
        raise ConfigError(
            f"environment: LOA_{messenger.upper()}_WEBHOOK needs LOA_PUBLIC_URL: set https://… or unset the webhook"
        )
    return f"{read.public_url.rstrip('/')}{hook_path(messenger)}", secret


def _told(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""


_BUILDERS: dict[str, Builder] = {"telegram": _telegram, "zalo_bot": _zalo_bot, "zalo_oa": _zalo_oa}
