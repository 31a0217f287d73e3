"""The statements of every turn, built once: to build one takes SQLAlchemy three times as long as to run it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Select, bindparam, delete, insert, or_, select, update

from bot.store.database.tables import ASIDE, outbox, seen, session, slot, timer

_wanted: BindParameter[Any] = bindparam("wanted")
_all_wanted: BindParameter[Any] = bindparam("wanted", expanding=True)


class Lookup:
    """Rows by the values of one column; a list of one, the usual case of a quiet hour, is asked for more cheaply."""

    def __init__(self, query: Select[Any], column: ColumnElement[Any]) -> None:
        self._one = query.where(column == _wanted)
        self._many = query.where(column.in_(_all_wanted))

    def __call__(self, connection: Connection, wanted: Collection[Any]) -> Sequence[Any]:
        """The rows, in no particular order."""
        if len(wanted) == 1:
            return connection.execute(self._one, {"wanted": next(iter(wanted))}).all()
        return connection.execute(self._many, {"wanted": list(wanted)}).all()


find_seen = Lookup(select(seen.c.key), seen.c.key)
find_sessions = Lookup(select(session.c.person, session.c.rev, session.c.erase_at, session.c.blob), session.c.person)
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
DROP_SESSIONS = delete(session).where(session.c.person.in_(_all_wanted))

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
DROP_OUTBOX_ROWS = delete(outbox).where(outbox.c.id.in_(_all_wanted))

ADD_SLOTS = insert(slot)
DROP_SLOTS = delete(slot).where(slot.c.key == bindparam("slot_key"))

ADD_TIMERS = insert(timer)
DROP_TIMERS = delete(timer).where(timer.c.key.in_(_all_wanted))
DROP_FIRED = delete(timer).where(timer.c.id.in_(_all_wanted))
