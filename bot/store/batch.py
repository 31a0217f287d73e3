"""Many turns in one transaction: load the conversations, take each turn in order, write everything at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from sqlalchemy import Connection

from bot.ports import Address, Delivery, Intake, Outcome
from bot.setup.keys import Keys
from bot.store.cache import Cache
from bot.store.conversations import erase_people, read_conversations, read_slots
from bot.store.database import statements
from bot.store.owed import Owed
from bot.store.records import Conversation, OutboxRow, millis, seal_outbox_row, seal_session, seal_timer
from flows.base import retention
from flows.base.events import TimerFired
from flows.base.replies import Reply, SetTimer
from flows.talk.session import Session, Step

TIMER_KEY = "timer:"
"""How the dedupe key of a fired timer begins; its row id follows."""

Take = Callable[[Session | None, Intake], tuple[Step, bool]]
"""One turn: what it did, and whether the flow broke (then the step only apologises). Never raises."""


class _Taken(msgspec.Struct, frozen=True):
    """A turn that was taken: `who` (keyed hash), the row `before`, and what the `step` is to change."""

    who: bytes
    before: Conversation | None
    intake: Intake
    step: Step
    broke: bool

    @property
    def home(self) -> Address:
        """Where messages that come by themselves may go from now on."""
        return self.intake.home or (self.before.home if self.before else {})


class Batch:
    """One transaction's turns. Call `prefetch` once, `take` for each turn in order, `write` once; then commit.

    Afterwards `people` holds what each conversation has become, `entries` what is to be delivered, `erased` who has
    been forgotten, `heard` who did something themselves.
    """

    def __init__(
        self, connection: Connection, keys: Keys, cache: Cache, owed: Owed, next_row: Callable[[], int]
    ) -> None:
        self._connection = connection
        self._keys = keys
        self._cache = cache
        self._owed = owed
        self._next_row = next_row
        self.people: dict[bytes, Conversation | None] = {}
        self.entries: list[OutboxRow] = []
        self.erased: set[bytes] = set()
        self.heard: set[bytes] = set()
        self.timers_changed = False
        self._stored: set[bytes] = set()
        self._seen: set[bytes] = set()
        self._alive: dict[int, bytes] = {}
        self._spent: set[int] = set()
        self._sessions: dict[bytes, dict[str, Any]] = {}
        self._outbox: list[dict[str, Any]] = []
        self._overtaking: list[dict[str, Any]] = []
        self._shown_first: dict[int, bytes] = {}
        self._seen_rows: list[dict[str, Any]] = []
        self._timers: dict[bytes, tuple[bytes, dict[str, Any] | None]] = {}

    # --- reading -----------------------------------------------------------------------------------------------------

    def prefetch(self, intakes: list[Intake]) -> None:
        """Read in three statements what the turns will need."""
        keys = {self._keys.tag("seen", intake.key) for intake in intakes}
        self._seen.update(key for (key,) in statements.find_seen(self._connection, keys))
        missing = []
        for who in {self._keys.tag("person", intake.person) for intake in intakes}:
            row = self._cache.get(who)
            if row is None:
                missing.append(who)
            else:
                self.people[who] = row
                self._stored.add(who)
        if missing:
            for who, conversation in read_conversations(self._connection, self._keys, missing).items():
                self.people[who] = conversation
                self._stored.add(who)
        fired = [row for row in map(timer_row, intakes) if row is not None]
        if fired:
            self._alive.update((row, key) for row, key in statements.find_timers(self._connection, fired))

    # --- one turn ----------------------------------------------------------------------------------------------------

    def take(self, intake: Intake, take: Take) -> Outcome:
        """Take the turn, or say that it was taken before."""
        key = self._keys.tag("seen", intake.key)
        if key in self._seen:
            return Outcome(duplicate=True)
        who = self._keys.tag("person", intake.person)
        before = self.people.get(who)
        if before is not None and before.erase_at is not None and before.erase_at <= millis(intake.at):
            self._erase(who)
            before = None
        row = timer_row(intake)
        if row is None:
            self.heard.add(who)
        else:
            name = self._alive.pop(row, None)
            if name is None or name in self._timers or who in self.erased:
                # Taken back, replaced, fired already, or laid aside; perhaps by a turn of this very batch.
                return Outcome(duplicate=True)
            self._spent.add(row)
            self.timers_changed = True
            if before is None or before.session is None:
                return Outcome(duplicate=True)  # its person is gone
        self._seen.add(key)
        step, broke = take(before.session if before else None, intake)
        taken = _Taken(who, before, intake, step, broke)
        known = self._forget(taken) if step.forget else {}
        if not step.forget:
            self._keep(taken)
        seen_by = None if step.forget else who
        self._seen_rows.append({"key": key, "person": seen_by, "at": millis(intake.at)})
        return Outcome(self._post(taken, known), broke=broke)

    def _keep(self, taken: _Taken) -> None:
        who, before, intake, step = taken.who, taken.before, taken.intake, taken.step
        for change in step.timers:
            self._set_timer(who, intake, change.name, change if isinstance(change, SetTimer) else None)
        if step.session is None:
            if before is not None and not taken.broke:
                self.people[who] = None
                self._sessions.pop(who, None)
            return
        session = msgspec.structs.replace(step.session, rev=(before.rev if before else 0) + 1)
        touched = millis(session.touched or intake.at)  # a timer is no sign of life
        erase_at = None if session.person.keep else touched + round(retention.UNASKED.total_seconds() * 1000)
        self.people[who] = Conversation(session, taken.home, session.rev, erase_at)
        self._sessions[who] = {
            "person": who,
            "rev": session.rev,
            "turn": session.turn,
            "touched": touched,
            "erase_at": erase_at,
        }

    def _set_timer(self, who: bytes, intake: Intake, name: str, change: SetTimer | None) -> None:
        key = self._keys.tag("timer", intake.person, name)
        row = None
        if change is not None:
            # A timer never fires at the instant that set it, so that a chain of timers always moves on in time.
            fire_at = max(millis(change.at), millis(intake.at) + 1)
            blob = seal_timer(self._keys, intake.person, name, change.data)
            row = {"key": key, "person": who, "fire_at": fire_at, "lease": 0, "blob": blob}
        self._timers[key] = (who, row)
        self.timers_changed = True

    def _post(self, taken: _Taken, known: dict[str, str]) -> tuple[Delivery, ...]:
        who, intake, step = taken.who, taken.intake, taken.step
        address = intake.address or taken.home
        if not address:
            return ()  # nobody asked just now, and nowhere was agreed for messages that come by themselves
        deliveries = []
        owed: tuple[Reply, ...] = ()
        if timer_row(intake) is None and not step.forget:
            rows = self._owed.rows(self._connection, who, without=self._shown_first)
            owed = tuple(reply for _, reply in rows)
            self._shown_first.update((row, who) for row, _ in rows)
        for reply in (*owed, *step.replies):
            delivery = Delivery(self._next_row(), intake.person, reply, address, intake.at)
            deliveries.append(delivery)
            self.entries.append(OutboxRow(delivery, known=known))
            if reply.urgent:
                self._overtaking.append({"who": who, "row": delivery.row})
            self._outbox.append(
                {
                    "id": delivery.row,
                    "person": who,
                    "status": "waiting",
                    "erase": step.forget,
                    "at": millis(intake.at),
                    "blob": seal_outbox_row(self._keys, delivery, known),
                }
            )
        return tuple(deliveries)

    def _forget(self, taken: _Taken) -> dict[str, str]:
        """Erase the person; returns the message ids that the goodbye still needs."""
        slots = wanted_slots(taken.step.replies)
        known = read_slots(self._connection, self._keys, taken.intake.person, slots)
        self._erase(taken.who)
        return known

    def _erase(self, who: bytes) -> None:
        self.erased.add(who)
        self.people[who] = None
        self._stored.discard(who)
        self._sessions.pop(who, None)
        gone = {row["id"] for row in self._outbox if row["person"] == who}
        self._outbox = [row for row in self._outbox if row["id"] not in gone]
        self.entries = [entry for entry in self.entries if entry.delivery.row not in gone]
        self._seen_rows = [row for row in self._seen_rows if row["person"] != who]
        self._timers = {key: entry for key, entry in self._timers.items() if entry[0] != who}
        self.timers_changed = True

    # --- writing -----------------------------------------------------------------------------------------------------

    def write(self) -> None:
        """Write everything that the turns did, a statement a table."""
        run = self._connection.execute
        if self.erased:
            erase_people(self._connection, self.erased)
        ended = [who for who, row in self.people.items() if row is None and who in self._stored]
        if ended:
            run(statements.DROP_SESSIONS, {"wanted": ended})
        for row in self._sessions.values():
            conversation = self.people[row["person"]]
            if conversation is not None and conversation.session is not None:
                row["blob"] = seal_session(self._keys, conversation.session, conversation.home)
        changed = [{**row, "who": who} for who, row in self._sessions.items() if who in self._stored]
        added = [row for who, row in self._sessions.items() if who not in self._stored]
        if changed:
            run(statements.CHANGE_SESSIONS, changed)
        if added:
            run(statements.ADD_SESSIONS, added)
        if self._seen_rows:
            run(statements.ADD_SEEN, self._seen_rows)
        if self._outbox:
            run(statements.ADD_OUTBOX_ROWS, self._outbox)
        if self._overtaking:
            run(statements.OVERTAKE, self._overtaking)
        if self._shown_first:
            run(statements.DROP_OUTBOX_ROWS, {"wanted": self._shown_first})
        if self._spent:
            run(statements.DROP_FIRED, {"wanted": list(self._spent)})
        if self._timers:
            run(statements.DROP_TIMERS, {"wanted": list(self._timers)})
            fresh = [row for _, row in self._timers.values() if row is not None]
            if fresh:
                run(statements.ADD_TIMERS, fresh)

    def remember(self) -> None:
        """After the commit: let the cache know."""
        for who, conversation in self.people.items():
            self._cache.put(who, conversation)
        self._owed.shown(self._shown_first.values())


def timer_row(intake: Intake) -> int | None:
    """The row id of the timer that this intake is, or None."""
    if isinstance(intake.event, TimerFired) and intake.key.startswith(TIMER_KEY):
        return int(intake.key.removeprefix(TIMER_KEY))
    return None


def wanted_slots(replies: tuple[Any, ...]) -> list[str]:
    """The earlier messages that these replies touch."""
    return [slot for reply in replies for slot in (reply.closes, reply.replaces) if slot]
