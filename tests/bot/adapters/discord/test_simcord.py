"""The same conversation before a judge we did not write: simcord, over real sockets, with the same discord.py."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.base.clock import HandClock
from flows.base.events import Command
from flows.content.words import Words
from flows.talk.library import load_library
from tests.bot.adapters.discord.talk import advance
from tests.bot.adapters.discord.test_conversation import FIRST, HELLO, SECOND, THIRD
from tests.bot.adapters.discord.test_transcripts import DiscordHand
from tests.doubles.discord.driver import Driver
from tests.doubles.discord.house import House
from tests.doubles.discord.simcord_front import SimcordPerson, SimcordServer
from tests.transcripts_format import files, read
from tests.transcripts_hands import EngineHand, Recorder, go_through


@pytest.fixture
async def simcord_server(clock: HandClock) -> AsyncIterator[SimcordServer]:
    async with SimcordServer(clock) as server:
        yield server
        server.verify()


@pytest.fixture
async def lodge(simcord_server: SimcordServer, tmp_path: Path, words: Words, clock: HandClock) -> AsyncIterator[House]:
    """The bot on simcord."""
    async with House(simcord_server, tmp_path, words, advance, clock) as running:
        yield running


@pytest.fixture
def eve(simcord_server: SimcordServer) -> SimcordPerson:
    return simcord_server.person("Eve")


async def test_the_whole_way_in_a_server(lodge: House, eve: SimcordPerson) -> None:
    driver = Driver(eve, lodge)
    await driver.start()
    assert await driver.settled() == [HELLO, FIRST]
    await driver.tick(["Chest pain", "Coughing up blood"])
    assert await driver.settled() == [
        "Safety first. Have you had any of these?\n→ Chest pain; Coughing up blood",
        SECOND,
    ]
    await driver.say("Left leg only")
    assert await driver.settled() == ["Which leg hurts?\n→ Left leg only", THIRD]
    await driver.tap("Why do you ask?")
    assert await driver.settled() == ["Because it cannot wait."]
    await driver.tap("Way number 4")
    closed, card = await driver.settled()
    assert closed == "How did it start?\n→ Way number 4"
    assert card.startswith("GET SEEN TODAY")
    assert driver.buttons() == ["Why this advice?"]
    assert all(seen.message.is_ephemeral for seen in eve.sees())


async def test_direct_messages(lodge: House, eve: SimcordPerson) -> None:
    eve.go_to_dm()
    driver = Driver(eve, lodge)
    await driver.say("hello")
    assert await driver.settled() == ["hello", "Hi. I help runners.", FIRST]
    await driver.tap("None of these")
    await driver.say("Left leg only")
    assert (await driver.settled())[-1] == THIRD
    await driver.start("start")
    assert await driver.settled() == [THIRD, THIRD], "the copy before has lost its buttons"


async def test_move_to_dm(lodge: House, eve: SimcordPerson) -> None:
    driver = Driver(eve, lodge)
    await driver.start()
    await driver.tap("Move to DM")
    assert (await driver.settled())[-1] == "I have sent you a direct message. We can go on there."
    eve.go_to_dm()
    assert (await driver.settled())[-1] == FIRST


async def test_an_old_question_can_still_be_answered(lodge: House, eve: SimcordPerson, clock: HandClock) -> None:
    driver = Driver(eve, lodge)
    await driver.start()
    clock.move(timedelta(hours=2))
    await driver.tap("None of these")
    assert (await driver.settled())[-1] == SECOND


async def test_what_is_filled_in_behind_a_command(lodge: House, eve: SimcordPerson) -> None:
    await eve.answered(await eve.slash("routine", what="warmup"))
    await lodge.settle()
    assert [intake.event for intake in lodge.turns.intakes] == [Command("routine", "warmup")]


async def test_nobody_else_sees_it(lodge: House, eve: SimcordPerson, simcord_server: SimcordServer) -> None:
    await Driver(eve, lodge).start()
    assert simcord_server.person("Bob").sees() == []


@pytest.mark.parametrize("path", [p for p in files() if p.stem.startswith("sample")], ids=lambda path: path.stem)
async def test_the_sample_conversations(
    path: Path, simcord_server: SimcordServer, clock: HandClock, tmp_path: Path
) -> None:
    """The real conversation, from the first question to the card."""
    library, transcript = load_library(), read(path)
    reference, recorder = Recorder(), Recorder()
    wanted = await go_through(transcript, EngineHand(library, reference), reference)
    person: Any = simcord_server.person("Eve")
    if transcript.typed:
        person.go_to_dm()
    async with House(simcord_server, tmp_path, library, recorder.advance, clock, pictures=True) as house:
        assert await go_through(transcript, DiscordHand(person, house, clock), recorder) == wanted
