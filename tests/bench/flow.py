"""What one step of the conversation costs by itself: no store, no platform."""

from __future__ import annotations

import time
from collections import defaultdict

from transitions import Machine

from flows.talk.library import Library
from flows.talk.session import dump, load
from flows.turn.engine import advance
from tests.bench.figures import Figure, figure
from tests.bench.walking import NOON, PERSONAS, Turned, walk

ROUNDS = 120
COLD_EVERY = 5
"""Each so manyth round is a cold one, so that both see the same machine."""


def measure(library: Library) -> list[Figure]:
    """Whole conversations again and again, each step timed by itself, in µs."""
    steps = [step for answers in PERSONAS.values() for step in walk(library, answers, None, "abcdef")]
    warm: dict[str, list[float]] = defaultdict(list)
    cold: list[float] = []
    scale: list[float] = []
    bare = _bare_machine()
    for number in range(ROUNDS):
        scale += [_timed_bare(bare) for _ in range(40)]
        for step in steps:
            warm[step.kind].append(_timed(library, step))
        if number % COLD_EVERY == 0:
            for step in steps:
                library.check.plan.known.cache_clear()
                cold.append(_timed(library, step))
    every = [sample for samples in warm.values() for sample in samples]
    figures = [figure(f"a step, over {len(PERSONAS)} conversations", "µs", every, below=60)]
    names = {"command": "command that begins", "answer": "answer", "tick": "tick", "verdict": "answer that ends it"}
    figures += [figure(f"  {name}", "µs", warm[kind]) for kind, name in names.items()]
    figures.append(figure("a step, nothing remembered", "µs", cold))
    figures.append(figure("session written and read again", "µs", _stored(steps)))
    figures.append(figure("for scale: a bare machine of two states, one step", "µs", scale))
    return figures


class _Cursor:
    state = "a"


def _bare_machine() -> Machine:
    """What any step costs that `transitions` takes; this tells a slow machine from a slow conversation."""
    machine = Machine(model=None, states=["a", "b"], initial="a", auto_transitions=False, send_event=True)
    machine.add_transition("go", "a", "b")
    machine.add_transition("go", "b", "a")
    return machine


def _timed_bare(machine: Machine) -> float:
    cursor = _Cursor()
    began = time.perf_counter_ns()
    machine.events["go"].trigger(cursor)
    return (time.perf_counter_ns() - began) / 1000


def _timed(library: Library, step: Turned) -> float:
    began = time.perf_counter_ns()
    advance(library, step.before, step.event, NOON, step.fresh)
    return (time.perf_counter_ns() - began) / 1000


def _stored(steps: list[Turned]) -> list[float]:
    samples = []
    for _ in range(ROUNDS):
        for step in steps:
            if step.step.session is not None:
                began = time.perf_counter_ns()
                load(dump(step.step.session))
                samples.append((time.perf_counter_ns() - began) / 1000)
    return samples
