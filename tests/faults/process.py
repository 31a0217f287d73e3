"""The bot in a process of its own: started, told that time passes, stopped, killed; and what it logged."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.bench.processes import clean_environment

UP = 30.0
"""Seconds that a start may take on a busy machine."""


class Bot:
    """One bot on one folder, which outlives its processes. `settings` are those of its environment."""

    def __init__(self, folder: Path, how: dict[str, Any], settings: Mapping[str, str]) -> None:
        self._folder = folder
        self._how = how
        self._settings = dict(settings)
        self._platforms = {"tg"} if "CALFWISE_TELEGRAM_TOKEN" in settings else set()
        self._platforms |= {"dc"} if "CALFWISE_DISCORD_TOKEN" in settings else set()
        self._passed = self._set = 0.0
        self._process: asyncio.subprocess.Process | None = None
        (folder / "empty").mkdir(exist_ok=True)

    @property
    def database(self) -> Path:
        return self._folder / "data" / "calfwise.db"

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    def set(self, name: str, value: str) -> None:
        """Give its environment another setting, from the next start on."""
        self._settings[name] = value

    async def start(self, up: bool = True) -> None:
        """Start it, and return once its platforms are there. Raises `AssertionError` if it ends before that."""
        with (self._folder / "log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(
                    sys.executable,
                    "-m",
                    "tests.faults.bot",
                    json.dumps({**self._how, "pass": self._passed, "set": self._set}),
                ),
                cwd=self._folder / "empty",
                env=clean_environment(
                    CALFWISE_DATA_DIR=str(self._folder / "data"),
                    CALFWISE_KEY_FILE=str(self._folder / "keys"),
                    **self._settings,
                ),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )
        waiting = set(self._platforms)
        while up and waiting:
            waiting.discard((await self._hear())["up"])

    async def _hear(self) -> dict[str, Any]:
        assert self._process is not None
        assert self._process.stdout is not None
        async with asyncio.timeout(UP):
            line = await self._process.stdout.readline()
        assert line, f"the bot ended by itself: {self.log()[-2:]}"
        heard: dict[str, Any] = json.loads(line)
        return heard

    async def let_pass(self, seconds: float) -> None:
        """Let so much time be over, for all that it waits for."""
        self._passed += seconds
        await self._tell({"pass": seconds})

    async def set_clock(self, seconds: float) -> None:
        """Set its clock on the wall by so much; what sleeps does not notice."""
        self._set += seconds
        await self._tell({"set": seconds})

    async def _tell(self, line: dict[str, float]) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(line).encode() + b"\n")
        while "heard" not in await self._hear():
            pass

    async def stop(self) -> float:
        """Ask it politely; the seconds that it took. After 30 it has to."""
        assert self._process is not None
        began = time.perf_counter()
        if self.running:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()
            try:
                async with asyncio.timeout(UP):
                    await self._process.communicate()
            except TimeoutError:
                await self.kill()
        return time.perf_counter() - began

    def freeze(self) -> None:
        """Let it do nothing until it is thawed or killed, so that what is seen of it holds."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGSTOP)
        tasks = Path(f"/proc/{self._process.pid}/task")
        while any(_state(task) != "T" for task in tasks.iterdir()):
            time.sleep(0.001)  # the kernel tells each thread when it next runs

    def thaw(self) -> None:
        """Let it go on."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGCONT)

    async def kill(self) -> None:
        """No goodbye."""
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.communicate()

    def log(self) -> list[dict[str, Any]]:
        """What it wrote on standard error so far; a line that is no JSON stands under "said"."""
        found = []
        for line in (self._folder / "log").read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                found.append(json.loads(line))
            except ValueError:
                found.append({"event": "", "level": "", "said": line})
        return found

    def logged(self, event: str, level: str = "") -> list[dict[str, Any]]:
        """The lines of this event."""
        return [line for line in self.log() if line.get("event") == event and level in ("", line.get("level"))]


def _state(task: Path) -> str:
    """The letter for what a thread is doing: T once it is stopped."""
    return (task / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
