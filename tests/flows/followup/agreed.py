"""Somebody who has agreed to check-ins, and the way to one of them."""

from __future__ import annotations

from tests.flows.support import DAY, TWINGE, Chat


def agreed(answers: dict[str, str], days_ago: int = 0) -> Chat:
    """Check-ins agreed upon at noon, for a pain that began so many days ago."""
    return Chat().check(answers).keep().agree_to_checkins(days_ago)


def steps_left(chat: Chat) -> tuple[str, ...]:
    """The steps that are still to come."""
    return chat.state.checkins.left if chat.state.checkins else ()


def at_step(chat: Chat, step: str, answers: dict[str, str] = TWINGE) -> Chat:
    """Until this check-in, the earlier ones answered with what is calm."""
    calm = {"d1": ("checkin.none", "pain.0"), "d3": ("checkin.better",), "d7": ("checkin.walk",)}
    for earlier, days in (("d1", 1), ("d3", 2), ("d7", 4), ("d14", 7)):
        chat.later(days * DAY)
        assert chat.open == "checkin", earlier
        if earlier == step:
            return chat
        for act in calm[earlier]:
            chat.tap(act)
        if chat.open == "checkin":
            chat.tap("checkin.easy")
    return chat
