"""Copying the write-ahead log into the database, in a thread and on a connection of its own, so that no turn waits for it.

    checkpoints = Checkpoints(connect)
    checkpoints.between = writer.between    how to have something run by the writer while no transaction is open
    checkpoints.committed(rows, empty)      after a commit; `empty`: what it deleted must not stay readable in the log
    checkpoints.close()                     stop; whoever closes the database last copies and deletes the log

A commit would copy the log by itself, and whoever asked for it would wait until that is done: for seconds, where another
program (a backup) has held the log for long. So the writer never does. Here the log is copied while turns go on
(PASSIVE waits for nobody, and nobody for it). To empty it takes the lock of writers, but only an instant once all of it
is copied, so the writer does that itself between two transactions. While somebody reads the old pages neither can be
finished, and it is tried again until it can.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing, suppress
from typing import Any, Protocol

from bot.base.log import logger
from bot.store.database.errors import DATABASE_ERRORS
from bot.store.database.sqlite import BUSY_MS

COPY_ROWS = 1_000
"""After so many changed rows the log is copied: some thousand pages, a few MB."""

RETRY_SECONDS = 1.0
"""How long until the next try while another program reads."""

PATIENCE = 3
"""Tries before it is said that the log is held up: one may fail because a turn is just being committed."""

LONGEST_LOG = 4_096
"""Pages (16 MB) from which on the log is emptied too: a reader had held it up, or commits came without a pause, and then
SQLite never begins it anew by itself."""

_log = logger("store")


class Driver(Protocol):
    """What is needed of a connection of `sqlite3`."""

    def execute(self, command: str, /) -> Any:
        """Run a command and return its cursor."""

    def close(self) -> None:
        """Close it."""


class Checkpoints:
    """`connect` opens a connection to the database; it is called in the thread, which begins with the first need."""

    between: Callable[[Callable[[Driver], bool]], bool]
    """Runs the action on the writer's connection, between two transactions; false if that is not to be had any more."""

    def __init__(self, connect: Callable[[], Driver]) -> None:
        self._connect = connect
        self._door = threading.Condition()
        self._rows = 0
        self._asked = 0
        self._done = 0
        self._closed = False
        self._tries = 0
        self._thread: threading.Thread | None = None

    def committed(self, rows: int, empty: bool) -> None:
        """Learn that so many rows were changed and committed; returns at once. `empty`: the log has to be emptied."""
        with self._door:
            self._rows += rows
            self._asked += empty
            if not self._closed and self._needed():
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="calfwise-checkpoints", daemon=True)
                    self._thread.start()
                self._door.notify_all()

    def wait_empty(self, seconds: float) -> bool:
        """Wait until the log is free of all that has been deleted up to now (tests do); whether it is."""
        with self._door:
            asked = self._asked
            return self._door.wait_for(lambda: self._done >= asked, seconds)

    def close(self) -> None:
        """Stop; call it when the writer has stopped."""
        with self._door:
            self._closed = True
            self._door.notify_all()
        if self._thread is not None:
            self._thread.join()

    # --- in the thread -----------------------------------------------------------------------------------------------

    def _needed(self) -> bool:
        return self._rows >= COPY_ROWS or self._asked > self._done

    def _run(self) -> None:
        driver: Driver | None = None
        going = True
        while going:
            with self._door:
                # What could not be finished is tried again after a while, not with every commit until then.
                if self._tries:
                    self._door.wait_for(lambda: self._closed, RETRY_SECONDS)
                else:
                    self._door.wait_for(lambda: self._closed or self._needed())
                going = not self._closed
                rows, asked = self._rows, self._asked
                if not self._needed():
                    continue
            finished = False
            with suppress(*DATABASE_ERRORS):  # a full disk, or a failing one: tried again like the rest
                driver = driver or self._connect()
                finished = self._copy(driver, empty=asked > self._done)
            self._note(finished, rows, asked)
        if driver is not None:
            with suppress(*DATABASE_ERRORS):
                driver.close()

    def _copy(self, driver: Driver, empty: bool) -> bool:
        """Copy the log, and empty it if asked to or if it has grown; whether that was done whole."""
        with closing(driver.execute("PRAGMA wal_checkpoint(PASSIVE)")) as found:
            busy, pages, copied = found.fetchone()
        if busy or pages != copied:
            return False
        return self.between(empty_log) if empty or pages >= LONGEST_LOG else True

    def _note(self, finished: bool, rows: int, asked: int) -> None:
        with self._door:
            if finished:
                self._rows -= rows
                self._done = asked
                self._door.notify_all()
                if self._tries >= PATIENCE:
                    _log.info("log_copied")
            self._tries = 0 if finished else self._tries + 1
            if self._tries == PATIENCE:  # said once, not with every try
                _log.warning("log_held", reason="another program reads the database, or its disk is full")


def empty_log(driver: Driver) -> bool:
    """Empty the log if nobody reads it, without waiting for anybody; whether it is empty. It must have been copied."""
    driver.execute("PRAGMA busy_timeout=0")
    try:
        with closing(driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")) as found:
            busy, _, _ = found.fetchone()
    finally:
        driver.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    return not busy
