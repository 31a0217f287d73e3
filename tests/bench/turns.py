"""Durable turns a second through the whole Telegram adapter, beside python-telegram-bot alone, in the same run.

Three bots, each in its own process, each with its own local Telegram; those share one process of their own, so that
their cost is nobody's. The bots take rounds in turn. Each makes the same calls with the same words and buttons.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import msgspec

from flows.talk.library import Library
from tests.bench.figures import Figure, figure
from tests.bench.processes import Child, child
from tests.bench.talks import write_talks
from tests.bench.walking import record

BOTS = {"calfwise": "Calfwise", "bare": "bare handler", "conversation": "ConversationHandler"}
CHATS = (1, 64)
ROUNDS = 5
SECONDS = {1: 1.0, 64: 1.5}
WARM_UP = 1.0
TURNS = "turns"


class Round(msgspec.Struct, frozen=True):
    """One bot's round: turns a second, and milliseconds of the bot's own CPU time a turn."""

    rate: float
    cpu: float


async def measure(library: Library, folder: Path) -> tuple[list[Figure], list[str]]:
    """The rates and ratios, and what is to be said about them."""
    talks = folder / "talks.json"
    write_talks(talks, record(library))
    rounds: dict[tuple[str, int], list[Round]] = defaultdict(list)
    calls: dict[str, Counter[str]] = defaultdict(Counter)
    sent = 0
    async with contextlib.AsyncExitStack() as stack:
        side = await stack.enter_async_context(child("telegram", "tests.bench.telegram_side", str(talks), *BOTS))
        lines = await side.hear()
        bots: dict[str, Child] = {}
        for name in BOTS:
            arguments = (lines[name]["url"], lines[name]["token"], str(talks), str(folder))
            bots[name] = await stack.enter_async_context(child(name, f"tests.bench.bot_{name}", *arguments))
            await bots[name].hear()
        for chats in CHATS:
            for name in BOTS:
                sent += (await _talk(side, name, chats, WARM_UP))["turns"] * (name == "calfwise")
            for _ in range(ROUNDS):
                for name in BOTS:
                    cpu = bots[name].cpu
                    done = await _talk(side, name, chats, SECONDS[chats])
                    spent = (bots[name].cpu - cpu) * 1000 / done["turns"]
                    rounds[name, chats].append(Round(done["turns"] / done["seconds"], spent))
                    sent += done["turns"] * (name == "calfwise")
                    calls[name].update({**done["calls"], TURNS: done["turns"]})
    kept = _committed(folder / "calfwise.db")
    if kept != sent:
        raise RuntimeError(f"{sent} turns were taken, but {kept} are in the database")
    return _figures(rounds), [
        *_notes(calls),
        f"All {kept} turns of Calfwise were found in its database afterwards.",
        disk(folder),
    ]


async def _talk(side: Child, bot: str, chats: int, seconds: float) -> dict[str, Any]:
    done = await side.ask(bot=bot, chats=chats, seconds=seconds)
    if "error" in done:
        raise RuntimeError(done["error"])
    return done


def _figures(rounds: dict[tuple[str, int], list[Round]]) -> list[Figure]:
    figures = []
    for chats in CHATS:
        place = f"{chats} chat" + ("s" if chats > 1 else "")
        for name, words in BOTS.items():
            figures.append(figure(f"{words}, {place}", "turns/s", [one.rate for one in rounds[name, chats]]))
        ours = rounds["calfwise", chats]
        for name, target in (("bare", 0.5), ("conversation", 1.0)):
            ratios = [mine.rate / other.rate for mine, other in zip(ours, rounds[name, chats], strict=True)]
            figures.append(figure(f"  Calfwise : {BOTS[name]}", "×", ratios, above=target))
        for name, words in BOTS.items():
            figures.append(figure(f"  CPU time, {words}", "ms/turn", [one.cpu for one in rounds[name, chats]]))
    return figures


def _notes(calls: dict[str, Counter[str]]) -> list[str]:
    notes = ["Calls a turn, over all rounds (one turn = one tap or command, until the next button can be tapped):"]
    for name, words in BOTS.items():
        turns = calls[name].pop(TURNS)
        counts = ", ".join(f"{method} {count / turns:.2f}" for method, count in sorted(calls[name].items()))
        notes.append(f"  {words}: {counts}; {sum(calls[name].values()) / turns:.2f} in all")
    return notes


def _committed(database: Path) -> int:
    """How many turns the database remembers."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("SELECT count(*) FROM seen").fetchone()[0])


def disk(folder: Path) -> str:
    """What a commit has to pay here at the least."""
    samples = []
    with (folder / "fsync").open("wb") as file:
        for _ in range(40):
            began = time.perf_counter()
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
            samples.append((time.perf_counter() - began) * 1000)
    return f"4 kB written and synced to this disk: {sorted(samples)[20]:.2f} ms (median)."
