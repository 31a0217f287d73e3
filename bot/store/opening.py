"""Opening the database: the lock, the files for their owner only, the keys, the schema, and whether all fit together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec
from sqlalchemy import Connection, Engine, func, insert, select

from bot.setup.keys import KeyFileError, Keys, Unreadable, load_keys
from bot.setup.private import close_files, close_folder, make_file, make_folder
from bot.store import forms
from bot.store.database import tables
from bot.store.database.errors import DATABASE_ERRORS, StoreError, explain_error
from bot.store.database.lock import FileLock
from bot.store.database.schema import prepare_schema
from bot.store.database.sqlite import log_path, open_engine

SQLITE_MAGIC = b"SQLite format 3\0"


class OpenDatabase(msgspec.Struct, frozen=True):
    """A database that is open and locked, with its keys.

    `leftover`: the log was not empty when it was opened, and may hold what should be gone. `last_row`: the highest row
    number the outbox ever gave out, so that none is used twice.
    """

    path: Path
    keys: Keys
    engine: Engine
    connection: Connection
    lock: FileLock
    leftover: bool
    last_row: int

    def close(self) -> None:
        """Let go of the file."""
        try:
            self.connection.close()
            self.engine.dispose()
        finally:
            self.lock.release()


def open_database(path: Path, key_file: Path, group_read: bool) -> OpenDatabase:
    """Open it, creating it and its keys on first use. Raises `StoreError`, `KeyFileError`, or what `explained` explains."""
    with ExitStack() as undo:
        make_folder(path.parent)
        lock = FileLock(path)
        undo.callback(lock.release)
        keys = load_keys(key_file, create=not _exists(path), group_read=group_read)
        close_files(_files(path))
        close_folder(path.parent, lambda name: name == key_file.name or name.startswith((path.name, *OURS)))
        make_file(path)
        leftover = _size(log_path(path)) > 0
        engine = open_engine(path)
        undo.callback(engine.dispose)
        prepare_schema(engine, path, lambda connection: _sign(connection, keys))
        connection = undo.enter_context(engine.connect())
        forms.refuse_newer(connection, path)
        _check_keys(connection, keys, path, key_file)
        opened = OpenDatabase(path, keys, engine, connection, lock, leftover, _last_row(connection))
        undo.pop_all()
        return opened


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Make sentences (`StoreError`) of what goes wrong with files and database."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"The database {path} cannot be used ({error.strerror}): check its owner and mode.") from None
    except DATABASE_ERRORS as error:
        raise StoreError(explain_error(error, path)) from error


OURS = ("calfwise", ".calfwise", "drawings")
"""How the names begin of what Calfwise puts into its data directory."""


def _files(path: Path) -> list[Path]:
    """The database and what SQLite and the lock put beside it."""
    return [path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal", ".lock"))]


def _exists(path: Path) -> bool:
    """Whether a database is there already. Raises `StoreError` if something else is."""
    if not path.exists():
        return False
    with path.open("r+b") as file:  # SQLite would open a file that may not be written, and complain only later
        start = file.read(len(SQLITE_MAGIC))
    if start and start != SQLITE_MAGIC:
        raise StoreError(f"{path} is not a database: move it away, or point CALFWISE_DATABASE_URL elsewhere.")
    return bool(start)


def _size(path: Path) -> int:
    """Bytes of a file; none if it is not there."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _sign(connection: Connection, keys: Keys) -> None:
    """Leave in a new database what tells later whose keys wrote it."""
    connection.execute(insert(tables.meta).values(name="keys", blob=keys.seal(keys.tag("meta", "keys"))))


def _check_keys(connection: Connection, keys: Keys, path: Path, key_file: Path) -> None:
    """See that these keys wrote this database: with others everybody would look like a stranger."""
    with connection.begin():
        blob = connection.scalar(select(tables.meta.c.blob).where(tables.meta.c.name == "keys"))
    try:
        fits = blob is not None and keys.unseal(blob) == keys.tag("meta", "keys")
    except Unreadable:
        fits = False
    if not fits:
        raise KeyFileError(
            f"The keys in {key_file} do not fit the database {path}: put back the key file that belongs to it "
            "(CALFWISE_KEY_FILE), or move the database away to start a new one."
        )


def _last_row(connection: Connection) -> int:
    """The highest row number the outbox ever gave out, so that none is used twice."""
    with connection.begin():
        used = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'").scalar()
        return max(used or 0, connection.scalar(select(func.max(tables.outbox.c.id))) or 0)
