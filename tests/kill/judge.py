"""What must hold after each kill, and the account of every row at the end. Each finding is a sentence."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from bot.ports import Address, Delivery
from bot.setup.keys import Keys
from bot.store.outgoing.outbox import OPEN
from flows.talk.library import Library
from flows.talk.session import dump
from flows.turn.others import in_front
from tests.kill.journal import Connected, Line, Taken
from tests.kill.people import Someone
from tests.kill.reference import Pending, Reference
from tests.kill.snapshot import Snapshot
from tests.kill.watching import Ledger

_encode = msgspec.json.encode


class Judge:
    """Takes what each life of the bot has left, in order."""

    def __init__(self, library: Library, people: dict[str, Someone], ledger: Ledger) -> None:
        self._people = people
        self._ledger = ledger
        self.references = {person: Reference(library, person) for person in people}
        self.rows: dict[int, Delivery] = {}
        self.states: dict[int, str] = {}
        self.left_open: set[int] = set()
        """Rows that had no fate yet when a life ended."""
        self.owed: set[int] = set()
        """Urgent rows that are not there any more; each has to come first at the next word."""
        self.shown_first: set[int] = set()
        """Those that did."""
        self.killed_on_wire: set[int] = set()
        """Rows that were on the wire at some kill, and are not to be repeated."""
        self.wrong: list[str] = []
        self._listed: dict[str, int] = {}
        self._confirmed: Counter[str] = Counter()

    # --- after each life ---------------------------------------------------------------------------------------------

    def look(self, left: Snapshot, lines: Iterable[Line], keys: Keys, confirmed: int, polite: bool) -> None:
        """Hold what a life has left against what it should be; `confirmed` is the last update that Telegram let go."""
        connected = Counter(line.row for line in lines if isinstance(line, Connected))
        self._replay(left, [line for line in lines if isinstance(line, Taken)], keys)
        self._compare(left, keys)
        self._acknowledged(left, keys, confirmed)
        self._on_wire(left, connected, polite)
        for row in self.states.keys() - left.states.keys():
            self.states[row] = "gone"
        self.left_open |= {row for row, state in left.states.items() if state in OPEN}
        self.states.update(left.states)

    def _replay(self, left: Snapshot, turns: list[Taken], keys: Keys) -> None:
        """Let the reference take what was committed: all that is not newer than what the database holds."""
        latest: dict[tuple[str, int], Taken] = {(turn.person, turn.rev): turn for turn in turns}
        for person, reference in self.references.items():
            stored = left.sessions.get(keys.tag("person", person))
            for rev in range(reference.rev + 1, (stored.rev if stored else 0) + 1):
                turn = latest.get((person, rev))
                if turn is None:
                    self.wrong.append(f"{person}: revision {rev} was committed, but no turn was taken for it")
                    break
                reference.play(turn)

    def _compare(self, left: Snapshot, keys: Keys) -> None:
        """Conversation, timers and replies of everybody, to the byte."""
        for entry in left.new:
            self.rows[entry.delivery.row] = entry.delivery
        gone = self.rows.keys() - left.states.keys() - self.shown_first
        self.owed |= {row for row in gone if self.rows[row].reply.urgent and is_in_server(self.rows[row].address)}
        replies: dict[str, list[Delivery]] = {}
        for entry in left.new:
            replies.setdefault(entry.delivery.person, []).append(entry.delivery)
        timers: dict[str, dict[str, Pending]] = {}
        for timer in left.timers.values():
            timers.setdefault(timer.person, {})[timer.name] = Pending(timer.fire_at, timer.data)
        for person, reference in self.references.items():
            stored = left.sessions.get(keys.tag("person", person))
            if (stored and dump(stored)) != (reference.session and dump(reference.session)):
                self.wrong.append(
                    f"{person}: the conversation is not that of the reference at revision {reference.rev}"
                )
            expected, found = reference.timers, timers.get(person, {})
            for name in sorted({*expected, *found}):
                if _encode(expected.get(name)) != _encode(found.get(name)):
                    self.wrong.append(f"{person}: timer {name} is {found.get(name)}, not {expected.get(name)}")
            self._rows(reference, replies.get(person, []))
            self.wrong.extend(reference.wrong)
            reference.wrong.clear()

    def _rows(self, reference: Reference, new: list[Delivery]) -> None:
        """The reference's replies in their order; between them only what was owed to the person, which comes first once more."""
        told = self._listed.get(reference.person, 0)
        wanted = deque(_encode(reply) for reply in reference.replies[told:])
        count, extra = len(wanted), []
        for delivery in new:
            if wanted and _encode(delivery.reply) == wanted[0]:
                wanted.popleft()
            else:
                extra.append(delivery)
        if wanted or not all(self._was_owed(delivery) for delivery in extra):
            self.wrong.append(
                f"{reference.person}: {len(new)} rows since the last look, the reference has {count} or others"
            )
        self._listed[reference.person] = len(reference.replies)

    def _was_owed(self, delivery: Delivery) -> bool:
        """Whether this was to be shown before, could not be, and has now come first: it takes the place of that row."""
        for row in sorted(self.owed):
            earlier = self.rows[row]
            if row < delivery.row and earlier.person == delivery.person and earlier.reply == delivery.reply:
                self.owed.discard(row)
                self.shown_first.add(row)
                return True
        return False

    def _acknowledged(self, left: Snapshot, keys: Keys, confirmed: int) -> None:
        """What Telegram was told to forget is committed."""
        for someone in self._people.values():
            acts = list(someone.acts)[self._confirmed[someone.person] :]
            for key in acts if someone.person.startswith("tg:") else ():
                if int(key.partition(":")[2]) > confirmed:
                    break
                self._confirmed[someone.person] += 1
                if keys.tag("seen", key) not in left.seen:
                    self.wrong.append(f"{someone.person}: {key} was acknowledged, but not committed")

    def _on_wire(self, left: Snapshot, connected: Counter[int], polite: bool) -> None:
        """What is noted as on the wire has a connection, and not only for an edit of an earlier message."""
        for row, state in left.states.items():
            if state == "on_wire" and self.states.get(row) == "on_wire":
                pass  # from an earlier life: this one has not come to it
            elif state == "on_wire":
                self.killed_on_wire.add(row)
                if connected[row] <= self._ledger.edits[row]:
                    self.wrong.append(f"row {row} was marked as on the wire, but had no connection of its own")
                if polite:
                    self.wrong.append(f"row {row} was left on the wire by a polite stop")
            elif state == "unknown" and row not in self.killed_on_wire:
                self.wrong.append(f"row {row} is unknown, but was not on the wire at any kill")

    def last_countdown(self, now: datetime) -> datetime:
        """When the last of the timers is due that run out in the next minute; `now` if there are none."""
        times = [timer.fire_at for one in self.references.values() for timer in one.timers.values()]
        return max((at for at in times if at <= now + timedelta(minutes=1)), default=now)

    def overdue(self, due: datetime) -> None:
        """All timers that were due by then have fired."""
        for person, reference in self.references.items():
            for name, timer in reference.timers.items():
                if timer.fire_at <= due:
                    self.wrong.append(f"{person}: timer {name} was lost")

    def shown_again(self, person: str, life: int) -> None:
        """Their next word, in this life, was answered; and a question that is open was shown once more."""
        own = self.references[person].session
        assert own is not None
        session = in_front(own)
        slot = f"o{session.slot}" if session is not own and session.slot else session.slot
        mine = [delivery for delivery in self.rows.values() if delivery.person == person]
        latest = next((one.reply for one in reversed(mine) if slot and one.reply.slot == slot), None)
        asks = bool(session.frames) and latest is not None and latest.kind == "question"
        seen = [one.reply for one in mine if any(entry.life == life for entry in self._ledger.shown.get(one.row, ()))]
        if not any(reply.slot == slot for reply in seen) if asks else not seen:
            flows = [(frame.flow, frame.state) for frame in session.frames]
            self.wrong.append(
                f"{person}: what is open ({flows}) was not shown again, only {[one.kind for one in seen]}"
            )

    @property
    def cut_off(self) -> set[int]:
        """Rows given up because the interaction that they answered, in a server, ended with the process: nobody can answer it."""
        ends = ("given_up", "owed")
        given_up = {row for row, state in self.states.items() if state in ends and row in self.left_open}
        return {row for row in given_up if is_in_server(self.rows[row].address)}

    # --- at the end --------------------------------------------------------------------------------------------------

    def account(self) -> None:
        """Every act has had its turn once, and every row its due."""
        for someone in self._people.values():
            self._turns(someone)
        last: dict[str, int] = {}
        for row in sorted(self.rows):
            self._row(self.rows[row])
        for shown in self._ledger.shown:
            if shown not in self.rows:
                self.wrong.append(f"row {shown} was sent, but never committed")
        firsts = sorted((entries[0].order, row) for row, entries in self._ledger.shown.items() if row in self.rows)
        for _, row in firsts:
            delivery = self.rows[row]
            if not delivery.reply.urgent and not self._leads(delivery):
                if last.get(delivery.person, 0) > row:
                    self.wrong.append(f"row {row} came after a later row of {delivery.person}")
                last[delivery.person] = row

    def _leads(self, delivery: Delivery) -> bool:
        """Whether it leads up to something urgent of the same turn, and passes the others with it."""
        return any(
            other.person == delivery.person and other.at == delivery.at and other.reply.urgent and row > delivery.row
            for row, other in self.rows.items()
        )

    def _turns(self, someone: Someone) -> None:
        taken = [turn for turn in self.references[someone.person].played if not turn.key.startswith("timer:")]
        keys = [turn.key for turn in taken]
        if len(set(keys)) != len(keys):
            self.wrong.append(f"{someone.person}: an act was taken twice")
        for turn in taken:
            if someone.acts.get(turn.key) != turn.event:
                self.wrong.append(f"{someone.person}: {turn.key} was taken as something that was never done")
        numbers = [int(key.partition(":")[2]) for key in keys]
        if numbers != sorted(numbers):
            self.wrong.append(f"{someone.person}: acts were taken in another order")
        if someone.person.startswith("tg:"):
            for key in someone.acts.keys() - set(keys):
                self.wrong.append(f"{someone.person}: {key} was never taken")

    def _row(self, delivery: Delivery) -> None:
        row, reply = delivery.row, delivery.reply
        if row in self.shown_first:
            return  # the row that came in its place is looked at
        state, entries = self.states.get(row, "gone"), self._ledger.shown.get(row, [])
        sent = [shown.text for shown in entries if shown.new]
        there = bool(sent) or (bool(reply.replaces) and bool(entries))
        repeatable = reply.repeatable or reply.urgent
        if not repeatable and len(set(sent)) != len(sent):
            self.wrong.append(f"row {row} of {delivery.person} came twice")
        if state == "delivered" and not there:
            self.wrong.append(f"row {row} of {delivery.person} counts as delivered, but nobody saw it")
        if state == "unknown" and repeatable:
            self.wrong.append(f"row {row} of {delivery.person} may be repeated, but was not")
        if state not in ("delivered", "unknown") and (reply.urgent or row not in self.cut_off):
            self.wrong.append(f"row {row} of {delivery.person} has ended as {state}")


def is_in_server(address: Address) -> bool:
    """Whether replies go to an interaction in a server, and not to a chat."""
    return address.get("kind") == "interaction" and not address.get("channel")
