"""The store: one SQLite file, and everything that may be asked of it.

    store = open_store(settings.database, settings.key_file)    raises StoreError, KeyFileError
    store.on_commit(lambda entries, timers_changed: …)      called in the store's thread after each commit of turns
    await store.load_session("tg:42")                       the conversation as stored, or None
    store.close()

Each request exists as a coroutine and, where plain code needs it, with `_now` at the end (blocks, no event loop).
Any of them may raise `bot.ports.StoreUnavailable`: nothing happened, and it may be tried again.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Engine, func, insert, select

from bot.ports import Intake, Outcome, Showing
from bot.setup.keys import KeyFileError, Keys, Unreadable, load_keys
from bot.store import countdowns, notes, outbox, timers, upkeep
from bot.store.absent import Absent
from bot.store.batch import Batch, Take
from bot.store.cache import Cache
from bot.store.conversations import read_conversations
from bot.store.database import tables
from bot.store.database.errors import DATABASE_ERRORS, StoreError, explain_error
from bot.store.database.lock import FileLock
from bot.store.database.schema import prepare_schema
from bot.store.database.sqlite import database_path, open_engine
from bot.store.database.writer import Transaction, Writer
from bot.store.records import OutboxRow, millis
from flows.talk.session import Session

Listener = Callable[[list[OutboxRow], bool], None]
"""Told after a commit: the replies to deliver, in order, and whether any timer was set, taken back or used up."""

SQLITE_MAGIC = b"SQLite format 3\0"


class Store:
    """Made by `open_store`."""

    def __init__(self, engine: Engine, connection: Connection, path: Path, keys: Keys, lock: FileLock) -> None:
        self._engine = engine
        self._connection = connection
        self._lock = lock
        self._keys = keys
        self._cache = Cache()
        self._listeners: list[Listener] = []
        rows = itertools.count(_last_row(connection) + 1)
        self._next_row = lambda: next(rows)
        timers.void_leases(connection)
        self._absent = Absent(keys, connection)
        self._take: Take | None = None
        self._writer = Writer(connection, path)
        self._begin = partial(outbox.begin_attempts, keys)
        self._waiting = partial(outbox.find_waiting, keys)
        self._showing = partial(countdowns.find_countdowns, keys)
        self._claim = partial(timers.claim_timers, keys)
        self._recall = partial(notes.recall_notes, keys)
        self._remember = partial(notes.remember_notes, keys)
        self._tidy = partial(upkeep.tidy, self._cache)
        self._rewrite = partial(upkeep.rewrite, keys)

    def on_commit(self, listener: Listener) -> None:
        """Call `listener` in the store's thread after each commit of turns, before their callers are answered."""
        self._listeners.append(listener)

    def close(self) -> None:
        """Finish what is queued, then let go of the file."""
        self._writer.close()
        try:
            self._connection.close()
            self._engine.dispose()
        finally:
            self._lock.release()

    # --- turns -------------------------------------------------------------------------------------------------------

    def use(self, take: Take) -> None:
        """Say what a turn does; `take` runs in the store's thread, and never at the same time as itself."""
        self._take = take

    async def take_turn(self, intake: Intake) -> Outcome:
        """Take one turn, committed together with whatever else has queued up."""
        return await self._writer.ask(self._turns, intake)

    def take_turn_now(self, intake: Intake) -> Outcome:
        """Take one turn and block until it is committed."""
        return self._writer.ask_now(self._turns, intake)

    async def load_session(self, person: str) -> Session | None:
        """Read the person's conversation, if one is stored."""
        return await self._writer.ask(self._load, person, durable=False)

    def load_session_now(self, person: str) -> Session | None:
        """Read the person's conversation, if one is stored; blocks."""
        return self._writer.ask_now(self._load, person, durable=False)

    # --- outbox ------------------------------------------------------------------------------------------------------

    async def find_waiting(self) -> list[OutboxRow]:
        """Find everything that still has to be delivered, oldest first."""
        return await self._writer.ask(self._waiting, None, durable=False)

    def find_waiting_now(self) -> list[OutboxRow]:
        """Find everything that still has to be delivered, oldest first; blocks."""
        return self._writer.ask_now(self._waiting, None, durable=False)

    async def find_countdowns(self, platform: str, now: datetime) -> list[Showing]:
        """Find the countdowns of a platform that still run in the newest message of their person."""
        return await self._writer.ask(self._showing, countdowns.CountdownSearch(platform, millis(now)), durable=False)

    async def begin_attempt(self, attempt: outbox.Attempt) -> dict[str, str] | None:
        """Note that a row is about to be sent; returns the message ids of its slots, None if the row is gone."""
        return await self._writer.ask(self._begin, attempt, durable=attempt.mark)

    async def record_result(self, settled: outbox.DeliveryResult) -> None:
        """Note what became of a row; whom it could not reach gets nothing by itself until they are heard from again.

        If a power cut undoes this, the row counts as tried, and is not sent twice.
        """
        await self._writer.ask(self._settle, settled, durable=False)

    def record_results_now(self, settled: Iterable[outbox.DeliveryResult]) -> None:
        """Note what became of several rows, in one transaction; blocks."""
        self._writer.ask_now(self._settle_many, tuple(settled), durable=False)

    # --- notes -------------------------------------------------------------------------------------------------------

    async def recall(self, name: str) -> str:
        """What an adapter noted under `name`; empty if nothing is."""
        return await self._writer.ask(self._recall, name, durable=False)

    async def remember(self, name: str, value: str) -> None:
        """Note something that is about no person, in place of what stood under `name`."""
        await self._writer.ask(self._remember, notes.Note(name, value), durable=False)

    # --- timers and upkeep -------------------------------------------------------------------------------------------

    async def claim_timers(self, now: datetime, most: int = 64) -> timers.ClaimedTimers:
        """Claim the timers due at `now`."""
        return await self._writer.ask(self._claim, timers.TimerClaim(millis(now), most), durable=False)

    def claim_timers_now(self, now: datetime, person: str, most: int = 1) -> timers.ClaimedTimers:
        """Claim the timers of one person that are due at `now`; blocks."""
        return self._writer.ask_now(self._claim, timers.TimerClaim(millis(now), most, person), durable=False)

    async def tidy(self, now: datetime) -> int:
        """Erase what has had its time, among it conversations nobody asked to keep; returns how many people."""
        return await self._writer.ask(self._tidy, now)

    def rewrite_now(self) -> None:
        """Put every blob under the newest data key, some hundred at a time; afterwards the older keys can go."""
        for table in tables.metadata.sorted_tables:
            after = None
            while "blob" in table.c and (after := self._writer.ask_now(self._rewrite, (table.name, after))) is not None:
                pass

    # --- in the store's thread ---------------------------------------------------------------------------------------

    def _turns(self, transaction: Transaction, intakes: list[Intake]) -> list[Outcome]:
        take = self._take
        if take is None:
            raise RuntimeError("the store has not been told what a turn does")
        batch = Batch(transaction.connection, self._keys, self._cache, self._next_row)
        batch.prefetch(intakes)
        outcomes = [batch.take(intake, take) for intake in intakes]
        batch.timers_changed |= self._absent.back(transaction, batch.heard)  # before what these turns set and drop
        batch.write()
        transaction.truncate |= bool(batch.erased)
        transaction.after.append(batch.remember)
        if batch.entries or batch.timers_changed:
            transaction.after.append(lambda: self._tell(batch.entries, batch.timers_changed))
        return outcomes

    def _tell(self, entries: list[OutboxRow], timers_changed: bool) -> None:
        for listener in self._listeners:
            listener(entries, timers_changed)

    def _settle(self, transaction: Transaction, items: list[outbox.DeliveryResult]) -> list[None]:
        if self._absent.settled(transaction, items):
            transaction.after.append(lambda: self._tell([], True))
        return outbox.record_results(self._keys, transaction, items)

    def _settle_many(self, transaction: Transaction, items: list[tuple[outbox.DeliveryResult, ...]]) -> list[None]:
        self._settle(transaction, [settled for item in items for settled in item])
        return [None] * len(items)

    def _load(self, transaction: Transaction, people: list[str]) -> list[Session | None]:
        tags = [self._keys.tag("person", person) for person in people]
        found = read_conversations(transaction.connection, self._keys, tags)
        return [found[tag].session if tag in found else None for tag in tags]


