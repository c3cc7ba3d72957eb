"""What a language model is asked, and what of its answer may be believed: words of the source, or nothing.

It is asked for spans copied letter by letter and for two sentences near the source. Every span is looked up, every
sentence goes through `feeds.gist.faithful`; what it left out of deadlines and telephones our own lines add.
"""

import json
from dataclasses import dataclass, replace
from typing import Protocol

from feeds.article import FactKind, Gist, Nature, Urgency, Version
from feeds.gist.faithful import alarms
from feeds.gist.summary import tells
from feeds.letters import single_spaced, tidy, units16

SPANS = ("what", "when", "where", "who", "do", "deadline", "contact")
_MOST_SENTENCES = 2
_MOST_LINES = 5
_READ = 12_000  # characters of the source that are shown; news says it early
_NEVER_LOST = frozenset({FactKind.DEADLINE, FactKind.PHONE})
_TASK = (
    "Bạn rút gọn thông báo của chính quyền cho người dân. Chỉ dùng chữ có trong văn bản; không thêm, không suy đoán, "
    "không đổi số, ngày, giờ, tên riêng; giữ nguyên mọi từ phủ định và mọi ngoại lệ. "
    "Trả lời bằng đúng một đối tượng JSON: "
    '{"what": "", "when": [], "where": [], "who": [], "do": [], "deadline": [], "contact": [], "sentences": []}. '
    "Mỗi giá trị, trừ sentences, là đoạn chép nguyên văn từ văn bản (để trống nếu không có). "
    "sentences gồm nhiều nhất hai câu, dùng gần như nguyên văn câu chữ của văn bản, tổng cộng không quá {limit} ký tự."
)


class Retell(Protocol):
    """Somebody who may put a gist's summary into better words; `bot` has one where the office wants it."""

    async def __call__(self, version: Version, gist: Gist) -> Gist:
        """The gist, retold or as it was."""
        ...


@dataclass(frozen=True, slots=True)
class Refused:
    """An answer that is not believed, and why."""

    alarms: tuple[str, ...]


def worth_retelling(gist: Gist, version: Version) -> bool:
    """Never what is urgent, never a condolence, and nothing that has no text."""
    return (
        gist.urgency is not Urgency.KHAN
        and gist.nature is not Nature.CONDOLENCE
        and bool(version.body.strip())
    )


def question(version: Version, limit: int, refused: Refused | None = None) -> list[dict[str, str]]:
    """The messages of a chat that asks for `version` in `limit` characters; told why, after a first refusal."""
    text = f"{version.title}\n{version.lead}\n{version.body}"[:_READ]
    asked = [
        {"role": "system", "content": _TASK.replace("{limit}", str(limit))},
        {"role": "user", "content": text},
    ]
    if refused:
        why = "; ".join(refused.alarms)[:500]
        asked.append(
            {"role": "user", "content": f"Câu trả lời trước không dùng được vì: {why}. Hãy chép sát hơn."}
        )
    return asked


def read_answer(answer: str, version: Version, gist: Gist, *, limit: int = 400) -> Gist | Refused:
    """The gist with the model's sentences where every word of the answer may be believed, else why not.

    The editor's lead stays first; a deadline or telephone that our own summary tells is told here too, in our line.
    """
    source = tidy(f"{version.title}\n{version.lead}\n{version.body}")
    match _parsed(answer):
        case Refused() as refused:
            return refused
        case spans, sentences:
            found = (
                *(f"không nguyên văn: {span}" for span in spans if not _verbatim(span, source)),
                *(alarm for sentence in sentences for alarm in alarms(sentence, source)),
            )
            return Refused(found) if found else _composed(sentences, version, gist, limit)


def _parsed(answer: str) -> tuple[list[str], list[str]] | Refused:
    """The spans and the sentences of an answer, fences of Markdown around it allowed."""
    try:
        given = json.loads(answer[answer.find("{") : answer.rfind("}") + 1])
    except (ValueError, RecursionError):
        return Refused(("không phải JSON",))
    if not isinstance(given, dict):
        return Refused(("không phải JSON",))
    sentences = _strings(given.get("sentences"))
    parts = [_strings(given.get(name)) for name in SPANS]
    if not sentences or any(part is None for part in parts):
        return Refused(("thiếu câu hoặc sai dạng",))
    if len(sentences) > _MOST_SENTENCES:
        return Refused(("quá hai câu",))
    return [span for part in parts for span in part or ()], sentences


def _strings(value: object) -> list[str] | None:
    """Text or a list of texts, empty ones left out; None where it is anything else."""
    given: list[object] = value if isinstance(value, list) else [] if value is None else [value]
    texts = [one for one in given if isinstance(one, str)]
    if len(texts) < len(given):
        return None
    return [said for one in texts if (said := single_spaced(tidy(one).replace("\n", " ")))]


def _verbatim(span: str, source: str) -> bool:
    return span in single_spaced(source.replace("\n", " "))


def _composed(sentences: list[str], version: Version, gist: Gist, limit: int) -> Gist | Refused:
    lead = tidy(version.lead).strip() if tells(tidy(version.lead), tidy(version.title)) else ""
    lines = [*([lead] if lead else []), *(one for one in sentences if one not in lead)]
    hard = [fact.text for fact in gist.facts if fact.kind in _NEVER_LOST]
    for line in gist.summary.split("\n"):
        said = "\n".join(lines)
        if any(text in line and text not in said for text in hard):
            lines.append(line)
    summary = "\n".join(lines)
    if units16(summary) > limit or len(summary.split("\n")) > _MOST_LINES:
        return Refused((f"dài {units16(summary)} ký tự, {len(lines)} dòng",))
    return replace(gist, summary=summary, origin="ai")
