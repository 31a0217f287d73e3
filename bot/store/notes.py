"""Small notes of the adapters' own, about no person: what a platform calls a picture that was uploaded once.

They share the table of `bot.store.database.tables.meta`, encrypted like all else, under names that begin with `note:`.
"""

from __future__ import annotations

import hashlib

import msgspec
from sqlalchemy import delete, insert, select

from bot.setup.keys import Keys, Unreadable
from bot.store.database.tables import meta
from bot.store.database.writer import Transaction


class Note(msgspec.Struct, frozen=True):
    """Remember `value` under `name` (any text); an empty value forgets it."""

    name: str
    value: str


def recall_notes(keys: Keys, transaction: Transaction, names: list[str]) -> list[str]:
    """The values under these names, empty where there is none, or none that can be read."""
    found = []
    for name in names:
        blob = transaction.connection.scalar(select(meta.c.blob).where(meta.c.name == _row(name)))
        try:
            found.append(keys.unseal(blob).decode() if blob is not None else "")
        except Unreadable:
            found.append("")
    return found


def remember_notes(keys: Keys, transaction: Transaction, notes: list[Note]) -> list[None]:
    """Write these down; the latest of a name holds."""
    for note in notes:
        transaction.connection.execute(delete(meta).where(meta.c.name == _row(note.name)))
        if note.value:
            blob = keys.seal(note.value.encode())
            transaction.connection.execute(insert(meta).values(name=_row(note.name), blob=blob))
    return [None] * len(notes)


def _row(name: str) -> str:
    """A name that fits the column."""
    return f"note:{hashlib.sha256(name.encode()).hexdigest()[:27]}"
