"""What a database of a million conversations costs beside one of a thousand: opening, upkeep, claims and turns.

The two lie side by side and are measured in turn, so that the disk and the machine are the same for both. Nothing is due
in either. The rows are of the usual size, each person with a conversation, a timer ahead, a message that was delivered, a
slot and an update that was seen; where nobody reads their contents, these are the same bytes.
"""

from __future__ import annotations

import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from bot.ports import Intake
from bot.setup.keys import load_keys
from bot.store.records import millis, seal_session, seal_timer
from bot.store.store import Store, open_store
from bot.turns.service import TurnService
from flows.base.events import Event, Typed
from flows.base.replies import Reply, SetTimer
from flows.talk.library import Library
from flows.talk.session import Session, Step
from tests.bench.figures import Figure, figure
from tests.bench.turns import disk

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FEW, MANY = 1_000, 1_000_000
ROUNDS = 7
TURNS, CLAIMS, TIDIES = 60, 200, 20
"""How often each is done in a round, for one sample."""
MOST = 1.5
"""How many times as long it may take with many as with few."""


async def measure(library: Library, folder: Path) -> tuple[list[Figure], list[str]]:
    """Milliseconds at both sizes, and the ratios within each round."""
    began = time.perf_counter()
    places = {number: folder / f"store-{number}" for number in (FEW, MANY)}
    for number, place in places.items():
        _build(place, number)
    built = time.perf_counter() - began
    samples: dict[tuple[str, int], list[float]] = defaultdict(list)
    for round_ in range(ROUNDS + 1):
        for number, place in places.items():
            for name, spent in (await _round(library, place, round_)).items():
                if round_:  # the first reads the files into memory
                    samples[name, number].append(spent)
    figures = []
    for name in ("opening", "upkeep with nothing due", "a claim with nothing due", "a turn"):
        few, many = samples[name, FEW], samples[name, MANY]
        figures.append(figure(f"{name}, {FEW:,} stored", "ms", few))
        figures.append(figure(f"{name}, {MANY:,} stored", "ms", many))
        ratios = [mine / other for mine, other in zip(many, few, strict=True)]
        figures.append(figure(f"  {name}: {MANY:,} to {FEW:,}", "×", ratios, below=MOST))
    size = (places[MANY] / "calfwise.db").stat().st_size >> 20
    return figures, [disk(folder), f"{MANY:,} conversations are {size} MB; built in {built:.0f} s."]


async def _round(library: Library, place: Path, round_: int) -> dict[str, float]:
    began = time.perf_counter()
    store = open_store(place / "calfwise.db", place / "keys")
    found = {"opening": (time.perf_counter() - began) * 1000}
    with closing(store):
        service = TurnService(store, library, _advance)
        now = NOON + timedelta(minutes=round_)
        found["upkeep with nothing due"] = await _each(TIDIES, lambda _: store.tidy(now))
        found["a claim with nothing due"] = await _each(CLAIMS, lambda _: store.claim_timers(now))
        # New people and known ones, who are read from the disk: the store was just opened.
        found["a turn"] = await _each(TURNS, lambda number: service.submit(_typed(number, round_, now)))
        if await _sessions(store) != TURNS:
            raise RuntimeError("a turn was not kept")
    return found


async def _each(times: int, do: Callable[[int], Any]) -> float:
    """Milliseconds a time."""
    began = time.perf_counter()
    for number in range(times):
        await do(number)
    return (time.perf_counter() - began) * 1000 / times


def _typed(number: int, round_: int, now: datetime) -> Intake:
    where = {"chat": number}
    return Intake(f"tg:{round_}.{number}", f"tg:{number}", Typed("my calf hurts"), now, where, where)


async def _sessions(store: Store) -> int:
    return sum([await store.load_session(f"tg:{number}") is not None for number in range(TURNS)])


def _advance(_library: Any, session: Session | None, event: Event, now: datetime, fresh: str) -> Step:
    """Each turn says a sentence, and sets its one timer anew."""
    session = session or Session(sid=fresh)
    after = replace(session, turn=session.turn + 1, touched=now)
    reply = Reply("message", paragraphs=("How does it feel now?",))
    return Step(after, (reply,), (SetTimer("expire", now + timedelta(days=1)),))


def _build(place: Path, number: int) -> None:
    """A database as that many people would leave it."""
    with closing(open_store(place / "calfwise.db", place / "keys")):
        pass
    keys = load_keys(place / "keys")
    at, ahead = millis(NOON), millis(NOON + timedelta(days=20))
    session = seal_session(keys, Session(sid="abcdef", turn=9, touched=NOON), {"chat": 4_000_000_000})
    timer = seal_timer(keys, "tg:4000000000", "expire", {})
    slot = keys.seal(b"1234567")

    def people() -> Iterator[bytes]:
        """In the order of the index, which is built faster so; those who write later are spread over it."""
        return (one.to_bytes(8, "big") + bytes(8) for one in range(0, 2**64, 2**64 // number + 1))

    with closing(sqlite3.connect(place / "calfwise.db", isolation_level=None)) as connection:
        for setting in ("synchronous=OFF", "journal_mode=MEMORY", "cache_size=-200000"):
            connection.execute(f"PRAGMA {setting}")
        connection.execute("BEGIN")
        add = connection.executemany
        add("INSERT INTO session VALUES (?, 9, 9, ?, ?, ?)", ((who, at, ahead, session) for who in people()))
        add("INSERT INTO seen VALUES (?, ?, ?)", ((who, who, at) for who in people()))
        add("INSERT INTO slot VALUES (?, ?, ?, ?)", ((who, who, at, slot) for who in people()))
        add(
            "INSERT INTO timer (key, person, fire_at, lease, blob) VALUES (?, ?, ?, 0, ?)",
            ((who, who, ahead, timer) for who in people()),
        )
        add(
            "INSERT INTO outbox (person, status, erase, at, blob) VALUES (?, 'delivered', 0, ?, ?)",
            ((who, at, slot) for who in people()),
        )
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode=WAL")
