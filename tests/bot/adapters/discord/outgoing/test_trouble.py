"""Lost answers, refusals, limits of speed: nothing is said twice, nothing is lost that could be said."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.adapters.discord.outgoing.address import Place, Sent, dump_sent, write_address
from bot.adapters.discord.outgoing.port import DiscordPort
from bot.base.clock import HandClock
from bot.ports import Delivery, Lost, Refused, Throttled, Unreachable
from flows.base.replies import Reply
from flows.content.words import Words
from tests.bot.adapters.discord.talk import LONG
from tests.bot.adapters.discord.test_conversation import FIRST, HELLO, SECOND
from tests.bot.passage import NotedPassage
from tests.doubles.discord.driver import Driver
from tests.doubles.discord.faults import Fault
from tests.doubles.discord.house import House
from tests.doubles.discord.people import Person
from tests.doubles.discord.server import DiscordDouble
from tests.surroundings import spoken

CLOSED = "Safety first. Have you had any of these?\n→ none"


@pytest.fixture
def port(house: House, words: Words, clock: HandClock) -> DiscordPort:
    """A port of its own on the running client, so that one call can be looked at."""
    return DiscordPort(house.client, words, clock)


def delivery(place: Place, clock: HandClock, *paragraphs: str, row: int = 1) -> Delivery:
    return Delivery(row, f"dc:{place.user}", Reply("message", paragraphs=paragraphs), write_address(place), clock.now())


@pytest.mark.parametrize("after", [False, True], ids=["before the effect", "after the effect"])
async def test_a_first_answer_whose_answer_is_lost_is_there_once(
    driver: Driver, discord: DiscordDouble, after: bool
) -> None:
    discord.faults.add(Fault("/callback", after=after))
    await driver.start()
    assert await driver.settled() == [HELLO, FIRST]
    discord.faults.add(Fault("/callback", after=after))
    await driver.tap("None of these")
    assert await driver.settled() == [CLOSED, SECOND]


@pytest.mark.parametrize("after", [False, True], ids=["before the effect", "after the effect"])
async def test_a_first_answer_that_meets_a_server_error_is_there_once(
    driver: Driver, discord: DiscordDouble, after: bool
) -> None:
    """discord.py repeats it by itself after a second; the repeat may be told that it is answered already."""
    discord.faults.add(Fault("/callback", status=502, body="bad gateway", after=after))
    await driver.start()
    assert await driver.settled() == [HELLO, FIRST]


async def test_a_followup_whose_answer_is_lost_is_not_said_twice(driver: Driver, discord: DiscordDouble) -> None:
    await driver.start()
    await driver.settled()
    discord.faults.add(Fault("POST /webhooks/", after=True))
    await driver.tap("None of these")
    assert await driver.settled() == [CLOSED, SECOND]
    await driver.start("start")
    assert await driver.settled() == [SECOND]


async def test_a_direct_message_whose_answer_is_lost_is_repeated_and_still_there_once(
    driver: Driver, ann: Person, discord: DiscordDouble
) -> None:
    ann.go_to_dm()
    discord.faults.add(Fault("POST /channels/", after=True))
    await driver.say("hello")
    assert await driver.settled() == ["hello", "Hi. I help runners.", FIRST]
    nonces = [call.body["nonce"] for call in discord.sent("POST", "/channels/")]
    assert len(nonces) == 3
    assert len(set(nonces)) == 2


async def test_an_edit_whose_answer_is_lost_is_made_again(driver: Driver, ann: Person, discord: DiscordDouble) -> None:
    ann.go_to_dm()
    await driver.say("hello")
    await driver.settled()
    discord.faults.add(Fault("PATCH /channels/", after=False))
    await driver.say("Chest pain")
    assert await driver.settled() == [
        "Safety first. Have you had any of these?\n→ Chest pain",
        "Chest pain",
        SECOND,
    ]


async def test_told_to_slow_down(driver: Driver, discord: DiscordDouble, clock: HandClock) -> None:
    discord.faults.slow_down("POST /webhooks/", seconds=0.01, times=2)
    starting = asyncio.create_task(driver.start())
    for _ in range(2):  # it is the outbox that waits, by its own clock, and not the library
        await clock.someone_sleeps(0.01)
        clock.move(timedelta(seconds=0.01))
    await starting
    assert await driver.settled() == [HELLO, FIRST]


async def test_answered_by_someone_else_first(driver: Driver, ann: Person, discord: DiscordDouble) -> None:
    """A second process with the same token was quicker: the reply comes as a followup, the other's is left alone."""
    discord.faults.add(
        Fault("/callback", status=400, body={"code": 40060, "message": "Interaction has already been acknowledged."})
    )
    act = await ann.slash("calf")
    await discord.world.until(lambda: bool(discord.sent("POST", "/callback")), "the callback")
    assert act.answer is None
    await driver.settled()
    assert ann.sees() == []  # in this double nobody has really answered, so there is nothing to follow up
    assert discord.sent("GET", "/messages/@original")


