"""Where the items of a feed stand in its bytes, and what its head says: one strict pass, no text is kept."""

from dataclasses import dataclass, field
from datetime import timedelta
from xml.parsers import expat

from feeds.errors import NotAFeed

_ITEMS = {"item", "entry"}
_HEAD = {"link", "generator", "ttl", "hour", "day"}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LONGEST = 500  # characters of one word of the head
_CUT = {
    expat.errors.XML_ERROR_NO_ELEMENTS,
    expat.errors.XML_ERROR_UNCLOSED_TOKEN,
    expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    expat.errors.XML_ERROR_PARTIAL_CHAR,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a feed says of its own rhythm: hours and days (Monday is 0) in UTC in which nothing is published."""

    ttl: timedelta = timedelta()
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A document's root, the byte ranges of its items in order, and words of its head."""

    root: str
    items: tuple[tuple[int, int], ...] = ()
    link: str = ""
    generator: str = ""
    hints: Hints = field(default_factory=Hints)


def outline(xml: bytes, roots: set[str]) -> Outline:
    """The outline of a well-formed document; a root that is none of `roots` is named and the rest is not read.

    A document type, inside or outside, is refused: entities are never expanded and nothing is fetched.
    Raises NotAFeed in plain words where the document is not well-formed to its end.
    """
    walk = _Walk(xml)
    try:
        walk.parser.Parse(xml, True)
    except expat.ExpatError as error:
        if walk.root and walk.root not in roots:
            return Outline(root=walk.root)
        if xml and expat.ErrorString(error.code) in _CUT:
            raise NotAFeed("the feed is cut short: its end is missing") from None
        if not walk.root:
            return Outline(root="")
        raise NotAFeed(
            f"the feed is broken in line {error.lineno}: {expat.ErrorString(error.code)}"
        ) from None
    return walk.outline()


class _Walk:
    def __init__(self, xml: bytes) -> None:
        self._xml = xml
        self.root = ""
        self._depth = 0
        self._item: tuple[int, int, str] | None = None  # depth, first byte, name
        self._items: list[tuple[int, int]] = []
        self._heard: list[str] | None = None
        self._head: dict[str, list[str]] = {name: [] for name in _HEAD}
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._doctype

    def outline(self) -> Outline:
        head = {name: said[0] if said else "" for name, said in self._head.items()}
        days = (_DAYS.index(day.lower()) for day in self._head["day"] if day.lower() in _DAYS)
        hours = (int(hour) % 24 for hour in self._head["hour"] if hour.isdecimal() and int(hour[:3]) <= 24)
        minutes = min(int(head["ttl"][:6]), 24 * 60) if head["ttl"].isdecimal() else 0
        return Outline(
            root=self.root,
            items=tuple(self._items),
            link=head["link"],
            generator=head["generator"],
            hints=Hints(
                ttl=timedelta(minutes=minutes), skip_hours=frozenset(hours), skip_days=frozenset(days)
            ),
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1:
            self.root = name.rpartition(":")[2]
        if self._item is None:
            if name.rpartition(":")[2].lower() in _ITEMS:
                self._item = (self._depth, self.parser.CurrentByteIndex, name)
            elif name in _HEAD and self._depth <= 4:
                self._hear([])
                if name == "link" and attributes.get("rel", "alternate") == "alternate":
                    self._head["link"] += filter(None, [attributes.get("href")])

    def _end(self, name: str) -> None:
        if self._heard is not None:
            said = "".join(self._heard).strip()[:_LONGEST]
            if said and name in _HEAD:
                self._head[name].append(said)
            self._hear(None)
        if self._item and self._item[0] == self._depth:
            closing = self.parser.CurrentByteIndex
            end = self._xml.find(b">", closing) + 1
            self._items.append((self._item[1], end if closing > self._item[1] else 0))
            self._item = None
        self._depth -= 1

    def _hear(self, words: list[str] | None) -> None:
        """Gather text in `words`; with None the parser tells of no text at all."""
        self._heard = words
        self.parser.CharacterDataHandler = None if words is None else words.append

    def _doctype(self, *_: object) -> None:
        raise NotAFeed("the feed declares a document type of its own; it is not read")
