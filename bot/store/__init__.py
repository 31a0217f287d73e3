"""Where conversations, replies on their way and timers are kept: one encrypted SQLite file. See `bot.store.store`.

Not here: when replies go out (`bot.delivery`) and timers fire (`bot.turns`), and how the file is opened and written
(`bot.store.database`).
"""

from __future__ import annotations

from bot.store.database.errors import StoreError
from bot.store.outgoing.outbox import DeliveryResult, Fate
from bot.store.records import DueTimer, OutboxRow
from bot.store.store import Store, open_store

__all__ = ["DeliveryResult", "DueTimer", "Fate", "OutboxRow", "Store", "StoreError", "open_store"]