async def test_closed_direct_messages_are_unreachable(port: DiscordPort, ann: Person, clock: HandClock) -> None:
    ann.user.dms_open = False
    with pytest.raises(Unreachable):
        await port.send(delivery(Place("dm", ann.user.id), clock, "Were you seen?"), NotedPassage())


async def test_a_person_who_is_gone_is_unreachable(port: DiscordPort, clock: HandClock) -> None:
    with pytest.raises(Unreachable):
        await port.send(delivery(Place("dm", 1234567), clock, "Were you seen?"), NotedPassage())


async def test_turned_away_at_the_door(
    port: DiscordPort, ann: Person, clock: HandClock, discord: DiscordDouble
) -> None:
    discord.faults.banned("POST /users/@me/channels", seconds=90)
    with pytest.raises(Throttled) as caught:
        await port.send(delivery(Place("dm", ann.user.id), clock, "Were you seen?"), NotedPassage())
    assert caught.value.seconds == 90


async def test_a_long_wait_is_left_to_the_outbox(
    port: DiscordPort, ann: Person, clock: HandClock, discord: DiscordDouble
) -> None:
    discord.faults.slow_down("POST /users/@me/channels", seconds=600)
    with pytest.raises(Throttled) as caught:
        await port.send(delivery(Place("dm", ann.user.id), clock, "Were you seen?"), NotedPassage())
    assert caught.value.seconds == 600


async def test_a_long_reply_goes_on_where_it_was_interrupted(
    port: DiscordPort, ann: Person, clock: HandClock, discord: DiscordDouble
) -> None:
    letter = delivery(Place("dm", ann.user.id), clock, *LONG.split("\n\n"))
    discord.faults.add(Fault("POST /channels/", skip=2, status=429, body="banned", headers={"Retry-After": "5"}))
    with pytest.raises(Throttled):
        await port.send(letter, NotedPassage())
    await port.send(letter, NotedPassage())
    ann.go_to_dm()
    assert "\n\n".join(message.content for message in ann.sees()).split() == LONG.split()


async def test_after_the_end_a_reply_waits_for_the_next_start(
    port: DiscordPort, ann: Person, clock: HandClock, house: House
) -> None:
    await house.client.close()
    with pytest.raises(Throttled):
        await port.send(delivery(Place("dm", ann.user.id), clock, "Were you seen?"), NotedPassage())
    with pytest.raises(Throttled):
        await port.redraw(delivery(Place("dm", ann.user.id), clock, "Were you seen?"), dump_sent(Sent(5, channel=6)))


async def test_gone_twice_is_lost(port: DiscordPort, ann: Person, clock: HandClock, discord: DiscordDouble) -> None:
    discord.faults.add(Fault("POST /channels/", times=2))
    with pytest.raises(Lost):
        await port.send(delivery(Place("dm", ann.user.id), clock, "Were you seen?"), NotedPassage())


async def test_a_deleted_message_cannot_be_edited(
    port: DiscordPort, ann: Person, clock: HandClock, house: House
) -> None:
    place = Place("dm", ann.user.id)
    message = await port.send(delivery(place, clock, "One"), NotedPassage())
    ann.go_to_dm()
    ann.sees()[-1].deleted = True
    with pytest.raises(Refused):
        await port.redraw(delivery(place, clock, "Two", row=2), message)


async def test_a_message_of_a_dead_token_cannot_be_edited(port: DiscordPort, ann: Person, clock: HandClock) -> None:
    place = Place("dm", ann.user.id)
    with pytest.raises(Refused):
        await port.redraw(delivery(place, clock, "Two"), dump_sent(Sent(5, app=1, token="gone")))


