"""What every world of the sandbox needs: a token, a clock that stands still, and an end."""

import asyncio
from datetime import UTC, datetime

import pytest

TOKEN = "77:a-token-for-trying"


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stopping() -> asyncio.Event:
    return asyncio.Event()
