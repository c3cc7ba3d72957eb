"""Reads `loa.toml`: what to watch, whom to tell and when. A wrong key or value is one line with its mend."""

import difflib
import ipaddress
import tomllib
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from bot.durations import clock, duration, span
from feeds.portals import Cadence, Portal, Selectors, Source, SourceKind, Topic
from storage.records import Address

Duration = Annotated[timedelta, BeforeValidator(duration)]
Hour = Annotated[time, BeforeValidator(clock)]
Span = Annotated[tuple[time, time] | None, BeforeValidator(span)]
Words = tuple[str, ...]


class ConfigError(Exception):
    """Configuration that cannot be used; the message is one line naming the key and the mend."""


class Section(BaseModel):
    """One table of `loa.toml`; unknown keys are refused, so that a typo never passes in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _Portal(Section):
    id: str = Field(pattern=r"^[a-z0-9_-]{1,40}$")
    name: str
    short: str = ""
    organisation: str = ""
    url: str = Field(pattern=r"^https?://[^\s/]+")
    hosts: Words = ()
    hotline: str = ""
    contact: str = ""
    privacy_url: str = ""
    language: Literal["vi", "en"] = "vi"


class _Topic(Section):
    id: str = Field(pattern=r"^[a-z0-9_]{1,32}$")
    name: str
    default: bool = False
    cadence: Cadence = Cadence.NOW
    words: Words = ()


class _Selectors(Section):
    item: str = ""
    link: str = ""
    date: str = ""
    lead: str = ""
    title: str = ""
    body: str = ""
    sapo: str = ""
    published: str = ""
    files: str = ""


class _Source(Section):
    name: str = Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")
    feed: str | Words = ()
    listing: str | Words = ()
    sitemap: str | Words = ()
    preset: Literal["nukeviet", "egov", "liferay"] = "nukeviet"
    selectors: _Selectors = _Selectors()
    topic: str = ""
    every: Duration = timedelta(minutes=2)
    ca_bundle: str | None = None

    @model_validator(mode="after")
    def one_kind(self) -> "_Source":
        if sum(map(bool, (self.feed, self.listing, self.sitemap))) != 1:
            raise ValueError('give exactly one of feed = "…", listing = "…" or sitemap = "…"')
        for address in self.addresses:
            if not address.startswith(("http://", "https://")):
                raise ValueError(f"{address!r} is not an address: write https://…")
        if self.every < timedelta(seconds=60) and not all(map(_loopback, self.addresses)):
            raise ValueError('every must be at least "60s" for an address that is not on this machine')
        return self

    @property
    def kind(self) -> SourceKind:
        if self.feed:
            return SourceKind.FEED
        return SourceKind.LISTING if self.listing else SourceKind.SITEMAP

    @property
    def addresses(self) -> Words:
        given = self.feed or self.listing or self.sitemap
        return (given,) if isinstance(given, str) else given


class Delivery(Section):
    """[delivery]: quiet hours, the digest's hour, how long news stays worth sending, when a flood is held."""

    quiet: Span = (time(21, 30), time(6, 0))
    digest: Hour = time(7, 0)
    expire: Duration = timedelta(hours=24)
    hold_new: int = Field(default=5, ge=1)


class Urgent(Section):
    """[urgent]: whether a person's tap is needed to pass quiet hours, and what happens without one."""

    confirm: bool = True
    fallback: Duration = timedelta(minutes=15)


class Feedback(Section):
    """[feedback]: below `k` votes nothing is shown."""

    k: int = Field(default=5, ge=1)


class Retention(Section):
    """[retention]: how long what is no longer needed is kept."""

    blocked: Duration = timedelta(days=28)
    comments: Duration = timedelta(days=365)


class TelegramLimits(Section):
    """[telegram]: how many messages a second the bot may send."""

    per_second: int = Field(default=30, ge=1, le=1000)


class ZaloBotLimits(Section):
    """[zalo_bot]: the plan's quotas."""

    users: int = Field(default=50, ge=1)
    per_month: int = Field(default=3000, ge=1)


class ZaloOaLimits(Section):
    """[zalo_oa]: how many đồng a month may be spent."""

    spend_per_month: int = Field(default=0, ge=0)


class Summary(Section):
    """[summary]: an OpenAI-compatible endpoint, or "" for the embedded summary alone."""

    endpoint: str = ""


class _Staff(Section):
    chat: str | Words = ()


class _File(Section):
    portal: _Portal
    topics: tuple[_Topic, ...] = ()
    sources: tuple[_Source, ...] = Field(min_length=1)
    delivery: Delivery = Delivery()
    urgent: Urgent = Urgent()
    feedback: Feedback = Feedback()
    retention: Retention = Retention()
    staff: _Staff = _Staff()
    telegram: TelegramLimits = TelegramLimits()
    zalo_bot: ZaloBotLimits = ZaloBotLimits()
    zalo_oa: ZaloOaLimits = ZaloOaLimits()
    summary: Summary = Summary()


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


def read_config(path: Path) -> Config:
    """Read `loa.toml`. Raises ConfigError with one line naming the file, the key and the mend."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(
            f"{path}: cannot be read ({error.strerror}); copy loa.toml or set LOA_CONFIG"
        ) from None
    return parse_config(text, name=str(path))


def parse_config(text: str, *, name: str = "loa.toml") -> Config:
    """Read the text of a `loa.toml`. Raises ConfigError as `read_config` does."""
    try:
        file = _File.model_validate(tomllib.loads(text))
        return _settled(file)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name}: not valid TOML: {error}") from None
    except ValidationError as error:
        raise ConfigError(f"{name}: {explain(error, _File)}") from None
    except ValueError as error:
        raise ConfigError(f"{name}: {error}") from None


def explain(error: ValidationError, model: type[BaseModel]) -> str:
    """One line for the first fault: where, what, and the nearest known key where one was mistyped."""
    fault = error.errors(include_url=False, include_input=False)[0]
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


def _settled(file: _File) -> Config:
    given = file.portal
    host = urlsplit(given.url).hostname or ""
    portal = Portal(
        **(given.model_dump() | {"hosts": given.hosts or (host,), "short": given.short or given.name})
    )
    topics = tuple(Topic(**topic.model_dump()) for topic in file.topics) or (
        Topic(id="tin", name="Thông báo", default=True),
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


def _source(source: _Source, fallback: str) -> Source:
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


def _staff(staff: _Staff) -> tuple[Address, ...]:
    chats = (staff.chat,) if isinstance(staff.chat, str) else staff.chat
    try:
        return tuple(Address.parse(chat) for chat in chats if chat.strip())
    except ValueError as error:
        raise ValueError(f"staff.chat: {error}") from None


def _loopback(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
