"""How urgent a disposition is: five ids, ordered so that the most urgent one wins."""

from __future__ import annotations

from typing import Literal

Urgency = Literal["emergency_now", "urgent_same_day", "clinician_soon", "self_care", "ok_to_run"]
URGENCIES: tuple[Urgency, ...] = ("ok_to_run", "self_care", "clinician_soon", "urgent_same_day", "emergency_now")
"""Least urgent first, so that a position can be compared."""

CLINICIAN = URGENCIES.index("clinician_soon")
URGENT = URGENCIES.index("urgent_same_day")
EMERGENCY = URGENCIES.index("emergency_now")


def level(urgency: Urgency) -> int:
    """The position of an urgency in `URGENCIES`."""
    return URGENCIES.index(urgency)
