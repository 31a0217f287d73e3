"""What the turns of one transaction leave to be sent: the replies as rows, urgent ones past the others, what was owed first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Connection

from bot.ports import Address, Delivery, Intake
from bot.setup.keys import Keys
from bot.store.database import statements
from bot.store.outgoing.outbox import WAITING
from bot.store.outgoing.owed import Owed
from bot.store.records import OutboxRow, millis, seal_outbox_row
from flows.base.replies import Reply


class Posts:
    """`entries` is what is to be delivered. Used in the store's thread; `next_row` gives the outbox's next number."""

    def __init__(self, keys: Keys, owed: Owed, next_row: Callable[[], int]) -> None:
        self._keys = keys
        self._owed = owed
        self._next_row = next_row
        self.entries: list[OutboxRow] = []
        self._rows: list[dict[str, Any]] = []
        self._overtaking: list[dict[str, Any]] = []
        self._shown: dict[int, bytes] = {}

    def owed_to(self, connection: Connection, who: bytes) -> tuple[Reply, ...]:
        """What could not be brought to this person (keyed hash) and comes first now; it is owed no longer."""
        rows = self._owed.rows(connection, who, without=self._shown)
        self._shown.update((row, who) for row, _ in rows)
        return tuple(reply for _, reply in rows)

    def add(
        self,
        who: bytes,
        intake: Intake,
        replies: Iterable[Reply],
        address: Address,
        known: dict[str, str] | None = None,
    ) -> tuple[Delivery, ...]:
        """Post these replies to the person. `known` is what a goodbye still needs: the row is erased once it is out."""
        deliveries = tuple(Delivery(self._next_row(), intake.person, reply, address, intake.at) for reply in replies)
        urgent = [delivery.row for delivery in deliveries if delivery.reply.urgent]
        for delivery in deliveries:
            leads = bool(urgent) and not delivery.reply.urgent and delivery.row < urgent[-1]
            self.entries.append(OutboxRow(delivery, known=known or {}, leads=leads))
            if delivery.reply.urgent:
                self._overtaking.append({"who": who, "row": delivery.row})
            self._rows.append(
                {
                    "id": delivery.row,
                    "person": who,
                    "status": WAITING,
                    "erase": known is not None,
                    "at": millis(intake.at),
                    "blob": seal_outbox_row(self._keys, delivery, known or {}),
                }
            )
        return deliveries

    def drop(self, who: bytes) -> None:
        """The person is erased: what was posted to them goes nowhere."""
        gone = {row["id"] for row in self._rows if row["person"] == who}
        self._rows = [row for row in self._rows if row["id"] not in gone]
        self.entries = [entry for entry in self.entries if entry.delivery.row not in gone]

    def write(self, connection: Connection) -> None:
        """Write the rows."""
        if self._rows:
            connection.execute(statements.ADD_OUTBOX_ROWS, self._rows)
        if self._overtaking:
            connection.execute(statements.OVERTAKE, self._overtaking)
        if self._shown:
            statements.drop_outbox_rows(connection, self._shown)

    def remember(self) -> None:
        """After the commit."""
        self._owed.shown(self._shown.values())
