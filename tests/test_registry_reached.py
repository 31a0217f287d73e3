"""Every flow, question, button, command, timer and reader of the registry has a transcript that reaches it.

All transcripts are played on the engine once, with a registry that notes what is shown and what is carried out. Whatever is
new in the registry fails here by its name until a conversation in `tests/transcripts/` reaches it.
"""

from __future__ import annotations

import asyncio
import inspect
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, ParamSpec, TypeVar

import pytest
from msgspec.structs import replace

from flows.base.events import Event
from flows.base.replies import Reply
from flows.talk.confirm import NAME as CONFIRM
from flows.talk.entries import Reader, TypedWords
from flows.talk.flow import Flow, Open, Registry
from flows.talk.library import Library, load_library
from flows.talk.session import Session, Step
from flows.talk.show import Show
from flows.talk.turn import Turn
from flows.turn.engine import advance
from flows.turn.registry import REGISTRY
from tests.transcripts_format import files, read
from tests.transcripts_hands import EngineHand, Recorder, act_out

P = ParamSpec("P")
R = TypeVar("R")

CONFIRMS: Mapping[str, object] = inspect.getclosurevars(REGISTRY.flows[CONFIRM].prompt).nonlocals["kinds"]
"""The kinds of yes-or-no question, which the registry hands to the one flow that asks them."""

TABLES: dict[str, tuple[str, ...]] = {
    "flow": tuple(REGISTRY.flows),
    "confirm": tuple(CONFIRMS),
    "timer": tuple(REGISTRY.timers),
    "command": tuple(REGISTRY.commands),
    "card act": tuple(REGISTRY.cards),
    "reader": tuple(reader.name for reader in REGISTRY.readers),
}
"""All that has a name in the registry."""

OUT_OF_REACH = {
    ("card act", "recheck"): "no button offers it: flows that open the check again call it themselves",
}
"""What nobody who taps, types or waits can come to, with the reason. A transcript that does takes it out of here."""


class Watcher(Recorder):
    """A recorder whose registry is ours, noting the names of what is shown and of what is carried out."""

    def __init__(self, reached: Mapping[str, set[str]]) -> None:
        super().__init__()
        self._reached = reached
        self._prompts: list[tuple[str, str, Reply]] = []
        self._registry = self._watched(REGISTRY)

    def advance(self, library: Library, session: Session | None, event: Event, now: datetime, fresh: str) -> Step:
        """Play the turn; a prompt that was made counts only if it is among what is said."""
        self._prompts.clear()
        step = advance(library, session, event, now, fresh, self._registry)
        said = [_as_made(reply) for reply in step.replies]
        for table, name, prompt in self._prompts:
            if prompt in said:
                self._reached[table].add(name)
        return step

    # --- what is noted -------------------------------------------------------------------------------------------------

    def _watched(self, registry: Registry) -> Registry:
        return replace(
            registry,
            flows={name: self._flow(name, flow) for name, flow in registry.flows.items()},
            timers={name: self._noting("timer", name, timer) for name, timer in registry.timers.items()},
            commands={
                name: replace(command, run=self._noting("command", name, command.run))
                for name, command in registry.commands.items()
            },
            cards={name: self._noting("card act", name, card) for name, card in registry.cards.items()},
            readers=tuple(self._reader(reader) for reader in registry.readers),
        )

    def _noting(self, table: str, name: str, does: Callable[P, R]) -> Callable[P, R]:
        def noting(*args: P.args, **kwargs: P.kwargs) -> R:
            self._reached[table].add(name)
            return does(*args, **kwargs)

        return noting

    def _flow(self, name: str, flow: Flow[Any]) -> Flow[Any]:
        def prompt(turn: Turn, frame: Open[Any]) -> Reply | None:
            made = flow.prompt(turn, frame)
            if made is not None:
                self._prompts.append(("flow", name, made))
                if name == CONFIRM:
                    self._prompts.append(("confirm", frame.data["kind"], made))
            return made

        return replace(flow, prompt=prompt)

    def _reader(self, reader: Reader) -> Reader:
        def takes(turn: Turn, words: TypedWords) -> Show | None:
            show = reader.takes(turn, words)
            if show is not None:
                self._reached["reader"].add(reader.name)
            return show

        return replace(reader, takes=takes)


def _as_made(reply: Reply) -> Reply:
    """The reply as its flow made it, without what the engine writes on it."""
    return replace(reply, closes="", closed_text="", replaces="", heard=None)


@pytest.fixture(scope="session")
def reached() -> dict[str, set[str]]:
    """The names in each table that the transcripts reach."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    asyncio.run(_play_all(load_library(), names))
    return names


async def _play_all(library: Library, names: Mapping[str, set[str]]) -> None:
    for path in files("engine"):
        hand = EngineHand(library, Watcher(names))
        with suppress(AssertionError):  # what cannot be played to its end fails in test_transcripts.py
            for act in read(path).acts:
                await act_out(act, hand)


@pytest.mark.parametrize(
    ("table", "name"),
    [pytest.param(table, name, id=f"{table} {name}") for table, names in TABLES.items() for name in names],
)
def test_a_transcript_reaches_it(table: str, name: str, reached: dict[str, set[str]]) -> None:
    if (table, name) in OUT_OF_REACH:
        assert name not in reached[table], f"the {table} {name!r} is within reach: take it out of OUT_OF_REACH"
    else:
        assert name in reached[table], f"no transcript reaches the {table} {name!r}: write a conversation that does"


def test_what_is_out_of_reach_is_in_the_registry() -> None:
    assert set(OUT_OF_REACH) <= {(table, name) for table, names in TABLES.items() for name in names}
