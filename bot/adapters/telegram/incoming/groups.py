"""In a group the bot only shows the way to its private chat, at most once a minute."""

from __future__ import annotations

from datetime import datetime, timedelta

EVERY = timedelta(minutes=1)


class Groups:
    """Remembers when each group was last answered."""

    def __init__(self) -> None:
        self._answered: dict[int, datetime] = {}

    def due(self, chat: int, now: datetime) -> bool:
        """Whether to answer in this group now; if so, it counts as answered."""
        self._answered = {group: at for group, at in self._answered.items() if now - at < EVERY}
        if chat in self._answered:
            return False
        self._answered[chat] = now
        return True
