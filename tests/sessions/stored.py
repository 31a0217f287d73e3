"""The file of stored sessions: each with the events that are tried on it and what came of them, texts written once.

One JSON object a line. The first holds `texts`, every text that was said. Each further line is one session:

    kind      what is open in it, for the eye and for the names of the tests
    now       when the events come; `expire` an hour later
    session   what stood in the store, as it stood there
    taps      the tokens of the first and the last button of what is open; fewer where there are none
    then      event → {said: numbers of texts, left: flows that are open afterwards, lowest first; null if nothing is stored}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from flows.base.events import Chose, Command, Event, TimerFired, Typed
from flows.base.replies import plain_text
from flows.talk.library import Library
from flows.talk.session import load
from flows.turn.engine import advance

FOLDER = Path(__file__).resolve().parent
FRESH = "fresh2"
"""The id of a session that one of the events begins."""


class Came(msgspec.Struct, frozen=True):
    """What came of one event: the texts that were said, and the flows that are open then."""

    said: tuple[str, ...]
    left: tuple[str, ...] | None


class Stored(msgspec.Struct, frozen=True):
    """One session as an earlier version stored it, and what that version made of a few events."""

    kind: str
    now: datetime
    session: dict[str, Any]
    taps: tuple[str, ...]
    then: dict[str, Came] = {}


def events(stored: Stored) -> Iterator[tuple[str, Event, datetime]]:
    """The events that are tried, each by itself, with when they come."""
    yield "hello", Typed("hello"), stored.now
    for name, token in zip(("first", "last"), stored.taps, strict=False):
        yield name, Chose(token), stored.now
    yield "stop", Command("stop"), stored.now
    yield "start", Command("start"), stored.now
    yield "expire", TimerFired("expire"), stored.now + timedelta(hours=1)


def what_comes(library: Library, stored: Stored) -> dict[str, Came]:
    """What today's program makes of each event, on the session loaded anew."""
    found = {}
    for name, event, at in events(stored):
        step = advance(library, load(msgspec.json.encode(stored.session)), event, at, FRESH)
        left = tuple(frame.flow for frame in step.session.frames) if step.session is not None else None
        found[name] = Came(tuple(plain_text(reply) for reply in step.replies), left)
    return found


def read_stored(path: Path) -> list[Stored]:
    """The sessions of a file, with what came of the events."""
    first, *lines = path.read_bytes().splitlines()
    texts = msgspec.json.decode(first)["texts"]
    found = []
    for line in lines:
        data = msgspec.json.decode(line)
        for came in data["then"].values():
            came["said"] = [texts[number] for number in came["said"]]
        found.append(msgspec.convert(data, Stored))
    return found


def write_stored(path: Path, sessions: Iterable[Stored]) -> None:
    """Write such a file."""
    texts: dict[str, int] = {}
    lines = []
    for stored in sessions:
        data = msgspec.to_builtins(stored)
        for came in data["then"].values():
            came["said"] = [texts.setdefault(text, len(texts)) for text in came["said"]]
        lines.append(msgspec.json.encode(data))
    path.write_bytes(b"\n".join((msgspec.json.encode({"texts": list(texts)}), *lines, b"")))
