"""How much our care costs over the parser we use."""

import io
from datetime import UTC, datetime

import feedparser

from feeds.formats.parsing import parse_feed
from tests.fakes.portal import FakeSite

BASE = "http://127.0.0.1/rss/"


def feed(items: int) -> bytes:
    site = FakeSite("http://127.0.0.1")
    for number in range(items):
        lead = (
            "Trung tâm Y tế đặc khu thông báo lịch tiêm chủng tháng này cho trẻ dưới 5 tuổi tại Trạm Y tế. "
            * 3
        )
        site.publish(number, f"Thông báo số {number} về lịch tiêm chủng", lead=lead, at=datetime.now(UTC))
    return site.feed()


def ours(body: bytes) -> int:
    return len(parse_feed(body, base=BASE).entries)


def theirs(body: bytes) -> int:
    return len(feedparser.parse(io.BytesIO(body)).entries)
