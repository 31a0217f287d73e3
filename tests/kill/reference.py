"""One conversation as it must be: the turns that were committed, through the pure engine, with no bot around it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from bot.store.records import instant, millis
from flows.base.events import TimerFired
from flows.base.replies import Reply, SetTimer
from flows.talk.library import Library
from flows.talk.session import Session
from flows.turn.engine import advance
from tests.kill.journal import Taken


class Pending(msgspec.Struct, frozen=True):
    """A timer that was set and has not fired."""

    fire_at: datetime
    data: dict[str, Any]


class Reference:
    """What one person's conversation, timers and replies must be. `fired` counts timers."""

    def __init__(self, library: Library, person: str) -> None:
        self.person = person
        self._library = library
        self.session: Session | None = None
        self.timers: dict[str, Pending] = {}
        self.replies: list[Reply] = []
        self.played: list[Taken] = []
        self.fired = 0
        self.wrong: list[str] = []

    @property
    def rev(self) -> int:
        return self.session.rev if self.session else 0

    def play(self, turn: Taken) -> None:
        """Take a turn that was committed."""
        if isinstance(turn.event, TimerFired):
            self._fire(turn, turn.event)
        step = advance(self._library, self.session, turn.event, turn.at, turn.fresh)
        if step.session is None:
            self.wrong.append(f"{self.person}: turn {turn.rev} has left no session")
            return
        self.session = replace(step.session, rev=turn.rev)
        self.played.append(turn)
        self.replies.extend(step.replies)
        for change in step.timers:
            self.timers.pop(change.name, None)
            if isinstance(change, SetTimer):
                fire_at = instant(max(millis(change.at), millis(turn.at) + 1))
                self.timers[change.name] = Pending(fire_at, change.data)

    def _fire(self, turn: Taken, event: TimerFired) -> None:
        self.fired += 1
        pending = self.timers.pop(event.name, None)
        if pending is None:
            self.wrong.append(f"{self.person}: timer {event.name} has fired twice, or was never set")
        elif millis(pending.fire_at) > millis(turn.at):
            self.wrong.append(f"{self.person}: timer {event.name} has fired too early")
        elif pending.data != event.data:
            self.wrong.append(
                f"{self.person}: timer {event.name} has fired with {event.data}, it was set with {pending.data}"
            )
