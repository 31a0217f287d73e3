"""The database as a kill has left it: read from a copy, so that the bot finds everything as it was."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import msgspec

from bot.setup.keys import Keys, load_keys
from bot.store.records import DueTimer, OutboxRow, unseal_outbox_row, unseal_session, unseal_timer
from flows.talk.session import Session


class Snapshot(msgspec.Struct, frozen=True):
    """`new` are the rows that were not in an earlier snapshot; `states` those of all rows; timers are by row id."""

    sessions: dict[bytes, Session]
    states: dict[int, str]
    new: list[OutboxRow]
    timers: dict[int, DueTimer]
    seen: set[bytes]


class Camera:
    """Takes snapshots of the database in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._last_row = 0
        self._keys: Keys | None = None

    @property
    def keys(self) -> Keys:
        """The keys of this run; there are none before the first start."""
        if self._keys is None:
            self._keys = load_keys(self._folder / "keys")
        return self._keys

    def take(self) -> Snapshot:
        """Read everything. The bot must not be running."""
        database = self._folder / "calfwise.db"
        if not database.exists() or not (self._folder / "keys").exists():
            return Snapshot({}, {}, [], {}, set())
        with tempfile.TemporaryDirectory(prefix="calfwise-kill-") as copies:
            for name in ("calfwise.db", "calfwise.db-wal"):
                if (self._folder / name).exists():
                    shutil.copy(self._folder / name, copies)
            with closing(sqlite3.connect(Path(copies) / "calfwise.db")) as connection:
                tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
                if "outbox" not in tables:
                    return Snapshot({}, {}, [], {}, set())  # killed before its tables were there
                return self._read(connection)

    def _read(self, connection: sqlite3.Connection) -> Snapshot:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        sessions = connection.execute("SELECT person, rev, blob FROM session")
        rows = connection.execute("SELECT id, at, blob FROM outbox WHERE id > ? ORDER BY id", (self._last_row,))
        timers = connection.execute("SELECT id, fire_at, blob FROM timer")
        held = connection.execute("SELECT key FROM inbox")
        snapshot = Snapshot(
            {who: msgspec.structs.replace(unseal_session(self.keys, blob)[0], rev=rev) for who, rev, blob in sessions},
            dict(connection.execute("SELECT id, status FROM outbox")),
            [unseal_outbox_row(self.keys, row, at, blob) for row, at, blob in rows],
            {row: unseal_timer(self.keys, row, at, blob) for row, at, blob in timers},
            {key for (key,) in connection.execute("SELECT key FROM seen")} | {key for (key,) in held},
        )
        if snapshot.new:
            self._last_row = snapshot.new[-1].delivery.row
        return snapshot
