"""Reminders: from the yes to the last one, through nights, clock changes, snoozes and silence."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.base.events import TimerFired
from flows.followup.reminders import offer_reminder
from flows.talk.turn import Turn
from tests.flows.followup.reminding import ask_reminder, furnish, listed, registry, reminded, type_london, utc
from tests.flows.support import NOON, SORE, Chat, library, texts

pytestmark = pytest.mark.usefixtures("furnished")


# --- asking for one ---------------------------------------------------------------------------------------------------


def test_it_takes_a_yes_a_zone_and_a_time() -> None:
    chat = ask_reminder(Chat().check(SORE), "calf_stretch")
    assert "30 days" in chat.screen_text
    assert chat.open == "confirm"
    chat.tap("yes")
    assert chat.state.person.keep
    assert chat.open == "zone"
    type_london(chat)
    said = chat.tap("at.1080")
    assert "Set: Calf stretch, every day at 18:00. First today 18:00." in texts(said)
    assert chat.timers["reminder.1"].at == utc("2026-03-02 18:00")
    assert listed(chat) == ["Calf stretch: every day at 18:00"]


def test_no_costs_nothing_and_nothing_is_set() -> None:
    chat = ask_reminder(Chat().check(SORE), "calf_stretch")
    chat.tap("no")
    assert chat.open == "verdict"
    assert not chat.state.reminders
    assert not chat.state.person.keep


def test_without_a_zone_there_is_none() -> None:
    chat = ask_reminder(Chat().check(SORE), "calf_stretch")
    chat.tap("yes")
    assert "could wake you at night" in texts(chat.tap("leave"))
    assert not chat.state.reminders
    ask_reminder(chat, "calf_stretch")
    assert chat.open == "zone", "it is asked again only when it is wanted again"


def test_no_more_than_five_and_none_twice() -> None:
    chat = reminded("18:00")
    for number in range(4):
        ask_reminder(chat, f"routine_{number}")
        chat.tap("at.1080")
    assert "5 reminders is the most" in texts(ask_reminder(chat, "routine_4").step.replies)
    chat.tap("leave")
    assert "already" in texts(ask_reminder(chat, "calf_stretch").step.replies)
    assert len(listed(chat)) == 5


@pytest.mark.parametrize("what", ["", "nothing_known", "x" * 20])
def test_what_does_not_exist_is_no_reminder(what: str) -> None:
    chat = Chat().check(SORE)
    ask_reminder(chat, what)
    assert chat.open == "verdict"
    assert not chat.state.reminders


def test_what_the_advice_forbids_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    chat = Chat().check(SORE)
    talk = Turn(library(), chat.state, NOON, "aaaaaa", registry())
    assert offer_reminder(talk, "calf_stretch") == ("remind.calf_stretch", "Remind me each day")
    furnish(monkeypatch, forbidden=("routine.calf_stretch",))
    talk = Turn(library(), chat.state, NOON, "aaaaaa", registry())
    assert offer_reminder(talk, "calf_stretch") is None
    assert "does not go with your present advice" in texts(ask_reminder(chat, "calf_stretch").step.replies)


# --- when it is due ---------------------------------------------------------------------------------------------------


def test_it_comes_each_day_and_starts_what_it_is_of() -> None:
    chat = reminded("18:00")
    assert "Time for: Calf stretch" in texts(chat.later(timedelta(hours=6)))
    assert "Begun: calf_stretch." in texts(chat.tap("start"))
    assert "Time for: Calf stretch" in texts(chat.later(timedelta(hours=24)))


def test_at_the_same_hour_when_the_clocks_change() -> None:
    for start, hour in (("2026-03-28 12:00", "18:00"), ("2026-10-24 12:00", "18:00")):
        chat = reminded(hour, utc(start))
        for _ in range(3):
            due = chat.timers["reminder.1"].at
            asked = chat.later(due - chat.now)
            assert "Time for" in texts(asked)
            chat.tap("skip")
        assert chat.timers["reminder.1"].at == utc(start[:8] + f"{int(start[8:10]) + 3} {hour}")


def test_in_an_hour() -> None:
    chat = reminded("18:00")
    chat.later(timedelta(hours=6))
    assert "I remind you today 19:00" in texts(chat.tap("hour"))
    assert "Time for: Calf stretch" in texts(chat.later(timedelta(hours=1)))
    assert "I remind you tomorrow 18:00" in texts(chat.tap("skip"))
    assert chat.later(timedelta(hours=22, minutes=59)) == ()
    assert "Time for" in texts(chat.later(timedelta(minutes=1)))


def test_an_hour_later_is_night_so_it_is_tomorrow() -> None:
    chat = reminded("20:30")
    chat.later(timedelta(hours=8, minutes=30))
    assert "too late or at night. I remind you tomorrow 20:30" in texts(chat.tap("hour"))


def test_not_today_means_tomorrow() -> None:
    chat = reminded("18:00")
    chat.later(timedelta(hours=6))
    assert "tomorrow 18:00" in texts(chat.tap("skip"))
    assert chat.later(timedelta(hours=23)) == ()
    assert "Time for" in texts(chat.later(timedelta(hours=1)))


def test_a_time_at_night_is_asked_about_and_then_kept() -> None:
    chat = reminded("6:30")
    assert listed(chat) == ["Calf stretch: every day at 06:30"]
    due = chat.later(timedelta(hours=18, minutes=30))
    assert "Time for" in texts(due)
    chat = ask_reminder(reminded("18:00"), "strength")
    chat.type("22:15")
    chat.tap("at.480")
    assert listed(chat)[1] == "Calf strength: every day at 08:00"


def test_one_that_is_late_keeps_to_the_quiet_hours() -> None:
    chat = reminded("20:00")
    due = chat.timers.pop("reminder.1")
    chat.now = utc("2026-03-02 23:00")  # the machine was off
    assert chat.send(TimerFired(due.name, due.data)) == ()
    assert chat.timers["reminder.1"].at == utc("2026-03-03 20:00")


def test_three_without_an_answer_end_it_with_a_word() -> None:
    chat = reminded("18:00")
    said = [texts(chat.later(timedelta(days=1))) for _ in range(5)]
    assert ["Time for" in one for one in said] == [True, True, True, False, False]
    assert "no answer to the last three reminders of Calf stretch" in said[3]
    assert said[4] == ""
    assert not chat.state.reminders
    assert "reminder.1" not in chat.timers


def test_an_answer_begins_the_count_anew() -> None:
    chat = reminded("18:00")
    for _ in range(3):
        for _ in range(2):
            assert "Time for" in texts(chat.later(timedelta(days=1)))
        chat.tap("skip")
    assert chat.state.reminders[0].unanswered == 0


def test_nothing_forbidden_comes_and_it_comes_again_when_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    chat = reminded("18:00")
    furnish(monkeypatch, forbidden=("routine.calf_stretch",))
    assert chat.later(timedelta(days=3)) == ()
    furnish(monkeypatch)
    assert "Time for" in texts(chat.later(timedelta(days=1)))


def test_two_at_one_time_come_half_an_hour_apart() -> None:
    chat = ask_reminder(reminded("18:00"), "strength")
    chat.tap("at.1080")
    assert "Time for: Calf stretch" in texts(chat.later(timedelta(hours=6)))
    assert "Time for: Calf strength" in texts(chat.later(timedelta(minutes=30)))
    assert [one.unanswered for one in chat.state.reminders] == [1, 0]


def test_stop_this_reminder() -> None:
    chat = reminded("18:00")
    chat.later(timedelta(hours=6))
    chat.tap("stop")
    assert chat.open == "verdict"
    assert listed(chat) == ["There are no reminders. You can set one at the end of a routine, or on your card."]
    assert chat.later(timedelta(days=3)) == ()
