"""What can go wrong while watching, each said in one plain line."""

from datetime import timedelta


class FeedsError(Exception):
    """A look or a reading that failed; the message is one line fit for the office, without secrets."""


class Unanswered(FeedsError):
    """No usable answer came.

    `gone`: 404 or 410; `elsewhere`: it led off the portal; `busy`: the whole host wants to be left alone;
    `retry_after`: for how long, where it says so.
    """

    def __init__(
        self,
        said: str,
        *,
        gone: bool = False,
        elsewhere: bool = False,
        busy: bool = False,
        retry_after: timedelta | None = None,
    ) -> None:
        super().__init__(said)
        self.gone = gone
        self.elsewhere = elsewhere
        self.busy = busy
        self.retry_after = retry_after


class NotAFeed(FeedsError):
    """An answer came, but it is no feed."""


class NotAListing(FeedsError):
    """An answer came, but no articles are listed on it."""


class NotAnArticle(FeedsError):
    """An answer came, but it is no article."""
