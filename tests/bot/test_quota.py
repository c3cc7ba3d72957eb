"""What a month's messages and Zalo's windows let through: pure tables."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Deferred, Unreached
from bot.quota import PRICE, Goes, month, month_end, ration, window
from storage.outbox.owed import Announcement, Kind, Manner
from storage.records import AnnouncementId, ArticleId
from tests.conftest import NOW

DIGEST = time(7)


def told(kind: Kind = Kind.NEWS, manner: Manner = Manner.SEND, article: int | None = 1) -> Announcement:
    return Announcement(
        id=AnnouncementId(1),
        kind=kind,
        article=ArticleId(article) if article else None,
        version=None,
        text="",
        created_at=NOW,
        manner=manner,
    )


@pytest.mark.parametrize(
    ("announcement", "used", "goes"),
    [
        (told(), 79, True),
        (told(), 80, "digest"),
        (told(Kind.UPDATE, Manner.AMEND), 80, True),
        (told(Kind.BULLETIN, article=None), 80, True),
        (told(Kind.DIGEST, article=None), 94, True),
        (told(Kind.DIGEST, article=None), 95, False),
        (told(), 95, False),
        (told(Kind.URGENT), 99, True),
        (told(Kind.NOTICE, article=None), 99, True),
        (told(Kind.URGENT), 100, False),
    ],
)
def test_a_months_messages_end_with_a_digest_and_a_reserve(
    announcement: Announcement, used: int, goes: bool | str
) -> None:
    verdict = ration(announcement, used, 100, now=NOW, digest=DIGEST)

    assert isinstance(verdict, Goes) is (goes is True)
    if isinstance(verdict, Deferred):
        assert verdict.digest is (goes == "digest")
        assert verdict.until == (datetime(2026, 11, 25, tzinfo=UTC) if verdict.digest else month_end(NOW))


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("announcement", "withheld", "again", "goes"),
    [
        (told(), 60, None, True),
        (told(), 60, NOW, True),
        (told(), 60, NOW + HOUR, "digest"),
        (told(Kind.URGENT), 60, NOW + HOUR, False),
        (told(Kind.BULLETIN, article=None), 60, NOW + HOUR, False),
        (told(Kind.DIGEST, article=None), 60, NOW - HOUR, True),
        (told(), 40, NOW + HOUR, "digest"),
        (told(Kind.URGENT), 59, NOW + HOUR, True),
    ],
)
def test_a_month_that_zalo_ends_first_waits_for_the_next_try(
    announcement: Announcement, withheld: int, again: datetime | None, goes: bool | str
) -> None:
    verdict = ration(announcement, 40, 100, withheld=withheld, again=again, now=NOW, digest=DIGEST)

    assert isinstance(verdict, Goes) is (goes is True)
    if isinstance(verdict, Deferred):
        assert verdict.digest is (goes == "digest")
        assert verdict.digest or verdict.until == again


@given(st.timedeltas(timedelta(0), timedelta(days=700)).map(lambda span: NOW + span))
def test_months_are_those_of_vietnam(at: datetime) -> None:
    end = month_end(at)
    assert at < end <= at + timedelta(days=31)
    assert month(end) > month(at) == month(end - timedelta(seconds=1))


def test_a_month_begins_at_midnight_in_vietnam() -> None:
    assert month(datetime(2026, 11, 30, 16, 59, tzinfo=UTC)) == "2026-11"
    assert month(datetime(2026, 11, 30, 17, tzinfo=UTC)) == "2026-12"


NIGHT = datetime(2026, 11, 24, 16, tzinfo=UTC)  # 23:00 in Vietnam
DAWN = datetime(2026, 11, 24, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "quiet", "left", "now", "expected"),
    [
        (Kind.NEWS, timedelta(hours=47), 0, NOW, Goes()),
        (Kind.NEWS, timedelta(hours=48), PRICE, NOW, Goes(PRICE)),
        (Kind.NEWS, timedelta(hours=48), PRICE - 1, NOW, Unreached),
        (Kind.NEWS, timedelta(days=7), 9999, NOW, Unreached),
        (Kind.URGENT, timedelta(days=7), 9999, NOW, Unreached),
        (Kind.NEWS, None, 9999, NOW, Unreached),
        (Kind.NEWS, timedelta(hours=1), 0, NIGHT, Deferred(DAWN, "no messages from 22:00 to 06:00")),
        (Kind.URGENT, timedelta(hours=1), 0, NIGHT, Goes()),
        (Kind.NEWS, timedelta(hours=1), 0, DAWN, Goes()),
    ],
)
def test_an_account_writes_only_inside_its_windows(
    kind: Kind, quiet: timedelta | None, left: int, now: datetime, expected: object
) -> None:
    verdict = window(kind, now - quiet if quiet is not None else None, left=left, now=now)

    assert type(verdict) is expected if isinstance(expected, type) else verdict == expected
