"""Where everybody can read, the bot only shows the way to a private chat, and at most once a minute in each place."""

from __future__ import annotations

from datetime import datetime, timedelta

EVERY = timedelta(minutes=1)


class Allowance:
    """Remembers when each public place (a group, a channel, a thread) was last answered."""

    def __init__(self) -> None:
        self._answered: dict[int, datetime] = {}

    def due(self, place: int, now: datetime) -> bool:
        """Whether to answer there now; if so, it counts as answered."""
        self._answered = {other: at for other, at in self._answered.items() if now - at < EVERY}
        if place in self._answered:
            return False
        self._answered[place] = now
        return True

    def give_back(self, place: int) -> None:
        """The answer was not taken there: the next one who asks is answered."""
        self._answered.pop(place, None)
