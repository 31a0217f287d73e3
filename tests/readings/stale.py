"""Dropping the readings of what is no longer shown, or no longer said."""

from __future__ import annotations

from tests.readings.files import Readings, item_id
from tests.readings.shown import Shown


def drop_stale(readings: Readings, shown: Shown) -> int:
    """Renew the hash and the ids, and drop what was read under others. Gives the number of readings dropped."""
    dropped = 0
    for item in readings.items:
        if readings.shown != shown.hash or item.id != item_id(item.say):
            dropped += len(item.read)
            item.id, item.read = item_id(item.say), []
    readings.shown = shown.hash
    return dropped
