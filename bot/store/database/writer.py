"""The one thread that touches the database: it takes whatever has queued up and makes it one transaction.

    result = await writer.ask(handler, item)        from a coroutine
    result = writer.ask_now(handler, item)          from plain code

A handler is called once a batch with all items that queued up for it: `handler(transaction, items) -> results`, one
result an item. Callers are answered only after the commit. If the database or a handler fails, everything is rolled
back and each item is tried once more in a transaction of its own, so that one bad item spoils no other. (No savepoints:
a full disk makes SQLite roll back the whole transaction, whatever was released before.)
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection

from bot.base.log import logger
from bot.ports import StoreUnavailable
from bot.store.database.errors import DATABASE_ERRORS, explain_error
from bot.store.database.sqlite import run_pragma

Item = TypeVar("Item")
Result = TypeVar("Result")

MOST_IN_A_BATCH = 512

_log = logger("store")


class Transaction:
    """An open transaction. Handlers write through `connection` and put off to `after` what must wait for the commit."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.after: list[Callable[[], None]] = []
        self.truncate = False
        """Empty the write-ahead log after the commit, so that what was deleted cannot be read there."""


Handler = Callable[[Transaction, list[Item]], list[Result]]
"""Does all items of one kind; raises only if they are to be rolled back."""


class _Job:
    """One item, and the future that waits for its result: an asyncio one if `loop` is given, else a thread's."""

    __slots__ = ("durable", "error", "future", "handler", "item", "loop", "result")

    def __init__(
        self, handler: Handler[Any, Any], item: Any, durable: bool, loop: asyncio.AbstractEventLoop | None
    ) -> None:
        self.handler = handler
        self.item = item
        self.durable = durable
        self.loop = loop
        self.future: Any = loop.create_future() if loop else Future()
        self.result: Any = None
        self.error: BaseException | None = None


class Writer:
    """Owns `connection` from now on; `path` is for error sentences only."""

    def __init__(self, connection: Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._queue: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._door = threading.Lock()
        self._closed = False
        self._durable = True
        self._truncate_again = False
        self._trouble = ""
        self._thread = threading.Thread(target=self._run, name="calfwise-store", daemon=True)
        self._thread.start()

    async def ask(self, handler: Handler[Item, Result], item: Item, durable: bool = True) -> Result:
        """Do `item` in the next transaction. `durable` false: a power cut (not a killed process) may undo it.

        Raises `StoreUnavailable` if it could not be saved, or whatever the handler raised.
        """
        job = _Job(handler, item, durable, asyncio.get_running_loop())
        self._put(job)
        result: Result = await job.future
        return result

    def ask_now(self, handler: Handler[Item, Result], item: Item, durable: bool = True) -> Result:
        """Do `item` in the next transaction and block until the commit; no event loop is needed. Raises as `ask` does."""
        job = _Job(handler, item, durable, None)
        self._put(job)
        result: Result = job.future.result()
        return result

    def close(self) -> None:
        """Finish what is queued, then stop. Later requests get `StoreUnavailable`."""
        with self._door:
            if self._closed:
                return
            self._closed = True
            self._queue.put(None)
        self._thread.join()

    def _put(self, job: _Job) -> None:
        with self._door:
            if self._closed:
                raise StoreUnavailable("The database is closed.")
            self._queue.put(job)

    # --- in the thread -----------------------------------------------------------------------------------------------

    def _run(self) -> None:
        going = True
        while going:
            jobs: list[_Job] = []
            job = self._queue.get()
            while job is not None:
                jobs.append(job)
                if len(jobs) == MOST_IN_A_BATCH or self._queue.empty():
                    break
                job = self._queue.get()
            going = job is not None
            if jobs:
                self._do(jobs)
                _answer(jobs)

    def _do(self, jobs: list[_Job]) -> None:
        """Fill in each job's result or error; never raises."""
        try:
            self._commit(jobs)
            return
        except BaseException as error:
            if len(jobs) == 1:
                jobs[0].error = self._as_answer(error)
                return
        self._truncate()  # if the disk is full, this may make room: what the log holds twice is written once
        for job in jobs:
            self._do([job])

    def _commit(self, jobs: list[_Job]) -> None:
        self._sync(any(job.durable for job in jobs))
        groups: dict[Handler[Any, Any], list[_Job]] = {}
        for job in jobs:
            groups.setdefault(job.handler, []).append(job)
        transaction = Transaction(self._connection)
        with self._connection.begin():
            for handler, group in groups.items():
                results = handler(transaction, [job.item for job in group])
                for job, result in zip(group, results, strict=True):
                    job.result = result
        if self._trouble and any(job.durable for job in jobs):
            self._trouble = ""
            _log.info("saving_again")
        if transaction.truncate or self._truncate_again:
            self._truncate()
        for action in transaction.after:
            action()

    def _sync(self, durable: bool) -> None:
        if durable != self._durable:
            run_pragma(self._connection, f"synchronous={'FULL' if durable else 'NORMAL'}")
            self._durable = durable

    def _truncate(self) -> None:
        """Copy the log into the database and empty it; put off to the next commit while another program reads."""
        try:
            row = run_pragma(self._connection, "wal_checkpoint(TRUNCATE)")
            self._truncate_again = bool(row and row[0])
        except DATABASE_ERRORS:
            self._truncate_again = True

    def _as_answer(self, error: BaseException) -> BaseException:
        if isinstance(error, DATABASE_ERRORS):
            words = explain_error(error, self._path)
            if words != self._trouble:  # said once, not with every turn while it lasts
                _log.error("not_saved", reason=words)
            self._trouble = words
            answer: BaseException = StoreUnavailable(words)
            answer.__cause__ = error
            return answer
        return error


def _answer(jobs: list[_Job]) -> None:
    """Wake everyone who waits, each event loop only once."""
    by_loop: dict[asyncio.AbstractEventLoop, list[_Job]] = {}
    for job in jobs:
        if job.loop is None:
            _settle(job)
        else:
            by_loop.setdefault(job.loop, []).append(job)
    for loop, group in by_loop.items():
        with contextlib.suppress(RuntimeError):  # the loop may have been closed: then nobody waits any more
            loop.call_soon_threadsafe(_settle_all, group)


def _settle_all(jobs: list[_Job]) -> None:
    for job in jobs:
        _settle(job)


def _settle(job: _Job) -> None:
    if job.future.done():
        return  # the caller was cancelled and no longer waits
    if job.error is not None:
        job.future.set_exception(job.error)
    else:
        job.future.set_result(job.result)
