"""Reads `loa.toml`: what to watch, whom to tell and when. A wrong key or value is one line with its mend."""

import difflib
import tomllib
from pathlib import Path
from typing import Any, assert_never
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.sections import (
    Delivery,
    Feedback,
    File,
    Retention,
    SourceTable,
    StaffTable,
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
        file = File.model_validate(tomllib.loads(text))
        return _settled(file)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name}: not valid TOML: {error}") from None
    except ValidationError as error:
        raise ConfigError(f"{name}: {explain(error, File)}") from None
    except ValueError as error:
        raise ConfigError(f"{name}: {error}") from None


def explain(error: ValidationError, model: type[BaseModel]) -> str:
    """One line for the first fault: where, what, and the nearest known key where one was mistyped."""
    faults = error.errors(include_url=False, include_input=False)
    fault = next((fault for fault in faults if fault["type"] == "extra_forbidden"), faults[0])
    place = ".".join(str(part) for part in fault["loc"]) or "the file"
    if fault["type"] == "extra_forbidden":
        known = _fields(model, fault["loc"][:-1])
        near = difflib.get_close_matches(str(fault["loc"][-1]), known, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"known here: {', '.join(known)}"
        return f"{place}: unknown key; {hint}"
    return f"{place}: {fault['msg'].removeprefix('Value error, ')}"


def _fields(model: Any, place: tuple[Any, ...]) -> list[str]:
    for part in place:
        if isinstance(part, int):
            continue
        annotation = model.model_fields[part].annotation
        model = next(
            (a for a in getattr(annotation, "__args__", (annotation,)) if hasattr(a, "model_fields")), model
        )
    return list(model.model_fields)


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
        staff=_staff(file.staff),
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


def _staff(staff: StaffTable) -> tuple[Address, ...]:
    chats = (staff.chat,) if isinstance(staff.chat, str) else staff.chat
    try:
        return tuple(Address.parse(chat) for chat in chats if chat.strip())
    except ValueError as error:
        raise ValueError(f"staff.chat: {error}") from None
