"""The house: every flow beside the check by its name, and the timers, commands and buttons that lead into one."""

from __future__ import annotations

from flows.flow import House

HOUSE = House(flows={}, timers={}, commands={}, cards={}, offers=lambda talk, verdict: ())
