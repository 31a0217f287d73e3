"""Updates read one by one: what the library cannot parse is mended from what is left of it, or passed over.

    readable(updates, bot)      the updates that can be read, in order
    mended(update)              what is left of one that cannot: the words, the tap, or the fact that something came
    number_of(update)           its number, None if that cannot be read

One field that is missing, or of another type than the library expects, must neither stop Telegram for everybody nor swallow
an emergency: words that can still be read are read for what they are. Somebody of whom it is only known that they sent
something is told that it could not be read.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from telegram import CallbackQuery, Chat, InaccessibleMessage, Message, Update, User
from telegram.constants import ChatType

from bot.adapters.telegram.api.client import Bot
from bot.base.log import logger

log = logger("telegram")

UNREADABLE = "unreadable"
"""Stands in `api_kwargs` of a message of which nothing could be read but from whom it is."""

_LARGEST = 2**31
_LONG_AGO = datetime.fromtimestamp(0, UTC)
_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP, ChatType.CHANNEL)
_WORDS = ("text", "caption")


def readable(updates: Iterable[Any], bot: Bot) -> Iterator[Update]:
    """Parse each update by itself."""
    for raw in updates:
        try:
            update = None if number_of(raw) is None else Update.de_json(raw, bot)
        except Exception as error:
            # Whatever the library stumbles over. Its words may quote what a person wrote; only the kind is logged.
            log.error("update_not_parsed", error=error, update=number_of(raw))
            update = None
        else:
            if update is None:
                log.error("update_without_number", kind=type(raw).__name__)
        update = update or mended(raw)
        if update is not None:
            yield update


def number_of(raw: Any) -> int | None:
    """The update's number. One that cannot be Telegram's is none: as an offset it would swallow what comes after."""
    number = raw.get("update_id") if isinstance(raw, Mapping) else None
    return number if type(number) is int and 0 < number < _LARGEST else None


def mended(raw: Any) -> Update | None:
    """An update of what can be read of `raw` and is for a private chat; None if there is nothing of the kind.

    Without a number it gets one below zero that is always the same for the same content, by which a repeat is known.
    """
    if not isinstance(raw, Mapping):
        return None
    number = number_of(raw)
    if number is None:
        number = -zlib.crc32(json.dumps(raw, sort_keys=True, default=str).encode())
    tap, message = raw.get("callback_query"), raw.get("message")
    if isinstance(tap, Mapping):
        return _tap(number, tap)
    if isinstance(message, Mapping):
        return _message(number, message)
    return None


def _message(number: int, raw: Mapping[str, Any]) -> Update | None:
    user = _private(raw)
    if user is None:
        return None
    words = next((raw[name] for name in _WORDS if isinstance(raw.get(name), str) and raw[name]), None)
    rest = None if words else {UNREADABLE: True}
    chat = Chat(user.id, ChatType.PRIVATE)
    return Update(number, Message(0, _LONG_AGO, chat, from_user=user, text=words, api_kwargs=rest))


def _tap(number: int, raw: Mapping[str, Any]) -> Update | None:
    """A tap whose button can be read counts: it may be the yes to a danger sign."""
    user, data, beneath = _user(raw.get("from")), raw.get("data"), raw.get("message")
    if user is None or not isinstance(beneath, Mapping) or _is_group(beneath.get("chat")):
        return None
    chat = Chat(user.id, ChatType.PRIVATE)
    if not isinstance(data, str) or not data:
        return Update(number, Message(0, _LONG_AGO, chat, from_user=user, api_kwargs={UNREADABLE: True}))
    query = CallbackQuery(str(raw.get("id", "")), user, "", message=InaccessibleMessage(chat, 0), data=data)
    return Update(number, callback_query=query)


def _private(raw: Mapping[str, Any]) -> User | None:
    """Whose private chat the message is from: there, chat and sender have the same number, and one of them is enough."""
    chat, user = raw.get("chat"), _user(raw.get("from"))
    if _is_group(chat):
        return None
    home = _person(chat.get("id")) if isinstance(chat, Mapping) else None
    if user is not None:
        return user if home in (None, user.id) else None
    return None if home is None else User(home, "", is_bot=False)


def _is_group(chat: Any) -> bool:
    if not isinstance(chat, Mapping):
        return False
    number = chat.get("id")
    return chat.get("type") in _GROUPS or (type(number) is int and number < 0)


def _user(raw: Any) -> User | None:
    number = _person(raw.get("id")) if isinstance(raw, Mapping) else None
    if number is None or raw.get("is_bot") is True:
        return None
    language = raw.get("language_code")
    return User(number, "", is_bot=False, language_code=language if isinstance(language, str) else None)


def _person(number: Any) -> int | None:
    return number if type(number) is int and 0 < number < 2**52 else None
