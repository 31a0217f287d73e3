"""The harness's hand on the bot's process: begin a life, end it, know when it has nothing more to do."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import msgspec

from tests.bench.processes import ROOT, clean_environment
from tests.kill.zygote import LifeOrder, Start

PATIENCE = 60.0
"""Seconds after which the harness itself gives up; on a busy machine nothing takes nearly as long."""


class Life:
    """One life of the bot, as a process of its own. `ended` is its exit code once it has ended."""

    def __init__(self, pid: int, died: Callable[[], None]) -> None:
        self._pid = pid
        self._died = died
        self.over = asyncio.Event()
        self.idle = asyncio.Event()
        self.code = 0
        self.asked_at = 0.0
        self.seconds = 0.0
        """How long it took to stop, from the polite request on."""

    def kill(self) -> None:
        """At once, from wherever the harness stands; nothing happens if it has ended."""
        if not self.over.is_set():
            os.kill(self._pid, signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to stop."""
        if not self.over.is_set():
            self.asked_at = time.monotonic()
            os.kill(self._pid, signal.SIGTERM)

    async def settle(self) -> None:
        """Return once nothing is on its way out."""
        self.idle.clear()
        os.kill(self._pid, signal.SIGUSR1)
        async with asyncio.timeout(PATIENCE):
            await self.idle.wait()

    def ended(self, code: int) -> None:
        """It is gone, and everything it wrote is written."""
        self.code = code
        self.seconds = time.monotonic() - self.asked_at if self.asked_at else 0.0
        self.over.set()
        self._died()


class Lives:
    """The process out of which each life begins. `died` is called in the instant in which one ends."""

    def __init__(self, process: asyncio.subprocess.Process, died: Callable[[], None]) -> None:
        self._process = process
        self._died = died
        self._life: Life | None = None
        self._begun: asyncio.Future[Life] = asyncio.get_running_loop().create_future()
        self._hearing = asyncio.create_task(self._hear())

    async def begin(self, order: LifeOrder) -> Life:
        """Begin a life; the one before has to be over."""
        assert self._process.stdin is not None
        self._begun = asyncio.get_running_loop().create_future()
        self._process.stdin.write(msgspec.json.encode(order) + b"\n")
        async with asyncio.timeout(PATIENCE):
            return await self._begun

    async def close(self) -> None:
        """End everything."""
        if self._life is not None:
            self._life.kill()
            await self._life.over.wait()
        self._process.kill()
        await self._process.wait()
        self._hearing.cancel()
        await asyncio.gather(self._hearing, return_exceptions=True)

    async def _hear(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            said: dict[str, int] = msgspec.json.decode(line)
            if "pid" in said:
                self._life = Life(said["pid"], self._died)
                self._begun.set_result(self._life)
            elif self._life is not None and "idle" in said:
                self._life.idle.set()
            elif self._life is not None:
                self._life.ended(said["ended"])
        if not self._begun.done():
            self._begun.set_exception(RuntimeError("the bot's process could not be started; see its log"))


@contextlib.asynccontextmanager
async def lives(start: Start, log: Path, died: Callable[[], None]) -> AsyncIterator[Lives]:
    """Start the process that lives come from; what they log goes to the file `log`."""
    with log.open("wb") as errors:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.kill.zygote", msgspec.json.encode(start).decode()),
            cwd=start.folder,
            env=clean_environment(PYTHONPATH=str(ROOT)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
        )
        family = Lives(process, died)
        try:
            yield family
        finally:
            await family.close()
