"""The morning after a session: asked once, at the end of the quiet hours, and what it means for the plan."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.flows.support import DAY, HOUR, TIGHT, Chat, library, texts, urgency, words
from tests.flows.support.strained import strained


def after_session(pain: int = 1, keep: bool = True, zone: str = "Europe/London") -> Chat:
    """A stretch session after which the pain was told."""
    chat = Chat().check(TIGHT).change_person(keep=keep, zone=zone)
    return do_one_set(chat, "routine.calf_stretch", pain)


def do_one_set(chat: Chat, act: str, pain: int) -> Chat:
    """One set of a routine, and the pain at its end."""
    chat.tap(act)
    if "pain.0" in chat.button_ids:
        chat.tap("pain.0")
    chat.tap("start")
    if "set_done" in chat.button_ids:
        chat.tap("set_done")
    else:
        chat.later(timedelta(seconds=46))
    chat.tap("stop")
    chat.tap(f"pain.{pain}")
    return chat


# --- when -------------------------------------------------------------------------------------------------------------


def test_it_comes_once_at_the_end_of_the_quiet_hours() -> None:
    chat = after_session()
    assert words("guided.morning", when="tomorrow 08:00") in texts(chat.step.replies)
    assert chat.later(20 * HOUR - timedelta(minutes=2)) == ()
    chat.later(2 * HOUR)
    assert chat.open == "morning"
    assert chat.session is not None
    assert chat.later(3 * DAY) == ()


def test_without_a_zone_it_comes_when_it_is_morning_for_certain() -> None:
    chat = after_session(zone="")
    assert chat.timers["morning"].at - chat.now >= 14 * HOUR


def test_who_keeps_nothing_is_asked_whether_to_and_no_is_no() -> None:
    chat = after_session(keep=False)
    assert words("guided.morning_ask") in texts(chat.step.replies)
    assert "morning" not in chat.timers
    chat.tap("no")
    assert "morning" not in chat.timers


def test_a_yes_to_that_plans_it_after_the_zone() -> None:
    chat = after_session(keep=False, zone="")
    chat.tap("yes")
    if chat.open == "zone":
        chat.type("London")
        if chat.open == "zone":
            chat.tap(next(one for one in chat.button_ids if one.startswith("zone.")))
    assert "morning" in chat.timers


def test_a_session_of_nothing_is_not_asked_about() -> None:
    chat = Chat().check(TIGHT).keep()
    chat.tap("routine.calf_stretch")
    chat.tap("stop")
    assert "morning" not in chat.timers


def test_it_waits_while_somebody_is_busy() -> None:
    chat = after_session()
    chat.later(20 * HOUR - timedelta(minutes=5))
    chat.command("log")
    chat.later(timedelta(minutes=10))
    assert chat.open == "log"
    chat.later(timedelta(minutes=30))
    assert chat.open == "morning"


def test_urgent_advice_in_between_takes_it_back() -> None:
    chat = after_session()
    chat.tap_of_old("look.one_swollen")
    if chat.open != "verdict":
        chat.tap("advice")
    assert urgency(chat) == "urgent_same_day"
    assert "morning" not in chat.timers


# --- what is answered -------------------------------------------------------------------------------------------------


def asked_in_the_morning(chat: Chat) -> Chat:
    """The next morning."""
    chat.later(21 * HOUR)
    assert chat.open == "morning"
    return chat


@pytest.mark.parametrize(
    ("pain", "new", "fine"), [(0, "none", True), (3, "none", True), (4, "none", False), (0, "limp", False)]
)
def test_without_a_plan_it_is_fine_or_sore(pain: int, new: str, fine: bool) -> None:
    chat = asked_in_the_morning(after_session())
    chat.tap(f"pain.{pain}")
    told = texts(chat.tap(f"new.{new}"))
    assert words("recovery.morning_fine" if fine else "recovery.morning_sore") in told
    assert chat.noted("pain")[-1] == ("morning", pain)


@pytest.mark.parametrize(("sign", "question"), [("look", "look"), ("foot", "danger"), ("breath", "breath")])
def test_a_sign_counts_at_once(sign: str, question: str) -> None:
    chat = asked_in_the_morning(after_session())
    chat.tap("pain.0")
    chat.tap(f"new.{sign}")
    assert chat.answers[question] == ("told",)
    assert chat.open in library().check.plan.by_id or urgency(chat) == "emergency_now"


def test_it_can_be_left() -> None:
    chat = asked_in_the_morning(after_session())
    assert words("morning.skipped") in texts(chat.tap("skip"))
    assert chat.open == "verdict"


def test_a_number_can_be_typed() -> None:
    chat = asked_in_the_morning(after_session())
    chat.type("2")
    assert words("morning.new") in chat.screen_text


@pytest.mark.parametrize(
    ("pain", "new", "breaks", "stage"),
    [(0, "none", 0, 3), (2, "none", 1, 3), (0, "limp", 1, 3)],
)
def test_on_the_plan_the_rule_of_a_day_decides(pain: int, new: str, breaks: int, stage: int) -> None:
    chat = asked_in_the_morning(do_one_set(strained(3, days=9).open_plan(), "routine.stage_3", 1))
    chat.tap(f"pain.{pain}")
    chat.tap(f"new.{new}")
    assert (chat.recovery.breaks, chat.recovery.stage, chat.recovery.owed) == (breaks, stage, None)


def test_the_second_break_goes_one_stage_down_and_says_so() -> None:
    chat = asked_in_the_morning(do_one_set(strained(3, days=9, breaks=1).open_plan(), "routine.stage_3", 1))
    chat.tap("pain.5")
    assert words("recovery.outcome.dropped") in texts(chat.tap("new.none"))
    assert chat.recovery.stage == 2
    assert chat.noted("stage")[-1] == ("strain", 2)


def test_the_third_is_looked_at_with_nothing_over_the_card() -> None:
    chat = asked_in_the_morning(do_one_set(strained(3, days=9, breaks=2).open_plan(), "routine.stage_3", 1))
    chat.tap("pain.5")
    replies = chat.tap("new.none")
    assert replies[-1].verdict is not None
    assert replies[-1].verdict.urgency == "clinician_soon"
    assert words("checkins.raised.three_breaks") in texts(replies)
    assert chat.open == "verdict"


def test_a_session_of_the_next_day_does_not_lose_the_morning_of_this_one() -> None:
    chat = do_one_set(strained(3, days=9).open_plan(), "routine.stage_3", 1)
    owed = chat.recovery.owed
    assert owed == chat.now
    chat.timers.pop("morning")
    chat.later(25 * HOUR)
    chat.command("plan")
    chat.tap("gate.none")
    assert chat.open == "morning"


@pytest.mark.parametrize("act", ["up", "raises"])
def test_an_overview_that_was_open_overnight_asks_for_safety_and_the_morning_first(act: str) -> None:
    chat = do_one_set(strained(4, days=9).open_plan(), "routine.stage_4", 1)
    chat.timers.pop("morning")
    chat.later(25 * HOUR)
    assert chat.open == "plan"
    chat.tap(act)
    assert chat.open == "gate"
    chat.tap("gate.none")
    assert chat.open == "morning"
    chat.tap("pain.0")
    chat.tap("new.none")
    assert chat.open == "plan"
    chat.tap(act)
    assert chat.open == "plan"
    assert f"{act}" not in chat.button_ids
