"""The tables. In clear are only row ids, keyed hashes, kinds, times and counters; the rest is one encrypted blob a row.

Times are whole milliseconds since 1970, UTC. `person` is `Keys.tag("person", <platform id>)`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
    cast,
    text,
)

metadata = MetaData()


class Sealed(TypeDecorator[bytes]):
    """What is encrypted, read as bytes whatever SQLite takes it for.

    One flipped bit of a row makes a text of it, and to read that as one would fail as if the whole database could not be used.
    """

    impl = LargeBinary
    cache_ok = True

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """How it is selected."""
        return cast(column, LargeBinary)


SEALED = ("blob", "progress")
"""The columns that are encrypted, in whichever table they stand."""

RowId = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts up by itself only in a column that is called INTEGER."""

meta = Table("meta", metadata, Column("name", String(32), primary_key=True), Column("blob", Sealed, nullable=False))
"""`keys` proves at start that the key file belongs to this database; `note:…` are those of `bot.store.notes`; `form`
is a number in clear, that of `bot.store.forms`."""

session = Table(
    "session",
    metadata,
    Column("person", LargeBinary(16), primary_key=True),
    Column("rev", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("touched", BigInteger, nullable=False),
    Column("erase_at", BigInteger, nullable=True),
    Column("blob", Sealed, nullable=False),
    Index("session_erase_at", "erase_at"),
)
"""One conversation a person. `erase_at` is empty once the person asked to keep it."""

outbox = Table(
    "outbox",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("person", LargeBinary(16), nullable=False),
    Column("status", String(12), nullable=False),
    Column("erase", Boolean, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("blob", Sealed, nullable=False),
    Column("reason", String(16), nullable=False, server_default=""),
    Column("progress", Sealed, nullable=True),
    Index("outbox_person", "person"),
    Index("outbox_status", "status"),
    Index("outbox_at", "at"),
    sqlite_autoincrement=True,
)
"""Replies on their way. `erase` marks a goodbye, which is deleted as soon as its fate is known; `reason` says why a row was
given up; `progress` is the sealed note of which of its messages are out already (empty: none)."""

slot = Table(
    "slot",
    metadata,
    Column("key", LargeBinary(16), primary_key=True),
    Column("person", LargeBinary(16), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("blob", Sealed, nullable=False),
    Index("slot_person", "person"),
    Index("slot_at", "at"),
)
"""Which platform message shows which slot; `key` is the hash of person and slot."""

CLAIMED = text("lease > 0")
"""The timers that are in the index of leases; SQLite uses it only where this is said word for word."""

timer = Table(
    "timer",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("key", LargeBinary(16), nullable=False, unique=True),
    Column("person", LargeBinary(16), nullable=False),
    Column("fire_at", BigInteger, nullable=False),
    Column("lease", BigInteger, nullable=False),
    Column("blob", Sealed, nullable=False),
    Index("timer_person", "person"),
    Index("timer_fire_at", "fire_at"),
    Index("timer_lease", "lease", sqlite_where=CLAIMED),
    sqlite_autoincrement=True,
)
"""Future events. `key` is the hash of person and name; `lease` is until when a claim holds (0: unclaimed)."""

ASIDE = 2**53
"""Added to the `fire_at` of a timer that is laid aside: later than any date, so never in the way of those that are due."""

seen = Table(
    "seen",
    metadata,
    Column("key", LargeBinary(16), primary_key=True),
    Column("person", LargeBinary(16), nullable=True),
    Column("at", BigInteger, nullable=False),
    Index("seen_person", "person"),
    Index("seen_at", "at"),
)
"""What has been handled already, by the hash of its dedupe key."""

inbox = Table(
    "inbox",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("key", LargeBinary(16), nullable=False, unique=True),
    Column("person", LargeBinary(16), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("blob", Sealed, nullable=False),
    Index("inbox_person", "person"),
    Index("inbox_at", "at"),
    sqlite_autoincrement=True,
)
"""What has come in and could not be taken at once, a flood mostly; `key` is the hash of its dedupe key."""

set_aside = Table(
    "set_aside",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("person", LargeBinary(16), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("blob", Sealed, nullable=False),
    Index("set_aside_person", "person"),
    Index("set_aside_at", "at"),
    sqlite_autoincrement=True,
)
"""Conversations that could not be read, as they were found, for whoever can read them again."""

revision = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))
"""Alembic's own note of the schema's revision, so that it can be read and written without importing Alembic."""
