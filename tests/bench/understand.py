"""What reading a message costs, over the whole development set, in µs."""

from __future__ import annotations

import time

from flows.understand.load import load_lexicon
from flows.understand.reader import Lexicon, read_text
from tests.bench.figures import Figure, figure
from tests.understand.score import messages

ROUNDS = 5
LONGEST = 100_000
"""Characters of the longest text that is tried."""


def measure() -> list[Figure]:
    """Every message by itself, and one text as long as a program could send."""
    loaded = []
    lexicon: Lexicon | None = None
    for _ in range(3):
        began = time.perf_counter_ns()
        lexicon = load_lexicon()
        loaded.append((time.perf_counter_ns() - began) / 1e6)
    assert lexicon is not None
    texts = [message.say for message in messages()]
    first = [_timed(lexicon, text) for text in texts]
    again = [_timed(lexicon, text) for _ in range(ROUNDS) for text in texts]
    endless = (" ".join(texts) * (LONGEST // 1000))[:LONGEST]
    return [
        figure(f"a message, {len(texts)} of them", "µs", again, below=2000),
        figure("  read for the first time", "µs", first),
        figure(f"a text of {LONGEST} characters", "ms", [_timed(lexicon, endless) / 1000 for _ in range(20)], below=50),
        figure("the lexicon loaded and made ready", "ms", loaded),
    ]


def _timed(lexicon: Lexicon, text: str) -> float:
    began = time.perf_counter_ns()
    read_text(lexicon, text)
    return (time.perf_counter_ns() - began) / 1000
