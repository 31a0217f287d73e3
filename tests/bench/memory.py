"""Memory after many conversations, on each platform; and that the other platform's library stays away."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flows.talk.library import Library
from tests.bench.figures import Figure, figure
from tests.bench.processes import Child, child
from tests.bench.start import imported
from tests.bench.talks import write_talks
from tests.bench.walking import record

PEOPLE = 1000
AT_A_TIME = 32


async def measure(library: Library, folder: Path) -> tuple[list[Figure], list[str]]:
    """MB after the first whole conversation and after `PEOPLE` by as many people."""
    talks = folder / "memory-talks.json"
    write_talks(talks, record(library))
    figures: list[Figure] = []
    notes = []
    for platform, other in (("Telegram", "discord"), ("Discord", "telegram")):
        errors = folder / f"{platform}-imports.txt"
        measured = _telegram if platform == "Telegram" else _discord
        first, last, rate = await measured(talks, Path(tempfile.mkdtemp(dir=folder)), errors)
        figures.append(figure(f"{platform}, after one conversation", "MB", [first], below=110))
        figures.append(figure(f"{platform}, after {PEOPLE} of as many people", "MB", [last], below=110))
        loaded = imported(errors)
        notes.append(
            f"{platform}: {rate:.0f} turns/s meanwhile, {AT_A_TIME} people at a time; "
            f"{other} imported: {'yes' if other in loaded else 'no'}"
        )
    return figures, notes


async def _telegram(talks: Path, folder: Path, errors: Path) -> tuple[float, float, float]:
    async with child("telegram", "tests.bench.telegram_side", str(talks), "calfwise") as side:
        line = (await side.hear())["calfwise"]
        arguments = ("tests.bench.bot_calfwise", line["url"], line["token"], str(talks), str(folder))
        return await _grown(side, arguments, errors, bot="calfwise")


async def _discord(talks: Path, folder: Path, errors: Path) -> tuple[float, float, float]:
    async with child("discord", "tests.bench.discord_side", str(talks)) as side:
        line = await side.hear()
        arguments = ("tests.bench.bot_discord", str(line["port"]), line["token"], line["certificate"], str(folder))
        return await _grown(side, arguments, errors)


async def _grown(side: Child, arguments: tuple[str, ...], errors: Path, **named: str) -> tuple[float, float, float]:
    """MB after one conversation and after all, and turns a second."""
    async with child("bot", *arguments, options=("-X", "importtime"), errors=errors) as bot:
        await bot.hear()
        await _talked(side, chats=1, people=1, **named)
        first = bot.rss
        done = await _talked(side, chats=AT_A_TIME, people=PEOPLE - 1, **named)
        return first, bot.rss, done["turns"] / done["seconds"]


async def _talked(side: Child, **request: object) -> dict[str, float]:
    done = await side.ask(**request)
    if "error" in done:
        raise RuntimeError(done["error"])
    return done
