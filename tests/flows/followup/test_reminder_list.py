"""The list of reminders: typed times, changes, and what is said while they are silent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.followup.reminder_list import read_time
from tests.flows.followup.reminding import ask_reminder, listed, reminded, utc
from tests.flows.support import texts

pytestmark = pytest.mark.usefixtures("furnished")


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("7:30", 450),
        ("07.30", 450),
        ("at 7:30 pm", 1170),
        ("19h", 1140),
        ("19h30", 1170),
        ("7 am", 420),
        ("12 am", 0),
        ("12pm", 720),
        ("0730", 450),
        ("18", 1080),
        ("24:00", None),
        ("7:60", None),
        ("13 pm", None),
        ("soon", None),
        ("", None),
        ("7:3", None),
    ],
)
def test_typed_times(text: str, minute: int | None) -> None:
    assert read_time(text) == minute


def test_the_time_is_changed() -> None:
    chat = reminded("18:00")
    chat.command("reminders")
    chat.tap("one.1")
    chat.tap("time")
    assert "First tomorrow 09:15" in texts(chat.type("9:15"))
    assert chat.open == "reminders"
    assert listed(chat) == ["Calf stretch: every day at 09:15"]
    assert chat.timers["reminder.1"].at == utc("2026-03-03 09:15")


def test_a_number_is_the_number_of_a_choice() -> None:
    chat = ask_reminder(reminded("18:00"), "strength")
    chat.type("2")
    assert chat.open == "confirm"
    chat.tap("yes")
    assert listed(chat)[1] == "Calf strength: every day at 12:30"


def test_one_is_deleted() -> None:
    chat = reminded("18:00")
    chat.later(timedelta(hours=6))
    chat.command("reminders")
    chat.tap("one.1")
    assert "deleted" in texts(chat.tap("delete"))
    chat.tap("leave")
    assert chat.open == "verdict", "the prompt of the one that was deleted is gone too"
    assert chat.later(timedelta(days=3)) == ()


def test_another_zone_moves_them() -> None:
    chat = reminded("18:00")
    chat.command("reminders")
    chat.tap("zone")
    chat.type("New York")
    chat.tap("zone.0")
    assert chat.timers["reminder.1"].at == utc("2026-03-02 23:00")


def test_urgent_advice_says_that_they_are_silent() -> None:
    chat = reminded("18:00")
    chat.check({"breath": "chest_pain"})
    said = chat.command("reminders")
    assert "no reminders until a new check is calmer" in texts(said)
    assert said[-1].verdict is not None, "the card of the emergency is shown again"
    assert chat.open == "verdict"
