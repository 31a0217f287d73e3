"""The one thread that touches the database: it takes whatever has queued up and makes it one transaction.

    result = await writer.ask(handler, item)        from a coroutine
    result = writer.ask_now(handler, item)          from plain code

A handler is called once a batch with all items that queued up for it: `handler(transaction, items) -> results`, one
result an item. Callers are answered only after the commit. If the database or a handler fails, everything is rolled
back and each item is tried once more in a transaction of its own, so that one bad item spoils no other. (No savepoints:
a full disk makes SQLite roll back the whole transaction, whatever was released before.) The write-ahead log is copied
into the database elsewhere, by `bot.store.database.checkpoints`: nobody waits for that.
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
from bot.store.database.checkpoints import Checkpoints, Driver
from bot.store.database.errors import DATABASE_ERRORS, explain_error
from bot.store.database.sqlite import changed_rows, driver_of, run_pragma

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
        """Empty the write-ahead log after the commit, as soon as nobody reads it: what was deleted must not stay there."""


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


class _Break:
    """Something to be done while no transaction is open."""

    __slots__ = ("action", "future")

    def __init__(self, action: Callable[[Driver], bool]) -> None:
        self.action = action
        self.future: Future[bool] = Future()


class Writer:
    """Owns `connection` from now on, and tells `checkpoints` of what it commits; `path` is for error sentences only."""

    def __init__(self, connection: Connection, path: Path, checkpoints: Checkpoints) -> None:
        self._connection = connection
        self._path = path
        self._checkpoints = checkpoints
        self._rows = changed_rows(connection)
        checkpoints.between = self.between
        self._queue: queue.SimpleQueue[_Job | _Break | None] = queue.SimpleQueue()
        self._door = threading.Lock()
        self._closed = False
        self._durable = True
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

    def between(self, action: Callable[[Driver], bool]) -> bool:
        """Run `action` between two transactions, when those who wait have been answered; false if the writer has stopped."""
        break_ = _Break(action)
        with self._door:
            if self._closed:
                return False
            self._queue.put(break_)
        return break_.future.result()

    # --- in the thread -----------------------------------------------------------------------------------------------

    def _run(self) -> None:
        going = True
        while going:
            jobs, other = self._collect()
            if jobs:
                self._do(jobs)
                _answer(jobs)
            if other is not None:
                self._pause(other)
            elif not jobs:
                going = False

    def _collect(self) -> tuple[list[_Job], _Break | None]:
        """What has queued up, and what is to be done after it; neither: it was told to stop."""
        jobs: list[_Job] = []
        while len(jobs) < MOST_IN_A_BATCH:
            if jobs and self._queue.empty():
                break
            job = self._queue.get()
            if job is None and jobs:
                self._queue.put(None)  # nothing is put after it, so it comes next
                break
            if not isinstance(job, _Job):
                return jobs, job
            jobs.append(job)
        return jobs, None

    def _pause(self, other: _Break) -> None:
        try:
            other.future.set_result(other.action(driver_of(self._connection)))
        except BaseException as error:
            other.future.set_exception(error)

    def _do(self, jobs: list[_Job]) -> None:
        """Fill in each job's result or error; never raises."""
        try:
            self._commit(jobs)
            return
        except BaseException as error:
            if len(jobs) == 1:
                jobs[0].error = self._as_answer(error)
                return
        self._checkpoints.committed(0, empty=True)  # if the disk is full, this may make room
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
        before, self._rows = self._rows, changed_rows(self._connection)
        self._checkpoints.committed(self._rows - before, transaction.truncate)
        for action in transaction.after:
            action()

    def _sync(self, durable: bool) -> None:
        if durable != self._durable:
            run_pragma(self._connection, f"synchronous={'FULL' if durable else 'NORMAL'}")
            self._durable = durable

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
