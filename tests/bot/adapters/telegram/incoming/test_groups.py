from __future__ import annotations

from datetime import timedelta

import pytest

from bot.base.clock import HandClock
from flows.talk.library import Library
from flows.turn.public import group_reply
from tests.bot.adapters.telegram.recorded import RecordedTurns, running
from tests.doubles.telegram import ApiError, TelegramDouble


@pytest.mark.parametrize(
    "said",
    [
        "/check@calfwise_bot",
        "/check",
        "/start",
        "hey @calfwise_bot my calf popped",
        "@Calfwise_Bot?",
    ],
)
async def test_in_a_group_it_only_shows_the_way(
    telegram: TelegramDouble, library: Library, clock: HandClock, said: str
) -> None:
    ann, club = telegram.person(), telegram.group()
    recorded = RecordedTurns()
    async with running(telegram, recorded, library, clock):
        ann.say(said, to=club)
        await telegram.world.until(lambda: bool(club.sees()), "the way to the private chat")
    (offer,) = club.sees()
    assert offer.text == "\n\n".join(group_reply(library, "en").paragraphs)
    assert [button["url"] for row in offer.rows for button in row] == ["https://t.me/calfwise_bot?start=check"]
    assert recorded.taken == []
    assert ann.sees() == []


async def test_it_is_silent_unless_addressed(telegram: TelegramDouble, library: Library, clock: HandClock) -> None:
    ann, club = telegram.person(), telegram.group()
    recorded = RecordedTurns()
    async with running(telegram, recorded, library, clock):
        for said in ("my calf popped", "/check@other_bot", "/ban", "@ann look", "mail me@calfwise_bot"):
            ann.say(said, to=club)
        ann.send("photo", to=club)
        await telegram.confirmed(ann.send("sticker", to=club))
    assert club.sees() == []
    assert recorded.taken == []


async def test_a_reply_to_its_message_and_a_caption_address_it_too(
    telegram: TelegramDouble, library: Library, clock: HandClock
) -> None:
    ann, club, other = telegram.person(), telegram.group(), telegram.group("Track club")
    said = telegram.world.post(club.chat, telegram.world.me, text="hello club")
    async with running(telegram, RecordedTurns(), library, clock):
        ann.say("and how?", to=club, reply_to=said)
        ann.send("photo", caption="@calfwise_bot what is this", to=other)
        await telegram.world.until(lambda: len(club.sees()) == 2 and len(other.sees()) == 1, "an offer in each group")


async def test_at_most_once_a_minute_in_each_group(
    telegram: TelegramDouble, library: Library, clock: HandClock
) -> None:
    ann, club, other = telegram.person(), telegram.group(), telegram.group("Track club")
    async with running(telegram, RecordedTurns(), library, clock):
        for _ in range(3):
            ann.say("/check", to=club)
        ann.say("/check", to=other)
        await telegram.world.until(lambda: len(other.sees()) == len(club.sees()) == 1, "one offer in each group")
        clock.move(timedelta(seconds=59))
        await telegram.confirmed(ann.say("/check", to=club))
        clock.move(timedelta(seconds=1))
        ann.say("/check", to=club)
        await telegram.world.until(lambda: len(club.sees()) == 2, "a second offer")
    assert len(telegram.calls("sendMessage")) == 3


async def test_a_group_that_throws_it_out_harms_nobody(
    telegram: TelegramDouble, library: Library, clock: HandClock
) -> None:
    ann, club = telegram.person(), telegram.group()
    telegram.faults.add("sendMessage", error=ApiError(403, "Forbidden: bot was kicked from the supergroup chat"))
    recorded = RecordedTurns()
    async with running(telegram, recorded, library, clock):
        ann.say("/check", to=club)
        await telegram.confirmed(ann.say("hello"))
    assert len(recorded.taken) == 1


async def test_in_a_forum_it_answers_in_the_topic_it_was_asked_in(
    telegram: TelegramDouble, library: Library, clock: HandClock
) -> None:
    ann, club, other = telegram.person(), telegram.group(), telegram.group("Track club")
    first, second = club.open_topic(ann.user), club.open_topic(ann.user)
    other.open_topic(ann.user)
    async with running(telegram, RecordedTurns(), library, clock):
        ann.say("/check", to=club, thread=second)
        ann.say("/check", to=other)
        await telegram.world.until(lambda: bool(club.sees() and other.sees()), "an offer in each")
    assert [message.thread for message in club.sees()] == [second] != [first]
    assert [message.thread for message in other.sees()] == [None], "the General topic has no number"


async def test_a_reply_where_there_are_no_topics_names_no_thread(
    telegram: TelegramDouble, library: Library, clock: HandClock
) -> None:
    ann, club = telegram.person(), telegram.group()
    async with running(telegram, RecordedTurns(), library, clock):
        await telegram.polling()
        number = ann.say("/check", to=club)
        # So Telegram marks whatever belongs to a chain of replies.
        telegram.world.spoil(number, lambda update: update | {"message": update["message"] | {"message_thread_id": 77}})
        await telegram.world.until(lambda: bool(club.sees()), "the offer")


async def test_a_topic_that_the_bot_has_opened_does_not_address_it(
    telegram: TelegramDouble, library: Library, clock: HandClock
) -> None:
    ann, club = telegram.person(), telegram.group()
    topic = club.open_topic(telegram.world.me)
    before = len(club.sees())
    async with running(telegram, RecordedTurns(), library, clock):
        await telegram.confirmed(ann.say("my calf popped", to=club, thread=topic))
    assert len(club.sees()) == before


async def test_a_closed_topic_is_met_with_silence_and_costs_the_others_nothing(
    telegram: TelegramDouble, library: Library, clock: HandClock
) -> None:
    ann, club = telegram.person(), telegram.group()
    closed, open_one = club.open_topic(ann.user), club.open_topic(ann.user)
    club.close_topic(closed)
    async with running(telegram, RecordedTurns(), library, clock):
        for _ in range(3):
            ann.say("/check", to=club, thread=closed)
        ann.say("/check", to=club, thread=open_one)
        await telegram.world.until(lambda: bool(club.sees()), "the offer in the open topic")
        await telegram.confirmed(ann.say("/check", to=club, thread=open_one))
    assert [message.thread for message in club.sees()] == [open_one]
    assert [call.status for call in telegram.calls("sendMessage")] == [400, 200], "nor is it tried again and again"


async def test_a_closed_topic_that_opens_is_answered_after_a_minute(
    telegram: TelegramDouble, library: Library, clock: HandClock
) -> None:
    ann, club = telegram.person(), telegram.group()
    topic = club.open_topic(ann.user)
    club.close_topic(topic)
    async with running(telegram, RecordedTurns(), library, clock):
        ann.say("/check", to=club, thread=topic)
        await telegram.world.until(lambda: bool(telegram.calls("sendMessage")), "a try")
        club.chat.topics[topic].closed = False
        await telegram.confirmed(ann.say("hello", to=club))
        await telegram.confirmed(ann.say("/check", to=club, thread=topic))
        await telegram.confirmed(ann.say("hello", to=club))
        assert len(telegram.calls("sendMessage")) == 1, "within a minute nothing is tried there again"
        clock.move(timedelta(seconds=60))
        ann.say("/check", to=club, thread=topic)
        await telegram.world.until(lambda: bool(club.sees()), "the offer")
