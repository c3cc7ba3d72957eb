"""Proposes how soon a citizen must know, with the reasons in words; only people and time decide what it wakes.

Red comes from the title together with an order that is still ahead, never from one word in the body.
Words keep their diacritics: bão (storm) is not báo (newspaper) nor bảo (protect).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from feeds.article import Nature, Urgency
from feeds.gist import alarms, daily
from feeds.gist.happenings import Happening, happenings, next_moment
from feeds.gist.natures import nature_of, tells_of_the_past
from feeds.gist.units import Unit, units
from feeds.letters import single_spaced, tidy

_SOON = timedelta(days=10)  # a plan whose hour is as near is an appointment
_QUIET = frozenset({Nature.CONDOLENCE, Nature.REPORT, Nature.CORRECTION, Nature.EXTENSION})


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is proposed and why. `moment` is the next moment ahead; `titled`: the title itself names the danger."""

    urgency: Urgency
    reasons: tuple[str, ...]
    nature: Nature
    moment: datetime | None
    titled: bool


@dataclass(frozen=True, slots=True)
class _Read:
    """An article as the rules below look at it."""

    title: str
    body: str
    told: tuple[Unit, ...]
    found: tuple[Happening, ...]
    nature: Nature
    now: datetime

    def ordered(self) -> str | None:
        """The first order to keep out of danger that still holds: «nghiêm cấm … từ 15 giờ …»."""
        for unit in self.told:
            if (order := alarms.order(unit.text)) and self._holds(unit.text):
                return order
        return None

    def stopped(self) -> str | None:
        """A stop of boats or visits that still holds, told anywhere."""
        for said in (self.title, *(unit.text for unit in self.told)):
            if (stop := alarms.stop_at_sea(said)) and self._holds(said):
                return stop
        return None

    def ahead(self) -> bool:
        """Whether anything the text names is still to come."""
        return any(one.ahead(self.now) for one in self.found)

    def soon(self) -> bool:
        """Whether an hour named by the text comes within ten days."""
        return any(
            "hour" in one.span.kinds and any(self.now <= at <= self.now + _SOON for at in one.at)
            for one in self.found
        )

    def _holds(self, said: str) -> bool:
        """A sentence without a time of its own takes that of the text; one without any stands as it is."""
        own = [one for one in self.found if one.at and one.said in said]
        dated = own or [one for one in self.found if one.at]
        return not dated or any(one.ahead(self.now) for one in dated)


def judge(title: str, body: str, *, published: datetime | None, now: datetime) -> Judgement:
    """How urgent the article is, for any text. Where `published` is unknown, `now` stands for it."""
    title, body = single_spaced(tidy(title)).replace("\n", " "), tidy(body)
    told = tuple(unit for unit in units(body) if not unit.frame)
    found = tuple(happenings(title, told, published or now))
    read = _Read(title, body, told, found, nature_of(title, body), now)
    moment = next_moment(found, now)
    red = _red(read)
    if red:
        titled = alarms.names_danger(title)
        return Judgement(Urgency.KHAN, red, read.nature, moment, titled)
    reasons = _daily(read)
    urgency = Urgency.TRONG_NGAY if reasons else Urgency.THUONG
    return Judgement(urgency, reasons or _calm(read), read.nature, moment, alarms.names_danger(title))


def _red(read: _Read) -> tuple[str, ...]:
    """The reasons for red; none where it is not."""
    title = read.title
    if read.nature is Nature.ALL_CLEAR or read.nature in {Nature.CONDOLENCE, Nature.REPORT}:
        return _live_fire(read)
    if alarms.false_friend(title):
        return ()
    if bulletin := alarms.bulletin(title):
        return (f"tiêu đề là bản tin thiên tai «{bulletin}»",) if _fresh(read) else ()
    danger, order, grade = alarms.danger(title), alarms.order(title), alarms.grade(title)
    if alarms.soft_friend(title) and not (danger and alarms.numbered_storm(title)):
        return ()
    if (
        order
        and not alarms.harmless(title)
        and _still(read)
        and not (tells_of_the_past(read.body) and not read.ordered())
    ):
        return (f"tiêu đề là mệnh lệnh «{order}»",)
    if grade and (danger or read.ordered()) and not alarms.only_disease(title) and _still(read):
        return (f"tiêu đề ghi mức độ «{grade}»", *([f"nói về «{danger}»"] if danger else ()))
    if grade and alarms.marked(title) and read.ahead() and not alarms.only_disease(title):
        return (f"cơ quan ghi «{grade}» và có giờ còn ở phía trước",)
    if danger and (threat := alarms.threat(title)) and _still(read) and not tells_of_the_past(read.body):
        return (f"tiêu đề nói về «{danger}», «{threat}»",)
    if danger and (ordered := read.ordered()) and ("cấm" in ordered or not tells_of_the_past(read.body)):
        return (f"tiêu đề nói về «{danger}»", f"mệnh lệnh còn hiệu lực: «{ordered}»")
    return _at_sea(read, danger)


