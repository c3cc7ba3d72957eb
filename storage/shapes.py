"""Values ↔ rows for what is kept as JSON: gists and attachments. Old rows stay readable: absent keys take defaults."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from feeds.article import Article, Attachment, Fact, FactKind, Gist, Nature, Urgency, Version
from feeds.visits import Verdict
from storage.records import ArticleId, Story, VersionId

Word = TypeVar("Word", bound=StrEnum)


_KINDS = frozenset(FactKind)


def gist_to_json(gist: Gist) -> dict[str, Any]:
    """A gist as JSON."""
    return {
        "summary": gist.summary,
        "origin": gist.origin,
        "facts": [[fact.kind.value, fact.text, fact.start] for fact in gist.facts],
        "urgency": gist.urgency.value,
        "reasons": list(gist.reasons),
        "nature": gist.nature.value,
        "moment": gist.moment.isoformat() if gist.moment else None,
        "hazard": gist.hazard,
        "titled": gist.titled,
    }


def gist_from_json(kept: Mapping[str, Any]) -> Gist:
    """The gist that `gist_to_json` wrote."""
    moment = kept.get("moment")
    return Gist(
        summary=kept.get("summary", ""),
        origin=kept.get("origin", "none"),
        facts=tuple(
            Fact(FactKind(kind), text, start) for kind, text, start in kept.get("facts", ()) if kind in _KINDS
        ),
        urgency=_known(Urgency, kept.get("urgency"), Urgency.THUONG),
        reasons=tuple(kept.get("reasons", ())),
        nature=_known(Nature, kept.get("nature"), Nature.ORDINARY),
        moment=datetime.fromisoformat(moment) if moment else None,
        hazard=kept.get("hazard"),
        titled=kept.get("titled", False),
    )


def files_to_json(files: Sequence[Attachment]) -> list[dict[str, Any]]:
    """Attachments as JSON."""
    return [{"name": f.name, "url": f.url, "media_type": f.media_type, "size": f.size} for f in files]


def story(row: Any) -> Story:
    """A row of articles joined with its newest version, as a value."""
    return Story(
        id=ArticleId(row.article_id),
        version_id=VersionId(row.version_id),
        first_seen=row.first_seen,
        withdrawn=row.verdict == Verdict.WITHDRAWN,
        article=Article(
            portal=row.portal,
            external_id=row.external_id,
            link=row.link,
            topic=row.topic,
            published=row.published,
            version=version(row),
            gist=gist_from_json(row.gist),
        ),
    )


def version(row: Any) -> Version:
    """A row of versions, as a value."""
    return Version(
        title=row.title,
        lead=row.lead,
        body=row.body,
        attachments=tuple(Attachment(**kept) for kept in row.attachments),
        image=row.image,
    )


def _known(words: type[Word], kept: Any, otherwise: Word) -> Word:
    """A word of ours; what a newer version of Loa wrote and we do not know is read as the ordinary one."""
    return words(kept) if kept in set(words) else otherwise
