"""A NukeViet-shaped portal of the tests' own, on loopback."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from xml.sax.saxutils import escape

from tests.fakes.loopback import Answer, OnLoopback

LOCAL = timezone(timedelta(hours=7))


@dataclass
class Post:
    """One article of the portal."""

    number: int
    title: str
    lead: str = ""
    body: str = ""
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    category: str = "thong-bao"


class FakeSite:
    """Publishes what a test puts in; `instead` replaces the answer to a path."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.posts: list[Post] = []
        self.instead: dict[str, Callable[[], Answer]] = {}
        self.asked: list[str] = []
        self.module = "news"
        self.window = 1000  # items of the feed
        self.down = False

    def publish(
        self, number: int, title: str, *, lead: str = "", body: str = "", at: datetime | None = None
    ) -> Post:
        """One more article, on top of the feed."""
        post = Post(number, title, lead, body, at or datetime.now(UTC))
        self.posts.insert(0, post)
        return post

    def move(self, url: str, module: str, *, by: int) -> None:
        """Another host, another module name, other numbers: the articles are the same."""
        self.url, self.module = url, module
        for post in self.posts:
            post.number += by

    def link(self, post: Post) -> str:
        return f"{self.url}/{post.category}/bai-{post.number}.html"

    def feed(self) -> bytes:
        """RSS as NukeViet up to 4.5 writes it: guid in CDATA with white space, the month for the minute."""
        items = "".join(
            f"<item><title>{escape(post.title)}</title><link>{self.link(post)}</link>"
            f"<guid isPermaLink='false'><![CDATA[\n  {self.module}_{post.number}\n ]]></guid>"
            f"<description><![CDATA[{post.lead}]]></description>"
            f"<pubDate>{post.at:%a, %-d %b %Y %H:%m:%S} GMT</pubDate></item>"
            for post in self.posts[: self.window]
        )
        return (
            '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Tin</title>'
            f"<link>{self.url}</link><description>t</description>{items}</channel></rss>"
        ).encode()

    def listing(self) -> bytes:
        """All posts on one page, as a category's listing shows them."""
        rows = "".join(
            f'<div class="panel-body"><h3><a href="{self.link(post)}">{escape(post.title)}</a></h3>'
            f'<ul class="text-muted"><li>{post.at.astimezone(LOCAL):%d/%m/%Y %H:%M:%S}</li></ul></div>'
            for post in self.posts
        )
        return f'<html><body><div class="news_column">{rows}</div></body></html>'.encode()

    def page(self, post: Post) -> bytes:
        """The article page with the selectors of NukeViet."""
        at = post.at.astimezone(LOCAL)
        local = f"{at:%Y-%m-%d}+07{at:%H:%M:%S}"
        body = "".join(f"<p>{escape(line)}</p>" for line in post.body.splitlines())
        return (
            f'<html><head><meta property="article:published_time" content="{local}"></head><body>'
            f'<h1 itemprop="headline">{escape(post.title)}</h1><div class="hometext">{escape(post.lead)}</div>'
            f'<div id="news-bodyhtml">{body}</div></body></html>'
        ).encode()

    def answer(self, path: str) -> Answer:
        self.asked.append(path)
        if self.down:
            return 503, {}, b""
        if path in self.instead:
            return self.instead[path]()
        if path == "/rss/":
            newest = max((post.at for post in self.posts), default=datetime.now(UTC))
            headers = {
                "Content-Type": "text/xml; charset=utf-8",
                "Last-Modified": format_datetime(newest, usegmt=True),
            }
            return 200, headers, self.feed()
        if path == "/" and len(self.posts) > self.window:
            return 200, {"Content-Type": "text/html; charset=utf-8"}, self.listing()
        for post in self.posts:
            if self.link(post).endswith(path):
                return 200, {"Content-Type": "text/html; charset=utf-8"}, self.page(post)
        return 404, {"Content-Type": "text/html"}, b"<html>404</html>"


class FakePortal(OnLoopback, FakeSite):
    """A site on loopback. Use as a context manager."""

    def __init__(self) -> None:
        OnLoopback.__init__(self)
        FakeSite.__init__(self, self.url)

    def over_http(self, path: str, body: str) -> Answer:
        """One page."""
        return self.answer(path)
