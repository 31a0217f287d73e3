"""One moment of a conversation, and the hand that notes all of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from flows.base.events import Event
from flows.base.replies import Choice, SetTimer
from flows.base.tokens import parse
from flows.talk.library import Library
from flows.talk.session import Session, Step, dump
from tests.transcripts_hands import Recorder


class Moment(msgspec.Struct, frozen=True):
    """What there is between two events: the clock, the session as it is stored, what was shown, the timers that wait."""

    now: datetime
    raw: bytes
    choices: tuple[Choice, ...] = ()
    """The buttons of the newest message that has some."""
    timers: tuple[SetTimer, ...] = ()

    @property
    def data(self) -> dict[str, Any]:
        """The session as plain data."""
        return dict(msgspec.json.decode(self.raw))

    @property
    def open_choices(self) -> tuple[Choice, ...]:
        """The buttons of what is open; none if nothing is, or if it was shown too long ago to be known."""
        session = self.data
        of_turn = (session["sid"], session.get("turn", 0))
        tokens = {choice.token: parse(choice.token) for choice in self.choices}
        return tuple(
            choice for choice in self.choices if (token := tokens[choice.token]) and (token.sid, token.turn) == of_turn
        )


class Notebook(Recorder):
    """The engine of one conversation, noting each moment."""

    def __init__(self, start: Moment | None = None) -> None:
        super().__init__()
        self.moments: list[Moment] = []
        self.choices = start.choices if start else ()
        self.timers = {timer.name: timer for timer in start.timers} if start else {}

    def advance(self, library: Library, session: Session | None, event: Event, now: datetime, fresh: str) -> Step:
        step = super().advance(library, session, event, now, fresh)
        for timer in step.timers:
            self.timers.pop(timer.name, None)
            if isinstance(timer, SetTimer):
                self.timers[timer.name] = timer
        if step.forget:
            self.timers.clear()
        for reply in step.replies:
            self.choices = reply.choices or self.choices
        if step.session is not None:
            self.moments.append(Moment(now, dump(step.session), self.choices, tuple(self.timers.values())))
        return step
