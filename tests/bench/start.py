"""From nothing to the first answer, and how much memory that takes: fresh processes, fresh data, byte code on disk."""

from __future__ import annotations

import compileall
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from flows.talk.library import Library
from tests.bench.figures import Figure, figure
from tests.bench.processes import ROOT, Child, child, clean_environment
from tests.bench.talks import write_talks
from tests.bench.walking import record

TERMINAL_STARTS = 9
TELEGRAM_STARTS = 5


async def measure(library: Library, folder: Path) -> tuple[list[Figure], list[str]]:
    """Seconds to the first answer in the terminal and on Telegram, and the memory of the latter."""
    for part in ("bot", "flows"):
        compileall.compile_dir(ROOT / part, quiet=1)
    talks = folder / "start-talks.json"
    write_talks(talks, record(library))
    terminal = [await _terminal(folder / f"terminal-{number}") for number in range(TERMINAL_STARTS)]
    telegram, memory = [], []
    async with child("telegram", "tests.bench.telegram_side", str(talks), "run") as side:
        line = (await side.hear())["run"]
        for number in range(TELEGRAM_STARTS):
            async with _run(folder / f"run-{number}", line, side) as bot:
                telegram.append((bot.age, bot.cpu))
                memory.append(bot.rss)
        loaded = await _loaded(folder / "run-imports", line, side)
    figures = [
        figure("terminal, to the first answer", "s", [wall for wall, _ in terminal], below=1),
        figure("  of it CPU time", "s", [cpu for _, cpu in terminal]),
        figure("Telegram, to the first answer", "s", [wall for wall, _ in telegram], below=2),
        figure("  of it CPU time", "s", [cpu for _, cpu in telegram]),
        figure("memory of `run` with Telegram", "MB", memory, below=110),
    ]
    return figures, [f"`run` with Telegram imports discord.py: {'yes' if 'discord' in loaded else 'no'}"]


async def _terminal(folder: Path) -> tuple[float, float]:
    async with child("chat", "bot", "chat", "--json", environment=_settings(folder)) as chat:
        chat.write({"command": "start"})
        await chat.line()
        return chat.age, chat.cpu


@contextlib.asynccontextmanager
async def _run(folder: Path, line: dict[str, str], side: Child, *options: str) -> AsyncIterator[Child]:
    """`run` with Telegram, up to the moment when somebody who wrote before it began has their answer."""
    environment = _settings(folder, CALFWISE_TELEGRAM_TOKEN=line["token"], CALFWISE_TELEGRAM_API=line["url"])
    side.write({"bot": "run", "first": True})
    errors = folder.with_suffix(".txt")
    async with child("run", "bot", "run", environment=environment, options=options, errors=errors) as bot:
        heard = await side.hear()
        if "error" in heard:
            raise RuntimeError(heard["error"])
        yield bot


async def _loaded(folder: Path, line: dict[str, str], side: Child) -> set[str]:
    """The top-level names of everything that `run` imports up to its first answer."""
    async with _run(folder, line, side, "-X", "importtime"):
        pass
    return imported(folder.with_suffix(".txt"))


def imported(errors: Path) -> set[str]:
    """The top-level names in what `-X importtime` wrote."""
    lines = errors.read_text("utf-8").splitlines()
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines if line.startswith("import time:")}


def _settings(folder: Path, **more: str) -> dict[str, str]:
    return clean_environment(CALFWISE_DATA_DIR=str(folder), CALFWISE_KEY_FILE=str(folder / "keys"), **more)
