"""How SQLite is opened: durable, one writer, and nothing deleted left readable in the file."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.store.database.errors import StoreError

BUSY_MS = 5_000
"""How long to wait for another program that reads the file, such as a backup."""

_PRAGMAS = (
    f"PRAGMA busy_timeout={BUSY_MS}",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA wal_autocheckpoint=0",  # a turn would wait for it: see `bot.store.database.checkpoints`
)


def database_path(url: str | Path) -> Path:
    """The file that a path or a `sqlite:///…` address names, absolute. Raises `StoreError` for any other address."""
    if isinstance(url, Path):
        return url.resolve()
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    if parsed is None or parsed.get_backend_name() != "sqlite":
        raise StoreError("CALFWISE_DATABASE_URL must begin with sqlite:/// and name a file.")
    if not parsed.database or parsed.database == ":memory:" or parsed.query:
        raise StoreError("CALFWISE_DATABASE_URL must name a file, as in sqlite:///data/calfwise.db.")
    return Path(parsed.database).resolve()


def open_engine(path: Path) -> Engine:
    """An engine on the file; a statement on it may raise any of `DATABASE_ERRORS`."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"isolation_level": None, "check_same_thread": False, "timeout": BUSY_MS / 1000},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    # The driver is told to keep its hands off (isolation_level None), so a transaction is begun here. IMMEDIATE takes
    # the write lock at once: a later upgrade from reading to writing could fail without waiting.
    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def driver_of(connection: Connection) -> Any:
    """The `sqlite3.Connection` beneath."""
    return connection.connection.dbapi_connection


def changed_rows(connection: Connection) -> int:
    """How many rows this connection has changed so far."""
    return int(driver_of(connection).total_changes)


def run_pragma(connection: Connection, command: str) -> Any:
    """Run one PRAGMA outside any transaction; returns its first row, if any."""
    return driver_of(connection).execute(f"PRAGMA {command}").fetchone()


def log_path(path: Path) -> Path:
    """The write-ahead log of the database at `path`."""
    return path.with_name(path.name + "-wal")


def connect_beside(path: Path) -> Any:
    """A second `sqlite3.Connection` to a database that is open, for `bot.store.database.checkpoints`."""
    return sqlite3.connect(path, timeout=0, isolation_level=None)
