"""What there is to watch: a portal, its topics and its sources, as `loa.toml` names them."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum


class Cadence(StrEnum):
    """When a follower of a topic hears of a new article."""

    NOW = "now"
    DIGEST = "digest"


class SourceKind(StrEnum):
    """How a source is read."""

    FEED = "feed"
    LISTING = "listing"
    SITEMAP = "sitemap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """One organisation's public website. `id` is part of every article's identity and never changes."""

    id: str
    name: str
    url: str
    short: str = ""
    organisation: str = ""
    hosts: tuple[str, ...] = ()
    per_minute: int = 30  # requests to one host; NukeViet blocks whoever asks more than 40 times
    hotline: str = ""
    contact: str = ""
    privacy_url: str = ""
    language: str = "vi"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A chuyên mục a citizen can choose. `words` map articles to it; `default` proposes it to a new subscriber.

    `name_en` is its name for those who are spoken to in English; without one they read `name`.
    """

    id: str
    name: str
    name_en: str = ""
    default: bool = False
    cadence: Cadence = Cadence.NOW
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Selectors:
    """CSS selectors for one family of pages; an empty one is not looked for."""

    item: str = ""  # listing: one row
    link: str = ""  # listing: the anchor inside a row
    date: str = ""  # listing: the date inside a row
    lead: str = ""  # listing: the lead inside a row
    more: str = ""  # listing: anchors of articles that have no row of their own
    title: str = ""  # page
    body: str = ""  # page
    sapo: str = ""  # page: the editor's lead
    published: str = ""  # page: the visible date
    files: str = ""  # page: anchors of attachments


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One watched address of a portal: several `addresses` are tried in order until one answers usefully."""

    name: str
    addresses: tuple[str, ...]
    kind: SourceKind = SourceKind.FEED
    preset: str = "nukeviet"
    selectors: Selectors = field(default_factory=Selectors)
    topic: str = ""
    every: timedelta = timedelta(minutes=2)
    ca_bundle: str | None = None
