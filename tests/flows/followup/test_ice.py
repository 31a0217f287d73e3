"""Reminders of ice: every two hours by day, for the first two days."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.flows.followup.reminding import ask_reminder, type_london
from tests.flows.support import SORE, Chat, texts

pytestmark = pytest.mark.usefixtures("furnished")


def reminded_of_ice() -> Chat:
    """Since noon; the check was at noon too."""
    chat = ask_reminder(Chat().check(SORE), "ice")
    chat.tap("yes")
    return type_london(chat)


def test_ice_comes_every_two_hours_by_day_for_two_days() -> None:
    chat = reminded_of_ice()
    assert "first today 14:00, until Wed 4 March, 12:00" in texts(chat.step.replies)
    came = []
    while "reminder.1" in chat.timers:
        due = chat.timers["reminder.1"].at
        if "Time for ice" in texts(chat.later(due - chat.now)):
            came.append(f"{chat.now:%d %H}")
            chat.tap("skip")
    assert came == ["02 14", "02 16", "02 18", "02 20"] + [f"03 {hour:02}" for hour in (*range(8, 21, 2),)] + [
        "04 08",
        "04 10",
        "04 12",
    ]
    assert not chat.state.reminders


def test_ice_three_times_unanswered() -> None:
    chat = reminded_of_ice()
    said = texts(chat.later(timedelta(hours=48)))
    assert said.count("Time for ice") == 3
    assert said.count("no answer to the last three reminders of Ice") == 1


def test_ice_is_for_the_first_two_days() -> None:
    chat = Chat().check({**SORE, "course": "week_better"})
    ask_reminder(chat, "ice")
    chat.tap("yes")
    assert "Those are over" in texts(type_london(chat).step.replies)