async def test_a_reply_to_a_dead_token_goes_by_the_newest_that_lives(
    port: DiscordPort, ann: Person, clock: HandClock, driver: Driver, house: House
) -> None:
    place = Place("interaction", ann.user.id, id=5, token="gone", app=1, at=clock.now() - timedelta(minutes=15))
    await driver.start()
    await driver.settled()
    await house.port.send(delivery(place, clock, "Too late"), NotedPassage())
    assert await driver.settled() == ["Too late"]
    assert all(message.only_for == ann.user.id for message in ann.sees())


@pytest.mark.parametrize("minutes", [0, 15], ids=["used up", "too old"])
async def test_a_reply_to_a_dead_token_else_goes_to_the_direct_messages(
    port: DiscordPort, ann: Person, clock: HandClock, minutes: int
) -> None:
    place = Place("interaction", ann.user.id, id=5, token="gone", app=1, at=clock.now() - timedelta(minutes=minutes))
    await port.send(delivery(place, clock, "Too late"), NotedPassage())
    ann.go_to_dm()
    (there,) = [message.content for message in ann.sees()]
    assert there.startswith("Too late\n\nThis comes here because")


async def test_a_reply_to_a_dead_token_is_given_up_where_nothing_else_is_open(
    port: DiscordPort, ann: Person, clock: HandClock
) -> None:
    """Not the person, though: they are still there, and their next tap shows what is open."""
    ann.user.dms_open = False
    place = Place("interaction", ann.user.id, id=5, token="gone", app=1, at=clock.now() - timedelta(minutes=15))
    with pytest.raises(Refused):
        await port.send(delivery(place, clock, "Too late"), NotedPassage())


async def test_a_redrawn_message_stays_one_message(port: DiscordPort, ann: Person, clock: HandClock) -> None:
    place = Place("dm", ann.user.id)
    message = await port.send(delivery(place, clock, "One"), NotedPassage())
    await port.redraw(delivery(place, clock, "Two", row=2), message)
    ann.go_to_dm()
    assert [message.content for message in ann.sees()] == ["Two"]


async def test_a_handed_over_twice_interaction_acts_once(
    driver: Driver, ann: Person, house: House, discord: DiscordDouble
) -> None:
    await driver.start()
    await discord.gateway.again()
    ann.go_to_dm()
    await driver.say("and now?")  # comes after the repeat, so that has been handled as well
    ann.go_to_server()
    assert await driver.settled() == [HELLO, FIRST]
    assert [call.body["type"] for call in discord.sent("POST", "/callback")] == [4]


async def test_many_people_at_once(house: House, discord: DiscordDouble) -> None:
    people = [discord.person(f"Runner {number}") for number in range(50)]
    drivers = [Driver(person, house) for person in people]
    await asyncio.gather(*(driver.start() for driver in drivers))
    await asyncio.gather(*(driver.tap("None of these") for driver in drivers))
    for driver in drivers:
        assert await driver.settled() == [HELLO, CLOSED, SECOND]
    assert len({intake.person for intake in house.turns.intakes}) == 50


async def test_nothing_private_is_logged(
    driver: Driver, ann: Person, discord: DiscordDouble, capfd: pytest.CaptureFixture[str]
) -> None:
    ann.go_to_dm()
    await driver.say("my secret calf")
    discord.faults.add(Fault("POST /channels/", status=400, body={"code": 50035, "message": "my secret calf"}))
    await driver.say("my secret calf")
    logged = spoken("".join(capfd.readouterr()))
    assert "not_delivered" in logged
    assert "secret" not in logged
    assert discord.token not in logged
    assert str(ann.user.id) not in logged


async def test_a_followup_that_meets_a_server_error_is_not_said_twice(driver: Driver, discord: DiscordDouble) -> None:
    """discord.py would repeat it, and nothing would tell Discord that it is the same."""
    await driver.start()
    await driver.settled()
    discord.faults.add(Fault("POST /webhooks/", status=502, body="bad gateway", after=True))
    await driver.tap("None of these")
    assert await driver.settled() == [CLOSED, SECOND]
    assert len(discord.sent("POST", "/webhooks/")) == 2
