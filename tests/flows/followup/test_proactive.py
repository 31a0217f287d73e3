"""What comes by itself: it waits for an open question and for the morning, and there is never more than one of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from flows.base.events import TimerFired
from flows.followup.proactive import clear_to_speak, make_room
from flows.talk.flow import Open
from flows.talk.session import Session
from flows.talk.show import Show
from flows.talk.turn import Turn
from tests.flows.followup.reminding import registry, reminded, utc
from tests.flows.support import CLOT, LONDON, NOON, SORE, Chat, library, texts

pytestmark = pytest.mark.usefixtures("furnished")

HALF = timedelta(minutes=30)


def talk(chat: Chat, zone: str = "", after: timedelta = timedelta()) -> Turn:
    """The turn of a timer some time after the person's last word."""
    session = replace(chat.state, person=replace(chat.state.person, zone=zone))
    return Turn(library(), session, chat.now + after, "aaaaaa", registry())


def test_an_open_question_comes_first_for_half_an_hour() -> None:
    chat = Chat().check({}, until="side")
    assert clear_to_speak(talk(chat)) == NOON + HALF
    assert clear_to_speak(talk(chat, after=HALF - timedelta(seconds=1))) == NOON + HALF
    assert clear_to_speak(talk(chat, after=HALF)) is None


def test_a_card_is_no_question() -> None:
    assert clear_to_speak(talk(Chat().check(SORE))) is None
    assert clear_to_speak(Turn(library(), Session("aaaaaa"), NOON, "bbbbbb", registry())) is None


def test_a_question_and_the_night_are_both_waited_for() -> None:
    chat = Chat(utc("2026-03-28 20:45")).check({}, until="side")
    assert clear_to_speak(talk(chat, LONDON)) == utc("2026-03-29 08:00")
    assert clear_to_speak(talk(chat, LONDON), quiet=False) == utc("2026-03-28 21:15")


def test_nothing_speaks_over_a_check_and_the_question_stays_beneath() -> None:
    chat = reminded("18:00")
    chat.later(timedelta(hours=5, minutes=50))  # 17:50
    chat.check({}, until="side")
    assert chat.later(timedelta(minutes=29)) == ()
    asked = chat.later(timedelta(minutes=1))  # 18:20
    assert "Time for: Calf stretch" in texts(asked)
    assert chat.open == "reminder"
    after = chat.tap("skip")
    assert "Here is the question of the check where we stopped" in texts(after)
    assert chat.open == "side"
    chat.go_on(SORE)


def test_an_older_prompt_makes_room_and_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[str] = []
    reminder = registry().flows["reminder"]

    def count(turn: Turn, frame: Open[Any]) -> None:
        counted.append("checkin")

    other = replace(reminder, unanswered=count)

    def checkin(turn: Turn, _name: str, _data: object) -> Show:
        make_room(turn)
        at = turn.now.isoformat()
        turn.push("checkin", "due", id="x", act="aid.ice", at=at)
        return Show.USUAL

    monkeypatch.setattr(
        "flows.turn.engine.REGISTRY",
        replace(
            registry(),
            flows={**registry().flows, "checkin": other},
            timers={**registry().timers, "checkin": checkin},
        ),
    )
    chat = reminded("18:00")
    chat.later(timedelta(hours=6))
    assert chat.open == "reminder"
    chat.send(TimerFired("checkin"))
    assert chat.open == "checkin"
    assert chat.state.reminders[0].unanswered == 1
    assert chat.flows == ["check", "checkin"]
    assert counted == []
    assert chat.later(timedelta(hours=23, minutes=59)) == (), "a check-in has a day before a reminder takes its place"
    chat.later(timedelta(hours=24, minutes=1))
    assert chat.open == "reminder"
    assert counted == ["checkin"]


def test_urgent_advice_silences_reminders_until_a_calm_one() -> None:
    chat = reminded("18:00")
    chat.check(CLOT)
    assert chat.later(timedelta(days=2)) == ()
    chat.check({}, until="side")  # a new check, not finished: the urgent advice still holds
    assert chat.later(timedelta(days=1)) == ()
    chat.go_on(SORE)
    assert "Time for: Calf stretch" in texts(chat.later(timedelta(days=1)))


def test_an_unfinished_check_that_is_urgent_already_silences_them_too() -> None:
    chat = reminded("18:00")
    chat.check({"side": "left", "look": "one_swollen"}, until="onset")
    assert chat.later(timedelta(days=2)) == ()
