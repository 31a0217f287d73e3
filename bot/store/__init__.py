"""Where conversations, replies on their way and timers are kept: one encrypted SQLite file. See `bot.store.store`."""

from __future__ import annotations

from bot.store.database.errors import StoreError
from bot.store.outbox import Attempt, Fate, Settled
from bot.store.records import Alarm, Letter
from bot.store.store import Store, open_store

__all__ = ["Alarm", "Attempt", "Fate", "Letter", "Settled", "Store", "StoreError", "open_store"]
