"""A small conversation to put on the store: it counts turns, and does on request what the real one may do."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from bot.ports import Intake
from bot.store import Store, open_store
from bot.turns.service import TurnService
from flows.base.events import Command, Event, TimerFired, Typed
from flows.base.replies import DropTimer, Reply, SetTimer
from flows.talk.session import Session, Step

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Phrases:
    """The words that the service itself needs."""

    def text(self, language: str, key: str, /, **values: Any) -> str:
        return f"{language}:{key}"


def count(_library: Phrases, session: Session | None, event: Event, now: datetime, fresh: str) -> Step:
    """Each event is a new question, `slot` = its turn, that closes the one before."""
    if isinstance(event, Command) and event.name == "forget":
        was = session.slot if session else ""
        return Step(None, (Reply("message", title="Gone.", closes=was, closed_text="bye"),), forget=True)
    if isinstance(event, Typed) and event.text == "break":
        raise ValueError("a flow's fault, with private words in it")
    before = session or Session(sid=fresh)
    turn = before.turn + 1
    after = msgspec.structs.replace(before, turn=turn, slot=str(turn), touched=now)
    said = event.text if isinstance(event, Typed) else event.name if isinstance(event, TimerFired | Command) else "?"
    timers: tuple[SetTimer | DropTimer, ...] = ()
    if isinstance(event, Command) and event.name == "remind":
        timers = (SetTimer("reminder", now + timedelta(minutes=int(event.argument)), {"why": "asked"}),)
    if isinstance(event, Command) and event.name == "again":
        timers = (SetTimer("chain", now + timedelta(hours=1)),)
    if isinstance(event, TimerFired) and event.name == "chain":
        timers = (SetTimer("chain", now + timedelta(hours=1)),)
    if isinstance(event, Command) and event.name == "stop":
        timers = (DropTimer("reminder"),)
    if isinstance(event, Command) and event.name == "keep":
        after = msgspec.structs.replace(after, person=msgspec.structs.replace(after.person, keep=True))
    reply = Reply("question", title=f"{turn}: {said}", slot=str(turn), closes=before.slot, closed_text=said)
    return Step(after, (reply,), timers)


Service = TurnService[Phrases]


@contextmanager
def core(folder: Path) -> Iterator[tuple[Store, Service]]:
    """The store in `folder` with the counting conversation on it."""
    store = open_store(folder / "data" / "calfwise.db", folder / "keys")
    try:
        yield store, TurnService(store, Phrases(), count)
    finally:
        store.close()


_numbers = itertools.count()


def said(person: str, text: str, key: str = "", at: datetime = NOON) -> Intake:
    """A typed message."""
    return arrived(person, Typed(text), key, at)


def asked(person: str, command: str, argument: str = "", at: datetime = NOON) -> Intake:
    """A command."""
    return arrived(person, Command(command, argument), at=at)


def arrived(person: str, event: Event, key: str = "", at: datetime = NOON) -> Intake:
    """Any event from someone in the memory adapter, with a key of its own unless one is given."""
    where = {"chat": person}
    return Intake(key or f"mem:{next(_numbers)}", person, event, at, where, where)
