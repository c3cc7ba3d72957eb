"""Greeting, consent, help, and what is said where nothing else fits."""

from collections.abc import Sequence

from bot.wording.lines import lines, listed, slot
from bot.wording.vietnamese.joining import Joining as InVietnamese
from feeds.portals import Portal, Topic
from storage.records import Messenger

_NAMES = {Messenger.TELEGRAM: "Telegram", Messenger.ZALO_BOT: "Zalo", Messenger.ZALO_OA: "Zalo"}
_ABROAD = (
    "Telegram's servers are abroad: your account number and this conversation leave Vietnam. "
    "If you would rather not, you can still read the news on the portal."
)


class Joining(InVietnamese):
    """From the first word to the first news."""

    AGREE, DECLINE = "I agree", "I do not agree"
    SETTINGS, LATEST, HELP, STOP = "Settings", "Newest notices", "Help", "Stop receiving"
    NEED_CONSENT = "You have not subscribed. Please type SUBSCRIBE, read, and agree first."
    NEED_CONSENT_AGAIN = (
        "The text you agreed to has changed. Please read it and agree again before you change settings."
    )
    ADMINS_ONLY = "Only administrators of this group or channel can change its settings."
    NO_GROUPS = (
        "This group has not subscribed. Zalo does not tell this channel who leads a group, so only people whom the "
        "office has named can subscribe one. Please write to this channel in private to receive news yourself."
    )
    STALE = "This button no longer works. Type HELP to see what you can say."
    CHOOSE_BY_NUMBER = "Answer with a number to choose:"
    THANKED = "Thank you. Type HELP whenever you need it."
    BUSY = "The system is busy, please try again in a few minutes."
    SLOWER = "That was too fast. Please wait a minute and try again."

    def welcome(
        self, portal: Portal, messenger: Messenger, *, kept_when_blocked_days: int, again: bool = False
    ) -> str:
        name = _NAMES[messenger]
        heard = ", and when you last wrote to this channel" if messenger is Messenger.ZALO_OA else ""
        abroad = f" {_ABROAD}" if messenger is Messenger.TELEGRAM else ""
        owner = f", run by {portal.organisation}" if portal.organisation else ""
        return lines(
            (
                "Welcome!",
                "The text below has changed since you subscribed. News still reaches you as before; "
                "please read it again and say whether you agree."
                if again
                else None,
                f"This is the automatic news channel of {portal.name}{owner}. Software answers here, not a person.",
                "",
                "If you agree, you will receive the portal's new notices, in Vietnamese, and choose topics and hours.",
                "",
                f"To send them we store your {name} account number (encrypted), what you choose, and when you "
                f"agreed{heard}. "
                "A remark is stored when you send it, after identity numbers, telephone numbers, e-mail addresses and "
                "account numbers in it are masked. Nothing is used for advertising or given to others unless the law "
                "requires it.",
                f"News travels through {name}.{abroad}",
                "We never ask for a telephone number, identity card, one-time code, bank account or employer.",
                "Your data is kept until you erase it (type DELETE, at once); if you block this channel it is erased "
                f"after {kept_when_blocked_days} days. Staff see totals and remarks, never who sent them.",
                "If you are under 16, a parent or guardian has to agree.",
                f"If you do not agree, you can still read the news at {portal.url}",
                slot("More: ", portal.privacy_url),
                slot("Contact: ", portal.contact),
            )
        )

    def subscribed(self, topics: Sequence[Topic]) -> str:
        return (
            f"Subscribed. {self.names('You receive', topics)}\nUrgent notices are always sent.\n\n"
            "Topics and hours: type SETTINGS. Stop: type STOP. Help: type HELP."
        )

    def already(self, topics: Sequence[Topic]) -> str:
        return (
            f"{self.names('You are subscribed and receive', topics)}\n\n"
            "Topics and hours: type SETTINGS. Stop: type STOP."
        )

    def topic(self, topic: Topic) -> str:
        return topic.name_en or topic.name

    def names(self, label: str, topics: Sequence[Topic]) -> str:
        return listed(label, map(self.topic, topics), none="no topic yet")

    def declined(self, portal: Portal) -> str:
        return f"Nothing is stored about you. If you need us, type SUBSCRIBE or see {portal.url}"

    def full(self, portal: Portal) -> str:
        phone = f" Speak to a person: {portal.hotline}." if portal.hotline else ""
        return (
            "Sorry, this Zalo channel has as many subscribers as its plan allows, so nobody can join at the moment. "
            f"Nothing is stored about you. Please read the notices at {portal.url}{'.' if phone else ''}{phone}"
        )

    def help_text(self, portal: Portal) -> str:
        return lines(
            (
                "What you can say",
                "SUBSCRIBE – receive notices",
                "LATEST – the newest notices",
                "BOATS – the newest boat notice",
                "SEARCH and words – find notices (in Vietnamese, accents or not), for example: SEARCH cap nuoc",
                "SETTINGS – topics, hours, quiet hours, pause",
                "TOPICS – for boats alone, say: choose «Turn all off to choose anew», then turn that topic on",
                "FOLLOW, IGNORE and a word – always or never receive notices with it; for example: FOLLOW tau",
                "PAUSE – pause, for example: PAUSE until 30/12",
                "FEEDBACK – write to the office; reply to a notice to remark on it",
                "LANGUAGE – Tiếng Việt, English",
                "STOP – stop receiving",
                "DATA – see what is stored about you",
                "DELETE – erase everything",
                "Tap or type 1 to 5 under a notice to rate it: 1 is very dissatisfied, 5 is very satisfied.",
                "",
                "This channel never asks for one-time codes, identity cards or bank accounts, nor to install an app or "
                f"to send money. Links lead only to {', '.join(portal.hosts)}.",
                slot("Speak to a person: ", portal.hotline),
            )
        )

    def not_understood(self, portal: Portal) -> str:
        phone = f", or call {portal.hotline} to speak to a person" if portal.hotline else ""
        return (
            "Sorry, that was not understood. You can type:\n"
            "LATEST – newest notices\nBOATS – boat notices\nSEARCH and words\nSETTINGS\n"
            "FEEDBACK – write to the office\nSTOP – stop receiving\nDELETE – erase your data\n"
            f"Type HELP to see everything{phone}."
        )

    def only_words(self, portal: Portal) -> str:
        phone = f", or call {portal.hotline} to speak to a person" if portal.hotline else ""
        return (
            "Only words can be read here; pictures, stickers, voices and files cannot. "
            f"Type HELP to see what you can say{phone}."
        )

    def did_you_mean(self, names: Sequence[str]) -> str:
        return f"Nothing was done. Did you mean {' or '.join(names)}?"
