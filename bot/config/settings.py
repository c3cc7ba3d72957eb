"""Reads the environment and `.env`: where things are, and the secrets. Nothing else reads `os.environ`."""

import difflib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from dotenv import dotenv_values
from dotenv.parser import parse_stream
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
)

from bot.config import Config, ConfigError, read_config
from bot.config.addresses import web_address
from bot.config.faults import explain

PREFIX = "LOA_"


def _one_word(secret: SecretStr) -> SecretStr:
    if _SPACE(secret.get_secret_value()):
        raise ValueError("has a space or a line break in it: copy it once more, whole and alone")
    return secret


def _of_a_bot(secret: SecretStr) -> SecretStr:
    if not _BOT(secret.get_secret_value()):
        raise ValueError("is no token of a bot: copy it once more, as 12345:abc…")
    return secret


_SPACE = re.compile(r"[\s\x00-\x1f]").search
_BOT = re.compile(r"\d+:.+").fullmatch
Url = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(web_address)]
Token = Annotated[SecretStr, AfterValidator(_one_word)]
BotToken = Annotated[Token, AfterValidator(_of_a_bot)]  # both messengers: <digits>:<secret>


class Settings(BaseModel):
    """The environment. A messenger without its token is off. Secrets print as asterisks."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    config: Path = Path("loa.toml")
    database_url: str = "sqlite+aiosqlite:///loa.db"
    secret_key: SecretStr | None = None
    web_host: str = "127.0.0.1"
    web_port: int = Field(default=8080, ge=0, le=65535)
    public_url: Url = ""
    telegram_token: BotToken | None = None
    telegram_api: Url = "https://api.telegram.org"
    telegram_webhook: bool = False
    zalo_bot_token: BotToken | None = None
    zalo_bot_api: Url = "https://bot-api.zaloplatforms.com"
    zalo_bot_webhook: bool = False
    zalo_bot_secret: SecretStr | None = None
    zalo_oa_app_id: str = ""
    zalo_oa_app_secret: Token | None = None
    zalo_oa_secret_key: Token | None = None
    zalo_oa_refresh_token: Token | None = None
    zalo_oa_api: Url = "https://openapi.zalo.me"
    zalo_oauth_api: Url = "https://oauth.zaloapp.com"
    summary_key: Token | None = None

    @property
    def messengers(self) -> tuple[str, ...]:
        """The names of the messengers that have a token."""
        named = {
            "telegram": self.telegram_token,
            "zalo_bot": self.zalo_bot_token,
            "zalo_oa": self.zalo_oa_app_secret,
        }
        return tuple(name for name, token in named.items() if token and token.get_secret_value())

    def secrets(self) -> tuple[str, ...]:
        """Every secret that is set, for the log to blot out."""
        given = (getattr(self, name) for name in type(self).model_fields)
        return tuple(value.get_secret_value() for value in given if isinstance(value, SecretStr))

    def office(self) -> Config:
        """What `loa.toml` says. Raises ConfigError."""
        return read_config(self.config)


def read_settings(environ: Mapping[str, str], *, env_file: Path = Path(".env")) -> Settings:
    """Read `.env`, then the environment over it, then `<NAME>_FILE` for what is still missing.

    Raises ConfigError with one line that names the variable and the mend; values are never repeated.
    """
    given = {**_from_file(env_file), **environ}
    given = {key: value for key, value in given.items() if key.startswith(PREFIX) and value != ""}
    values: dict[str, str] = {}
    for key, value in given.items():
        name = key.removeprefix(PREFIX).lower()
        if name in Settings.model_fields:
            values[name] = value
        elif name.removesuffix("_file") in Settings.model_fields:
            values.setdefault(name.removesuffix("_file"), _secret(key, value))
        else:
            raise ConfigError(_unknown(key))
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        name, _, fault = explain(error, Settings).partition(":")
        raise ConfigError(f"environment: {PREFIX}{name.upper()}:{fault}") from None


def _from_file(path: Path) -> dict[str, str]:
    return {key: value for key, value in _lines(path).items() if value is not None} if path.is_file() else {}


def _lines(path: Path) -> dict[str, str | None]:
    """What `.env` says. A line that says nothing is a fault: the library warns of it and goes on without."""
    try:
        with path.open(encoding="utf-8-sig") as stream:  # Notepad's mark would hide the first name
            for line in parse_stream(stream):
                if line.error or (line.key and line.value is None):
                    raise ConfigError(
                        f"{path}: line {line.original.line} is no NAME=value; mend or remove it"
                    )
        return dotenv_values(path, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise ConfigError(f"{path}: cannot be read; save it as UTF-8, one NAME=value a line") from None


def _secret(key: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise ConfigError(f"environment: {key}: {path} cannot be read; name a readable text file") from None


def _unknown(key: str) -> str:
    known = [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]
    near = difflib.get_close_matches(key, known, n=1)
    return f"environment: {key}: unknown variable; " + (
        f"did you mean {near[0]}?" if near else "see .env.example"
    )
