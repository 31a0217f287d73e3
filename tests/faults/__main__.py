"""Run every row of the table, or those named, and print what came of them.

    python -m tests.faults [ROW …]

The exit status is 1 if any row misses what must be.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time

from tests.bench.figures import say
from tests.faults import discord, emergency, load, platform, restarts, stored, taps
from tests.faults.rows import ROWS, Measured, Row

ALL = (emergency, taps, restarts, load, stored, platform, discord)
"""The groups of rows, in the order in which they are run; importing them has put their rows into the table."""

PATIENCE = 90.0
"""Seconds after which a row has failed: a script that hangs is worse than one that says so."""


async def measured(row: Row) -> Measured:
    """Run one row; whatever goes wrong in it is what came of it."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await row.case()
    except AssertionError as error:
        return Measured(" ".join(str(error).split())[:160] or "an assertion failed", met=False)
    except Exception as error:
        return Measured(f"{type(error).__name__}: {error}"[:160], met=False)


async def main(rows: list[Row]) -> list[str]:
    """The names of those that missed."""
    missed = []
    for row in rows:
        began = time.perf_counter()
        found = await measured(row)
        say(f"\n{'met   ' if found.met else 'MISSED'}  {row.name}: {row.done}  ({time.perf_counter() - began:.1f} s)")
        say(f"        before   {row.before}\n        now      {found.now}\n        must be  {row.must}")
        if not found.met:
            missed.append(row.name)
    return missed


if __name__ == "__main__":
    groups = [group.__name__ for group in ALL]
    names = sorted(ROWS, key=lambda name: groups.index(ROWS[name].case.__module__))
    asked = sys.argv[1:] or names
    if unknown := set(asked) - set(ROWS):
        sys.exit(f"There is no row {', '.join(sorted(unknown))}; there are {', '.join(names)}.")
    say(f"Calfwise under {len(asked)} faults, {os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f}")
    start = time.perf_counter()
    missed = asyncio.run(main([ROWS[name] for name in asked]))
    say(f"\n{len(asked) - len(missed)} of {len(asked)} as they must be, in {time.perf_counter() - start:.0f} s.")
    if missed:
        sys.exit(f"Missed: {', '.join(missed)}")
