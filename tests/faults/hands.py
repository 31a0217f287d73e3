"""A person on Telegram whose bot is a process of its own: they wait for what they see, and never for the bot."""

from __future__ import annotations

import time

from tests.doubles.telegram.people import Person
from tests.doubles.telegram.server import TelegramDouble
from tests.doubles.telegram.world import Message

CARD = "CALL YOUR EMERGENCY NUMBER NOW"
ASKED = "something that can be urgent"
"""What is asked when a danger sign is typed."""

LIST = "Safety 1 of 2"
WORDS = "my chest hurts and I cannot breathe"


class Hand:
    """One person. `number` is their id, which is that of their chat."""

    def __init__(self, telegram: TelegramDouble, person: Person) -> None:
        self._telegram = telegram
        self.person = person
        self.number = person.user.id

    def say(self, text: str) -> None:
        self.person.say(text)

    def tap(self, label: str) -> None:
        """Tap the button on the newest message that has it."""
        for message in reversed(self.person.sees()):
            for shown in message.labels:
                if label in shown:
                    self.person.tap(shown, message)
                    return
        raise AssertionError(f"{label!r} is nowhere on the screen")

    def showing(self, part: str) -> list[Message]:
        """The messages that contain `part`."""
        return [message for message in self.person.sees() if part in message.text]

    def live(self, part: str) -> int:
        """How many messages with `part` can be tapped."""
        return sum(bool(message.rows) for message in self.showing(part))

    async def sees(self, part: str, times: int = 1, within: float = 20) -> float:
        """Wait until so many messages contain `part`; the seconds from now."""
        began = time.perf_counter()
        why = f"{part!r} to be seen"
        await self._telegram.world.until(lambda: len(self.showing(part)) >= times, why, within)
        return time.perf_counter() - began

    async def begins(self) -> None:
        """/start, up to the list of danger signs."""
        self.say("/start")
        await self.sees(LIST)
