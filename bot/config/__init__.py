"""Reads `loa.toml`: what to watch, whom to tell and when. A wrong key or value is one line with its mend."""

import tomllib
from pathlib import Path
from typing import assert_never
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.config.faults import explain
from bot.config.sections import (
    Delivery,
    Feedback,
    File,
    Retention,
    SourceTable,
    Summary,
    TelegramLimits,
    Urgent,
    ZaloBotLimits,
    ZaloOaLimits,
)
from bot.wording import ONLY_TOPIC
from feeds.portals import Portal, Selectors, Source, Topic
from storage.records import Address, Messenger


class ConfigError(Exception):
    """Configuration that cannot be used; the message is one line naming the key and the mend."""


class Config(BaseModel):
    """Everything `loa.toml` says, as the values the rooms work with."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    portal: Portal
    topics: tuple[Topic, ...]
    sources: tuple[Source, ...]
    staff: tuple[Address, ...]
    delivery: Delivery
    urgent: Urgent
    feedback: Feedback
    retention: Retention
    telegram: TelegramLimits
    zalo_bot: ZaloBotLimits
    zalo_oa: ZaloOaLimits
    summary: Summary

    def per_second(self, messenger: Messenger) -> int:
        """How many messages a second may leave on a messenger."""
        match messenger:
            case Messenger.TELEGRAM:
                return self.telegram.per_second
            case Messenger.ZALO_BOT:
                return self.zalo_bot.per_second
            case Messenger.ZALO_OA:
                return self.zalo_oa.per_second
            case _:
                assert_never(messenger)


def read_config(path: Path) -> Config:
    """Read `loa.toml`. Raises ConfigError with one line naming the file, the key and the mend."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ConfigError(
            f"{path}: cannot be read ({error.strerror}); copy loa.toml or set LOA_CONFIG"
        ) from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8") from None
    return parse_config(text, name=str(path))


def parse_config(text: str, *, name: str = "loa.toml") -> Config:
    """Read the text of a `loa.toml`. Raises ConfigError as `read_config` does."""
    try:
        given = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(
            f"{name}: not valid TOML: {error}; a line is key = value, a text stands in quotes, no key stands twice"
        ) from None
    try:
        return _settled(File.model_validate(given))
    except ValidationError as error:
        raise ConfigError(f"{name}: {explain(error, File, given)}") from None
    except ValueError as error:
        raise ConfigError(f"{name}: {error}") from None


def _settled(file: File) -> Config:
    given = file.portal
    host = urlsplit(given.url).hostname or ""
    portal = Portal(
        **(given.model_dump() | {"hosts": given.hosts or (host,), "short": given.short or given.name})
    )
    topics = tuple(Topic(**topic.model_dump()) for topic in file.topics) or (
        Topic(id="tin", name=ONLY_TOPIC, default=True),
    )
    ids = [topic.id for topic in topics]
    for source in file.sources:
        if source.topic and source.topic not in ids:
            raise ValueError(
                f"sources.{source.name}.topic: {source.topic!r} is no topic; known: {', '.join(ids)}"
            )
    names = [source.name for source in file.sources]
    for kind, values in (("topics", ids), ("sources", names)):
        if twice := next((value for value in values if values.count(value) > 1), None):
            raise ValueError(f"{kind}: {twice!r} stands there twice; names must differ")
    return Config(
        portal=portal,
        topics=topics,
        sources=tuple(_source(source, ids[0]) for source in file.sources),
        staff=file.staff.chat,
        **{name: getattr(file, name) for name in Config.model_fields if name not in _CONVERTED},
    )


_CONVERTED = {"portal", "topics", "sources", "staff"}


def _source(source: SourceTable, fallback: str) -> Source:
    return Source(
        name=source.name,
        addresses=source.addresses,
        kind=source.kind,
        preset=source.preset,
        selectors=Selectors(**source.selectors.model_dump()),
        topic=source.topic or fallback,
        every=source.every,
        ca_bundle=source.ca_bundle,
    )
