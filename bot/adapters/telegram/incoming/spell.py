"""Trouble that lasts is told once, and so is its end: a line at each of a thousand tries would hide everything else."""

from __future__ import annotations

from collections.abc import Mapping

from bot.base.log import Log

NOTHING: Mapping[str, object] = {}


class Spell:
    """One spell of trouble after the other; `well_again` is the event that ends one."""

    def __init__(self, log: Log, well_again: str) -> None:
        self._log = log
        self._well_again = well_again
        self._told: set[str] = set()

    def trouble(
        self, event: str, error: Exception, *, grave: bool = False, facts: Mapping[str, object] = NOTHING
    ) -> None:
        """Tell of a cause, the first time in this spell; `grave`: somebody has to do something about it."""
        if event not in self._told:
            self._told.add(event)
            (self._log.error if grave else self._log.warning)(event, error=error, **facts)

    def over(self) -> None:
        """All is well; told if it was not."""
        if self._told:
            self._log.info(self._well_again, after=sorted(self._told))
            self._told.clear()
