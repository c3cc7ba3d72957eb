"""What an office wrote down and does not get, because something beside it is missing. Pure: nobody is asked."""

from collections.abc import Iterator

from bot.config import Config
from bot.config.settings import Settings
from storage.records import Messenger

_TOKENS = {
    Messenger.TELEGRAM: "LOA_TELEGRAM_TOKEN",
    Messenger.ZALO_BOT: "LOA_ZALO_BOT_TOKEN",
    Messenger.ZALO_OA: "LOA_ZALO_OA_APP_SECRET",
}


def unmet(settings: Settings, config: Config) -> Iterator[str]:
    """One line each, with what is missing and the mend."""
    for messenger, token in _TOKENS.items():
        if messenger in settings.messengers:
            continue
        if given := [name for name in _given(settings) if name.startswith(f"LOA_{messenger.upper()}_")]:
            yield f"{given[0]} is set and {token} is not, so {messenger} is off: set it too, or take the first away"
        for chat in config.staff:
            if chat.messenger is messenger:
                yield f"[staff] chat {chat}: nothing can be told there, {token} is not set"
    yield from _of_pushes(settings)
    yield from _of_the_account(settings, config)


def _of_pushes(settings: Settings) -> Iterator[str]:
    on = [name for name in ("telegram", "zalo_bot") if getattr(settings, f"{name}_webhook")]
    if settings.zalo_bot_secret and not settings.zalo_bot_webhook and "zalo_bot" in settings.messengers:
        yield (
            "LOA_ZALO_BOT_SECRET is set and LOA_ZALO_BOT_WEBHOOK is not, so events are polled: "
            "set LOA_ZALO_BOT_WEBHOOK=true, or take the secret away"
        )
    if settings.public_url.startswith("http://") and (on or "zalo_oa" in settings.messengers):
        yield "LOA_PUBLIC_URL begins with http://: messengers push what people say to https:// alone"


def _of_the_account(settings: Settings, config: Config) -> Iterator[str]:
    limits = config.zalo_oa
    if "zalo_oa" not in settings.messengers:
        if limits.broadcasts_per_month or limits.spend_per_month:
            yield "[zalo_oa] broadcasts_per_month or spend_per_month is set, and LOA_ZALO_OA_APP_SECRET is not"
        return
    if not settings.zalo_oa_app_id.isdecimal():
        yield "LOA_ZALO_OA_APP_ID is no number: copy the app's ID from its page at developers.zalo.me"


def _given(settings: Settings) -> list[str]:
    """The variables that were set, by their names."""
    return [f"LOA_{name.upper()}" for name in sorted(settings.model_fields_set) if not name.endswith("_api")]
