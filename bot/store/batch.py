"""Many turns in one transaction: load the conversations, take each turn in order, write everything at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from sqlalchemy import Connection

from bot.base.log import logger
from bot.ports import Address, Delivery, Intake, Outcome
from bot.setup.keys import Keys
from bot.store.cache import Cache
from bot.store.conversations import erase_people, read_conversations, read_slots
from bot.store.database import statements
from bot.store.outgoing.posts import Posts
from bot.store.records import Conversation, instant, millis, seal_session, seal_timer
from flows.base import retention
from flows.base.events import TimerFired
from flows.base.replies import SetTimer
from flows.talk.session import Session, Step

TIMER_KEY = "timer:"
"""How the dedupe key of a fired timer begins; its row id follows."""

Take = Callable[[Session | None, Intake, bool], tuple[Step, bool] | None]
"""One turn: what it did, and whether the flow broke (then the step only apologises). Never raises.

The last argument: there is a session, but it cannot be read. The turn begins anew and says so before all else. None: it is
passed over. Nothing of the conversation changes; only that it came is noted.
"""

_log = logger("store")


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

    Afterwards `people` holds what each conversation has become, `posts` what is to be delivered, `erased` who has
    been forgotten and when (in milliseconds), `heard` who did something themselves, `silent` the person of each timer whose
    conversation cannot be read, and `form` is the newest form of session that was written (0: none).
    """

    def __init__(self, connection: Connection, keys: Keys, cache: Cache, posts: Posts) -> None:
        self._connection = connection
        self._keys = keys
        self._cache = cache
        self.posts = posts
        self.people: dict[bytes, Conversation | None] = {}
        self.erased: dict[bytes, int] = {}
        self.heard: set[bytes] = set()
        self.silent: set[str] = set()
        self.form = 0
        self.timers_changed = False
        self._aside: dict[bytes, dict[str, Any]] = {}
        self._stored: set[bytes] = set()
        self._seen: set[bytes] = set()
        self._alive: dict[int, bytes] = {}
        self._spent: set[int] = set()
        self._sessions: dict[bytes, dict[str, Any]] = {}
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
            self._erase(who, intake)
            before = None
        lost = before is not None and before.session is None
        row = timer_row(intake)
        if row is None:
            self.heard.add(who)
        else:
            name = self._alive.pop(row, None)
            if name is None or name in self._timers or who in self.erased:
                # Taken back, replaced, fired already, or laid aside; perhaps by a turn of this very batch.
                return Outcome(duplicate=True)
            if before is not None and lost and self._rests(who, before, intake):
                return Outcome(duplicate=True)
            self._spent.add(row)
            self.timers_changed = True
            if before is None or lost:
                if lost:
                    self._erase(who, intake)
                return Outcome(duplicate=True)  # its person is gone
        self._seen.add(key)
        did = take(before.session if before else None, intake, lost)
        if did is None:
            self._seen_rows.append({"key": key, "person": who, "at": millis(intake.at)})
            return Outcome()
        step, broke = did
        taken = _Taken(who, before, intake, step, broke)
        known = self._forget(taken) if step.forget else None
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
                self._put_aside(taken)
                self.people[who] = None
                self._sessions.pop(who, None)
            return
        self._put_aside(taken)
        session = msgspec.structs.replace(step.session, rev=(before.rev if before else 0) + 1)
        touched = millis(session.touched or intake.at)  # a timer is no sign of life
        erase_at = None if session.person.keep else touched + round(retention.UNASKED.total_seconds() * 1000)
        self.people[who] = Conversation(session, taken.home, session.rev, erase_at, touched)
        self._sessions[who] = {
            "person": who,
            "rev": session.rev,
            "turn": session.turn,
            "touched": touched,
            "erase_at": erase_at,
        }

    def _put_aside(self, taken: _Taken) -> None:
        """Keep what cannot be read as it is, before something else is written in its place."""
        before = taken.before
        if before is not None and before.session is None and before.unread:
            self._aside[taken.who] = {"person": taken.who, "at": millis(taken.intake.at), "blob": before.unread}

    def _rests(self, who: bytes, lost: Conversation, intake: Intake) -> bool:
        """Whether a timer has to wait until its person is there; what they told cannot be read, and must not be replaced.

        False if it erases what they told and that has had its time.
        """
        if not isinstance(intake.event, TimerFired) or intake.event.name != retention.ERASE_TIMER:
            self.silent.add(intake.person)
            return True
        period = retention.UNASKED if lost.erase_at is not None else retention.ASKED
        due = instant(lost.touched) + period
        if due <= intake.at:
            return False
        self._set_timer(who, intake, retention.ERASE_TIMER, SetTimer(retention.ERASE_TIMER, due))
        return True

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

    def _post(self, taken: _Taken, known: dict[str, str] | None) -> tuple[Delivery, ...]:
        who, intake, step = taken.who, taken.intake, taken.step
        address = intake.address or taken.home
        if not address:
            return ()  # nobody asked just now, and nowhere was agreed for messages that come by themselves
        owed = () if timer_row(intake) is not None or step.forget else self.posts.owed_to(self._connection, who)
        return self.posts.add(who, intake, (*owed, *step.replies), address, known)

    def _forget(self, taken: _Taken) -> dict[str, str]:
        """Erase the person; returns the message ids that the goodbye still needs."""
        slots = wanted_slots(taken.step.replies)
        known = read_slots(self._connection, self._keys, taken.intake.person, slots)
        self._erase(taken.who, taken.intake)
        return known

    def _erase(self, who: bytes, intake: Intake) -> None:
        self.erased[who] = millis(intake.at)
        self.people[who] = None
        self._stored.discard(who)
        self._sessions.pop(who, None)
        self._aside.pop(who, None)
        self.posts.drop(who)
        self._seen_rows = [row for row in self._seen_rows if row["person"] != who]
        self._timers = {key: entry for key, entry in self._timers.items() if entry[0] != who}
        self.timers_changed = True

    # --- writing -----------------------------------------------------------------------------------------------------

    def write(self) -> None:
        """Write everything that the turns did, a statement a table."""
        run = self._connection.execute
        if self.erased:
            erase_people(self._connection, set(self.erased))
        ended = [who for who, row in self.people.items() if row is None and who in self._stored]
        if self._aside:
            run(statements.ADD_ASIDE, list(self._aside.values()))
        if ended:
            statements.drop_sessions(self._connection, ended)
        for row in self._sessions.values():
            conversation = self.people[row["person"]]
            if conversation is not None and conversation.session is not None:
                row["blob"] = seal_session(self._keys, conversation.session, conversation.home)
                self.form = max(self.form, conversation.session.version)
        changed = [{**row, "who": who} for who, row in self._sessions.items() if who in self._stored]
        added = [row for who, row in self._sessions.items() if who not in self._stored]
        if changed:
            run(statements.CHANGE_SESSIONS, changed)
        if added:
            run(statements.ADD_SESSIONS, added)
        if self._seen_rows:
            run(statements.ADD_SEEN, self._seen_rows)
        self.posts.write(self._connection)
        if self._spent:
            statements.drop_fired(self._connection, self._spent)
        if self._timers:
            statements.drop_timers(self._connection, self._timers)
            fresh = [row for _, row in self._timers.values() if row is not None]
            if fresh:
                run(statements.ADD_TIMERS, fresh)

    def remember(self) -> None:
        """After the commit: let the cache know, and the operator what could not be read."""
        for _ in self._aside:
            _log.error("session_set_aside", reason="a stored conversation cannot be read; see docs/operating.md")
        for _ in self.silent:
            _log.error("timers_rest", reason="a stored conversation cannot be read; see docs/operating.md")
        for who, conversation in self.people.items():
            self._cache.put(who, conversation)
        self.posts.remember()


def timer_row(intake: Intake) -> int | None:
    """The row id of the timer that this intake is, or None."""
    if isinstance(intake.event, TimerFired) and intake.key.startswith(TIMER_KEY):
        return int(intake.key.removeprefix(TIMER_KEY))
    return None


def wanted_slots(replies: tuple[Any, ...]) -> list[str]:
    """The earlier messages that these replies touch."""
    return [slot for reply in replies for slot in (reply.closes, reply.replaces) if slot]
