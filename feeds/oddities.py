"""Valid feeds that are not what was asked for."""

import re

from feeds.parsing import Feed

_CATEGORY = re.compile(r"(?:/rss/|[?&]op=rss/)([\w-]+)/?(?:$|[?&#])")


def odd_feed(asked: str, feed: Feed) -> str:
    """What is odd about a feed that can be read, in plain words; "" for nothing.

    NukeViet answers a category that it does not know with the whole feed (rss.php leaves the category at 0): only
    the channel's link tells, which a category's own feed points at the category. A module whose RSS is switched
    off answers with a valid feed of no items.
    """
    if not feed.entries:
        return "the feed is valid and empty: RSS is switched off there, or nothing is published"
    category = _CATEGORY.search(asked)
    of_nukeviet = "nukeviet" in feed.generator.lower() and feed.link
    if category and of_nukeviet and f"/{category[1]}" not in feed.link:
        return f"«{category[1]}» is no category of the portal: it answers with the whole feed"
    return ""
