"""The shapes of an answer that every subject of the dialogue uses."""

from dataclasses import replace

from bot.conversation.effects import Effect
from bot.conversation.turns import Situation, Turn
from bot.messages import Answer, Message
from bot.wording import CONSENT_VERSION
from storage.records import CitizenState, Messenger


def plain(text: str) -> Message:
    """Words without choices."""
    return Message(text)


def titled(text: str) -> Message:
    """Words whose first line is a title."""
    return Message(text, bold=((0, len(text.partition("\n")[0])),))


def say(message: Message, *effects: Effect) -> Turn:
    """A message of its own."""
    return Turn(effects, Answer(say=(message,)))


def draw(message: Message, *effects: Effect, toast: str | None = None) -> Turn:
    """Over the message whose button was pressed; a message of its own where something was typed."""
    return Turn(effects, Answer(toast=toast, redraw=message))


def tell(text: str, *effects: Effect) -> Turn:
    """A few words: over the chat for a press, as a message for what was typed."""
    return Turn(effects, Answer(toast=text))


def spoken(answer: Answer, language: str) -> Answer:
    """The answer with its messages marked as that language's."""
    redraw = replace(answer.redraw, language=language) if answer.redraw else None
    return replace(answer, redraw=redraw, say=tuple(replace(one, language=language) for one in answer.say))


def follows(seen: Situation) -> bool:
    """Whether this chat is told anything."""
    return seen.citizen is not None and seen.citizen.state is CitizenState.ACTIVE


def leaderless(seen: Situation) -> bool:
    """Whether this is a group for which nobody agreed, and now speaks nobody who may: Zalo tells no group's leaders."""
    nobody = not seen.private and not seen.staff and not seen.admin and not follows(seen)
    return seen.messenger is Messenger.ZALO_BOT and nobody


def agreed(seen: Situation) -> bool:
    """Whether this chat is told, and agreed to the text of today: only then is something new stored about it."""
    return follows(seen) and seen.citizen is not None and seen.citizen.consent_version == CONSENT_VERSION