def _at_sea(read: _Read, danger: str | None) -> tuple[str, ...]:
    """Boats or visits stop because of the sea or the sky: the title says the stop, the text its cause."""
    stop = alarms.stop_at_sea(read.title)
    if danger and not stop and (told := read.stopped()):
        return (f"tiêu đề nói về «{danger}»", f"đang dừng: «{told}»")
    if stop and read.stopped():
        cause = danger or alarms.weather("\n".join(unit.text for unit in read.told[:6]))
        if cause:
            return (f"tiêu đề báo «{stop}»", f"vì «{cause}»")
    return ()


def _live_fire(read: _Read) -> tuple[str, ...]:
    """A drill with live fire is a danger to whoever sails into it."""
    if read.nature is Nature.REPORT and alarms.live_fire(read.title) and read.ordered() and read.ahead():
        return ("bắn đạn thật, có lệnh cấm còn hiệu lực",)
    return ()


def _fresh(read: _Read) -> bool:
    """A bulletin speaks of now; one whose every moment passed days ago is history."""
    dated = [one.at[-1] for one in read.found if one.at]
    return not dated or (read.now - max(dated)).days < 2


def _still(read: _Read) -> bool:
    """An order in the title holds where something is ahead, or where no time is told at all."""
    dated = [one for one in read.found if one.at or "open" in one.span.kinds]
    return not dated or any(one.ahead(read.now) for one in dated) or _fresh(read)


def _daily(read: _Read) -> tuple[str, ...]:
    """The reasons for «today»: a service stops or changes, or people are expected at a time that is near."""
    title = read.title
    if daily.swindle(title):
        return ("cảnh báo lừa đảo",)
    if read.nature is Nature.REPORT or alarms.false_friend(title):
        return ()
    if "quốc tang" in title.lower() or "cờ rủ" in title.lower():
        return ("nghi thức Quốc tang",)
    if read.nature is Nature.CONDOLENCE:
        return ()
    if read.nature is Nature.ALL_CLEAR:
        return ("báo hết: lệnh, cảnh báo hoặc việc tạm dừng trước đó không còn",)
    if (grade := alarms.grade(title)) and alarms.only_disease(title):
        return (f"tiêu đề ghi «{grade}», về dịch bệnh",)
    if service := daily.service(title):
        return (f"sinh hoạt hằng ngày: «{service}»",) if _still(read) else ()
    if warning := daily.warning(title):
        return (f"cảnh báo: «{warning}»",)
    if daily.invitation(title) and read.ahead():
        return ("mời họp vào giờ đã định",)
    if read.nature in _QUIET:
        return ()
    if alarms.soft_friend(title):
        return ("có giờ hẹn gần",) if daily.appointment(title) and read.soon() else ()
    if (
        (danger := alarms.danger(title))
        and _still(read)
        and (alarms.threat(title) or read.ahead() or read.ordered())
    ):
        return (f"tiêu đề nói về «{danger}»",)
    expected = daily.appointment(title)
    return (f"có giờ hẹn: «{expected}»",) if expected and read.ahead() else ()


def _calm(read: _Read) -> tuple[str, ...]:
    if read.nature is Nature.REPORT:
        return ("tin về việc đã làm hoặc diễn tập",)
    if friend := alarms.false_friend(read.title):
        return (f"«{friend}» không phải tin khẩn",)
    return ("không có nguy hiểm hay giờ hẹn gần",)
