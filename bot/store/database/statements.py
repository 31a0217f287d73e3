"""The statements of every turn, built once: to build one takes SQLAlchemy three times as long as to run it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Delete,
    Select,
    Table,
    bindparam,
    delete,
    insert,
    or_,
    select,
    update,
)

from bot.store.database.tables import ASIDE, outbox, seen, session, set_aside, slot, timer

MOST_IN_A_LIST = 500
"""Values in one statement; SQLite takes no more than some ten thousand, and as few as 999 where it is old."""

_wanted: BindParameter[Any] = bindparam("wanted")
_all_wanted: BindParameter[Any] = bindparam("wanted", expanding=True)


def in_lists(values: Collection[Any]) -> Iterator[list[Any]]:
    """The values in lists of at most `MOST_IN_A_LIST`."""
    rest = iter(values)
    while some := list(islice(rest, MOST_IN_A_LIST)):
        yield some


class Lookup:
    """Rows by the values of one column, any number; one, the usual case of a quiet hour, is asked for more cheaply."""

    def __init__(self, query: Select[Any], column: ColumnElement[Any]) -> None:
        self._one = query.where(column == _wanted)
        self._many = query.where(column.in_(_all_wanted))

    def __call__(self, connection: Connection, wanted: Collection[Any]) -> list[Any]:
        """The rows, in no particular order."""
        if len(wanted) == 1:
            return list(connection.execute(self._one, {"wanted": next(iter(wanted))}).all())
        return [row for some in in_lists(wanted) for row in connection.execute(self._many, {"wanted": some})]


class Removal:
    """Deletes rows by the values of one column, any number."""

    def __init__(self, column: ColumnElement[Any], table: Table) -> None:
        self._statement: Delete = delete(table).where(column.in_(_all_wanted))

    def __call__(self, connection: Connection, wanted: Collection[Any]) -> None:
        """Delete them."""
        for some in in_lists(wanted):
            connection.execute(self._statement, {"wanted": some})


find_seen = Lookup(select(seen.c.key), seen.c.key)
find_sessions = Lookup(
    select(session.c.person, session.c.rev, session.c.touched, session.c.erase_at, session.c.blob), session.c.person
)
find_outbox_rows = Lookup(select(outbox.c.id, outbox.c.person, outbox.c.erase), outbox.c.id)
find_slots = Lookup(select(slot.c.key, slot.c.blob), slot.c.key)
find_timers = Lookup(select(timer.c.id, timer.c.key).where(timer.c.fire_at < ASIDE), timer.c.id)

ADD_SEEN = insert(seen)

ADD_SESSIONS = insert(session)
CHANGE_SESSIONS = (
    update(session)
    .where(session.c.person == bindparam("who"))
    .values({name: bindparam(name) for name in ("rev", "turn", "touched", "erase_at", "blob")})
)
drop_sessions = Removal(session.c.person, session)

ADD_OUTBOX_ROWS = insert(outbox)
SET_STATE = update(outbox).where(outbox.c.id == bindparam("row")).values(status=bindparam("state"))
SET_PROGRESS = update(outbox).where(outbox.c.id == bindparam("row")).values(progress=bindparam("parts"))
SET_FATE = (
    update(outbox).where(outbox.c.id == bindparam("row")).values(status=bindparam("fate"), reason=bindparam("why"))
)
_is_open = or_(outbox.c.status == "waiting", outbox.c.status == "on_wire")
OVERTAKE = (
    update(outbox)
    .where(outbox.c.person == bindparam("who"), _is_open, outbox.c.id < bindparam("row"))
    .values(reason="overtaken")
)
drop_outbox_rows = Removal(outbox.c.id, outbox)

ADD_SLOTS = insert(slot)
DROP_SLOTS = delete(slot).where(slot.c.key == bindparam("slot_key"))

ADD_TIMERS = insert(timer)
drop_timers = Removal(timer.c.key, timer)
drop_fired = Removal(timer.c.id, timer)

ADD_ASIDE = insert(set_aside)

OF_PEOPLE = (session, outbox, slot, timer, seen, set_aside)
"""The tables whose rows go with a person; a test holds that there is no other but the inbox, which `bot.store.inbox` clears
itself: what somebody has just said may be a danger, and is taken all the same.
"""

drop_people = [Removal(table.c.person, table) for table in OF_PEOPLE]
"""Delete every row of these people, table by table."""
