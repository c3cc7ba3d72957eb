"""Every sentence a person reads. Vietnamese first; nothing outside this package says anything to a citizen.

Each subject of the dialogue is a class in `vietnamese/` and its twin in `english/`, which inherits from it: a
sentence that is missing or asks for other words does not pass the checks. Staff read Vietnamese (`office`).
"""

from bot.wording.english import English
from bot.wording.slashed import slashed
from bot.wording.vietnamese import Vietnamese

Words = Vietnamese
vi = Vietnamese()
en = English()
_IN_GROUPS = {words: slashed(words) for words in (vi, en)}

# The version of the consent in `vietnamese/joining.py`; it is stored as proof with the time.
# Change it when the meaning changes: everybody is asked again.
CONSENT_VERSION = "2026-11"

# The topic of an office that names none.
ONLY_TOPIC = "Thông báo"

LANGUAGES: dict[str, str] = {"vi": "Tiếng Việt", "en": "English"}


def both(name: str) -> str:
    """A sentence in every language, where nobody has asked yet which one is spoken."""
    return "\n".join(getattr(words, name) for words in (vi, en))


def speaking(language: str, *, slashes: bool = False) -> Words:
    """The sentences of a language; Vietnamese for one we do not speak. `slashes`: only commands with «/» are heard."""
    words = en if language == "en" else vi
    return _IN_GROUPS[words] if slashes else words
