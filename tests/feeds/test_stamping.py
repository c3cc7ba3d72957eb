"""The minute that NukeViet's feed hides, from its header: cases as a table."""

from datetime import UTC, datetime

import pytest

from feeds.article import Entry
from feeds.stamping import stamped

STORM = datetime(2024, 9, 17, 23, 9, tzinfo=UTC)  # as the feed says; it was 23:45
TRUE = datetime(2024, 9, 17, 23, 45, tzinfo=UTC)
HEADER = "Tue, 17 Sep 2024 23:45:00 GMT"


def entry(number: int, published: datetime | None = STORM, *, exact: bool = False) -> Entry:
    return Entry(external_id=f"news_{number}", link="", title="t", published=published, exact=exact)


BOAT = entry(2, datetime(2024, 8, 30, 9, 8, tzinfo=UTC))


def test_the_newest_gets_its_minute_and_the_others_stay() -> None:
    assert stamped([BOAT, entry(1)], HEADER) == [BOAT, entry(1, TRUE, exact=True)]


@pytest.mark.parametrize(
    ("entries", "header"),
    [
        pytest.param([entry(1), BOAT], None, id="no header"),
        pytest.param([entry(1)], "yesterday", id="no date"),
        pytest.param([entry(1), entry(2)], HEADER, id="two in that hour"),
        pytest.param([entry(1)], "Tue, 17 Sep 2024 22:45:00 GMT", id="another hour"),
        pytest.param([entry(1)], "Tue, 17 Sep 2024 23:45:07 GMT", id="another second"),
        pytest.param([entry(1, exact=True)], HEADER, id="exact already"),
        pytest.param([entry(1, None)], HEADER, id="without a date"),
    ],
)
def test_what_is_not_certain_stays(entries: list[Entry], header: str | None) -> None:
    assert stamped(entries, header) == entries
