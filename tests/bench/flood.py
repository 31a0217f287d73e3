"""How long somebody waits for an answer while somebody else floods the bot, beside the same without, in the same run.

The whole bot in a process of its own, without limits on how fast is written, so that what is measured is the way in. Its
Telegram and the people share another process.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.base.events import Typed
from flows.talk.library import Library
from flows.turn.engine import advance
from tests.bench.figures import Figure, figure
from tests.bench.processes import Child, child

ROUNDS = 3
QUIET = 20
"""Questions of the one who waits, a round."""

EMOJI = "🔥😭💀🏃" * 500
"""As long as a message can be that is all emoji, and dear to read."""

FLOOD = 300
BEFORE_DANGER = 60
DANGER = "I have chest pain and I cannot breathe"
MOST_SECONDS = 2.0
"""For a danger behind so many messages of its own chat."""


async def measure(library: Library, folder: Path) -> tuple[list[Figure], list[str]]:
    """The waits and their ratios."""
    alone: list[float] = []
    beside: list[float] = []
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
                beside += await _wait(side, quiet=QUIET, flood=FLOOD, text=EMOJI)
                danger += await _wait(side, flood=BEFORE_DANGER, text=EMOJI, last=DANGER)
    longest = _longest(library)
    # No message is read faster for anybody, so that what may come on top of a quiet answer is one of the longest.
    allowed = [one / (sorted(alone)[len(alone) // 2] + longest) for one in beside]
    return [
        figure("an answer, nobody else about", "ms", alone),
        figure(f"the same beside {FLOOD} emoji messages", "ms", beside),
        figure("  : a quiet answer and one longest message", "×", allowed, below=1),
        figure(
            f"a danger behind {BEFORE_DANGER} messages of its own chat",
            "s",
            [one / 1000 for one in danger],
            below=MOST_SECONDS,
        ),
    ], [f"One emoji message of {len(EMOJI)} characters takes {longest:.1f} ms of the conversation."]


async def _wait(side: Child, **request: Any) -> list[float]:
    waited: list[float] = (await side.ask(**request))["ms"]
    return waited


def _longest(library: Library) -> float:
    """Milliseconds of a turn of one longest message."""
    samples = []
    for _ in range(5):
        began = time.perf_counter()
        advance(library, None, Typed(EMOJI), datetime(2026, 3, 1, 12, tzinfo=UTC), "abcdef")
        samples.append((time.perf_counter() - began) * 1000)
    return sorted(samples)[2]
