"""One person at a terminal: hands events to the core and gets replies back, without an event loop."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from uuid import uuid4

from bot.adapters.terminal.files import ReplyFile, ReplyFiles
from bot.base.clock import Clock
from bot.ports import Intake
from bot.store.store import Store
from bot.turns.service import TurnService
from bot.turns.timers import due_now
from flows.base.events import Event
from flows.base.replies import Reply
from flows.talk.library import Library

PERSON = "term:local"

LONGEST = timedelta(days=3660)
"""How far the clock can be moved forward in all."""


class LocalConversation:
    """Everything said here belongs to one person, `term:local`; the clock can be moved forward.

    `files` has the files that go with replies; without one there are words only.
    """

    def __init__(
        self,
        store: Store,
        turns: TurnService[Library],
        clock: Clock,
        person: str = PERSON,
        files: ReplyFiles | None = None,
    ) -> None:
        self._store = store
        self._turns = turns
        self._clock = clock
        self._person = person
        self._files = files
        self._ahead = timedelta()
        self._run = uuid4().hex
        self._numbers = itertools.count(1)

    def now(self) -> datetime:
        """The present instant, moved forward by all that was advanced."""
        return self._clock.now() + self._ahead

    def send(self, event: Event) -> tuple[Reply, ...]:
        """Take one turn; it is committed when this returns. Raises `StoreUnavailable`."""
        key = f"term:{self._run}:{next(self._numbers)}"
        here = {"terminal": True}
        outcome = self._turns.submit_now(Intake(key, self._person, event, self.now(), address=here, home=here))
        self._turns.arrived_now(outcome)
        if self._files is not None and not self._files.empty and self._store.load_session_now(self._person) is None:
            self._files.clear()  # forgotten is forgotten, drawings too
        return tuple(delivery.reply for delivery in outcome.deliveries)

    def file_of(self, reply: Reply) -> ReplyFile | None:
        """The file that goes with the reply, if there is one."""
        return self._files.of(reply) if self._files is not None else None

    def advance(self, by: timedelta) -> tuple[Reply, ...]:
        """Let time pass: timers that fall due fire in order, each at its own time. Raises `ValueError` beyond `LONGEST`."""
        if self._ahead + by > LONGEST:
            raise ValueError("advance goes ten years forward at most, all in all")
        self._ahead += by
        replies: list[Reply] = []
        for outcome in due_now(self._store, self._turns, self._person, self.now()):
            self._turns.arrived_now(outcome)
            replies.extend(delivery.reply for delivery in outcome.deliveries)
        return tuple(replies)
