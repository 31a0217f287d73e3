"""Run the bench, or the parts of it that are named, and print what came out."""

from __future__ import annotations

import asyncio
import os
import platform
import signal
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from flows.talk.library import load_library
from tests.bench import drawings, flood, flow, guided, memory, start, store, timers, turns, understand
from tests.bench.figures import Figure, as_data, say, show
from tests.bench.processes import ROOT

TITLES = {
    "flow": "One step of the conversation (no store, no platform)",
    "understand": "Reading typed text",
    "turns": "Durable turns through the Telegram adapter, beside python-telegram-bot alone",
    "flood": "Waiting for an answer while somebody else floods the bot",
    "start": "From start to first answer",
    "memory": "Memory",
    "guided": "One guided session on Telegram",
    "drawings": "Charts and pages, drawn in a process of their own",
    "timers": "Timers on SQLite, beside bare sqlite3",
    "store": "A million stored conversations, beside a thousand",
}


async def main(parts: list[str]) -> dict[str, list[Figure]]:
    """Measure these parts in order. Told to stop, it ends its processes first."""
    own = asyncio.current_task()
    assert own is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, own.cancel)
    library = load_library()
    results: dict[str, list[Figure]] = {}
    data = ROOT / "data"
    data.mkdir(exist_ok=True)
    # Beside the real data, not in /tmp, which may be memory: a commit has to reach a disk.
    with tempfile.TemporaryDirectory(prefix="bench-", dir=data) as name:
        for part in parts:
            notes: list[str] = []
            if part == "flow":
                figures = flow.measure(library)
            elif part == "understand":
                figures = understand.measure()
            else:
                modules = {
                    "turns": turns,
                    "flood": flood,
                    "start": start,
                    "memory": memory,
                    "guided": guided,
                    "drawings": drawings,
                    "timers": timers,
                    "store": store,
                }
                figures, notes = await modules[part].measure(library, Path(name))
            results[part] = figures
            show(TITLES[part], figures, notes)
    (data / "bench.json").write_bytes(msgspec.json.format(msgspec.json.encode(as_data(results))))
    return results


def _machine() -> str:
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return f"Python {platform.python_version()}, {os.cpu_count()} CPUs, load {load}"


if __name__ == "__main__":
    asked = sys.argv[1:] or list(TITLES)
    if unknown := set(asked) - set(TITLES):
        sys.exit(f"There is no part {', '.join(sorted(unknown))}; there are {', '.join(TITLES)}.")
    say(f"Calfwise bench, {_machine()}")
    began = time.perf_counter()
    try:
        results = asyncio.run(main(asked))
    except asyncio.CancelledError:
        sys.exit("Stopped.")
    missed = [one.name for figures in results.values() for one in figures if one.met is False]
    say(f"\n{time.perf_counter() - began:.0f} s; {_machine()}")
    say(f"Targets missed: {', '.join(name.strip() for name in missed)}" if missed else "All targets met.")
