"""The local Discord itself: it must refuse what Discord refuses, or the other tests prove nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.base.clock import HandClock
from tests.doubles.discord.errors import Breach
from tests.doubles.discord.faults import Fault
from tests.doubles.discord.people import Person
from tests.doubles.discord.server import DiscordDouble
from tests.doubles.discord.world import Interaction, Message

Ask = Callable[..., Awaitable[tuple[int, Any]]]


@pytest.fixture
async def ask(discord: DiscordDouble) -> AsyncIterator[Ask]:
    """Requests without a client library."""
    async with aiohttp.ClientSession(connector=discord.connector()) as session:

        async def request(method: str, path: str, body: Any = None, token: str | None = None) -> tuple[int, Any]:
            headers = {"Authorization": f"Bot {token or discord.token}"}
            url = f"https://discord.com/api/v10{path}"
            async with session.request(method, url, json=body, headers=headers) as answer:
                assert answer.headers.get("Content-Type") in ("application/json", None) or answer.status == 429
                return answer.status, await answer.json() if answer.status != 204 else None

        yield request


@pytest.fixture
async def command(ask: Ask, ann: Person, discord: DiscordDouble) -> Interaction:
    """A slash command that waits for its answer."""
    await ask("PUT", f"/applications/{discord.world.application}/commands", [{"name": "calf", "description": "Go"}])
    return await ann.slash("calf")


def callback(interaction: Interaction) -> str:
    return f"/interactions/{interaction.id}/{interaction.token}/callback?with_response=1"


def webhook(discord: DiscordDouble, interaction: Interaction, rest: str = "") -> str:
    return f"/webhooks/{discord.world.application}/{interaction.token}{rest}"


async def test_an_interaction_is_answered_once(ask: Ask, command: Interaction) -> None:
    status, body = await ask("POST", callback(command), {"type": 4, "data": {"content": "Hi", "flags": 64}})
    assert (status, body["resource"]["message"]["content"]) == (200, "Hi")
    status, body = await ask("POST", callback(command), {"type": 4, "data": {"content": "Again"}})
    assert (status, body["code"]) == (400, 40060)


async def test_after_three_seconds_it_is_unknown(ask: Ask, command: Interaction, clock: HandClock) -> None:
    clock.move(timedelta(seconds=3.1))
    status, body = await ask("POST", callback(command), {"type": 5})
    assert (status, body["code"]) == (404, 10062)


async def test_a_refused_answer_does_not_count(ask: Ask, command: Interaction, discord: DiscordDouble) -> None:
    status, body = await ask("POST", callback(command), {"type": 4, "data": {"content": "x" * 2001}})
    assert (status, body["code"]) == (400, 50035)
    assert (await ask("POST", callback(command), {"type": 5}))[0] == 200
    assert len(discord.forgive()) == 1


async def test_a_token_lives_fifteen_minutes(
    ask: Ask, command: Interaction, discord: DiscordDouble, clock: HandClock
) -> None:
    status, body = await ask("POST", webhook(discord, command), {"content": "too early"})
    assert (status, body["code"]) == (404, 10015)
    await ask("POST", callback(command), {"type": 5, "data": {"flags": 64}})
    clock.move(timedelta(minutes=14))
    status, body = await ask("POST", webhook(discord, command), {"content": "fills"})
    assert (status, body["flags"], body["content"]) == (200, 64, "fills")
    clock.move(timedelta(minutes=1))
    status, body = await ask("POST", webhook(discord, command), {"content": "too late"})
    assert (status, body["code"]) == (401, 50027)


async def test_a_token_reaches_its_own_messages_only(
    ask: Ask, command: Interaction, ann: Person, discord: DiscordDouble
) -> None:
    await ask("POST", callback(command), {"type": 4, "data": {"content": "mine", "flags": 64}})
    other = await ann.slash("calf")
    await ask("POST", callback(other), {"type": 4, "data": {"content": "other", "flags": 64}})
    assert command.original is not None
    status, body = await ask("PATCH", webhook(discord, other, f"/messages/{command.original.id}"), {"content": "no"})
    assert (status, body["code"]) == (404, 10008)
    channel = f"/channels/{discord.world.square.id}/messages/{command.original.id}"
    assert (await ask("PATCH", channel, {"content": "no"}))[0] == 404


async def test_five_followups_for_a_user_install(ask: Ask, ann: Person, discord: DiscordDouble) -> None:
    commands = [{"name": "calf", "description": "Go", "contexts": [2]}]
    await ask("PUT", f"/applications/{discord.world.application}/commands", commands)
    ann.go_elsewhere()
    act = await ann.slash("calf")
    await ask("POST", callback(act), {"type": 4, "data": {"content": "Hi", "flags": 64}})
    answers = [(await ask("POST", webhook(discord, act), {"content": "more"}))[0] for _ in range(6)]
    assert answers == [200] * 5 + [400]


def row(*components: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(components)}


def button(number: int = 0, **changes: Any) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": "Go", "custom_id": f"k1.{number}", **changes}


def menu(count: int, **changes: Any) -> dict[str, Any]:
    options = [{"label": f"o{n}", "value": f"o{n}"} for n in range(count)]
    return {"type": 3, "custom_id": "m", "options": options, **changes}


@pytest.mark.parametrize(
    "body",
    [
        {"content": "x" * 2001},
        {"content": "😀" * 1001},
        {"content": "  "},
        {"embeds": [{"title": "x" * 257}]},
        {"embeds": [{"description": "x" * 4000}, {"description": "x" * 2001}]},
        {"embeds": [{"fields": [{"name": "n", "value": "v"}] * 26}]},
        {"embeds": [{"title": "t"}] * 11},
        {"content": "x", "components": [row(button())] * 6},
        {"content": "x", "components": [row(*(button(n) for n in range(6)))]},
        {"content": "x", "components": [row(button(label="x" * 81))]},
        {"content": "x", "components": [row(button(label=""))]},
        {"content": "x", "components": [row(button(custom_id="x" * 101))]},
        {"content": "x", "components": [row(button(custom_id=""))]},
        {"content": "x", "components": [row(button()), row(button())]},
        {"content": "x", "components": [row(menu(26))]},
        {"content": "x", "components": [row(menu(2), button())]},
        {"content": "x", "components": [row(menu(2, max_values=3))]},
        {"content": "x", "components": [row(menu(2, placeholder="x" * 151))]},
        {"content": "x", "components": [row()]},
        {"content": "x", "components": [button()]},
    ],
)
async def test_messages_that_break_a_rule(ask: Ask, ann: Person, discord: DiscordDouble, body: dict[str, Any]) -> None:
    channel = discord.world.dm(ann.user).id
    status, answer = await ask("POST", f"/channels/{channel}/messages", body)
    assert (status, answer["code"]) in ((400, 50035), (400, 50006))
    assert discord.forgive()


def option(**changes: Any) -> dict[str, Any]:
    """An option of a command that is as it should be, but for `changes`."""
    return {"type": 3, "name": "what", "description": "Which one", "required": False, **changes}


@pytest.mark.parametrize(
    "commands",
    [
        [{"name": "Calf", "description": "Go"}],
        [{"name": "calf", "description": ""}],
        [{"name": "calf", "description": "x" * 101}],
        [{"name": "calf", "description": "Go"}] * 2,
        [{"name": f"calf{n}", "description": "Go"} for n in range(101)],
        [{"name": "calf", "description": "Go", "options": [option(name="What")]}],
        [{"name": "calf", "description": "Go", "options": [option(description="")]}],
        [{"name": "calf", "description": "Go", "options": [option(description="x" * 101)]}],
        [{"name": "calf", "description": "Go", "options": [option(), option()]}],
        [{"name": "calf", "description": "Go", "options": [option(type=99)]}],
        [{"name": "calf", "description": "Go", "options": [option(max_length=6001)]}],
        [{"name": "calf", "description": "Go", "options": [option(), option(name="which", required=True)]}],
    ],
)
async def test_commands_that_break_a_rule(ask: Ask, discord: DiscordDouble, commands: list[Any]) -> None:
    status, body = await ask("PUT", f"/applications/{discord.world.application}/commands", commands)
    assert (status, body["code"]) == (400, 50035)
    assert discord.forgive()


async def test_modals_that_break_a_rule(ask: Ask, command: Interaction, discord: DiscordDouble) -> None:
    field = {"type": 18, "label": "x" * 46, "component": {"type": 4, "custom_id": "t", "style": 1}}
    for modal in (
        {"title": "x" * 46, "custom_id": "m", "components": [{**field, "label": "ok"}]},
        {"title": "ok", "custom_id": "m", "components": [field]},
        {"title": "ok", "custom_id": "m", "components": []},
    ):
        status, body = await ask("POST", callback(command), {"type": 9, "data": modal})
        assert (status, body["code"]) == (400, 50035)
    assert len(discord.forgive()) == 3


async def test_an_unknown_route_fails_the_test(ask: Ask, discord: DiscordDouble) -> None:
    assert (await ask("GET", "/gateway/bot"))[0] == 404
    with pytest.raises(AssertionError, match="no such route: GET /gateway/bot"):
        discord.verify()
    discord.forgive()


async def test_a_wrong_token_is_refused(ask: Ask) -> None:
    assert (await ask("GET", "/users/@me", token="wrong"))[0] == 401


async def test_a_repeated_nonce_is_one_message(ask: Ask, ann: Person, discord: DiscordDouble) -> None:
    path = f"/channels/{discord.world.dm(ann.user).id}/messages"
    body = {"content": "once", "nonce": "7.0", "enforce_nonce": True}
    first, second = (await ask("POST", path, body))[1], (await ask("POST", path, body))[1]
    assert first["id"] == second["id"]
    third = (await ask("POST", path, {**body, "nonce": "7.1"}))[1]
    assert third["id"] != first["id"]


async def test_closed_direct_messages(ask: Ask, ann: Person, discord: DiscordDouble) -> None:
    ann.user.dms_open = False
    status, channel = await ask("POST", "/users/@me/channels", {"recipient_id": str(ann.user.id)})
    assert status == 200  # Discord opens the channel; only a message fails
    status, body = await ask("POST", f"/channels/{channel['id']}/messages", {"content": "Hi"})
    assert (status, body["code"]) == (403, 50007)


async def test_impossible_acts_are_refused(ask: Ask, ann: Person, command: Interaction, discord: DiscordDouble) -> None:
    with pytest.raises(Breach, match="never registered"):
        await ann.slash("walk")
    ann.go_elsewhere()
    with pytest.raises(Breach, match="not offered here"):
        await ann.slash("calf")
    ann.go_to_server()
    data = {"content": "Hi", "flags": 64, "components": [row(button()), row(menu(3, max_values=2))]}
    await ask("POST", callback(command), {"type": 4, "data": data})
    (message,) = ann.sees()
    with pytest.raises(Breach, match="not on that message"):
        await ann.tap(message, "Stop")
    with pytest.raises(Breach, match="not on that message"):
        await ann.choose(message, "o9")
    with pytest.raises(Breach, match="does not take 3"):
        await ann.choose(message, "o0", "o1", "o2")
    with pytest.raises(Breach, match="cannot see"):
        await discord.person("Bob").tap(message, "Go")
    with pytest.raises(Breach, match="no modal"):
        await ann.submit(command, "text")


async def test_a_modal_is_submitted_once(ask: Ask, ann: Person, command: Interaction, discord: DiscordDouble) -> None:
    field = {"type": 18, "label": "Say", "component": {"type": 4, "custom_id": "t", "style": 1, "max_length": 5}}
    modal = {"title": "Say", "custom_id": "m", "components": [field]}
    await ask("POST", callback(command), {"type": 9, "data": modal})
    with pytest.raises(Breach, match="would not take"):
        await ann.submit(command, "too long")
    act = await ann.submit(command, "pop")
    assert act.type == 5
    with pytest.raises(Breach, match="no modal"):
        await ann.submit(command, "pop")
    assert (await ask("POST", callback(act), {"type": 7, "data": {"content": "x"}}))[0] == 400
    assert "no message to update" in discord.forgive()[0]


async def test_faults(ask: Ask, ann: Person, discord: DiscordDouble) -> None:
    path = f"/channels/{discord.world.dm(ann.user).id}/messages"
    discord.faults.add(Fault("POST /channels/", skip=1, status=500, body={"code": 0}))
    discord.faults.slow_down("POST /channels/", seconds=3)
    answers = [(await ask("POST", path, {"content": "x"})) for _ in range(3)]
    assert [status for status, _ in answers] == [429, 500, 200]
    assert answers[0][1]["retry_after"] == 3
    discord.faults.add(Fault("POST /channels/", after=True))
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await ask("POST", path, {"content": "y"})
    ann.go_to_dm()
    assert [message.content for message in ann.sees()] == ["x", "y"]


async def test_waiting_in_vain_says_for_what(ann: Person) -> None:
    with pytest.raises(Breach, match="waited in vain for a miracle"):
        await ann.world.until(lambda: False, "a miracle", seconds=0.01)


async def test_the_same_world_for_everyone(ann: Person) -> None:
    bob = ann.someone_else("Bob")
    ann.world.add(Message(ann.world.new_id(), ann.where, bob.user, content="Morning"))
    assert [message.content for message in ann.sees()] == ["Morning"]
