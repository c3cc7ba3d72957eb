"""The tables of `loa.toml`, one class each: keys, types, defaults. Unknown keys are refused."""

import re
from dataclasses import asdict
from datetime import time, timedelta
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    Strict,
    StringConstraints,
    model_validator,
)

from bot.config.addresses import chats, web_address
from bot.config.durations import clock, duration, span
from feeds.gist.builtin_topics import BUILT_IN
from feeds.portals import Cadence, SourceKind
from feeds.reach import host_of, is_loopback
from storage.records import Address


def _several(given: object) -> object:
    return (given,) if isinstance(given, str) else given


Duration = Annotated[timedelta, BeforeValidator(duration)]
Hour = Annotated[time, BeforeValidator(clock)]
Span = Annotated[tuple[time, time] | None, BeforeValidator(span)]
Text = Annotated[str, StringConstraints(strip_whitespace=True)]
Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Words = tuple[Said, ...]
Url = Annotated[Text, AfterValidator(web_address)]
Urls = Annotated[tuple[Annotated[Said, AfterValidator(web_address)], ...], BeforeValidator(_several)]
Yes = Annotated[bool, Strict()]
Whole = Annotated[int, Strict()]  # `true` is no number
HostName = Annotated[str, Field(pattern=r"^[^\s/:@]+$|^[0-9a-f]*:[0-9a-f:]+$")]


class Section(BaseModel):
    """One table of `loa.toml`; unknown keys are refused, so that a typo never passes in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PortalTable(Section):
    id: str = Field(pattern=r"^[a-z0-9_-]{1,40}$", description="a-z, 0-9, - and _ alone, at most 40 of them")
    name: Said
    short: Text = ""
    organisation: Text = ""
    url: Annotated[Said, AfterValidator(web_address)]
    hosts: tuple[HostName, ...] = Field(default=(), description='names alone: ["portal.gov.vn"]')
    per_minute: Whole = Field(default=30, ge=1, le=120)
    hotline: Text = ""
    contact: Text = ""
    privacy_url: Url = ""
    language: Literal["vi", "en"] = "vi"


class TopicTable(Section):
    """[[topics]]: what is left out is taken from the built-in topic of that id, where there is one."""

    id: str = Field(pattern=r"^[a-z0-9_]{1,32}$", description="a-z, 0-9 and _ alone, at most 32 of them")
    name: Said
    name_en: str = ""
    default: Yes = False
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
    more: str = ""
    title: str = ""
    body: str = ""
    sapo: str = ""
    published: str = ""
    files: str = ""


class SourceTable(Section):
    name: str = Field(
        pattern=r"^[A-Za-z0-9_-]{1,40}$", description="A-Z, a-z, 0-9, - and _ alone, at most 40 of them"
    )
    feed: Urls = ()
    listing: Urls = ()
    sitemap: Urls = ()
    preset: Literal["nukeviet", "egov", "liferay"] = "nukeviet"
    selectors: SelectorsTable = SelectorsTable()
    topic: Text = ""
    every: Duration = timedelta(minutes=2)
    ca_bundle: str | None = None

    @model_validator(mode="after")
    def one_kind(self) -> "SourceTable":
        if sum(map(bool, (self.feed, self.listing, self.sitemap))) != 1:
            raise ValueError('give exactly one of feed = "…", listing = "…" or sitemap = "…"')
        if self.every < timedelta(seconds=60) and not all(map(_here, self.addresses)):
            raise ValueError('every must be at least "60s" for an address that is not on this machine')
        return self

    @property
    def kind(self) -> SourceKind:
        if self.feed:
            return SourceKind.FEED
        return SourceKind.LISTING if self.listing else SourceKind.SITEMAP

    @property
    def addresses(self) -> Words:
        return self.feed or self.listing or self.sitemap


class Delivery(Section):
    """[delivery]: quiet hours, the digest's hour, how long news stays worth sending, when a flood is held."""

    quiet: Span = (time(21, 30), time(6, 0))
    digest: Hour = time(7, 0)
    expire: Duration = timedelta(hours=24)
    hold_new: Whole = Field(default=5, ge=1)


class Urgent(Section):
    """[urgent]: whether a person's tap is needed to pass quiet hours, and what happens without one."""

    confirm: Yes = True
    fallback: Duration = timedelta(minutes=15)


class Feedback(Section):
    """[feedback]: below `k` votes nothing is shown."""

    k: Whole = Field(default=5, ge=1)


class Retention(Section):
    """[retention]: how long what is no longer needed is kept."""

    blocked: Duration = timedelta(days=28)
    comments: Duration = timedelta(days=365)
    deliveries: Duration = timedelta(days=90)


class TelegramLimits(Section):
    """[telegram]: how many messages a second the bot may send."""

    per_second: Whole = Field(default=30, ge=1, le=1000)


def _leader(address: str) -> str:
    """Raises ValueError."""
    if not _PERSON_ON_ZALO(address):
        raise ValueError(
            'is nobody on the Zalo bot: write "zalo_bot:6ede…" (docs/zalo.md says where it is read)'
        )
    return address


_PERSON_ON_ZALO = re.compile(r"zalo_bot:[A-Za-z0-9_.-]{1,128}").fullmatch
Leader = Annotated[Text, AfterValidator(_leader)]


class ZaloBotLimits(Section):
    """[zalo_bot]: the plan's quotas, the bot's own name in groups, who leads groups there, which Zalo tells nobody, and
    a pace; Zalo publishes none."""

    users: Whole = Field(default=50, ge=1)
    per_month: Whole = Field(default=3000, ge=1)
    per_second: Whole = Field(default=5, ge=1, le=1000)
    name: Text = ""
    leaders: tuple[Leader, ...] = ()


class ZaloOaLimits(Section):
    """[zalo_oa]: how many đồng a month may be spent, how many urgent articles may be broadcast and the picture that
    such an article must have, whether buttons are tried, a pace below 4,000 calls a minute."""

    spend_per_month: Whole = Field(default=0, ge=0)
    broadcasts_per_month: Whole = Field(default=0, ge=0, le=40)
    broadcast_cover: str = Field(
        default="", pattern=r"^(https://[^\s/]+\S*)?$", description="the https:// address of a picture"
    )
    buttons: Yes = True
    per_second: Whole = Field(default=20, ge=1, le=1000)

    @model_validator(mode="after")
    def with_a_cover(self) -> "ZaloOaLimits":
        if self.broadcasts_per_month and not self.broadcast_cover:
            raise ValueError(
                'broadcasts_per_month needs broadcast_cover = "https://…", a picture of at most 1 MB'
            )
        return self


class Summary(Section):
    """[summary]: an OpenAI-compatible address and the model it should use, or "" for the embedded summary alone."""

    endpoint: Url = ""
    model: Text = ""


class StaffTable(Section):
    chat: Annotated[tuple[Address, ...], PlainValidator(chats)] = ()


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


def _here(address: str) -> bool:
    return is_loopback(host_of(address))
