"""What is stored of people, read and erased: conversations, and the messages that show their slots."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
from sqlalchemy import Connection

from bot.setup.keys import Keys, Unreadable
from bot.store.database import statements
from bot.store.outgoing.outbox import messages_of
from bot.store.records import Conversation, unseal_session
from flows.base.errors import SessionError


def read_conversations(connection: Connection, keys: Keys, people: list[bytes]) -> dict[bytes, Conversation]:
    """The stored conversations of these people (keyed hashes); those without one are left out."""
    found = {}
    for who, rev, touched, erase_at, blob in statements.find_sessions(connection, people):
        try:
            session, home = unseal_session(keys, blob)
            found[who] = Conversation(session, home, rev, erase_at, touched)
        except (Unreadable, SessionError, msgspec.MsgspecError):
            # Of a newer form, sealed with a key that is missing, or damaged: nothing may be put over it unsaved.
            found[who] = Conversation(None, {}, rev, erase_at, touched, blob)
    return found


def read_slots(connection: Connection, keys: Keys, person: str, slots: list[str]) -> dict[str, str]:
    """The message ids known for these slots of the person."""
    by_key = {keys.tag("slot", person, slot): slot for slot in slots}
    if not by_key:
        return {}
    rows = statements.find_slots(connection, by_key)
    return {by_key[key]: message for key, message in messages_of(keys, rows).items()}


def erase_people(connection: Connection, people: Collection[bytes]) -> None:
    """Delete every row of these people, any number."""
    for drop in statements.drop_people:
        drop(connection, people)
