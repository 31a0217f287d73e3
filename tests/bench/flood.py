"""How long somebody waits for an answer while somebody else floods the bot, beside the same without, in the same run.

The whole bot in a process of its own, without limits on how fast is written, so that what is measured is the way in. Its
Telegram and the people share another process.
"""

from __future__ import annotations

import statistics
from pathlib import Path
from typing import Any

from flows.talk.library import Library
from tests.bench.figures import Figure, figure
from tests.bench.processes import Child, child

ROUNDS = 3
QUIET = 20
"""Questions of the one who waits, a round: as many as are answered within so short a time."""

EMOJI = "🔥😭💀🏃" * 500
"""As long as a message can be that is all emoji, and dear to read."""

LONG = 5
"""Longest messages of somebody alone, a round."""

HANGING = 40
"""Chats to which a call hangs."""

FLOOD = 300
BEFORE_DANGER = 60
DANGER = "I have chest pain and I cannot breathe"
MOST_SECONDS = 2.0
"""For a danger behind so many messages of its own chat."""


async def measure(_library: Library, folder: Path) -> tuple[list[Figure], list[str]]:
    """The waits and their ratios."""
    alone: list[float] = []
    longest: list[float] = []
    first: list[float] = []
    beside: list[float] = []
    hung: list[float] = []
    danger: list[float] = []
    async with child("people", "tests.bench.flood_side") as side:
        line = await side.hear()
        place = folder / "flood"
        place.mkdir()
        async with child("calfwise", "tests.bench.bot_calfwise", line["url"], line["token"], "-", str(place)) as bot:
            await bot.hear()
            await _wait(side, quiet=QUIET)
            for _ in range(ROUNDS):
                alone += await _wait(side, quiet=QUIET)
                longest += await _wait(side, quiet=LONG, text=EMOJI)
                waits = await _wait(side, quiet=QUIET, flood=FLOOD, text=EMOJI)
                first.append(waits[0] / 1000)
                beside += waits[1:]
                hung += await _wait(side, quiet=QUIET, hanging=HANGING)
                danger += await _wait(side, flood=BEFORE_DANGER, text=EMOJI, last=DANGER)
    allowed = statistics.median(alone) + statistics.median(longest)
    return [
        figure("an answer, nobody else about", "ms", alone),
        figure(f"  to {len(EMOJI)} characters of emoji", "ms", longest),
        figure(f"an answer beside {FLOOD} such messages of one person", "ms", beside),
        figure("  : both of the above together", "×", [one / allowed for one in beside], below=1),
        figure("  the first, which was sent behind the flood", "s", first, below=MOST_SECONDS / 2),
        figure(f"an answer while {HANGING} other chats hang", "ms", hung),
        figure("  : one with nobody else about", "×", [one / statistics.median(alone) for one in hung], below=2),
        figure(
            f"a danger behind {BEFORE_DANGER} of its own chat", "s", [one / 1000 for one in danger], below=MOST_SECONDS
        ),
    ], [
        "Telegram hands out the whole flood before the first of the others' messages; what comes later does not wait for it."
    ]


async def _wait(side: Child, **request: Any) -> list[float]:
    waited: list[float] = (await side.ask(**request))["ms"]
    return waited
