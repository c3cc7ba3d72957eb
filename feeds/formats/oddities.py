"""Valid feeds that are not what was asked for."""

import re

from feeds.formats.parsing import Feed

_CATEGORY = re.compile(r"(?:/rss/|[?&]op=rss/)([\w-]+)/?(?:$|[?&#])")


def odd_feed(asked: str, feed: Feed) -> str:
    """What is odd about a feed that can be read, in plain words; "" for nothing.

    NukeViet answers a category that it does not know with the whole feed (rss.php leaves the category at 0): then
    neither the channel's link nor any article's address has the category in it. A module whose RSS is switched
    off answers with a valid feed of no items.
    """
    if not feed.entries:
        return "the feed is valid and empty: RSS is switched off there, or nothing is published"
    category = _CATEGORY.search(asked)
    if category and "nukeviet" in feed.generator.lower():
        links = (feed.link, *(entry.link for entry in feed.entries))
        if not any(f"/{category[1]}" in link for link in links):
            return f"«{category[1]}» is no category of the portal: it answers with the whole feed"
    return ""
