"""`loa sandbox`: a portal, a Telegram and a page of its own around the unmodified service."""
