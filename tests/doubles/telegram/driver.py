"""A transcript's hand on the telephone: a few verbs, and texts as they are read, without markup.

    driver = Driver(ann, house)
    await driver.start()                   /start
    await driver.tap("None of these")      the newest message that has this button
    await driver.tick(["Bruise", "Warm"])  tap several items of a list, then its *Done*
    await driver.say("it popped")
    await driver.settled()                 -> what has come or changed since the last call, oldest message first
    driver.buttons()                       -> the labels on the newest message that has any, ticks taken away

Every verb returns when all that came of it has been delivered; nothing waits for time to pass.
"""

from __future__ import annotations

from bot.adapters.telegram.outgoing.render import TICK
from tests.doubles.telegram.house import House
from tests.doubles.telegram.people import Person
from tests.doubles.telegram.world import Message


class Driver:
    """Drives one person's conversation. `done` is the label that ends a list of ticks."""

    def __init__(self, person: Person, house: House, done: str = "Done") -> None:
        self._person = person
        self._house = house
        self._done = done
        self._read: dict[int, int] = {}

    async def start(self, command: str = "/start") -> None:
        """Send a command."""
        await self.say(command)

    async def say(self, text: str) -> None:
        """Type something."""
        self._person.say(text)
        await self._house.settle()

    async def tap(self, label: str) -> None:
        """Tap the button labelled `label`, ticked or not, on the newest message that has it."""
        message, shown = self._with(label)
        self._person.tap(shown, message)
        await self._house.settle()

    async def tick(self, labels: list[str]) -> None:
        """Tap each item of a list, then *Done* if the list has one."""
        for label in labels:
            await self.tap(label)
        if self._done in self.buttons():
            await self.tap(self._done)

    async def settled(self) -> list[str]:
        """The texts of messages that came or were changed since the last call."""
        await self._house.settle()
        news = [message for message in self._person.sees() if self._read.get(message.id) != message.edits]
        self._read.update({message.id: message.edits for message in news})
        return [message.text for message in news]

    def buttons(self) -> list[str]:
        """The labels that can be tapped or copied on the newest message that has any, in reading order."""
        for message in reversed(self._person.sees()):
            if message.rows:
                return [_bare(label) for label in message.labels]
        return []

    def _with(self, label: str) -> tuple[Message, str]:
        for message in reversed(self._person.sees()):
            for shown in message.labels:
                if label in (shown, _bare(shown)):
                    return message, shown
        raise AssertionError(f"{label!r} is nowhere on the screen; the newest buttons are {self.buttons()}")


def _bare(label: str) -> str:
    return label.removeprefix(TICK)
