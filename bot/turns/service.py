"""The way into the core: one event in, its turn committed, what to deliver out.

    service = TurnService(store, library, advance)    implements bot.ports.Turns
    outcome = await service.submit(intake)            from an adapter; returns after the commit
    outcome = service.submit_now(intake)              the same with no event loop (terminal, JSON)
    service.arrived_now(outcome)                      the terminal has shown what submit_now returned
    session = await service.session("tg:42")          what is stored of a person; session_now(…) without a loop

Raises `StoreUnavailable` if the turn could not be saved: nothing happened, and the same intake may be tried again. A
conversation that breaks over an event does not raise: the outcome says `broke` and holds an apology.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from bot.base.log import logger
from bot.ports import Intake, Outcome, TextSource, Turns
from bot.store.outbox import DeliveryResult
from bot.store.records import millis
from bot.store.store import Store
from bot.turns.anew import SET_ASIDE, begin_anew
from flows.base.events import Event, TimerFired
from flows.base.replies import Reply
from flows.talk.session import Session, Step

Lib = TypeVar("Lib", bound=TextSource)

Advance = Callable[[Lib, Session | None, Event, datetime, str], Step]
"""`flows.turn.engine.advance`, or a stand-in: library, session, event, now, six random characters for a new session's id."""

APOLOGY = "talk.broke"

_log = logger("turns")


def new_sid() -> str:
    """Six random base32 characters, lower case."""
    return base64.b32encode(os.urandom(5)).decode().lower()[:6]


class BlockingTurns(Turns, Protocol):
    """`bot.ports.Turns`, and the same with no event loop."""

    def submit_now(self, intake: Intake) -> Outcome:
        """Take the turn and return once it is committed."""


class TurnService(Generic[Lib]):
    """Binds the store to a library and its `advance`. One per store."""

    def __init__(self, store: Store, library: Lib, advance: Advance[Lib], fresh: Callable[[], str] = new_sid) -> None:
        self._store = store
        self._library = library
        self._advance = advance
        self._fresh = fresh
        store.use(self._take)

    async def submit(self, intake: Intake) -> Outcome:
        """Take the turn and return once it is committed."""
        return await self._store.take_turn(intake)

    def submit_now(self, intake: Intake) -> Outcome:
        """Take the turn and block until it is committed."""
        return self._store.take_turn_now(intake)

    def arrived_now(self, outcome: Outcome) -> None:
        """Note that the deliveries of `outcome` were shown, so that they are not shown again after a restart."""
        if outcome.deliveries:
            self._store.record_results_now(
                DeliveryResult(delivery.row, delivery.person, "delivered", millis(delivery.at))
                for delivery in outcome.deliveries
            )

    async def session(self, person: str) -> Session | None:
        """Read the person's conversation as stored."""
        return await self._store.load_session(person)

    def session_now(self, person: str) -> Session | None:
        """Read the person's conversation as stored; blocks."""
        return self._store.load_session_now(person)

    def _take(self, session: Session | None, intake: Intake, lost: bool) -> tuple[Step, bool]:
        """One step of the conversation, in the store's thread. A flow that breaks must spoil nobody else's turn."""
        try:
            if lost:
                words = self._library.text(intake.language, SET_ASIDE)
                return begin_anew(lambda was, event: self._step(was, event, intake), intake.event, words), False
            return self._step(session, intake.event, intake), False
        except Exception as error:
            _log.error("flow_broke", error=error, kind=type(intake.event).__name__)
            return Step(session, self._apology(session, intake)), True

    def _step(self, session: Session | None, event: Event, intake: Intake) -> Step:
        return self._advance(self._library, session, event, intake.at, self._fresh())

    def _apology(self, session: Session | None, intake: Intake) -> tuple[Reply, ...]:
        if isinstance(intake.event, TimerFired):
            return ()  # the person asked for nothing just now: an apology out of the blue would only puzzle
        language = session.person.language if session else intake.language
        try:
            words = self._library.text(language, APOLOGY)
        except Exception as error:
            _log.error("no_apology", error=error)
            return ()
        return (Reply("message", paragraphs=(words,), repeatable=True),)
