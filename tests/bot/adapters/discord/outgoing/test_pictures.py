"""Pictures on Discord: beside the words wherever those go, with what they show in words; never in the way of the words."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.discord.api.limits import PATIENCE
from bot.base.clock import HandClock
from bot.render.studio import Studio
from flows.base.drawings import Chart, Page, Part
from flows.base.events import Chose, Command, Event, Typed
from flows.base.replies import Choice, Picture, QuestionFacts, Reply
from flows.base.tokens import make
from flows.content.words import Words
from flows.talk.library import CONTENT
from flows.talk.session import Session, Step
from tests.doubles.discord.driver import Driver
from tests.doubles.discord.faults import Fault
from tests.doubles.discord.house import House
from tests.doubles.discord.people import Person
from tests.doubles.discord.server import DiscordDouble
from tests.doubles.discord.world import Json, Message

MAP = Picture("map_calf.png", "A map of the calf.")
DATA = (CONTENT / "media" / MAP.file).read_bytes()
PAGE = Page("Calf pain", "Told to a chat.", (Part("Course", ("It hurts.",)),), "No diagnosis.", alt="One page.")
CHART = Chart("How it went", "en", "Pain", "Stage", "Sessions", (), alt="A chart.")
ONLY_YOU = "Only you can see this. What you write in the channel, others can read and I cannot: use Type instead."
TOO_LARGE = {"message": "Request entity too large", "code": 40005}


def advance(_library: Any, session: Session | None, event: Event, now: datetime, fresh: str) -> Step:
    """A question with a picture; a tap closes it and asks again; `summary` gives a page, `progress` a chart."""
    if isinstance(event, Command) and event.name == "summary":
        return Step(session or Session(sid=fresh), (Reply("message", paragraphs=("All that was told.",), page=PAGE),))
    if isinstance(event, Command) and event.name == "progress":
        return Step(session or Session(sid=fresh), (Reply("message", paragraphs=("How it went.",), chart=CHART),))
    before = session or Session(sid=fresh)
    after = Session(sid=before.sid, turn=before.turn + 1, rev=before.rev + 1)
    closes = {"closes": str(before.turn), "closed_text": "Where?\n→ Left"} if isinstance(event, Chose) else {}
    text = f"Where? {event.text}" if isinstance(event, Typed) else "Where?"
    question = Reply(
        "question",
        paragraphs=(text,),
        choices=(Choice("left", "Left", make(after.sid, after.turn, "spot.left")),),
        picture=MAP,
        slot=str(after.turn),
        question=QuestionFacts("spot", "one", (1, 1)),
        **closes,  # type: ignore[arg-type]
    )
    return Step(after, (question,))


@pytest.fixture
async def house(discord: DiscordDouble, tmp_path: Path, words: Words, clock: HandClock) -> AsyncIterator[House]:
    async with House(discord, tmp_path, words, advance, clock, pictures=True) as running:
        yield running


@pytest.fixture
def driver(ann: Person, house: House) -> Driver:
    return Driver(ann, house)


def shown(message: Message) -> list[tuple[str, str]]:
    """The files beside a message: name and description."""
    return [(file["filename"], file.get("description", "")) for file in message.attachments]


def bytes_of(discord: DiscordDouble, file: Json) -> bytes:
    return discord.world.files[int(file["id"])][1]


HERE = [("map_calf.png", "A map of the calf.")]


async def test_a_first_answer_has_it_for_the_person_only(driver: Driver, ann: Person, discord: DiscordDouble) -> None:
    await driver.start()
    (message,) = ann.sees()
    assert (message.content, shown(message)) == ("Where?", HERE)
    assert message.only_for == ann.user.id
    assert bytes_of(discord, message.attachments[0]) == DATA


async def test_a_followup_has_it_and_what_was_answered_keeps_its_own(driver: Driver, ann: Person) -> None:
    await driver.start()
    await driver.tap("Left")
    first, second = ann.sees()
    assert (first.content, first.components, shown(first)) == ("Where?\n→ Left", [], HERE)
    assert (second.content, shown(second)) == ("Where?", HERE)
    assert second.only_for == ann.user.id


async def test_a_direct_message_has_it(driver: Driver, ann: Person) -> None:
    ann.go_to_dm()
    await driver.say("hello")
    assert (ann.sees()[-1].content, shown(ann.sees()[-1])) == ("Where? hello", HERE)
    await driver.say("again")
    assert shown(ann.sees()[-1]) == HERE


async def test_an_answer_is_in_time_though_the_upload_hangs(
    driver: Driver, ann: Person, discord: DiscordDouble
) -> None:
    gate = asyncio.Event()
    upload = discord.faults.add(Fault("PATCH /webhooks/", gate=gate))
    interaction = await ann.slash("start")
    await ann.answered(interaction)
    await upload.reached.wait()
    (message,) = ann.sees()
    assert (message.content, shown(message)) == ("Where?", [])
    gate.set()
    await driver.settled()
    assert shown(message) == HERE


@pytest.mark.parametrize(
    "fault", [{"status": 413, "body": TOO_LARGE}, {"times": 2}], ids=["too large", "dropped, and once more"]
)
async def test_words_come_without_a_picture_that_is_refused(
    driver: Driver, ann: Person, discord: DiscordDouble, fault: dict[str, Any]
) -> None:
    discord.faults.add(Fault("PATCH /webhooks/", **fault))
    await driver.start()
    (message,) = ann.sees()
    assert (message.content, shown(message)) == ("Where?", [])
    discord.faults.add(Fault("POST /webhooks/", **(fault | ({"times": 1} if "times" in fault else {}))))
    await driver.tap("Left")
    assert (ann.sees()[-1].content, shown(ann.sees()[-1])) == ("Where?", [])
    assert len(ann.sees()) == 2


async def test_a_direct_message_comes_without_a_picture_that_is_refused(
    driver: Driver, ann: Person, discord: DiscordDouble
) -> None:
    ann.go_to_dm()
    discord.faults.add(Fault("POST /channels/", status=413, body=TOO_LARGE))
    await driver.say("hello")
    assert [(message.content, shown(message)) for message in ann.sees()[1:]] == [("Where? hello", [])]


async def test_a_page_comes_after_its_words(driver: Driver, ann: Person, discord: DiscordDouble) -> None:
    await driver.start("summary")
    words, page = ann.sees()
    assert (words.content, shown(words)) == (f"All that was told.\n\n{ONLY_YOU}", [])
    assert (page.content, shown(page)) == ("", [("summary.pdf", "One page.")])
    assert page.only_for == ann.user.id
    assert bytes_of(discord, page.attachments[0]).startswith(b"%PDF-")


async def test_a_page_that_is_refused_leaves_its_words(driver: Driver, ann: Person, discord: DiscordDouble) -> None:
    discord.faults.add(Fault("POST /webhooks/", status=413, body=TOO_LARGE))
    await driver.start("summary")
    assert [message.content for message in ann.sees()] == [f"All that was told.\n\n{ONLY_YOU}"]


class Slow(Studio):
    """Draws when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.go = asyncio.Event()
        self.asked = asyncio.Event()

    async def chart(self, chart: Chart) -> bytes:
        self.asked.set()
        await self.go.wait()
        return DATA


async def test_while_a_chart_is_drawn_the_person_sees_that_something_comes(
    discord: DiscordDouble, ann: Person, tmp_path: Path, words: Words, clock: HandClock
) -> None:
    studio = Slow()
    async with House(discord, tmp_path, words, advance, clock, pictures=True) as house:
        assert house.media is not None
        house.media._studio = studio
        interaction = await ann.slash("progress")
        await studio.asked.wait()
        await clock.someone_sleeps(PATIENCE)
        clock.move(timedelta(seconds=PATIENCE))
        await ann.answered(interaction)
        (message,) = ann.sees()
        assert message.loading
        studio.go.set()
        await house.settle()
        assert (message.content, shown(message)) == (f"How it went.\n\n{ONLY_YOU}", [("chart.png", "A chart.")])
        assert not message.loading
