"""What a portal's robots.txt asks, remembered for a day: for pages, not for feeds, which are there to be polled."""

import logging
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from feeds.errors import Unanswered
from feeds.fetching import Fetcher
from feeds.fetching.patience import Patience
from feeds.fetching.robots import Robots, read_robots
from feeds.reach import host_of, is_loopback

log = logging.getLogger(__name__)

KEPT = timedelta(days=1)
AGAIN = timedelta(hours=1)  # when a robots.txt that could not be had is asked for again


class Manners:
    """Asks each site once a day; one that cannot be reached forbids nothing. Loopback is never asked."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._known: dict[str, tuple[datetime, Robots]] = {}

    async def welcome(self, address: str, *, ca_bundle: str | None, patience: Patience) -> bool:
        """Whether the page at `address` may be read. Keeps the site's Crawl-delay."""
        host = host_of(address)
        if is_loopback(host):
            return True
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}"
        until, robots = self._known.get(site, (None, Robots()))
        now = self._fetcher.clock()
        if until is None or now >= until:
            until, robots = await self._ask(site, ca_bundle, robots, now, patience)
            self._known[site] = until, robots
        return robots.allow(address)

    async def _ask(
        self, site: str, ca_bundle: str | None, before: Robots, now: datetime, patience: Patience
    ) -> tuple[datetime, Robots]:
        host = host_of(site)
        try:
            answer = await self._fetcher.get(
                f"{site}/robots.txt", hosts={host}, ca_bundle=ca_bundle, patience=patience
            )
        except Unanswered as trouble:
            return (now + KEPT, Robots()) if trouble.gone else (now + AGAIN, before)
        robots = Robots() if answer.media_type == "text/html" else read_robots(answer.body)
        self._fetcher.pace.slow(host, robots.delay)
        if not robots.allow(f"{site}/"):
            log.warning(
                "%s: its robots.txt asks us not to read its pages: articles are told from the feed alone",
                host,
            )
        return now + KEPT, robots
