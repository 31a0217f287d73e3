"""Each error of the library means one thing to the outbox."""

from __future__ import annotations

from datetime import timedelta

import aiohttp
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    PassportDecryptionError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import InvalidCallbackData

from bot.adapters.telegram.api.errors import MEANINGS as TABLE
from bot.adapters.telegram.api.errors import RECONNECT_SECONDS, TOKEN_SECONDS, delivery_error
from bot.ports import DeliveryError, Lost, Refused, Throttled, Unreachable

MEANINGS: list[tuple[TelegramError, type[DeliveryError]]] = [
    (TelegramError("something new"), Lost),
    (Forbidden("bot was blocked by the user"), Unreachable),
    (BadRequest("Chat not found"), Unreachable),
    (BadRequest("Not enough rights: have no rights to send a message"), Unreachable),
    (BadRequest("PEER_ID_INVALID"), Unreachable),
    (BadRequest("User is deactivated"), Unreachable),
    (BadRequest("User not found"), Unreachable),
    (BadRequest("something new"), Refused),
    (NetworkError("bad gateway"), Lost),
    (TimedOut(), Lost),
    (EndPointNotFound("Not Found"), Lost),
    (Conflict("terminated by other getUpdates request"), Lost),
    (ChatMigrated(-100), Lost),
    (PassportDecryptionError("no key"), Lost),
    (InvalidCallbackData("k"), Lost),
]


@pytest.mark.parametrize(("error", "meaning"), MEANINGS, ids=lambda value: str(getattr(value, "message", value)))
def test_an_error_means(error: TelegramError, meaning: type[DeliveryError]) -> None:
    found = delivery_error(error)
    assert type(found) is meaning
    assert str(found) == str(error)


@pytest.mark.parametrize("asked", [7, timedelta(seconds=7)])
def test_asked_to_wait_it_waits_so_long(asked: int | timedelta) -> None:
    found = delivery_error(RetryAfter(asked))
    assert isinstance(found, Throttled)
    assert found.seconds == 7


def test_a_token_that_was_withdrawn_is_waited_for() -> None:
    found = delivery_error(InvalidToken())
    assert isinstance(found, Throttled)
    assert found.seconds == TOKEN_SECONDS


@pytest.mark.parametrize("error", [NetworkError("no line"), TimedOut()], ids=["no line", "too slow"])
@pytest.mark.parametrize(
    "cause", [RuntimeError("closed"), aiohttp.ConnectionTimeoutError()], ids=["closed", "no answer"]
)
def test_what_never_left_is_sent_again(error: TelegramError, cause: Exception) -> None:
    error.__cause__ = cause
    found = delivery_error(error)
    assert isinstance(found, Throttled)
    assert found.seconds == RECONNECT_SECONDS


def test_what_was_refused_is_not_sent_again_whatever_its_cause() -> None:
    error = BadRequest("something new")
    error.__cause__ = RuntimeError("closed")
    assert type(delivery_error(error)) is Refused


def kinds(kind: type[TelegramError]) -> set[type[TelegramError]]:
    """The class and all below it that are the library's own."""
    below = set().union(*map(kinds, kind.__subclasses__()))
    return below | ({kind} if kind.__module__.startswith("telegram.") else set())


def test_every_error_of_the_library_is_named() -> None:
    assert len(kinds(TelegramError)) >= 12
    assert kinds(TelegramError) - set(TABLE) == set()
    assert set(TABLE) - kinds(TelegramError) == set(), "and nothing else"
