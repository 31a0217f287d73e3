"""/routine: only what may be done now is offered, by a tap or by name, and what may not is named with its reason."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.flows.support import CORD, SORE, TEAR, TIGHT, Chat, library, texts
from tests.flows.support.turns import allowed_now

PEOPLE = {
    "sore": SORE,
    "tight": TIGHT,
    "cord": CORD,
    "bone": {**CORD, "spot": "heel_bone"},
    "tear": TEAR,
    "small tear": {**TEAR, "onset": "sharp_ran_on", "look": "none", "walk": "walk_easy"},
    "blow": {**TIGHT, "onset": "blow"},
    "numb": {**TIGHT, "danger": "foot_numb", "spot": "from_back"},
    "thinner": {**SORE, "health": "thinner"},
    "antibiotic": {**TIGHT, "health": "floxacin"},
    "limp": {**TIGHT, "walk": "limp"},
    "risk": {**TIGHT, "clot_risk": "long_trip"},
}


def menu(answers: dict[str, str]) -> Chat:
    """The list of routines, after a check."""
    chat = Chat().check(answers)
    chat.command("routine")
    return chat


def healthy() -> Chat:
    """The list for somebody whom nothing hurts."""
    chat = Chat()
    chat.command("routine")
    chat.tap("gate.none")
    return chat


def offered(chat: Chat) -> set[str]:
    """The routines that can be tapped."""
    return {one.partition(".")[2] for one in chat.button_ids if one.startswith("routine.")}


def test_whom_nothing_hurts_gets_everything_for_every_day() -> None:
    everyday = {routine.id for routine in library().exercises.routines.values() if routine.everyday}
    assert offered(healthy()) == everyday


@pytest.mark.parametrize("who", PEOPLE)
def test_no_routine_on_the_list_does_what_is_forbidden(who: str) -> None:
    chat = Chat().check(PEOPLE[who])
    replies = chat.command("routine")
    if chat.open == "verdict":
        assert replies[-1].urgent
        return
    forbids = allowed_now(chat).forbids
    for name in offered(chat):
        steps = library().exercises.offer(name, allowed_now(chat)).steps
        assert steps
        for step in steps:
            assert not step.levels[0].acts & forbids


@pytest.mark.parametrize("who", PEOPLE)
def test_each_routine_is_on_the_list_or_named_with_its_reason(who: str) -> None:
    chat = menu(PEOPLE[who])
    if chat.open == "verdict":
        return
    text = chat.screen_text
    for routine in library().exercises.routines.values():
        name = library().text("en", f"routines.{routine.id}.name")
        if routine.everyday and routine.id not in offered(chat):
            assert f"{name}: " in text
            reason = library().exercises.offer(routine.id, allowed_now(chat)).refused[0][1]
            assert library().text("en", f"routines.why_not.{reason}") in text


def test_stages_are_reached_through_the_plan_only() -> None:
    chat = menu(PEOPLE["small tear"])
    assert not [name for name in offered(chat) if name.startswith("stage_")]
    assert library().text("en", "guided.unknown") in texts(chat.command("routine", "stage 5"))


def test_a_fitting_routine_is_offered_only_to_whom_it_fits() -> None:
    assert "achilles_loading" in offered(menu(CORD))
    assert "achilles_loading" not in offered(menu(TIGHT))
    assert "soreness_day" in offered(menu(SORE))
    assert not {"achilles_loading", "soreness_day"} & offered(healthy())


def test_a_tap_begins_it() -> None:
    chat = menu(TIGHT)
    chat.tap("routine.calf_stretch")
    assert chat.open == "routine"
    assert chat.flows == ["check", "routine"]


@pytest.mark.parametrize("typed", ["stretch", "Calf stretch", "calf strech"])
def test_so_does_its_name_typed_over_the_list(typed: str) -> None:
    chat = menu(TIGHT)
    chat.type(typed)
    assert chat.open == "routine"


@pytest.mark.parametrize(
    ("name", "opens"),
    [("warmup", "warm_up"), ("cool down", "cool_down"), ("desk", "desk_break"), ("stretching", "calf_stretch")],
)
def test_the_command_takes_a_name(name: str, opens: str) -> None:
    chat = healthy()
    chat.tap("leave")
    chat.command("routine", name)
    assert chat.frame.data["routine"] == opens


def test_an_unknown_name_says_so_and_shows_the_list() -> None:
    chat = healthy()
    chat.tap("leave")
    assert library().text("en", "guided.unknown") in texts(chat.command("routine", "juggling"))
    assert chat.open == "menu"


def test_a_name_of_what_is_forbidden_is_refused_with_every_reason() -> None:
    chat = Chat().check(TEAR)
    said = texts(chat.command("routine", "calf stretch"))
    assert "Straight-knee wall stretch" in said
    frame = chat.frame
    assert frame.flow != "routine" or not {"wall_stretch", "soleus_stretch"} & set(frame.data["exercises"])


def test_what_is_left_out_of_a_routine_is_told_before_it_begins() -> None:
    chat = Chat().check({**SORE, "health": "thinner"})
    chat.command("routine", "soreness")
    assert chat.open == "routine"
    told = texts(chat.step.replies)
    assert library().text("en", "exercises.foam_roll.name") in told
    assert "foam_roll" not in chat.frame.data["exercises"]


def test_leave_it_leads_back() -> None:
    chat = menu(TIGHT)
    chat.tap("leave")
    assert chat.open == "verdict"


def test_an_old_button_for_what_is_forbidden_by_now_is_refused() -> None:
    chat = menu(TIGHT)
    token = chat.button("routine.calf_stretch").token
    torn = Chat().check({**TEAR, "onset": "pop"})
    chat.tap("leave")
    chat.change(episode=torn.state.episode)
    chat.later(timedelta(minutes=1))
    chat.send_token(token)
    frame = chat.frame
    assert frame.flow != "routine" or "wall_stretch" not in frame.data["exercises"]
