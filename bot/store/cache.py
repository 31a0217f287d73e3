"""The conversations used last, kept in memory between turns."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from bot.store.records import Conversation


class Cache:
    """The conversations used last, decoded; safe to keep since this process alone writes the file."""

    def __init__(self, most: int = 2048) -> None:
        self._most = most
        self._rows: OrderedDict[bytes, Conversation] = OrderedDict()

    def get(self, who: bytes) -> Conversation | None:
        """The row as last committed, if it is still here."""
        row = self._rows.get(who)
        if row is not None:
            self._rows.move_to_end(who)
        return row

    def put(self, who: bytes, row: Conversation | None) -> None:
        """Remember a row that has been committed; None: there is none any more."""
        self._rows.pop(who, None)
        if row is not None:
            self._rows[who] = row
            if len(self._rows) > self._most:
                self._rows.popitem(last=False)

    def forget(self, people: Iterable[bytes]) -> None:
        """Read these rows from the database the next time."""
        for who in people:
            self._rows.pop(who, None)
