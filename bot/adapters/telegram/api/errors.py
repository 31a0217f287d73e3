"""What Telegram's refusals mean to the outbox.

`MEANINGS` names every error class of the library; a test fails when the library has one that is not named.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

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

from bot.adapters.telegram.api.client import asked_to_wait
from bot.adapters.telegram.api.wire import NOT_SENT
from bot.base.errors import find_meaning
from bot.ports import DeliveryError, Lost, Refused, Throttled, Unreachable

RECONNECT_SECONDS = 3.0
TOKEN_SECONDS = 60.0

_NOBODY = ("chat not found", "user is deactivated", "peer_id_invalid", "user not found", "have no rights to send")
_NOT_MODIFIED = ("message is not modified",)
_WRONG_FILE = ("wrong file identifier", "wrong remote file", "file reference", "wrong type of the web page content")
_NO_EDIT = ("message to edit not found", "message can't be edited", "message_id_invalid")


def wrong_file(error: TelegramError) -> bool:
    """A file id that means nothing (any more): the file has to be uploaded again."""
    return _refused_saying(_WRONG_FILE, error)


def not_modified(error: TelegramError) -> bool:
    """An edit that had been made already."""
    return _refused_saying(_NOT_MODIFIED, error)


def beyond_edit(error: TelegramError) -> bool:
    """The message is gone, or too old to be edited."""
    return _refused_saying(_NO_EDIT, error)


def delivery_error(error: TelegramError) -> DeliveryError:
    """The outbox's name for what went wrong."""
    return find_meaning(MEANINGS, error)(error)


def _refused_saying(phrases: tuple[str, ...], error: TelegramError) -> bool:
    return isinstance(error, BadRequest) and any(words in str(error).lower() for words in phrases)


def _wait_as_asked(error: RetryAfter) -> DeliveryError:
    return Throttled(asked_to_wait(error))


def _wait_for_a_token(_error: InvalidToken) -> DeliveryError:
    """The token was withdrawn, which is no fault of this message: it is kept for when there is a good one."""
    return Throttled(TOKEN_SECONDS)


def _unreachable(error: TelegramError) -> DeliveryError:
    return Unreachable(str(error))


def _refused_unless_nobody_is_there(error: BadRequest) -> DeliveryError:
    return _unreachable(error) if _refused_saying(_NOBODY, error) else Refused(str(error))


def _lost(error: TelegramError) -> DeliveryError:
    return Lost(str(error))


def _lost_unless_it_never_left(error: NetworkError) -> DeliveryError:
    """What never left cannot arrive twice, so it is sent again; what the outbox stopped itself, it knows the reason of."""
    if isinstance(error.__cause__, DeliveryError):
        return error.__cause__
    return Throttled(RECONNECT_SECONDS) if isinstance(error.__cause__, NOT_SENT) else _lost(error)


MEANINGS: Mapping[type[BaseException], Callable[[Any], DeliveryError]] = {
    TelegramError: _lost,
    RetryAfter: _wait_as_asked,
    Forbidden: _unreachable,
    InvalidToken: _wait_for_a_token,
    NetworkError: _lost_unless_it_never_left,
    BadRequest: _refused_unless_nobody_is_there,
    TimedOut: _lost_unless_it_never_left,
    ChatMigrated: _lost,  # once: the port follows a group that moved; twice is one time too many
    # No answers to a message. Should one come all the same, nobody can say whether the message arrived.
    Conflict: _lost,
    EndPointNotFound: _lost,
    InvalidCallbackData: _lost,
    PassportDecryptionError: _lost,
}
"""Error class of the library → what it means to the outbox."""
