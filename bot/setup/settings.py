"""What can be set from outside, each as `CALFWISE_…` in the environment or in `.env`; an empty value counts as not set.

    settings = load_settings()      in main, never at import; raises SettingsError with one sentence a problem
    settings.warnings               sentences about CALFWISE_ names that mean nothing

`.env.example` explains every setting; a test holds the two together.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, PrivateAttr, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.base.errors import CalfwiseError

PREFIX = "CALFWISE_"


class SettingsError(CalfwiseError):
    """A setting has a value that cannot be; the message has one sentence for each."""


def _bot_api(value: str) -> str:
    """The address as the client library wants it: calls go to `…/bot<token>/<method>`, whether `/bot` was written or not."""
    if not re.match(r"https?://[^/?#]+[^?#]*$", value):
        raise ValueError("must begin with http:// or https:// and name a server, as in http://localhost:8081")
    return value.rstrip("/").removesuffix("/bot") + "/bot"


def _sqlite_address(value: str) -> str:
    if not value.startswith("sqlite:///") or value == "sqlite:///":
        raise ValueError("must begin with sqlite:/// and name a file, as in sqlite:///data/calfwise.db")
    return value


def _token(value: SecretStr) -> SecretStr:
    if len(value.get_secret_value().split()) != 1:
        raise ValueError("must be one word, just as the platform shows it")
    return value


Token = Annotated[SecretStr, AfterValidator(_token)]
Upper = BeforeValidator(lambda value: value.upper() if isinstance(value, str) else value)


class Settings(BaseSettings):
    """All settings; paths are relative to the working directory."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True, str_strip_whitespace=True
    )

    telegram_token: Token | None = None
    discord_token: Token | None = None
    data_dir: Path = Path("data")
    database_url: Annotated[str, AfterValidator(_sqlite_address)] | None = None
    key_file: Path = Path(".calfwise-keys")
    key_file_group_read: bool = False
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], Upper] = "INFO"
    telegram_api: Annotated[str, AfterValidator(_bot_api)] | None = None

    _warnings: tuple[str, ...] = PrivateAttr(default=())

    @property
    def database(self) -> str | Path:
        """Where the database is: the address that was set, else the file in the data directory."""
        return self.database_url or self.data_dir / "calfwise.db"

    @property
    def drawings(self) -> Path:
        """Where the terminal puts charts and pages that were drawn for its owner."""
        return self.data_dir / "drawings"

    @property
    def warnings(self) -> tuple[str, ...]:
        """A sentence for each `CALFWISE_` name that is no setting (a slip of the pen, mostly)."""
        return self._warnings

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be logged, for `bot.base.log.configure`."""
        return tuple(token.get_secret_value() for token in (self.telegram_token, self.discord_token) if token)


def setting_names() -> list[str]:
    """Every setting's full name."""
    return [PREFIX + field.upper() for field in Settings.model_fields]


def load_settings(env_file: Path = Path(".env")) -> Settings:
    """Read the environment and `env_file` (which need not exist; the environment wins). Raises `SettingsError`."""
    try:
        settings = Settings(_env_file=env_file, _env_file_encoding="utf-8")
    except ValidationError as error:
        raise SettingsError("\n".join(_sentences(error))) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{env_file} cannot be read ({type(error).__name__}): make it a plain text file.") from None
    settings._warnings = tuple(_strangers(env_file))
    return settings


def _sentences(error: ValidationError) -> list[str]:
    """One sentence a wrong value; the value itself is left out, since it may be a token."""
    said = {}
    for problem in error.errors(include_input=False, include_url=False):
        name = PREFIX + str(problem["loc"][0]).upper()
        reason = problem["msg"].removeprefix("Value error, ").replace("Input should be", "must be")
        reason = reason.replace("a valid boolean, unable to interpret input", "yes or no")
        said[name] = f"{name} {reason}."
    return list(said.values())


def _strangers(env_file: Path) -> Iterable[str]:
    from dotenv import dotenv_values

    given = [*os.environ, *(dotenv_values(env_file) if env_file.is_file() else ())]
    known = setting_names()
    for name in sorted({name.upper() for name in given if name.upper().startswith(PREFIX)} - set(known)):
        close = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean {close[0]}?" if close else "see .env.example for those there are."
        yield f"{name} is no setting of Calfwise: {hint}"
