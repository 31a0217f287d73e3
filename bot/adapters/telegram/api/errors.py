"""What Telegram's refusals mean to the outbox."""

from __future__ import annotations

from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.adapters.telegram.api.client import asked_to_wait
from bot.adapters.telegram.api.wire import NOT_SENT
from bot.ports import DeliveryError, Lost, Refused, Throttled, Unreachable

RECONNECT_SECONDS = 3.0
TOKEN_SECONDS = 60.0

_NOBODY = ("chat not found", "user is deactivated", "peer_id_invalid", "user not found", "have no rights to send")
_NOT_MODIFIED = "message is not modified"
_WRONG_FILE = ("wrong file identifier", "wrong remote file", "file reference", "wrong type of the web page content")
_NO_EDIT = ("message to edit not found", "message can't be edited", "message_id_invalid")


def wrong_file(error: TelegramError) -> bool:
    """A file id that means nothing (any more): the file has to be uploaded again."""
    return isinstance(error, BadRequest) and any(words in str(error).lower() for words in _WRONG_FILE)


def not_modified(error: TelegramError) -> bool:
    """An edit that had been made already."""
    return isinstance(error, BadRequest) and _NOT_MODIFIED in str(error).lower()


def beyond_edit(error: TelegramError) -> bool:
    """The message is gone, or too old to be edited."""
    return isinstance(error, BadRequest) and any(words in str(error).lower() for words in _NO_EDIT)


def delivery_error(error: TelegramError) -> DeliveryError:
    """The outbox's name for what went wrong."""
    if isinstance(error, RetryAfter):
        return Throttled(asked_to_wait(error))
    if isinstance(error, Forbidden):
        return Unreachable(str(error))
    if isinstance(error, BadRequest):
        gone = any(words in str(error).lower() for words in _NOBODY)
        return Unreachable(str(error)) if gone else Refused(str(error))
    if isinstance(error, InvalidToken):
        # The token was withdrawn, which is no fault of this message: keep it for when there is a good one.
        return Throttled(TOKEN_SECONDS)
    if isinstance(error, NetworkError) and isinstance(error.__cause__, NOT_SENT):
        # It never left, so repeating it cannot send anything twice.
        return Throttled(RECONNECT_SECONDS)
    return Lost(str(error))
