"""Drawing beside the conversation: one process of its own, started when something is to be drawn, ended when idle.

    studio = Studio()
    await studio.chart(chart)        -> PNG        both raise StudioError: too slow, too many waiting, or not to be drawn
    await studio.page(page)          -> PDF
    await studio.close()

A process pool would do the same, but cannot end a worker that hangs; this process is ended and the next job gets a new one.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import msgspec

from bot.render.worker import LENGTH, Job
from flows.base.drawings import Chart, Page

ROOT = Path(__file__).resolve().parent.parent.parent

LIMIT = 20.0
"""Seconds that one drawing may take, with the start of the process."""

IDLE = 60.0
"""Seconds after the last drawing until the process, and its 100 MB, are let go."""

MOST_WAITING = 100
"""Drawings that may wait at once; the rest are refused, and their words go without."""

COMMAND = (sys.executable, "-m", "bot.render.worker")


class StudioError(Exception):
    """The drawing could not be made."""


class Studio:
    """Everything here runs in one event loop; `command` starts the process."""

    def __init__(
        self, limit: float = LIMIT, idle: float = IDLE, most: int = MOST_WAITING, command: tuple[str, ...] = COMMAND
    ) -> None:
        self._limit = limit
        self._idle = idle
        self._most = most
        self._command = command
        self._process: Process | None = None
        self._letting_go: asyncio.TimerHandle | None = None
        self._ending: set[asyncio.Task[None]] = set()
        self._one_at_a_time = asyncio.Lock()
        self._waiting = 0
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The process that is there to draw, if one is."""
        return self._process.pid if self._process is not None else None

    async def chart(self, chart: Chart) -> bytes:
        """The chart as PNG."""
        return await self._draw(Job(chart=chart))

    async def page(self, page: Page) -> bytes:
        """The page as PDF."""
        return await self._draw(Job(page=page))

    async def close(self) -> None:
        """End the process; whatever is still asked for is refused."""
        self._closed = True
        await self._end()
        await asyncio.gather(*self._ending, return_exceptions=True)

    async def _draw(self, job: Job) -> bytes:
        if self._waiting >= self._most:
            raise StudioError("too many drawings are waiting")
        self._waiting += 1
        try:
            async with self._one_at_a_time:
                return await self._in_time(msgspec.msgpack.encode(job))
        finally:
            self._waiting -= 1

    async def _in_time(self, job: bytes) -> bytes:
        if self._closed:
            raise StudioError("closed")
        self._stay()
        drawn: bytes | None = None
        try:
            async with asyncio.timeout(self._limit):
                drawn = await self._ask(job)
        except (OSError, EOFError, TimeoutError) as error:
            raise StudioError(type(error).__name__) from error
        finally:
            if drawn is None:
                await asyncio.shield(self._end())  # half an answer may be on its way: the next job must not get it
            elif not self._closed:
                self._letting_go = asyncio.get_running_loop().call_later(self._idle, self._let_go)
        if not drawn:
            raise StudioError("it could not be drawn")
        return drawn

    async def _ask(self, job: bytes) -> bytes:
        if self._process is None:
            environment = {name: value for name, value in os.environ.items() if not name.startswith("CALFWISE_")}
            self._process = await asyncio.create_subprocess_exec(
                *self._command, stdin=PIPE, stdout=PIPE, cwd=ROOT, env=environment
            )
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(LENGTH.pack(len(job)) + job)
        await process.stdin.drain()
        (size,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
        return await process.stdout.readexactly(size)

    def _stay(self) -> None:
        if self._letting_go is not None:
            self._letting_go.cancel()
            self._letting_go = None

    def _let_go(self) -> None:
        """Idle long enough. It is taken away at once, so that a job that comes in this moment starts another."""
        process, self._process = self._process, None
        if process is not None:
            task = asyncio.get_running_loop().create_task(_ended(process))
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)

    async def _end(self) -> None:
        self._stay()
        process, self._process = self._process, None
        if process is not None:
            await _ended(process)


async def _ended(process: Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    await process.wait()
