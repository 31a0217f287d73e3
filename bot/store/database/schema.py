"""Bringing a database to the schema of this version: made at once if new, migrated if older, refused if foreign."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, select

from bot.store.database.errors import StoreError
from bot.store.database.tables import metadata, revision

HEAD = "0002"
"""The newest revision in `migrations/versions`; a test holds the two together."""


def prepare_schema(engine: Engine, path: Path, sign: Callable[[Connection], None]) -> None:
    """Create the tables, and `sign` them in the same transaction; or migrate them if they are older.

    Raises `StoreError` or any of `DATABASE_ERRORS`.
    """
    with engine.begin() as connection:
        tables = set(inspect(connection).get_table_names())
        if not tables:
            create_tables(connection)
            sign(connection)
            return
        if revision.name not in tables:
            raise StoreError(f"{path} is a database of some other program: point CALFWISE_DATABASE_URL elsewhere.")
        version = connection.scalar(select(revision.c.version_num))
    if version != HEAD:
        # Alembic takes 0.4 s to import, and is hardly ever needed.
        from bot.store.database.migrations import migrate_database

        migrate_database(engine, path)


def create_tables(connection: Connection) -> None:
    """All tables as they are today, and Alembic's note that nothing is left to migrate."""
    metadata.create_all(connection, checkfirst=False)
    revision.create(connection)
    connection.execute(revision.insert().values(version_num=HEAD))
