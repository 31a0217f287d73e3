"""A time of trouble with the line: told once when it begins and once when it is over, and each wait longer than the last."""

from __future__ import annotations

import logging

from bot.base.log import logger

log = logger("discord")

LONGEST = 60.0
"""Seconds between two tries while Discord cannot be reached."""

REFUSED = 300.0
"""Seconds between two tries while Discord refuses to have us, which a person has to put right."""


class Outage:
    """`first` is the first wait in seconds; each further one is twice as long, up to `LONGEST`."""

    def __init__(self, first: float) -> None:
        self._first = first
        self._next = first
        self._told = ""

    def unreachable(self, event: str, error: BaseException | None = None) -> float:
        """Tell of it unless that has been done, and say how long to wait."""
        pause, self._next = self._next, min(LONGEST, 2 * self._next)
        if self._told != event:
            log.warning(event, **({} if error is None else {"error": error}))
        self._told = event
        return pause

    def refused(self, sentence: str) -> float:
        """Tell whoever runs the bot what to put right, unless that has been done, and say how long to wait."""
        if self._told != sentence:
            log.error("refused_by_discord", says=sentence)
        self._told = sentence
        return REFUSED

    def over(self) -> None:
        """All is well again."""
        if self._told:
            log.info("discord_is_back")
        self._told, self._next = "", self._first


class FirstOnly(logging.Filter):
    """Lets the library tell of the first try to reconnect only: it would do so at each."""

    def __init__(self) -> None:
        super().__init__()
        self._told = False

    def begin_anew(self) -> None:
        """The line is there: the next trouble is news."""
        self._told = False

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is written."""
        if not str(record.msg).startswith("Attempting a reconnect"):
            return True
        told, self._told = self._told, True
        return not told


RECONNECTS = FirstOnly()
logging.getLogger("discord.client").addFilter(RECONNECTS)
