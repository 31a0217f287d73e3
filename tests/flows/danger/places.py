"""Places in all flows at which a danger may be typed, each reached anew."""

from __future__ import annotations

from collections.abc import Callable

from tests.flows.support import HOUR, SORE, TIGHT, TWINGE, Chat


def card(answers: dict[str, str] = TIGHT) -> Chat:
    """A card of somebody whose answers are kept."""
    return Chat().check(answers).keep()


def place_after(command: str, *acts: str) -> Callable[[], Chat]:
    """A place that a command and some taps lead to."""

    def go() -> Chat:
        chat = card()
        chat.command(command)
        for act in acts:
            chat.tap(act)
        return chat

    return go


def at_gate() -> Chat:
    chat = card()
    chat.later(13 * HOUR)
    chat.command("aid")
    return chat


def at_checkin() -> Chat:
    chat = card(TWINGE).agree_to_checkins()
    chat.later(24 * HOUR)
    return chat


def at_morning() -> Chat:
    chat = place_after("routine", "routine.calf_stretch", "start", "set_done", "stop", "pain.1")()
    chat.later(21 * HOUR)
    return chat


def at_onset() -> Chat:
    chat = card(TWINGE)
    chat.tap("checkins")
    return chat


def at_plan() -> Chat:
    chat = card(TWINGE)
    chat.command("plan")
    return chat


PLACES: dict[str, Callable[[], Chat]] = {
    "nowhere": Chat,
    "question": lambda: Chat().check(SORE, until="course"),
    "verdict": card,
    "gate": at_gate,
    "menu": place_after("routine"),
    "routine": place_after("routine", "routine.calf_stretch"),
    "hold": place_after("routine", "routine.calf_stretch", "skip", "start"),
    "hurts": place_after("routine", "routine.calf_stretch", "start", "hurts"),
    "aid": place_after("aid"),
    "log": place_after("log"),
    "reminders": place_after("reminders"),
    "learn": place_after("learn"),
    "plan": at_plan,
    "onset": at_onset,
    "checkin": at_checkin,
    "morning": at_morning,
}
