"""What a delivery does at Telegram, and what each of Telegram's refusals means to the outbox."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.adapters.telegram.api.client import Bot, make_bot
from bot.adapters.telegram.api.pace import Pace
from bot.adapters.telegram.outgoing.port import TelegramPort
from bot.base.clock import HandClock
from bot.ports import DeliveryError, Lost, Refused, Throttled, Unreachable
from flows.base.replies import Choice, Reply
from tests.bot.adapters.telegram.outgoing.deliveries import to
from tests.bot.passage import NotedPassage
from tests.doubles.telegram import ApiError, Person, TelegramDouble

QUESTION = Reply("question", paragraphs=("Which leg?",), choices=(Choice("left", "Left", "k1.aaaaaa.1.side.left"),))
TOO_MANY = ApiError(429, "Too Many Requests: retry after 7", retry_after=7)


@pytest.fixture
def port(bot: Bot, clock: HandClock) -> TelegramPort:
    return TelegramPort(bot, Pace(clock))


async def test_a_question_is_sent_ticked_and_closed(port: TelegramPort, ann: Person) -> None:
    message = await port.send(to(ann, QUESTION), NotedPassage())
    assert (ann.last.text, ann.last.labels, message) == ("Which leg?", ["Left"], str(ann.last.id))

    ticked = Reply("question", paragraphs=("Which?",), choices=(Choice("left", "Left", "k", ticked=True),))
    await port.redraw(to(ann, ticked), message)
    assert (ann.last.text, ann.last.labels) == ("Which?", ["✓ Left"])

    await port.close(to(ann, Reply("message", closes="1", closed_text="Which leg?\n→ Left")), message)
    assert (ann.last.text, ann.last.labels, len(ann.sees())) == ("Which leg?\n→ Left", [], 1)


async def test_a_question_closed_without_words_only_loses_its_buttons(port: TelegramPort, ann: Person) -> None:
    message = await port.send(to(ann, QUESTION), NotedPassage())
    await port.close(to(ann, Reply("message", closes="1")), message)
    assert (ann.last.text, ann.last.labels) == ("Which leg?", [])


async def test_what_has_been_done_already_counts_as_done(port: TelegramPort, ann: Person) -> None:
    message = await port.send(to(ann, QUESTION), NotedPassage())
    await port.redraw(to(ann, QUESTION), message)
    assert ann.last.edits == 0


async def test_a_message_that_is_gone_cannot_be_redrawn_but_need_not_be_closed(port: TelegramPort, ann: Person) -> None:
    message = await port.send(to(ann, QUESTION), NotedPassage())
    ann.last.deleted = True
    await port.close(to(ann, QUESTION), message)
    with pytest.raises(Refused):
        await port.redraw(to(ann, QUESTION), message)


async def test_a_long_reply_carries_its_buttons_at_the_end(port: TelegramPort, ann: Person) -> None:
    long = Reply("message", paragraphs=("a" * 4000, "b" * 4000), choices=QUESTION.choices)
    message = await port.send(to(ann, long), NotedPassage())
    assert [(m.text[0], m.labels) for m in ann.sees()] == [("a", []), ("b", ["Left"])]
    assert message == str(ann.last.id)


async def test_asked_to_wait_in_the_middle_it_goes_on_where_it_was(
    port: TelegramPort, ann: Person, telegram: TelegramDouble
) -> None:
    long = Reply("message", paragraphs=("a" * 4000, "b" * 4000))
    telegram.faults.add("sendMessage", nth=2, error=TOO_MANY)
    passage = NotedPassage()
    with pytest.raises(Throttled):
        await port.send(to(ann, long), passage)
    assert passage.parts == {"1": str(ann.last.id)}
    await port.send(to(ann, long), passage)
    assert [message.text[0] for message in ann.sees()] == ["a", "b"]


@pytest.mark.parametrize(
    ("fault", "meaning"),
    [
        ({"error": TOO_MANY}, Throttled),
        ({"error": ApiError(403, "Forbidden: user is deactivated")}, Unreachable),
        ({"error": ApiError(400, "Bad Request: chat not found")}, Unreachable),
        ({"error": ApiError(400, "Bad Request: something new")}, Refused),
        ({"error": ApiError(401, "Unauthorized")}, Throttled),
        ({"error": ApiError(500, "Internal Server Error")}, Lost),
        ({"status": 502, "body": "<html>Bad Gateway</html>"}, Lost),
        ({"drop": True}, Lost),
        ({"drop": True, "after": True}, Lost),
        ({"truncate": True}, Lost),
    ],
)
@pytest.mark.parametrize("act", ["sendMessage", "editMessageText"])
async def test_each_trouble_has_a_meaning(
    port: TelegramPort,
    ann: Person,
    telegram: TelegramDouble,
    fault: dict[str, object],
    meaning: type[DeliveryError],
    act: str,
) -> None:
    message = await port.send(to(ann, QUESTION), NotedPassage())
    telegram.faults.add(act, **fault)
    new = to(ann, Reply("message", paragraphs=("new",)))
    with pytest.raises(meaning) as raised:
        await (port.send(new, NotedPassage()) if act == "sendMessage" else port.redraw(new, message))
    if isinstance(raised.value, Throttled) and fault == {"error": TOO_MANY}:
        assert raised.value.seconds == 7
        assert len(telegram.calls(act)) == (2 if act == "sendMessage" else 1), "the outbox waits, not the port"


async def test_somebody_who_blocked_the_bot_cannot_be_reached(port: TelegramPort, ann: Person) -> None:
    ann.block()
    with pytest.raises(Unreachable):
        await port.send(to(ann, QUESTION), NotedPassage())


async def test_no_connection_means_not_sent(ann: Person, clock: HandClock, closed_port: int) -> None:
    nowhere = make_bot("1:x", f"http://127.0.0.1:{closed_port}/bot")
    with pytest.raises(Throttled):
        await TelegramPort(nowhere, Pace(clock)).send(to(ann, QUESTION), NotedPassage())


async def test_after_the_close_nothing_is_taken_for_sent(
    telegram: TelegramDouble, ann: Person, clock: HandClock
) -> None:
    async with make_bot(telegram.token, telegram.base_url) as gone:
        port = TelegramPort(gone, Pace(clock))
    with pytest.raises(Throttled):
        await port.send(to(ann, QUESTION), NotedPassage())
    assert ann.sees() == []


async def test_a_group_that_moved_is_followed(port: TelegramPort, telegram: TelegramDouble) -> None:
    group = telegram.group()
    moved = group.become(-100_999)
    await port.say(group.chat.id, QUESTION)
    assert [message.text for message in moved.sees()] == ["Which leg?"]


async def test_a_chat_is_not_flooded_but_an_emergency_goes_out(
    port: TelegramPort, ann: Person, clock: HandClock
) -> None:
    for row in range(5):
        await port.send(to(ann, QUESTION, row), NotedPassage())
    sixth = asyncio.create_task(port.send(to(ann, QUESTION, 6), NotedPassage()))
    await clock.someone_sleeps()
    await port.send(to(ann, Reply("verdict", title="CALL 112 NOW", urgent=True), 7), NotedPassage())
    assert len(ann.sees()) == 6
    clock.move(timedelta(seconds=2))
    await sixth
    assert len(ann.sees()) == 7


async def test_a_question_is_closed_only_when_two_messages_could_still_go_out_at_once(
    port: TelegramPort, ann: Person, telegram: TelegramDouble, clock: HandClock
) -> None:
    message = ""
    for row in range(1, 4):
        message = await port.send(to(ann, QUESTION, row), NotedPassage())
    closing = asyncio.ensure_future(port.close(to(ann, QUESTION), message))
    async with asyncio.timeout(5):
        await clock.someone_sleeps(1)
    assert not [call for call in telegram.requests if call.method.startswith("edit")]
    clock.move(timedelta(seconds=1))
    await closing
    assert [call for call in telegram.requests if call.method.startswith("edit")]


async def test_asked_twice_at_the_same_time_each_chat_gets_its_own(
    port: TelegramPort, telegram: TelegramDouble
) -> None:
    people = [telegram.person(name) for name in ("Ann", "Ben", "Cy")]
    for person in people:
        person.say("hello")
    deliveries = [
        to(person, Reply("message", paragraphs=(person.user.first_name,)), row) for row, person in enumerate(people)
    ]
    await asyncio.gather(*(port.send(delivery, NotedPassage()) for delivery in deliveries))
    assert [person.last.text for person in people] == ["Ann", "Ben", "Cy"]
