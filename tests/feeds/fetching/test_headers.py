"""Wishes and promises of headers."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.fetching.headers import charset, fresh_for, retry_after

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"Cache-Control": "max-age=600"}, 600),
        ({"Cache-Control": 'public, s-maxage="60"'}, 60),
        ({"Cache-Control": "max-age=600, must-revalidate"}, 0),
        ({"Cache-Control": "no-cache, max-age=600", "Expires": "Tue, 24 Nov 2026 09:00:00 GMT"}, 0),
        ({"Cache-Control": "private, pre-check=0, post-check=0, max-age=0"}, 0),
        ({"Cache-Control": "max-age=999999999"}, 86_400),
        ({"Cache-Control": "public", "Expires": "Tue, 24 Nov 2026 08:05:00 GMT"}, 300),
        ({"Expires": "Tue, 24 Nov 2026 08:05:00 GMT", "Date": "Tue, 24 Nov 2026 08:04:00 GMT"}, 60),
        ({"Expires": "Tue, 17 Sep 2024 23:45:00 GMT"}, 0),  # NukeViet's: the newest article's time
        ({"Expires": "0"}, 0),
    ],
)
def test_how_long_an_answer_stays_the_same(headers: dict[str, str], seconds: int) -> None:
    assert fresh_for(headers, NOW) == timedelta(seconds=seconds)


@given(st.text(), st.text())
def test_any_header_can_be_asked(one: str, other: str) -> None:
    headers = {"Cache-Control": one, "Expires": other, "Date": one}
    assert timedelta() <= fresh_for(headers, NOW) <= timedelta(days=1)
    assert (retry_after(one, NOW) or timedelta()) <= timedelta(days=1)
    assert charset(one) is None or charset(one)
