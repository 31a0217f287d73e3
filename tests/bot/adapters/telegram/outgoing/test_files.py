"""Pictures on Telegram: uploaded once and then named, words beneath them, and words without them when they do not arrive."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from bot.adapters.telegram.api.client import Bot
from bot.adapters.telegram.outgoing.countdown import Countdowns
from bot.adapters.telegram.outgoing.port import TelegramPort
from bot.base.clock import HandClock
from bot.delivery.media import Media
from bot.ports import Refused, Throttled
from flows.base.replies import Choice, Picture, Reply
from flows.talk.library import CONTENT, Library
from flows.turn.engine import advance
from tests.bot.adapters.telegram.outgoing.deliveries import to
from tests.bot.passage import NotedPassage
from tests.doubles.telegram import ApiError, Person, TelegramDouble
from tests.doubles.telegram.files import Upload
from tests.doubles.telegram.house import House

MAP = Picture("map_calf.png", "A map of the calf.")
MOVING = Picture("balance.gif", "A man stands on one leg.")
CHOICES = (Choice("left", "Left", "k1.aaaaaa.1.side.left"),)
SHORT = Reply("question", paragraphs=("Where is it?",), choices=CHOICES, picture=MAP)
LONG = Reply("question", paragraphs=("w" * 1000, "v" * 200), choices=CHOICES, picture=MAP)
REFUSED = ApiError(400, "Bad Request: IMAGE_PROCESS_FAILED")


@pytest.fixture
def port(bot: Bot) -> TelegramPort:
    return TelegramPort(bot, None, media=Media())


def uploads(telegram: TelegramDouble, method: str, name: str) -> list[bool]:
    """For each call whether it uploaded a file (or named one that was)."""
    return [isinstance(call.params[name], Upload) for call in telegram.calls(method)]


async def test_a_picture_is_uploaded_once_and_then_named(
    port: TelegramPort, ann: Person, telegram: TelegramDouble
) -> None:
    ben = telegram.person("Ben")
    ben.say("hello")
    await port.send(to(ann, SHORT), NotedPassage())
    await port.send(to(ben, SHORT), NotedPassage())
    assert uploads(telegram, "sendPhoto", "photo") == [True, False]
    for person in (ann, ben):
        assert (person.last.text, person.last.labels) == ("Where is it?", ["Left"])
        assert person.last.file is not None
        assert person.last.file.data == (CONTENT / "media" / MAP.file).read_bytes()


async def test_a_moving_picture_goes_as_an_animation(port: TelegramPort, ann: Person, telegram: TelegramDouble) -> None:
    reply = Reply("message", paragraphs=("Stand on one leg.",), picture=MOVING)
    await port.send(to(ann, reply, 1), NotedPassage())
    await port.send(to(ann, reply, 2), NotedPassage())
    assert uploads(telegram, "sendAnimation", "animation") == [True, False]


async def test_after_a_restart_the_picture_is_still_known(
    telegram: TelegramDouble, library: Library, clock: HandClock, tmp_path: Path
) -> None:
    ann = telegram.person()
    async with House(telegram, tmp_path, library, advance, clock, pictures=True) as house:
        await to_an_exercise(ann, house)
        await house.restart()
        ann.tap("Start")
        await house.settle()
        ann.say("/stop")
        await house.settle()
        await to_an_exercise(ann, house)
    first, second = telegram.calls("sendAnimation")[0], telegram.calls("sendAnimation")[-1]
    assert isinstance(first.params["animation"], Upload)
    assert first.params["animation"].name.endswith(".gif")
    assert second.params["animation"] == first.answer["result"]["animation"]["file_id"]


async def to_an_exercise(person: Person, house: House) -> None:
    person.say("/routine warm_up")
    await house.settle()
    for _ in range(4):
        if "Start" in person.last.labels:
            return
        person.tap("Nothing hurts" if "Nothing hurts" in person.last.labels else person.last.labels[-1])
        await house.settle()
    assert "Start" in person.last.labels


async def test_words_too_long_for_a_caption_come_after_the_picture(port: TelegramPort, ann: Person) -> None:
    message = await port.send(to(ann, LONG), NotedPassage())
    picture, words = ann.sees()
    assert (picture.text, picture.labels) == (MAP.alt, [])
    assert (words.text, words.labels, message) == ("w" * 1000 + "\n\n" + "v" * 200, ["Left"], str(words.id))
    await port.close(to(ann, Reply("message", closes="1", closed_text="Where?\n→ Left")), message)
    assert (picture.text, words.text) == (MAP.alt, "Where?\n→ Left")


async def test_what_the_words_do_not_say_stands_beneath_the_picture(port: TelegramPort, ann: Person) -> None:
    anatomy = Picture("anatomy_en.png", "Two calves from behind.", told=False)
    await port.send(to(ann, Reply("message", paragraphs=("The calf.",), picture=anatomy)), NotedPassage())
    assert ann.last.text == "The calf.\n\nTwo calves from behind."


async def test_the_words_beneath_a_picture_are_redrawn_and_closed(port: TelegramPort, ann: Person) -> None:
    message = await port.send(to(ann, SHORT), NotedPassage())
    ticked = Reply("question", paragraphs=("Which?",), choices=(Choice("left", "Left", "k", ticked=True),), picture=MAP)
    await port.redraw(to(ann, ticked), message)
    assert (ann.last.text, ann.last.labels) == ("Which?", ["✓ Left"])
    await port.redraw(to(ann, ticked), message)
    assert ann.last.edits == 1
    with pytest.raises(Refused):
        await port.redraw(to(ann, LONG), message)
    await port.close(to(ann, Reply("message", closes="1", closed_text="Where?\n→ Left" + "!" * 2000)), message)
    assert len(ann.last.text) <= 1024
    assert ann.last.labels == []
    await port.close(to(ann, Reply("message", closes="1")), message)
    assert ann.last.file is not None


async def test_a_countdown_runs_beneath_a_picture(
    bot: Bot, ann: Person, telegram: TelegramDouble, library: Library, clock: HandClock
) -> None:
    countdowns = Countdowns(bot, None, library, clock)
    port = TelegramPort(bot, None, countdowns, Media())
    reply = Reply("message", title="Hold", picture=MOVING, until=clock.now() + timedelta(seconds=30))
    await port.send(to(ann, reply), NotedPassage())
    assert ann.last.text == "Hold\n\n0:30 left"
    await clock.someone_sleeps(5)
    clock.move(timedelta(seconds=5))
    await telegram.world.until(lambda: ann.last.edits == 1, "the first drawing")
    assert ann.last.text == "Hold\n\n0:25 left"
    await countdowns.close()


@pytest.mark.parametrize(
    "fault",
    [
        {"error": REFUSED},
        {"error": ApiError(413, "Request Entity Too Large")},
        {"drop": True},
        {"status": 502, "body": "<html>Bad Gateway</html>"},
    ],
    ids=["refused", "too large", "dropped", "bad gateway"],
)
@pytest.mark.parametrize("reply", [SHORT, LONG], ids=["caption", "long"])
async def test_a_picture_that_does_not_arrive_holds_up_no_words(
    port: TelegramPort, ann: Person, telegram: TelegramDouble, fault: dict[str, object], reply: Reply
) -> None:
    telegram.faults.add("sendPhoto", **fault)
    message = await port.send(to(ann, reply), NotedPassage())
    assert (len(ann.sees()), ann.last.labels, message) == (1, ["Left"], str(ann.last.id))
    await port.close(to(ann, Reply("message", closes="1", closed_text="Closed")), message)
    assert ann.last.text == "Closed"


async def test_what_is_urgent_goes_without_its_picture(
    port: TelegramPort, ann: Person, telegram: TelegramDouble
) -> None:
    await port.send(to(ann, msgspec.structs.replace(SHORT, urgent=True)), NotedPassage())
    assert [message.text for message in ann.sees()][-1] == "Where is it?"
    assert not telegram.calls("sendPhoto")


async def test_asked_to_wait_the_picture_is_tried_again(
    port: TelegramPort, ann: Person, telegram: TelegramDouble
) -> None:
    telegram.faults.add("sendPhoto", error=ApiError(429, "Too Many Requests: retry after 7", retry_after=7))
    with pytest.raises(Throttled):
        await port.send(to(ann, SHORT), NotedPassage())
    await port.send(to(ann, SHORT), NotedPassage())
    assert [message.file is not None for message in ann.sees()] == [True]


async def test_after_the_picture_asked_to_wait_only_the_words_are_sent(
    port: TelegramPort, ann: Person, telegram: TelegramDouble
) -> None:
    telegram.faults.add("sendMessage", error=ApiError(429, "Too Many Requests: retry after 7", retry_after=7))
    passage = NotedPassage()
    with pytest.raises(Throttled):
        await port.send(to(ann, LONG), passage)
    await port.send(to(ann, LONG), passage)
    assert [message.file is not None for message in ann.sees()] == [True, False]


async def test_an_id_that_means_nothing_any_more_leads_to_another_upload(
    port: TelegramPort, ann: Person, telegram: TelegramDouble
) -> None:
    await port.send(to(ann, SHORT, 1), NotedPassage())
    telegram.world.files.forget_all()
    await port.send(to(ann, SHORT, 2), NotedPassage())
    await port.send(to(ann, SHORT, 3), NotedPassage())
    assert uploads(telegram, "sendPhoto", "photo") == [True, False, True, False]
    assert len(ann.sees()) == 3


async def test_a_picture_that_is_not_there_leaves_the_words(port: TelegramPort, ann: Person) -> None:
    gone = Reply("message", paragraphs=("Words.",), picture=Picture("none.png", "Nothing."))
    await port.send(to(ann, gone), NotedPassage())
    assert (ann.last.text, ann.last.file) == ("Words.", None)


async def test_an_upload_holds_up_nobody_else(port: TelegramPort, ann: Person, telegram: TelegramDouble) -> None:
    ben = telegram.person("Ben")
    ben.say("hello")
    gate = asyncio.Event()
    fault = telegram.faults.add("sendPhoto", gate=gate)
    slow = asyncio.create_task(port.send(to(ann, SHORT, 1), NotedPassage()))
    await telegram.world.until(lambda: fault.struck == 1, "the upload to be under way")
    await port.send(to(ben, SHORT, 2), NotedPassage())
    assert (len(ann.sees()), len(ben.sees())) == (0, 1)
    gate.set()
    await slow


# --- charts and pages ------------------------------------------------------------------------------------------------


async def logged(person: Person, house: House, clock: HandClock) -> None:
    """Two days of pain."""
    for pain in (5, 3):
        person.say(f"pain {pain}")
        await house.settle()
        clock.move(timedelta(hours=20))


async def test_a_chart_comes_above_its_words_and_a_page_below(
    telegram: TelegramDouble, library: Library, clock: HandClock, tmp_path: Path
) -> None:
    ann = telegram.person()
    async with House(telegram, tmp_path, library, advance, clock, pictures=True) as house:
        await logged(ann, house, clock)
        for said in ("/progress", "/progress", "/summary"):
            ann.say(said)
            await house.settle()
    first, second, words, page = ann.sees()[-4:]
    assert "at worst 5 of 10" in first.text
    assert first.file is not None
    assert first.file.data.startswith(b"\x89PNG")
    assert uploads(telegram, "sendPhoto", "photo") == [True, True], "what is one person's own is kept nowhere"
    assert second.text == first.text
    assert (words.file, words.text.split("\n")[0]) == (None, "Calf pain in a runner")
    assert page.file is not None
    assert (page.file.kind, page.file.name) == ("document", "summary.pdf")
    assert page.text.startswith("One page for a clinician")


@pytest.mark.parametrize("method", ["sendPhoto", "sendDocument"])
async def test_a_chart_or_page_that_is_refused_leaves_its_words(
    telegram: TelegramDouble, library: Library, clock: HandClock, tmp_path: Path, method: str
) -> None:
    ann = telegram.person()
    async with House(telegram, tmp_path, library, advance, clock, pictures=True) as house:
        await logged(ann, house, clock)
        telegram.faults.add(method, error=REFUSED)
        ann.say("/progress" if method == "sendPhoto" else "/summary")
        await house.settle()
    assert ann.last.file is None
    assert "At rest" in ann.last.text


async def test_what_cannot_be_drawn_leaves_the_words(
    telegram: TelegramDouble, library: Library, clock: HandClock, tmp_path: Path
) -> None:
    ann = telegram.person()
    async with House(telegram, tmp_path, library, advance, clock, pictures=True) as house:
        await logged(ann, house, clock)
        assert house.media is not None
        await house.media.close()
        ann.say("/progress")
        await house.settle()
    assert (ann.last.file, "at worst 5 of 10" in ann.last.text) == (None, True)


async def test_a_page_that_hangs_holds_up_neither_its_words_nor_anybody_else(
    telegram: TelegramDouble, library: Library, clock: HandClock, tmp_path: Path
) -> None:
    ann, ben = telegram.person(), telegram.person("Ben")
    async with House(telegram, tmp_path, library, advance, clock, pictures=True) as house:
        await logged(ann, house, clock)
        gate = asyncio.Event()
        fault = telegram.faults.add("sendDocument", gate=gate)
        ann.say("/summary")
        await telegram.world.until(lambda: fault.struck == 1, "the page to be on its way")
        assert ann.last.text.startswith("Calf pain in a runner")
        ben.say("/help")
        await ben.reads("/check")
        gate.set()
        await house.settle()
    assert ann.last.file is not None
