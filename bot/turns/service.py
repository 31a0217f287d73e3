"""The way into the core: one event in, its turn committed, what to deliver out.

    service = TurnService(store, library, advance)    implements bot.ports.Turns
    await service.start()                             takes what an earlier run wrote down and had no time for
    outcome = await service.submit(intake)            from an adapter; returns after the commit
    await service.take_in(intakes)                    several of one person; returns once none of them can be lost
    await service.idle(), await service.stop()        nobody waits any more; nothing more is taken
    outcome = service.submit_now(intake)              the same with no event loop (terminal, JSON)
    service.arrived_now(outcome)                      the terminal has shown what submit_now returned
    session = await service.session("tg:42")          what is stored of a person; session_now(…) without a loop

Raises `StoreUnavailable` if the turn could not be saved: nothing happened, and the same intake may be tried again. A
conversation that breaks over an event does not raise: the outcome says `broke` and holds an apology.
"""

from __future__ import annotations

import asyncio
import base64
import os
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from bot.base.clock import Clock, SystemClock
from bot.base.log import logger
from bot.ports import Intake, Outcome, StoreUnavailable, TextSource
from bot.store.outgoing.outbox import DeliveryResult
from bot.store.records import millis
from bot.store.store import Store
from bot.turns.anew import SET_ASIDE, begin_anew
from bot.turns.budget import Budget
from bot.turns.line import TurnLine
from flows.base.events import Event, TimerFired
from flows.base.replies import Reply
from flows.talk.session import Session, Step

Lib = TypeVar("Lib", bound=TextSource)

Advance = Callable[[Lib, Session | None, Event, datetime, str], Step]
"""`flows.turn.engine.advance`, or a stand-in: library, session, event, now, six random characters for a new session's id."""

Pressing = Callable[[Lib, Session | None, Event, datetime], bool]
"""`flows.turn.pressing.cannot_wait`: whether an event beyond the budget has to be taken all the same."""

APOLOGY = "talk.broke"
TOO_FAST = "talk.too_fast"

_log = logger("turns")


def new_sid() -> str:
    """Six random base32 characters, lower case."""
    return base64.b32encode(os.urandom(5)).decode().lower()[:6]


class BlockingTurns(Protocol):
    """One turn at a time, as `bot.ports.Turns` takes it, and the same with no event loop."""

    async def submit(self, intake: Intake) -> Outcome:
        """Take the turn and return once it is committed."""

    def submit_now(self, intake: Intake) -> Outcome:
        """Take the turn and return once it is committed."""


class TurnService(Generic[Lib]):
    """Binds the store to a library and its `advance`. One per store.

    Without `pressing` everything is taken, however fast somebody writes. The clock is asked for pauses only.
    """

    def __init__(
        self,
        store: Store,
        library: Lib,
        advance: Advance[Lib],
        pressing: Pressing[Lib] | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._store = store
        self._library = library
        self._advance = advance
        self._pressing = pressing
        self._budget = Budget()
        self._line = TurnLine(self._serve, clock or SystemClock())
        store.use(self._take)

    async def start(self) -> None:
        """Queue what an earlier run wrote down and did not take, before anything new. Raises `StoreUnavailable`."""
        for intake in await self._store.find_held():
            self._line.join(intake, held=True)

    async def stop(self) -> None:
        """Take nothing more; what is written down is taken after the next start."""
        await self._line.stop()

    async def idle(self) -> None:
        """Return once everything that came in is taken."""
        await self._line.idle()

    async def submit(self, intake: Intake) -> Outcome:
        """Take the turn and return once it is committed; what its person said before comes first."""
        if isinstance(intake.event, TimerFired):
            return await self._store.take_turn(intake)  # nothing a person said: their flood is not in its way
        held = await self._hold((intake,))
        return await self._line.join(intake, held)

    async def take_in(self, intakes: Sequence[Intake]) -> None:
        """Return once none of these can be lost any more: they are committed, or written down and taken in their turn."""
        held = await self._hold(intakes)
        outcomes = [self._line.join(intake, held) for intake in intakes]
        if not held:
            done = await asyncio.gather(*outcomes, return_exceptions=True)
            errors = [outcome for outcome in done if isinstance(outcome, BaseException)]
            # What could not be saved has to be tried again; a fault of ours would come again each time.
            for error in sorted(errors, key=lambda error: not isinstance(error, StoreUnavailable)):
                raise error

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

    async def _hold(self, intakes: Sequence[Intake]) -> bool:
        """Write them down if they would wait longer than a moment; whether that was done."""
        person = intakes[0].person
        if not self._line.crowded(person, intakes):
            return False
        with self._line.arriving(person):
            await self._store.hold(intakes)
        return True

    async def _serve(self, intake: Intake) -> Outcome:
        """Take the turn of whoever is next: in full, or beyond the budget only if it presses."""
        if self._pressing is None or not self._budget.spent(intake):
            return await self._store.take_turn(intake)
        glance = _Glance(self, self._pressing, tell=not self._budget.told(intake.person))
        outcome = await self._store.take_turn(intake, glance)
        if glance.passed:
            self._budget.tell(intake.person)
        return outcome

    # --- in the store's thread ---------------------------------------------------------------------------------------

    def _take(self, session: Session | None, intake: Intake, lost: bool) -> tuple[Step, bool]:
        """One step of the conversation, in the store's thread. A flow that breaks must spoil nobody else's turn."""
        try:
            if lost:
                words = self._library.text(intake.language, SET_ASIDE)
                return begin_anew(lambda was, event: self._step(was, event, intake), intake.event, words), False
            return self._step(session, intake.event, intake), False
        except Exception as error:
            _log.error("flow_broke", error=error, kind=type(intake.event).__name__)
            return Step(session, self._words(APOLOGY, session, intake)), True

    def _step(self, session: Session | None, event: Event, intake: Intake) -> Step:
        return self._advance(self._library, session, event, intake.at, new_sid())

    def _presses(self, pressing: Pressing[Lib], session: Session | None, intake: Intake) -> bool:
        try:
            return pressing(self._library, session, intake.event, intake.at)
        except Exception as error:
            _log.error("pressing_broke", error=error)
            return True  # the turn itself may know better; nothing is passed over that was not read

    def _words(self, key: str, session: Session | None, intake: Intake) -> tuple[Reply, ...]:
        if isinstance(intake.event, TimerFired):
            return ()  # the person asked for nothing just now: an apology out of the blue would only puzzle
        language = session.person.language if session else intake.language
        try:
            words = self._library.text(language, key)
        except Exception as error:
            _log.error("no_words", error=error, key=key)
            return ()
        return (Reply("message", paragraphs=(words,), repeatable=True),)


class _Glance(Generic[Lib]):
    """A look at what is beyond the budget. What presses is taken in full; the rest is passed over, which is told once."""

    def __init__(self, service: TurnService[Lib], pressing: Pressing[Lib], tell: bool) -> None:
        self._service = service
        self._pressing = pressing
        self._tell = tell
        self.passed = False

    def __call__(self, session: Session | None, intake: Intake, lost: bool) -> tuple[Step, bool] | None:
        self.passed = not lost and not self._service._presses(self._pressing, session, intake)
        if not self.passed:
            return self._service._take(session, intake, lost)
        return (Step(session, self._service._words(TOO_FAST, session, intake)), False) if self._tell else None
