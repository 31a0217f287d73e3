"""Alembic migrations: they change tables and never decrypt. `migrate_database` runs them in one transaction."""

from __future__ import annotations

from pathlib import Path

from alembic.command import upgrade as alembic_upgrade
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Engine

from bot.store.database.errors import StoreError


def alembic_config() -> Config:
    """Alembic's configuration, with no file of its own."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    return settings


def migrate_database(engine: Engine, path: Path) -> None:
    """Bring the database to the newest revision. Raises `StoreError` if it comes from a newer Calfwise."""
    settings = alembic_config()
    try:
        with engine.begin() as connection:
            settings.attributes["connection"] = connection
            alembic_upgrade(settings, "head")
    except CommandError:
        raise StoreError(f"The database {path} was written by a newer Calfwise: install that version again.") from None
