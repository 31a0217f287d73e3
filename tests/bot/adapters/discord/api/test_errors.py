"""Each error of the library means one thing to the outbox, and one sentence to whoever runs the bot."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest

from bot.adapters.discord.api.errors import DiscordError, calling, explain_error
from bot.adapters.discord.api.meanings import MEANINGS, AlreadyAnswered, Closed, TokenDead
from bot.ports import Lost, Refused, Throttled, Unreachable


def answer(status: int, code: int = 0, retry_after: str = "") -> discord.HTTPException:
    """What the library raises for an answer with this status and Discord's own code."""
    headers = {"Retry-After": retry_after} if retry_after else {}
    response: Any = SimpleNamespace(status=status, reason="", headers=headers)
    kinds: dict[int, type[discord.HTTPException]] = {403: discord.Forbidden, 404: discord.NotFound}
    kind = discord.DiscordServerError if status >= 500 else kinds.get(status, discord.HTTPException)
    return kind(response, {"code": code, "message": "said"})


def thrown_out(code: int) -> discord.ConnectionClosed:
    """What the library raises when the gateway closes the connection with this code."""
    socket: Any = SimpleNamespace(close_code=code)
    return discord.ConnectionClosed(socket, shard_id=None, code=code)


async def meaning(error: BaseException) -> BaseException:
    """What comes out of a call in which `error` is raised."""
    with pytest.raises(type(error) if isinstance(error, KeyboardInterrupt) else Exception) as raised:
        async with calling():
            raise error
    return raised.value


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (answer(403, 50007), Closed),
        (answer(403, 50278), Closed),
        (answer(404, 10013), Closed),
        (answer(404, 10015), TokenDead),
        (answer(404, 10062), TokenDead),
        (answer(401, 50027), TokenDead),
        (answer(400, 40060), AlreadyAnswered),
        (answer(403, 50001), Unreachable),
        (answer(403, 50013), Unreachable),
        (answer(404, 10003), Unreachable),
        (answer(403), Refused),
        (answer(404), Refused),
        (answer(400, 50035), Refused),
        (answer(500), Lost),
        (answer(503, 10003), Unreachable),
        (aiohttp.ServerDisconnectedError(), Lost),
        (OSError("broken"), Lost),
        (TimeoutError(), Lost),
    ],
    ids=lambda value: f"{value.status} {value.code}" if isinstance(value, discord.HTTPException) else str(value),
)
async def test_an_error_means(error: Exception, kind: type[Exception]) -> None:
    found = await meaning(error)
    assert type(found) is kind
    assert found.__cause__ is error
    if isinstance(error, discord.HTTPException):
        assert str(found) == f"{error.status} {error.code}: said"
    else:
        assert str(found) == type(error).__name__


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (discord.RateLimited(7.5), 7.5),
        (answer(429, retry_after="3"), 3.0),
        (answer(429, 50007, retry_after="3"), 3.0),
        (answer(429), 60.0),
        (answer(429, retry_after="soon"), 60.0),
        (answer(403, 40003), 60.0),
        (ConnectionRefusedError(), 1.0),
    ],
    ids=["by the library", "in seconds", "whatever its code", "not said", "no number", "too many chats", "not sent"],
)
async def test_asked_to_wait_it_waits_so_long(error: Exception, seconds: float) -> None:
    found = await meaning(error)
    assert type(found) is Throttled
    assert found.seconds == seconds


@pytest.mark.parametrize(
    "error",
    [discord.DiscordException("x"), discord.ClientException("x"), discord.InvalidData("x")],
    ids=lambda error: type(error).__name__,
)
async def test_a_fault_of_ours_is_passed_on(error: Exception) -> None:
    assert await meaning(error) is error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (discord.LoginFailure("x"), "Copy it again from the Bot page"),
        (discord.PrivilegedIntentsRequired(None), "refused the intents"),
        (thrown_out(4004), "Copy it again from the Bot page"),
        (thrown_out(4014), "refused the intents"),
        (thrown_out(4013), "closed the connection for good (code 4013)"),
        (answer(403), "refused to let the bot in: 403 said"),
    ],
    ids=["login", "intents", "closed: token", "closed: intents", "closed", "refused"],
)
def test_whoever_runs_the_bot_is_told(error: Exception, words: str) -> None:
    found = explain_error(error)
    assert isinstance(found, DiscordError)
    assert words in str(found)


@pytest.mark.parametrize("error", [discord.InvalidData("x"), ValueError("x")], ids=["the library's", "another"])
def test_an_error_with_nothing_to_be_done_stays_as_it_is(error: Exception) -> None:
    assert explain_error(error) is error


def kinds(kind: type[discord.DiscordException]) -> set[type[discord.DiscordException]]:
    """The class and all below it that are the library's own; its extensions are not used."""
    below = set().union(*map(kinds, kind.__subclasses__()))
    own = kind.__module__.startswith("discord.") and not kind.__module__.startswith("discord.ext.")
    return below | ({kind} if own else set())


def test_every_error_of_the_library_is_named() -> None:
    assert len(kinds(discord.DiscordException)) >= 30
    assert kinds(discord.DiscordException) - set(MEANINGS) == set()
    line = {aiohttp.ClientConnectorError, ConnectionRefusedError, aiohttp.ClientError, OSError}
    assert set(MEANINGS) - kinds(discord.DiscordException) == line, "and nothing else but the line beneath"
