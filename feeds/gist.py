"""What a citizen needs of one version, worked out once per version and never per citizen."""

from datetime import datetime

from feeds.article import Gist, Version


def understand(version: Version, *, published: datetime | None, now: datetime, limit: int = 400) -> Gist:
    """The gist of `version`: pure and total, it answers for any text.

    `limit` counts UTF-16 code units; `now` decides which of the moments named are still ahead.
    """
    text = " ".join((version.lead or version.body).split())
    if len(text.encode("utf-16-le")) // 2 <= limit:
        return Gist(summary=text, origin="lead" if version.lead else "extract" if text else "none")
    cut = text[: limit // 2].rsplit(" ", 1)[0]
    return Gist(summary=cut, origin="lead" if version.lead else "extract")
