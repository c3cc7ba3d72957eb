"""What an urgent notice must say and its summary may have left out: what to do, and until when."""

import re

from bot.wording import Words
from feeds.article import FactKind, Gist, Version
from feeds.gist.changes import Change

# «cho đến khi có thông báo mới», «đến hết ngày 12/9», «từ 6 giờ đến 17 giờ»: where an order ends.
_ENDS = re.compile(r"\b(?:cho đến|đến khi|đến hết|từ .+ đến)\b", re.IGNORECASE)
# Such an order holds until it is ended.
_FURTHER_NOTICE = re.compile(r"\bkhi có (?:thông báo|lệnh|chỉ đạo|công điện|tin)\b", re.IGNORECASE)
SAYS_SOMETHING = 4  # words; «yêu cầu» alone tells nobody what to do


def missing(title: str, gist: Gist, words: Words) -> str:
    """The lines to add, each with the source's own words; «» where title and summary say both."""
    said = f"{title}\n{gist.summary}".casefold()
    todo = [text for text in _facts(gist, FactKind.DO) if len(text.split()) >= SAYS_SOMETHING]
    lines = [f"{words.TO_DO}{todo[0]}"] if todo and not _told(todo, said) else []
    ends = [text for text in _facts(gist, FactKind.WHEN) if _ENDS.search(text)]
    deadlines = _facts(gist, FactKind.DEADLINE)
    if not _told([*ends, *deadlines], said):
        if ends:
            lines.append(f"{words.UNTIL}{ends[0]}")
        elif deadlines:
            lines.append(f"{words.CHANGES[Change.DEADLINE]}: {deadlines[0]}")
        else:
            lines.append(f"{words.UNTIL}{words.UNTIL_TOLD}")
    return "\n".join(lines)


def until_further_notice(version: Version) -> bool:
    """Whether an order names no end but another word of the office."""
    return _FURTHER_NOTICE.search("\n".join((version.title, version.lead, version.body))) is not None


def _facts(gist: Gist, kind: FactKind) -> list[str]:
    return [fact.text for fact in gist.facts if fact.kind is kind]


def _told(facts: list[str], said: str) -> bool:
    return any(fact.casefold() in said for fact in facts)
