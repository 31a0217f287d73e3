"""The highest form of session ever written stands in clear in one row, so that an older program knows to keep its hands off.

An older program could not read those sessions: it would ask everybody anew. Databases that are older than the row have none.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, delete, insert, select

from bot.store.database.errors import StoreError
from bot.store.database.tables import meta
from bot.store.database.writer import Transaction
from flows.talk.session import VERSION

FORM = "form"
"""The row's name in `meta`; its value is the number in ASCII, not encrypted."""


class Highest:
    """The highest form that stands in the database. Used in the store's thread only, once it is made."""

    def __init__(self, connection: Connection) -> None:
        with connection.begin():
            self._form = _stored(connection)

    def raise_to(self, transaction: Transaction, form: int) -> None:
        """Sessions of this form are written in this transaction; 0: none."""
        if form <= self._form:
            return
        transaction.connection.execute(delete(meta).where(meta.c.name == FORM))
        transaction.connection.execute(insert(meta).values(name=FORM, blob=str(form).encode()))

        def remember() -> None:
            self._form = form

        transaction.after.append(remember)


def refuse_newer(connection: Connection, path: Path) -> None:
    """Raises `StoreError` if sessions were written here that this program cannot read."""
    with connection.begin():
        form = _stored(connection)
    if form > VERSION:
        raise StoreError(
            f"Conversations in the database {path} were written by a newer Calfwise (form {form}, this one knows "
            f"{VERSION}): install that version again."
        )


def _stored(connection: Connection) -> int:
    blob = connection.scalar(select(meta.c.blob).where(meta.c.name == FORM))
    if blob is None:
        return 0
    return int(blob) if bytes(blob).isdigit() else VERSION + 1  # what cannot be read is not for this program either
