"""The statements of every turn, built once: to build one takes SQLAlchemy three times as long as to run it.

Where a statement looks for several rows at once, they are given as `{"wanted": [...]}`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BindParameter, bindparam, delete, insert, select, update

from bot.store.tables import outbox, seen, session, slot, timer

_wanted: BindParameter[Any] = bindparam("wanted", expanding=True)

SEEN = select(seen.c.key).where(seen.c.key.in_(_wanted))
ADD_SEEN = insert(seen)

SESSIONS = select(session.c.person, session.c.rev, session.c.erase_at, session.c.blob).where(
    session.c.person.in_(_wanted)
)
ADD_SESSIONS = insert(session)
CHANGE_SESSIONS = (
    update(session)
    .where(session.c.person == bindparam("who"))
    .values({name: bindparam(name) for name in ("rev", "turn", "touched", "erase_at", "blob")})
)
DROP_SESSIONS = delete(session).where(session.c.person.in_(_wanted))

LETTERS = select(outbox.c.id, outbox.c.person, outbox.c.erase).where(outbox.c.id.in_(_wanted))
ADD_LETTERS = insert(outbox)
SET_STATUS = update(outbox).where(outbox.c.id == bindparam("row")).values(status=bindparam("fate"))
DROP_LETTERS = delete(outbox).where(outbox.c.id.in_(_wanted))

SLOTS = select(slot.c.key, slot.c.blob).where(slot.c.key.in_(_wanted))
ADD_SLOTS = insert(slot)
DROP_SLOTS = delete(slot).where(slot.c.key.in_(_wanted))

TIMERS_ALIVE = select(timer.c.id).where(timer.c.id.in_(_wanted))
ADD_TIMERS = insert(timer)
DROP_TIMERS = delete(timer).where(timer.c.key.in_(_wanted))
DROP_FIRED = delete(timer).where(timer.c.id.in_(_wanted))
