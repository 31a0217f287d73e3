"""discord.py keeps views, modals and messages by itself; this bot lives for months, so it must keep none."""

from __future__ import annotations

from bot.adapters.discord.outgoing.address import Place, write_address
from bot.adapters.discord.outgoing.port import DiscordPort
from bot.base.clock import HandClock
from bot.ports import Delivery
from flows.content.words import Words
from flows.talk.session import Session
from tests.bot.adapters.discord.talk import question
from tests.bot.passage import NotedPassage
from tests.doubles.discord.driver import Driver
from tests.doubles.discord.house import House
from tests.doubles.discord.people import Person


async def test_a_thousand_questions_leave_nothing_behind(
    house: House, ann: Person, words: Words, clock: HandClock
) -> None:
    port = DiscordPort(house.client, words, clock)
    reply = question(Session("abcdef", turn=1))
    assert reply.choices
    place = write_address(Place("dm", ann.user.id, ann.world.dm(ann.user).id))
    for row in range(1000):
        await port.send(Delivery(row, "dc:1", reply, place, clock.now()), NotedPassage())
    ann.go_to_dm()
    assert len(ann.sees()) == 1000
    kept = house.client._connection._view_store
    assert not kept._synced_message_views
    assert not any(kept._views.values())


async def test_a_conversation_leaves_nothing_behind(driver: Driver, house: House) -> None:
    await driver.start()
    await driver.tap("None of these")
    await driver.say("Left leg only")
    await driver.tap("Way number 2")
    await driver.tap("Why this advice?")
    await house.settle()
    kept = house.client._connection._view_store
    assert not any(kept._views.values())
    assert not kept._modals
    assert not kept._synced_message_views
    assert not house.client.cached_messages
    assert not house.port._answers
