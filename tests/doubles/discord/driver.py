"""A transcript's hand on the telephone: the same few verbs whichever Discord is behind it, texts without markup.

driver = Driver(ann, house)
await driver.start()                     /calf; "log 3" is /log with its one option filled in
await driver.tap("None of these")        a button, or an option of a menu
await driver.tick(["Bruise", "Dent or lump in the muscle"])     several options of a menu, all at once
await driver.say("it popped")            typed: in the direct messages, else in the *Type instead* window
await driver.settled()                   -> what has come or changed since the last call, as plain texts
driver.buttons()                         -> the labels that can be tapped on the newest message that has any
"""

from __future__ import annotations

import re
from typing import Any, Protocol

from bot.adapters.discord.incoming.commands import ARGUMENTS
from tests.doubles.discord.errors import Breach
from tests.doubles.discord.house import House
from tests.doubles.discord.world import Json

TYPE, SUBMIT = "dc.type", "dc.typed"


class Shown(Protocol):
    """A message on a screen. `version` is different after each change."""

    @property
    def id(self) -> int: ...
    @property
    def content(self) -> str: ...
    @property
    def components(self) -> list[Json]: ...
    @property
    def version(self) -> int: ...


class Act(Protocol):
    """Something a person did; `key` is what the adapter calls it."""

    @property
    def key(self) -> str: ...


class Phone(Protocol):
    """One person's app, as `tests.doubles.discord.people.Person` has it."""

    @property
    def in_dm(self) -> bool: ...
    def sees(self) -> list[Any]: ...
    async def slash(self, name: str, /, **options: str | int) -> Any: ...
    async def tap(self, message: Any, button: str) -> Any: ...
    async def choose(self, message: Any, *labels: str) -> Any: ...
    async def submit(self, shown: Any, text: str) -> Any: ...
    async def write(self, text: str) -> Any: ...
    async def answered(self, act: Any) -> Any: ...


class Driver:
    """Drives one person's conversation."""

    def __init__(self, phone: Phone, house: House) -> None:
        self._phone = phone
        self._house = house
        self._read: dict[int, int] = {}

    async def start(self, command: str = "calf") -> None:
        """Run a slash command; what follows its name goes into its option."""
        name, _, argument = command.partition(" ")
        options = {ARGUMENTS[name]: argument} if argument else {}
        await self._done(await self._phone.slash(name, **options))

    async def say(self, text: str) -> None:
        """Type something where the bot can read it."""
        if self._phone.in_dm:
            message = await self._phone.write(text)
            await self._house.turns.saw(f"dc:{message.id}")
            await self._house.settle()
            return
        window = await self._phone.tap(self._with(TYPE), TYPE)
        await self._done(window)
        await self._done(await self._phone.submit(window, text))

    async def tap(self, label: str) -> None:
        """Tap the button, or choose the one option, that is labelled `label`; on the newest message that has it."""
        message = self._with(label)
        if label in (name for name, _ in _buttons(message)):
            await self._done(await self._phone.tap(message, label))
        else:
            await self._done(await self._phone.choose(message, label))

    async def tick(self, labels: list[str]) -> None:
        """Choose these options of a menu and close it."""
        await self._done(await self._phone.choose(self._with(labels[0]), *labels))

    async def settled(self) -> list[str]:
        """What came or was changed since the last call, oldest message first."""
        await self._house.settle()
        news = [message for message in self._phone.sees() if self._read.get(message.id) != message.version]
        self._read.update({message.id: message.version for message in news})
        return [plain(message.content) for message in news]

    def buttons(self) -> list[str]:
        """The labels of buttons and options on the newest message that has any, in order."""
        for message in reversed(self._phone.sees()):
            if message.components:
                return _labels(message)
        return []

    def _with(self, label: str) -> Any:
        for message in reversed(self._phone.sees()):
            if label in _labels(message) or label in (custom_id for _, custom_id in _buttons(message)):
                return message
        raise Breach(f"{label!r} is nowhere on the screen; the newest buttons are {self.buttons()}")

    async def _done(self, act: Any) -> None:
        await self._phone.answered(act)
        await self._house.settle()


def plain(content: str) -> str:
    """The text of a message as it is read, without markup."""
    text = re.sub(r"```\n(.*?)\n```", r"\1", content, flags=re.DOTALL)
    text = re.sub(r"(?<!\\)\*\*(.+?)(?<!\\)\*\*", r"\1", text)
    text = re.sub(r"(?<!\\)<(https?://[^>]+)>", r"\1", text)
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", text)


def _inside(message: Any) -> list[Json]:
    return [component for row in message.components for component in row["components"]]


def _buttons(message: Any) -> list[tuple[str, str]]:
    return [(one.get("label", ""), one.get("custom_id", "")) for one in _inside(message) if one["type"] == 2]


def _labels(message: Any) -> list[str]:
    labels: list[str] = []
    for one in _inside(message):
        labels += [option["label"] for option in one["options"]] if "options" in one else [one.get("label", "")]
    return labels
