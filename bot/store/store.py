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
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from pathlib import Path

from bot.ports import Intake, Outcome, Showing
from bot.store import forms, notes, timers, upkeep
from bot.store.batch import Batch, Take
from bot.store.cache import Cache
from bot.store.conversations import read_conversations
from bot.store.database import tables
from bot.store.database.checkpoints import Checkpoints
from bot.store.database.sqlite import connect_beside, database_path
from bot.store.database.writer import Transaction, Writer
from bot.store.inbox import Inbox
from bot.store.opening import OpenDatabase, explained, open_database
from bot.store.outgoing import countdowns, outbox
from bot.store.outgoing.absent import Absent
from bot.store.outgoing.owed import Owed
from bot.store.outgoing.posts import Posts
from bot.store.records import OutboxRow, millis
from flows.talk.session import Session

Listener = Callable[[list[OutboxRow], bool], None]
"""Told after a commit: the replies to deliver, in order, and whether any timer was set, taken back or used up."""

_Asked = tuple[Intake, Take | None]
"""A turn to be taken, and what takes it if not what `use` said."""


class Store:
    """Made by `open_store`."""

    def __init__(self, opened: OpenDatabase) -> None:
        keys, connection = opened.keys, opened.connection
        self._opened = opened
        self._keys = keys
        self._cache = Cache()
        self._listeners: list[Listener] = []
        rows = itertools.count(opened.last_row + 1)
        self._next_row = lambda: next(rows)
        timers.void_leases(connection)
        self._absent = Absent(keys, connection)
        self._owed = Owed(keys, connection)
        self._form = forms.Highest(connection)
        self._inbox = Inbox(keys, connection)
        self._take: Take | None = None
        self._checkpoints = Checkpoints(partial(connect_beside, opened.path))
        self._writer = Writer(connection, opened.path, self._checkpoints)
        self._checkpoints.committed(0, empty=opened.leftover)
        self._known = partial(outbox.read_known, keys)
        self._note = partial(outbox.note_rows, keys)
        self._close = partial(outbox.close_slots, keys)
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
        self._checkpoints.close()
        self._opened.close()

    # --- turns -------------------------------------------------------------------------------------------------------

    def use(self, take: Take) -> None:
        """Say what a turn does; `take` runs in the store's thread, and never at the same time as itself."""
        self._take = take

    async def take_turn(self, intake: Intake, take: Take | None = None) -> Outcome:
        """Take one turn, committed together with whatever else has queued up; `take` instead of what `use` said."""
        return await self._writer.ask(self._turns, (intake, take))

    def take_turn_now(self, intake: Intake) -> Outcome:
        """Take one turn and block until it is committed."""
        asked: _Asked = (intake, None)
        return self._writer.ask_now(self._turns, asked)

    async def hold(self, intakes: Sequence[Intake]) -> None:
        """Write these down to be taken later: from now on they survive a kill. Each goes with the turn that takes it."""
        await self._writer.ask(self._inbox.hold, tuple(intakes))

    async def find_held(self) -> list[Intake]:
        """What is written down and not taken yet, in the order in which it came."""
        return await self._writer.ask(self._inbox.find, None, durable=False)

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

    async def read_known(self, query: outbox.SlotQuery) -> dict[str, str] | None:
        """The message ids of the slots that a row touches; None if the row is gone."""
        return await self._writer.ask(self._known, query, durable=False)

    async def note_row(self, note: outbox.RowNote) -> bool:
        """Note whether a row may be on its way; returns whether it is still there.

        If a power cut undoes the note that it waits again, the row counts as on its way, and is not sent twice.
        """
        return await self._writer.ask(self._note, note, durable=note.on_wire)

    async def close_slot(self, person: str, slot: str) -> None:
        """Forget the message that showed this slot: it is finished."""
        await self._writer.ask(self._close, outbox.SlotClosed(person, slot), durable=False)

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
        """Erase all that has had its time, among it conversations nobody asked to keep; returns how many people."""
        people = 0
        while True:
            tidied = await self.tidy_some(now)
            people += tidied.people
            if not tidied.more:
                return people

    async def tidy_some(self, now: datetime) -> upkeep.Tidied:
        """Erase some of what has had its time, no more than others can wait for."""
        return await self._writer.ask(self._tidy, now)

    def rewrite_now(self) -> None:
        """Put every blob under the newest data key, some hundred at a time; afterwards the older keys can go."""
        for table in tables.metadata.sorted_tables:
            after = None
            while "blob" in table.c and (after := self._writer.ask_now(self._rewrite, (table.name, after))) is not None:
                pass

    # --- in the store's thread ---------------------------------------------------------------------------------------

    def _turns(self, transaction: Transaction, items: list[_Asked]) -> list[Outcome]:
        usual = self._take
        if usual is None:
            raise RuntimeError("the store has not been told what a turn does")
        intakes = [intake for intake, _ in items]
        posts = Posts(self._keys, self._owed, self._next_row)
        batch = Batch(transaction.connection, self._keys, self._cache, posts)
        batch.prefetch(intakes)
        outcomes = [batch.take(intake, take or usual) for intake, take in items]
        batch.timers_changed |= self._absent.back(transaction, batch.heard)  # before what these turns set and drop
        for person in batch.silent:
            if self._keys.tag("person", person) not in batch.heard:
                self._absent.lay_aside(transaction, person)
        batch.write()
        self._form.raise_to(transaction, batch.form)
        self._inbox.taken(transaction, intakes)
        self._inbox.forget(transaction, batch.erased)
        transaction.truncate |= bool(batch.erased)
        transaction.after.append(batch.remember)
        if posts.entries or batch.timers_changed:
            transaction.after.append(lambda: self._tell(posts.entries, batch.timers_changed))
        return outcomes

    def _tell(self, entries: list[OutboxRow], timers_changed: bool) -> None:
        for listener in self._listeners:
            listener(entries, timers_changed)

    def _settle(self, transaction: Transaction, items: list[outbox.DeliveryResult]) -> list[None]:
        self._owed.settled(items)
        # Once more then: a turn in the same transaction may have shown what was owed before, and takes its person out.
        transaction.after.append(lambda: self._owed.settled(items))
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


def open_store(database: str | Path, key_file: Path, group_read: bool = False) -> Store:
    """Open the database (a path or an address), creating it and its keys on first use; all of it for its owner only.

    `group_read`: it is all right that the key file's group may read it. Raises `StoreError` or `KeyFileError`.
    """
    path = database_path(database)
    with explained(path), ExitStack() as undo:
        opened = open_database(path, key_file, group_read)
        undo.callback(opened.close)
        store = Store(opened)
        undo.pop_all()
        return store
