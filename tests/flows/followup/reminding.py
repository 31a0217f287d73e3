"""What the tests of reminders share: a registry with a routine and first aid in it, and the way to a reminder."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from flows.talk.flow import Registry
from flows.talk.show import Show
from flows.talk.turn import Turn
from flows.turn import engine
from tests.flows.support import LONDON, NOON, SORE, Chat, library


def start(turn: Turn, argument: str) -> Show:
    """In the place of a guided session: it says what it would begin with."""
    turn.message(f"Begun: {argument}.")
    return Show.USUAL


def registry() -> Registry:
    """The registry that `advance` uses now."""
    found = vars(engine)["REGISTRY"]
    assert isinstance(found, Registry)
    return found


def furnish(patch: pytest.MonkeyPatch, forbidden: tuple[str, ...] = ()) -> None:
    """A routine and first aid are in the registry; `forbidden` acts are not to be offered."""
    cards = {**registry().cards, "routine": start, "aid": start}
    patch.setattr(
        "flows.turn.engine.REGISTRY", replace(registry(), cards=cards, offerable=lambda turn, act: act not in forbidden)
    )
    texts = library().words._texts["en"]
    for name, words in {"calf_stretch": "Calf stretch", "strength": "Calf strength"}.items():
        patch.setitem(texts, f"routines.{name}.name", words)
    for number in range(6):
        patch.setitem(texts, f"routines.routine_{number}.name", f"Routine {number}")


def utc(text: str) -> datetime:
    """The instant of `2026-03-02 18:00` by the clock of London."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(LONDON)).astimezone(UTC)


def ask_reminder(chat: Chat, what: str) -> Chat:
    """Tap the card's button that asks for a reminder."""
    chat.forge_tap(f"remind.{what}")
    return chat


def reminded(time: str = "18:00", start: datetime = NOON, what: str = "calf_stretch") -> Chat:
    """Somebody in London with a daily reminder."""
    chat = Chat(start).check(SORE)
    chat.command("reminders")
    chat.tap("zone")
    chat.type("London")
    chat.tap("zone.0")
    chat.tap("leave")
    ask_reminder(chat, what)
    chat.tap("yes")
    chat.type(time)
    if chat.open == "reminders":
        chat.tap(next(one.id for one in chat.screen.choices if one.id.startswith("night.")))
    return chat


def listed(chat: Chat) -> list[str]:
    """What the list says."""
    chat.command("reminders")
    told = chat.screen.paragraphs[0].splitlines()
    chat.tap("leave")
    return told


def type_london(chat: Chat) -> Chat:
    chat.type("London")
    chat.tap("zone.0")
    return chat