def open_store(database: str | Path, key_file: Path) -> Store:
    """Open the database (a path or an address), creating it and its keys on first use.

    Raises `StoreError` or `KeyFileError`.
    """
    path = database_path(database)
    with ExitStack() as undo:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            lock = FileLock(path)
            undo.callback(lock.release)
            keys = load_keys(key_file, create=not _exists(path))
            engine = open_engine(path)
            undo.callback(engine.dispose)
            prepare_schema(engine, path, lambda connection: _sign(connection, keys))
            connection = undo.enter_context(engine.connect())
            _check_keys(connection, keys, path, key_file)
            store = Store(engine, connection, path, keys, lock)
        except OSError as error:
            raise StoreError(
                f"The database {path} cannot be used ({error.strerror}): check its owner and mode."
            ) from None
        except DATABASE_ERRORS as error:
            raise StoreError(explain_error(error, path)) from error
        undo.pop_all()
        return store


def _exists(path: Path) -> bool:
    """Whether a database is there already. Raises `StoreError` if something else is."""
    if not path.exists():
        return False
    with path.open("r+b") as file:  # SQLite would open a file that may not be written, and complain only later
        start = file.read(len(SQLITE_MAGIC))
    if start and start != SQLITE_MAGIC:
        raise StoreError(f"{path} is not a database: move it away, or point CALFWISE_DATABASE_URL elsewhere.")
    return bool(start)


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
