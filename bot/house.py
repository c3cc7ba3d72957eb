"""What the conversation knows of an office, from its configuration."""

from bot.config import Config
from bot.conversation.turns import House
from storage.records import Messenger


def house_of(config: Config) -> House:
    """What the conversation knows of this office."""
    return House(
        portal=config.portal,
        topics=config.topics,
        k=config.feedback.k,
        kept_when_blocked_days=config.retention.blocked.days,
        seats={Messenger.ZALO_BOT: config.zalo_bot.users},
        quiet=config.delivery.quiet,
        digest=config.delivery.digest,
        expire=config.delivery.expire,
    )
