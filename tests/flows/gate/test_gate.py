"""The gate: nothing is done before the safety questions are passed, twelve hours at most, and what is told there counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from flows.checking.recheck import TOLD_IN
from flows.gate.allowed import GOOD_FOR
from flows.gate.flow import SIGNS
from tests.flows.support import (
    CLOT,
    MINUTE,
    RUNS,
    SORE,
    TEAR,
    TWINGE,
    Chat,
    calmest,
    texts,
    told,
    urgency,
    words,
)

WAYS = ("routine", "aid", "plan")


def answers_after(chat: Chat, sign: str) -> dict[str, tuple[str, ...]]:
    """All answers after this sign was told at the gate."""
    chat.tap(f"gate.{sign}")
    return chat.answers


# --- when it is asked -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
def test_after_a_check_it_is_not_asked_for_twelve_hours(way: str) -> None:
    chat = Chat().check(TWINGE)
    chat.later(GOOD_FOR - MINUTE)
    chat.command(way)
    assert chat.open != "gate"


@pytest.mark.parametrize("way", WAYS)
def test_from_then_on_it_is_asked_again_and_what_was_wanted_comes_next(way: str) -> None:
    chat = Chat().check(TWINGE)
    chat.later(GOOD_FOR)
    chat.command(way)
    assert chat.open == "gate"
    assert chat.button_ids == {f"gate.{sign}" for sign in SIGNS["again"]}
    chat.tap("gate.none")
    assert chat.open == {"routine": "menu"}.get(way, way)
    assert chat.state.wanted == ""


def test_it_holds_for_twelve_hours_more() -> None:
    chat = Chat().check(TWINGE)
    chat.later(GOOD_FOR)
    chat.command("aid")
    chat.tap("gate.none")
    chat.later(GOOD_FOR - MINUTE)
    chat.command("routine")
    assert chat.open == "menu"
    chat.later(MINUTE)
    chat.command("plan")
    assert chat.open == "gate"


def test_what_counts_is_the_oldest_of_the_safety_questions_and_not_the_card() -> None:
    chat = Chat().check(SORE, until="course")
    chat.later(timedelta(hours=11))
    chat.go_on(SORE)
    chat.later(timedelta(hours=2))
    chat.command("routine")
    assert chat.open == "gate"


def test_buttons_of_the_card_meet_it_as_well() -> None:
    chat = Chat().check(SORE)
    chat.later(GOOD_FOR)
    chat.tap("routine.soreness_day")
    assert chat.open == "gate"
    chat.tap("gate.none")
    assert chat.open == "routine"


# --- nobody has been checked ------------------------------------------------------------------------------------------


def test_somebody_new_is_asked_whether_anything_hurts() -> None:
    chat = Chat()
    chat.command("routine", "warm up")
    assert chat.open == "gate"
    assert chat.button_ids == {f"gate.{sign}" for sign in SIGNS["new"]}
    chat.tap("gate.none")
    assert chat.open == "routine"
    assert chat.state.healthy_at == chat.now
    assert chat.state.episode is None


def test_the_door_of_the_healthy_closes_after_twelve_hours() -> None:
    chat = Chat()
    chat.command("routine")
    chat.tap("gate.none")
    chat.tap("leave")
    chat.later(GOOD_FOR - MINUTE)
    chat.command("routine")
    assert chat.open == "menu"
    chat.command("stop")
    chat.later(MINUTE)
    chat.command("routine")
    assert chat.open == "gate"


@pytest.mark.parametrize(
    ("command", "argument", "first"),
    [("routine", "warm up", "routine.warm_up"), ("routine", "", "routines"), ("aid", "", "aid"), ("plan", "", "plan")],
)
def test_a_sore_calf_is_checked_first_and_what_was_wanted_stands_first_on_the_card(
    command: str, argument: str, first: str
) -> None:
    chat = Chat()
    chat.command(command, argument)
    chat.tap("gate.sore")
    assert chat.open == "breath"
    chat.go_on(TWINGE if first == "plan" else RUNS)
    assert chat.screen.choices[0].id == first
    chat.tap(first)
    assert chat.open not in ("verdict", "gate")


def test_what_was_wanted_is_not_offered_on_an_urgent_card() -> None:
    chat = Chat()
    chat.command("routine", "warm up")
    chat.tap("gate.sore")
    chat.go_on(CLOT)
    assert not [one for one in chat.button_ids if one.startswith(("routine", "aid", "plan"))]


# --- the card that refuses --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("hours", [0, 13])
@pytest.mark.parametrize("answers", [CLOT, {"breath": "chest_pain"}], ids=["today", "emergency"])
def test_an_urgent_card_refuses_everything(way: str, hours: int, answers: dict[str, str]) -> None:
    chat = Chat().check(answers)
    assert urgency(chat) in ("urgent_same_day", "emergency_now")
    chat.later(timedelta(hours=hours))
    replies = chat.command(way)
    assert words("gate.urgent") in texts(replies)
    assert replies[-1].kind == "verdict"
    assert chat.open == "verdict"


@pytest.mark.parametrize("way", WAYS)
def test_in_mid_check_the_check_comes_first(way: str) -> None:
    chat = Chat().check(TWINGE, until="spot")
    assert words("gate.check") in texts(chat.command(way))
    assert chat.open == "spot"


@pytest.mark.parametrize("way", WAYS)
def test_a_check_that_was_stopped_is_finished_first(way: str) -> None:
    chat = Chat().check(TWINGE, until="spot")
    chat.command("stop")
    assert words("gate.check") in texts(chat.command(way))
    assert chat.open == "spot"


# --- what is told there -----------------------------------------------------------------------------------------------


def at_gate_again(answers: dict[str, str] = TEAR) -> Chat:
    """Somebody with a check behind them, at the gate thirteen hours later."""
    chat = Chat().check(answers)
    chat.later(timedelta(hours=13))
    chat.command("routine")
    return chat


def newcomer() -> Chat:
    """Somebody who has never been checked, at the gate."""
    chat = Chat()
    chat.command("routine")
    return chat


@pytest.mark.parametrize("chat", [at_gate_again, newcomer], ids=["again", "new"])
def test_breath_is_the_emergency_card_in_the_same_turn(chat: Callable[[], Chat]) -> None:
    here = chat()
    replies = here.tap("gate.breath")
    assert here.answers["breath"] == ("told",)
    assert replies[-1].verdict is not None
    assert replies[-1].verdict.urgency == "emergency_now"
    assert here.open == "verdict"


@pytest.mark.parametrize("sign", ["foot", "look"])
@pytest.mark.parametrize("new", [False, True])
def test_a_sign_counts_at_once_and_leads_to_its_question(sign: str, new: bool) -> None:
    chat = newcomer() if new else at_gate_again(SORE)
    before = told(chat.session)
    assert answers_after(chat, sign)[TOLD_IN[sign]] == ("told",)
    assert told(chat.session) > before
    chat.go_on({}, until=TOLD_IN[sign])
    assert chat.open == TOLD_IN[sign]
    chat.command("stop")
    assert urgency(chat) in ("urgent_same_day", "emergency_now")


def test_a_pop_is_a_new_injury_and_asks_the_look_and_the_beginning_anew() -> None:
    chat = at_gate_again(SORE)
    assert answers_after(chat, "pop")["onset"] == ("sharp_stopped",)
    assert not {"course", "walk", "look"} & chat.answers.keys()
    asked = []
    for _ in range(20):
        if chat.open == "verdict":
            break
        asked.append(chat.open)
        chat.choose({"onset": "pop", "walk": "limp", "spot": "inner_mid"}.get(chat.open) or calmest(chat.open))
    assert {"look", "onset", "walk"} <= set(asked)


def test_more_pain_asks_how_it_is_today() -> None:
    chat = at_gate_again(SORE)
    answers = answers_after(chat, "worse")
    assert not {"course", "walk", "run_test"} & answers.keys()
    assert chat.open == "breath"
    chat.go_on({**SORE, "course": "worse"})
    assert urgency(chat) == "clinician_soon"


@pytest.mark.parametrize("choice", ["gate.zzz", "gate.sore", "none", "done"])
def test_something_that_is_no_choice_changes_nothing(choice: str) -> None:
    chat = at_gate_again()
    before = chat.session
    chat.choose(choice)
    assert before is not None
    assert chat.state.frames == before.frames
    assert chat.state.episode == before.episode
