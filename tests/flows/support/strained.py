"""Somebody with a small strain, two weeks on."""

from __future__ import annotations

from typing import Any

from tests.flows.support.chat import Chat
from tests.flows.support.people import DAY, TWINGE


def strained(stage: int, days: int = 7, **recovery: Any) -> Chat:
    """Somebody who keeps a log and has been in this stage of the way back for so many days."""
    chat = Chat().check(TWINGE).keep(age="30_39", sex="women")
    chat.later(14 * DAY)
    return chat.in_stage(stage, days=days, **recovery)
