"""What the library cannot parse, read from the bare payload: a word typed to us is never lost for a field beside it.

pass_over(parsers, unreadable)     an event that cannot be parsed is told to `unreadable` and does no further harm
raw_message(payload)               what a direct message says, as far as it can be made out
raw_interaction(payload, at)       the same for a command, tap, menu or modal
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from datetime import datetime
from functools import partial
from typing import Any

import msgspec

from bot.adapters.discord.incoming.events import Own, read_interaction, read_text
from bot.adapters.discord.outgoing.address import Place
from flows.base.events import Event

Payload = Mapping[str, Any]
Parse = Callable[[Any], None]
Unreadable = Callable[[str, Any, Exception], None]
"""Called with the event's name, its payload and what went wrong."""

_NEEDED = frozenset({"READY"})
"""Without these there is no connection: it is made anew."""

_IN_DM = 1
"""The context of the direct messages with the bot."""


class RawMessage(msgspec.Struct, frozen=True):
    """A direct message: its id (0: it has none), where it was typed, and what it says (None: nothing that can be read)."""

    id: int
    place: Place
    event: Event | None


class RawInteraction(msgspec.Struct, frozen=True):
    """An interaction; `event` is None if it is not known what was done, or if it is a matter of the adapter's own."""

    place: Place
    event: Event | None


def pass_over(parsers: MutableMapping[str, Parse], unreadable: Unreadable) -> None:
    """Let no event end the connection: discord.py reads each in the loop that holds it, and lets what is raised out."""
    for name, parse in parsers.items():
        if name not in _NEEDED:
            parsers[name] = partial(_parse, name, parse, unreadable)


def _parse(name: str, parse: Parse, unreadable: Unreadable, payload: Any) -> None:
    try:
        parse(payload)
    except Exception as error:
        unreadable(name, payload, error)


def raw_message(payload: Any) -> RawMessage | None:
    """The direct message; None if it is none, is a bot's, or does not say whose it is."""
    data, author = _mapping(payload), _mapping(_mapping(payload).get("author"))
    user = _number(author.get("id"))
    if not user or author.get("bot") or data.get("guild_id") is not None:
        return None
    return RawMessage(
        _number(data.get("id")),
        Place("dm", user, _number(data.get("channel_id"))),
        read_text(str(data.get("content") or "")),
    )


def raw_interaction(payload: Any, at: datetime) -> RawInteraction | None:
    """The interaction; None if it cannot be answered (no id, no token, nobody behind it)."""
    data = _mapping(payload)
    person = _mapping(_mapping(data.get("member")).get("user")) or _mapping(data.get("user"))
    number, user, token = _number(data.get("id")), _number(person.get("id")), data.get("token")
    if not number or not user or not isinstance(token, str):
        return None
    in_dm = data.get("context") == _IN_DM and data.get("guild_id") is None
    place = Place(
        "interaction",
        user,
        channel=_number(data.get("channel_id")) if in_dm else 0,
        language=str(data.get("locale") or "en").partition("-")[0],
        id=number,
        token=token,
        app=_number(data.get("application_id")),
        at=at,
    )
    return RawInteraction(place, _event(data))


def _event(data: Payload) -> Event | None:
    if not _mapping(data.get("data")):
        return None
    try:
        event: Event | Own | None = read_interaction(_number(data.get("type")), _mapping(data.get("data")))
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
    return None if isinstance(event, str) else event


def _mapping(value: Any) -> Payload:
    return value if isinstance(value, Mapping) else {}


def _number(value: Any) -> int:
    """A snowflake, or 0 for what is none."""
    try:
        return int(value)
    except (TypeError, ValueError):
        return 0
