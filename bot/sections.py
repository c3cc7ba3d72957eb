"""The tables of `loa.toml`, one class each: keys, types, defaults. Unknown keys are refused."""

import ipaddress
from dataclasses import asdict
from datetime import time, timedelta
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from bot.durations import clock, duration, span
from feeds.builtin_topics import BUILT_IN
from feeds.portals import Cadence, SourceKind
from feeds.reach import has_port, host_of

Duration = Annotated[timedelta, BeforeValidator(duration)]
Hour = Annotated[time, BeforeValidator(clock)]
Span = Annotated[tuple[time, time] | None, BeforeValidator(span)]
Words = tuple[str, ...]
HostName = Annotated[str, Field(pattern=r"^[^\s/:@]+$|^[0-9a-f]*:[0-9a-f:]+$")]


class Section(BaseModel):
    """One table of `loa.toml`; unknown keys are refused, so that a typo never passes in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PortalTable(Section):
    id: str = Field(pattern=r"^[a-z0-9_-]{1,40}$")
    name: str
    short: str = ""
    organisation: str = ""
    url: str = Field(pattern=r"^https?://[^\s/]+")
    hosts: tuple[HostName, ...] = ()
    per_minute: int = Field(default=30, ge=1, le=120)
    hotline: str = ""
    contact: str = ""
    privacy_url: str = ""
    language: Literal["vi", "en"] = "vi"


class TopicTable(Section):
    """[[topics]]: what is left out is taken from the built-in topic of that id, where there is one."""

    id: str = Field(pattern=r"^[a-z0-9_]{1,32}$")
    name: str
    default: bool = False
    cadence: Cadence = Cadence.NOW
    words: Words = ()

    @model_validator(mode="before")
    @classmethod
    def built_in(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        topic = next((topic for topic in BUILT_IN if topic.id == given.get("id")), None)
        return (asdict(topic) | given) if topic else given


class SelectorsTable(Section):
    item: str = ""
    link: str = ""
    date: str = ""
    lead: str = ""
    title: str = ""
    body: str = ""
    sapo: str = ""
    published: str = ""
    files: str = ""


class SourceTable(Section):
    name: str = Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")
    feed: str | Words = ()
    listing: str | Words = ()
    sitemap: str | Words = ()
    preset: Literal["nukeviet", "egov", "liferay"] = "nukeviet"
    selectors: SelectorsTable = SelectorsTable()
    topic: str = ""
    every: Duration = timedelta(minutes=2)
    ca_bundle: str | None = None

    @model_validator(mode="after")
    def one_kind(self) -> "SourceTable":
        if sum(map(bool, (self.feed, self.listing, self.sitemap))) != 1:
            raise ValueError('give exactly one of feed = "…", listing = "…" or sitemap = "…"')
        for address in self.addresses:
            if not (address.startswith(("http://", "https://")) and host_of(address) and has_port(address)):
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
    deliveries: Duration = timedelta(days=90)


class TelegramLimits(Section):
    """[telegram]: how many messages a second the bot may send."""

    per_second: int = Field(default=30, ge=1, le=1000)


class ZaloBotLimits(Section):
    """[zalo_bot]: the plan's quotas, the bot's own name in groups, and a pace; Zalo publishes none."""

    users: int = Field(default=50, ge=1)
    per_month: int = Field(default=3000, ge=1)
    per_second: int = Field(default=5, ge=1, le=1000)
    name: str = ""


class ZaloOaLimits(Section):
    """[zalo_oa]: how many đồng a month may be spent, whether buttons are tried, a pace below 4,000 calls a minute."""

    spend_per_month: int = Field(default=0, ge=0)
    buttons: bool = True
    per_second: int = Field(default=20, ge=1, le=1000)


class Summary(Section):
    """[summary]: an OpenAI-compatible address and the model it should use, or "" for the embedded summary alone."""

    endpoint: str = Field(default="", pattern=r"^(https?://[^\s/]+\S*)?$")
    model: str = ""


class StaffTable(Section):
    chat: str | Words = ()


class File(Section):
    portal: PortalTable
    topics: tuple[TopicTable, ...] = ()
    sources: tuple[SourceTable, ...] = Field(min_length=1)
    delivery: Delivery = Delivery()
    urgent: Urgent = Urgent()
    feedback: Feedback = Feedback()
    retention: Retention = Retention()
    staff: StaffTable = StaffTable()
    telegram: TelegramLimits = TelegramLimits()
    zalo_bot: ZaloBotLimits = ZaloBotLimits()
    zalo_oa: ZaloOaLimits = ZaloOaLimits()
    summary: Summary = Summary()


def _loopback(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
