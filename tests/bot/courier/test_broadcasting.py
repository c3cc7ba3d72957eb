"""Which urgent announcement is broadcast: a pure table, and what holds for every answer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.posting import Body
from bot.channels.zalo_oa.answers import outcome
from bot.courier.broadcasting import SETTLING, Go, Over, Spent, Wait, settled, weigh
from bot.messages import Unknown
from feeds.article import Article, Gist, Urgency, Version
from storage.outbox.broadcasts import Broadcast, BroadcastState, Candidate
from storage.outbox.owed import Kind
from storage.records import AnnouncementId, ArticleId, Story, VersionId
from tests.conftest import NOW

NIGHT = datetime(2026, 11, 24, 16, tzinfo=UTC)  # 23:00
DAY = timedelta(days=1)
FIRST = AnnouncementId(1)
BEGUN = Broadcast(announcement=FIRST, state=BroadcastState.MAKING, at=NOW)
SENT = replace(BEGUN, state=BroadcastState.SENT, at=NOW - timedelta(hours=1))


def told(number: int = 1, *, article: int = 1, kind: Kind = Kind.URGENT, **also: object) -> Candidate:
    gist = Gist(summary="a", origin="extract", urgency=Urgency.KHAN)
    inner = Article(
        portal="c", external_id="1", link="", topic="t", published=None, version=Version(title="T"), gist=gist
    )
    story = Story(
        id=ArticleId(article), version_id=VersionId(1), first_seen=NOW, withdrawn=False, article=inner
    )
    one = Candidate(
        announcement=AnnouncementId(number),
        kind=kind,
        story=story,
        about="",
        refers_to=None,
        created_at=NOW,
        expires_at=NOW + DAY,
        unreached=1,
        under_way=0,
        broadcast=None,
    )
    return replace(one, **also)  # type: ignore[arg-type]


CHANGE = told(2, kind=Kind.UPDATE)
END = told(3, article=2, kind=Kind.ALL_CLEAR, refers_to=ArticleId(1))


@pytest.mark.parametrize(
    ("candidates", "left", "now", "verdicts"),
    [
        ([told()], 1, NOW, [Go]),
        ([told(unreached=0)], 1, NOW, []),
        ([told()], 0, NOW, [Spent]),
        ([told()], 1, NIGHT, [Wait]),
        ([told(under_way=1)], 1, NOW, [Wait]),
        ([told(under_way=1)], 1, NOW + SETTLING, [Go]),
        ([told()], 1, NOW + DAY, []),
        ([told(broadcast=BEGUN)], 1, NOW, [Go]),
        ([told(broadcast=BEGUN)], 1, NOW + DAY, [Over]),
        ([told(broadcast=BEGUN, unreached=0)], 1, NOW, [Over]),
        ([told(broadcast=replace(BEGUN, not_before=NOW + SETTLING))], 1, NOW, [Wait]),
        ([told(broadcast=replace(BEGUN, state=BroadcastState.CALLING))], 1, NOW, []),
        ([told(broadcast=SENT)], 1, NOW, []),
        ([told(broadcast=replace(BEGUN, state=BroadcastState.UNKNOWN))], 1, NOW, []),
        ([told(), told(2)], 2, NOW, [Go]),
        ([told(), CHANGE], 2, NOW, [Go]),
        ([told(broadcast=SENT), CHANGE], 2, NOW, [Go]),
        ([told(broadcast=SENT), CHANGE], 1, NOW, [Spent]),
        ([told(broadcast=SENT), CHANGE, told(4, kind=Kind.WITHDRAWN)], 1, NOW, [Go]),
        ([told(broadcast=replace(SENT, at=NOW)), CHANGE], 2, NOW, []),
        ([told(broadcast=SENT), END], 1, NOW, [Go]),
        ([told(), END], 1, NOW, [Go]),
        ([told(number=9), replace(END, unreached=9)], 1, NIGHT, []),
    ],
)
def test_what_goes(candidates: list[Candidate], left: int, now: datetime, verdicts: list[type]) -> None:
    in_force = frozenset({AnnouncementId(1), AnnouncementId(2)})
    assert [type(one) for one in weigh(candidates, in_force, left=left, now=now)] == verdicts


@given(st.integers(-2000, 5), st.integers(0, 40), st.timedeltas(timedelta(0), timedelta(days=2)))
def test_every_answer_leaves_one_state_and_no_refusal_is_tried_for_ever(
    code: int, attempts: int, after: timedelta
) -> None:
    now = NOW + after
    calling = replace(BEGUN, state=BroadcastState.CALLING, attempts=attempts)
    ends = settled(outcome(Body({"error": code}), now=now), calling, until=NOW + DAY, now=now)
    assert ends.state is not BroadcastState.CALLING
    if ends.state is BroadcastState.MAKING:
        assert ends.not_before is not None
        assert now < ends.not_before < NOW + DAY
        assert ends.attempts == attempts + 1
    else:
        assert ends.not_before is None
        assert (ends.state is BroadcastState.SENT) is (code == 0)


def test_silence_is_the_end() -> None:
    calling = replace(BEGUN, state=BroadcastState.CALLING)
    assert settled(Unknown("?"), calling, until=NOW + DAY, now=NOW).state is BroadcastState.UNKNOWN
