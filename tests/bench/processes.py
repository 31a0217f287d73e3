"""Processes of the bench: started with a pipe each way, spoken to in lines of JSON, measured, and ended by their own id."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 240.0
"""Seconds to wait for any answer; a bench that hangs is worse than one that fails."""

_TICK = os.sysconf("SC_CLK_TCK")
_LONGEST_LINE = 2**24


def clean_environment(**settings: str) -> dict[str, str]:
    """The environment without settings of this machine's own; byte code may be written, and is read."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("CALFWISE_")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return {**kept, "PYTHONPATH": str(ROOT), **settings}


class Child:
    """One process. `cpu` is in seconds, `rss` in MB, both of the process as it runs now."""

    def __init__(self, name: str, process: asyncio.subprocess.Process, began: float) -> None:
        self.name = name
        self.began = began
        self._process = process

    async def line(self) -> bytes:
        """The next line that it writes. Raises `RuntimeError` if none comes."""
        assert self._process.stdout is not None
        try:
            async with asyncio.timeout(PATIENCE):
                line = await self._process.stdout.readline()
        except TimeoutError:
            raise RuntimeError(f"{self.name} said nothing for {PATIENCE:g} s") from None
        if not line:
            raise RuntimeError(f"{self.name} ended by itself")
        return line

    async def hear(self) -> dict[str, Any]:
        """The next line, as data."""
        heard: dict[str, Any] = json.loads(await self.line())
        return heard

    def write(self, data: Any) -> None:
        """Say one line of JSON to it."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(data).encode() + b"\n")

    async def ask(self, **request: Any) -> dict[str, Any]:
        """Say one line, hear one line."""
        self.write(request)
        return await self.hear()

    @property
    def age(self) -> float:
        """Seconds since it was started."""
        return time.perf_counter() - self.began

    @property
    def cpu(self) -> float:
        fields = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICK

    @property
    def rss(self) -> float:
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="utf-8")
        return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS:"))

    async def end(self) -> None:
        """Ask it to stop; after ten seconds it has to."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()
            try:
                async with asyncio.timeout(10):
                    await self._process.wait()
            except TimeoutError:
                self._process.kill()
        await self._process.wait()


@contextlib.asynccontextmanager
async def child(
    name: str,
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    options: Iterable[str] = (),
    errors: Path | None = None,
) -> AsyncIterator[Child]:
    """`python <options> -m <arguments>`, ended on the way out; in an empty folder, so that no `.env` is found.

    What it says on standard error goes to the file `errors`, else to the terminal.
    """
    file = errors.open("wb") if errors else None
    began = time.perf_counter()
    empty = tempfile.TemporaryDirectory(prefix="calfwise-bench-")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *options, "-m", *arguments),
        cwd=empty.name,
        env=dict(clean_environment() if environment is None else environment),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=file,
        limit=_LONGEST_LINE,
    )
    running = Child(name, process, began)
    try:
        yield running
    finally:
        await running.end()
        empty.cleanup()
        if file:
            file.close()
