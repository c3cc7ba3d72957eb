"""A Telegram of our own: the Bot API over HTTP on loopback, strict enough to be an honest test."""
