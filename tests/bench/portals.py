"""A thousand feeds on loopback, in a process of their own: `python -m tests.bench.portals` prints its port.

`/<number>/rss` has one item, and as many more as `/publish/<first>-<last>-<count>` was asked for, `ITEMS` at most; it
answers 304 to its own ETag. Article links lead elsewhere: no page is asked for, by nobody.
"""

import asyncio
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

ITEMS = 20
_START = datetime(2026, 11, 1, tzinfo=UTC)
_LEAD = "Trung tâm Y tế đặc khu thông báo lịch tiêm chủng tháng này cho trẻ dưới 5 tuổi tại Trạm Y tế. " * 2


class Portals:
    """Answers on one connection after the other; what was published is counted for each feed."""

    def __init__(self) -> None:
        self.published: Counter[int] = Counter()

    def feed(self, number: int) -> bytes:
        newest = 1 + self.published[number]
        items = "".join(
            f"<item><title>Thông báo số {n} của cổng {number}</title><link>http://elsewhere.example/{number}-{n}.html</link>"
            f"<guid isPermaLink='false'>news_{number * 100_000 + n}</guid><description>{_LEAD}</description>"
            f"<pubDate>{format_datetime(_START + timedelta(minutes=n))}</pubDate></item>"
            for n in range(newest, max(newest - ITEMS, 0), -1)
        )
        return (
            "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>Tin</title>"
            f"<link>http://elsewhere.example/</link><description>t</description>{items}</channel></rss>"
        ).encode()

    def answer(self, path: str, etag: str) -> bytes:
        if path.startswith("/publish/"):
            first, last, count = map(int, path.removeprefix("/publish/").split("-"))
            self.published.update(dict.fromkeys(range(first, last), count))
            return b"HTTP/1.1 204 No Content\r\n\r\n"
        number = int(path.split("/")[1])
        current = f'"{self.published[number]}"'
        if etag == current:
            return f"HTTP/1.1 304 Not Modified\r\nETag: {current}\r\n\r\n".encode()
        body = self.feed(number)
        head = f"Content-Type: text/xml; charset=utf-8\r\nETag: {current}\r\nContent-Length: {len(body)}"
        return f"HTTP/1.1 200 OK\r\n{head}\r\n\r\n".encode() + body

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                asked, *lines = head.split("\r\n")
                headers = {
                    name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)
                }
                writer.write(self.answer(asked.split()[1], headers.get("if-none-match", "")))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


async def main() -> None:
    """Serve until the parent goes."""
    server = await asyncio.start_server(Portals().serve, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
