"""Every transcript through the real Discord client library: in a server's channel, or by direct message if it is typed."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.base.clock import HandClock
from bot.turns.timers import due_now
from flows.talk.library import Library, load_library
from tests.doubles.discord.driver import TYPE, Driver
from tests.doubles.discord.house import House
from tests.doubles.discord.people import Person
from tests.doubles.discord.server import DiscordDouble
from tests.doubles.discord.world import COMPONENT, Json, Message
from tests.transcripts_format import Transcript, files, read
from tests.transcripts_hands import EngineHand, Recorder, bare, go_through


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library()


class DiscordHand:
    """A mouse on the buttons and menus that one person sees."""

    def __init__(self, person: Person, house: House, clock: HandClock) -> None:
        self._person = person
        self._house = house
        self._clock = clock
        self._driver = Driver(person, house)
        self._had: dict[str, tuple[Message, Json]] = {}

    async def say(self, text: str) -> None:
        if text.startswith("/"):
            await self._driver.start(text[1:])
        else:
            await self._driver.say(text)

    async def choose(self, labels: list[str]) -> None:
        """A button, or a menu with exactly these options; one that has them already is sent with *Done*."""
        message = self._with(labels[0])
        menus = [one for one in _components(message) if "options" in one]
        chosen = {o["label"] for menu in menus for o in menu["options"] if o.get("default")}
        if any(o["label"] in labels for menu in menus for o in menu["options"]) and chosen == set(labels):
            await self._driver.tap("Done")
        elif len(labels) > 1:
            await self._driver.tick(labels)
        else:
            await self._driver.tap(labels[0])

    async def old_button(self, label: str) -> None:
        """The app still shows what the bot has taken away by now."""
        message, data = self._had[label]
        assert not message.components, "the button is there, so it can simply be tapped"
        await self._person.answered(await self._person._interact(COMPONENT, data, message))
        await self._house.settle()

    async def wait(self, by: timedelta) -> None:
        self._clock.move(by)
        person, now = f"dc:{self._person.user.id}", self._clock.now()
        await asyncio.to_thread(due_now, self._house.store, self._house.turns.road, person, now)  # type: ignore[arg-type]
        await self._house.settle()

    async def seen(self) -> list[str]:
        for message in self._person.sees():
            for label, data in _taps(message).items():
                self._had[label] = (message, data)
        return await self._driver.settled()

    def _with(self, label: str) -> Message:
        for message in reversed(self._person.sees()):
            if label in _taps(message):
                return message
        raise AssertionError(f"{label!r} is nowhere; the newest are {self._driver.buttons()}")


class ServerHand(DiscordHand):
    """Somebody who stays in the server, and goes to the direct messages only for what is there and nowhere else.

    Time passes in small steps, as it does, so that what is timed finds the tokens as they are then.
    """

    async def seen(self) -> list[str]:
        news = await super().seen()
        self._person.go_to_dm()
        news += await super().seen()
        self._person.go_to_server()
        return news

    async def say(self, text: str) -> None:
        """Where there is no *Type instead*, words are typed into the direct messages: those are always open."""
        if not text.startswith("/") and not any(_types(message) for message in self._person.sees()):
            self._person.go_to_dm()
        await super().say(text)
        self._person.go_to_server()

    async def wait(self, by: timedelta) -> None:
        end = self._clock.now() + by
        step = timedelta(seconds=10) if by <= timedelta(hours=1) else by
        while self._clock.now() < end:
            await super().wait(min(step, end - self._clock.now()))

    async def choose(self, labels: list[str]) -> None:
        """The newest message that has it, wherever that is."""
        in_dm = self._newest_in_dm(labels[0])
        if in_dm:
            self._person.go_to_dm()
        await super().choose(labels)
        self._person.go_to_server()

    def _newest_in_dm(self, label: str) -> bool:
        newest: dict[bool, int] = {}
        for there in (False, True):
            self._person.go_to_dm() if there else self._person.go_to_server()
            newest[there] = max((m.id for m in self._person.sees() if label in _taps(m)), default=0)
        self._person.go_to_server()
        return newest[True] > newest[False]


def _types(message: Message) -> bool:
    return any(one.get("custom_id") == TYPE for one in _components(message))


def _components(message: Message) -> list[Json]:
    return [component for row in message.components for component in row["components"]]


def _taps(message: Message) -> dict[str, Json]:
    """Label → what the app sends for it."""
    taps: dict[str, Json] = {}
    for one in _components(message):
        for option in one.get("options", ()):
            taps[option["label"]] = {"custom_id": one["custom_id"], "component_type": 3, "values": [option["value"]]}
        if "options" not in one:
            taps[bare(one.get("label", ""))] = {"custom_id": one["custom_id"], "component_type": 2}
    return taps


def with_timers() -> list[Path]:
    """The transcripts in which something comes by itself."""
    return [path for path in files("discord") if any(act.verb == "advance" for act in read(path).acts)]


@pytest.mark.parametrize("path", with_timers(), ids=lambda path: path.stem)
async def test_transcript_in_the_server(
    path: Path, discord: DiscordDouble, library: Library, clock: HandClock, tmp_path: Path
) -> None:
    """What comes by itself is looked for in the channel and in the direct messages: it must be in one of them."""
    transcript = read(path)
    reference, recorder = Recorder(), Recorder()
    wanted = await go_through(transcript, EngineHand(library, reference), reference)
    async with House(discord, tmp_path, library, recorder.advance, clock, pictures=True) as house:
        hand = ServerHand(discord.person("Ann"), house, clock)
        assert await go_through(transcript, hand, recorder) == wanted


@pytest.mark.parametrize("path", files("discord"), ids=lambda path: path.stem)
async def test_transcript(
    path: Path, discord: DiscordDouble, library: Library, clock: HandClock, tmp_path: Path
) -> None:
    transcript = read(path)
    reference, recorder = Recorder(), Recorder()
    wanted = await go_through(transcript, EngineHand(library, reference), reference)
    async with House(discord, tmp_path, library, recorder.advance, clock, pictures=True) as house:
        hand = DiscordHand(_somebody(discord, transcript), house, clock)
        assert await go_through(transcript, hand, recorder) == wanted


def _somebody(discord: DiscordDouble, transcript: Transcript) -> Person:
    person = discord.person("Ann")
    if transcript.typed or any(act.verb == "advance" for act in transcript.acts):  # what comes by itself comes there
        person.go_to_dm()
    return person
