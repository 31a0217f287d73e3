"""The guided session: its machine, the pain rule from every state, sets and sides, countdowns, and every way out of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from flows.base.events import TimerFired
from flows.base.remembered import Recovery
from flows.guided.machine import ENDS, STATES, WORKING, routine_machine
from flows.guided.run import Run, run_of
from flows.talk.session import Frame
from tests.flows.support import CLOT, DAY, SECOND, SORE, TIGHT, TWINGE, Chat, library, texts, words_of

MACHINE = routine_machine()
FACTS: dict[str, Any] = {
    "timed": True,
    "more_sets": True,
    "more": True,
    "can_ease": True,
    "way": "go_on",
    "came_from": "hold",
}


words = words_of("guided")


def begun(name: str = "calf stretch", answers: dict[str, str] | None = None) -> Chat:
    """A session of somebody who keeps a log, at its first exercise."""
    chat = Chat().check(answers or TIGHT)
    chat.keep()
    chat.command("routine", name)
    return chat


def on_stage(stage: int, step: int = 3) -> Chat:
    """Somebody two weeks after a small strain, at this stage of the ladder, with its overview open."""
    chat = begun("", TWINGE)
    chat.tap("leave")
    chat.later(14 * DAY)
    way = Recovery("strain", stage, chat.now - 7 * DAY, step=step, episode=chat.episode.began)
    person = replace(chat.state.person, age="30_39", sex="women")
    chat.session = replace(chat.state, recovery=way, person=person)
    chat.command("plan")
    chat.tap("gate.none")
    return chat


def state(chat: Chat) -> str:
    """The state of the session, or `` when there is none."""
    frame = next((frame for frame in chat.state.frames if frame.flow == "routine"), None)
    return frame.state if frame else ""


def run(chat: Chat) -> Run:
    """Where the session is."""
    return run_of(next(frame for frame in chat.state.frames if frame.flow == "routine"))


def records(chat: Chat, kind: str) -> list[tuple[str, int]]:
    """What was kept of this kind."""
    return [(record.what, record.value) for record in chat.state.records if record.kind == kind]


def counting() -> Chat:
    """Ankle pumps, being counted."""
    chat = begun()
    chat.tap("start")
    assert state(chat) == "reps"
    return chat


def holding() -> Chat:
    """The first stretch, being held."""
    chat = begun()
    chat.tap("skip")
    chat.tap("start")
    assert state(chat) == "hold"
    return chat


def resting() -> Chat:
    """Between the two legs of the first stretch."""
    chat = holding()
    chat.later(30 * SECOND)
    assert state(chat) == "rest"
    return chat


def paused() -> Chat:
    chat = holding()
    chat.later(12 * SECOND)
    chat.tap("pause")
    assert state(chat) == "paused"
    return chat


PLACES = {"shown": begun, "reps": counting, "hold": holding, "rest": resting, "paused": paused}


# --- the machine ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", [one for one in STATES if one not in ENDS])
@pytest.mark.parametrize("timed", [False, True])
@pytest.mark.parametrize("more", [False, True])
def test_two_stops_end_it_from_every_state(source: str, timed: bool, more: bool) -> None:
    here = source
    for _ in range(2):
        if here not in ENDS:
            here = MACHINE.step(here, "stop", **{**FACTS, "timed": timed, "more": more})
    assert here == "done"


@pytest.mark.parametrize("source", WORKING)
def test_it_can_be_skipped_and_said_to_hurt_wherever_something_is_done(source: str) -> None:
    assert MACHINE.step(source, "hurts", **FACTS) == "hurts"
    assert MACHINE.step(source, "skip", **FACTS) == "shown"
    assert MACHINE.step(source, "skip", **{**FACTS, "more": False}) == "after"


@pytest.mark.parametrize("source", ["before", "hurts", "after"])
def test_where_pain_is_asked_a_pop_and_the_worst_pain_lead_to_the_check(source: str) -> None:
    assert MACHINE.step(source, "sharp", **FACTS) == "check"
    assert MACHINE.step(source, "pain", **{**FACTS, "way": "check"}) == "check"


@pytest.mark.parametrize(
    ("came_from", "back"), [("reps", "reps"), ("shown", "shown"), ("hold", "paused"), ("rest", "paused")]
)
def test_after_a_little_pain_it_goes_on_where_it_was(came_from: str, back: str) -> None:
    assert MACHINE.step("hurts", "pain", **{**FACTS, "came_from": came_from}) == back


# --- the pain rule ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("pain", range(11))
def test_the_pain_rule_from_every_state(place: str, pain: int) -> None:
    chat = PLACES[place]()
    before = run(chat)
    chat.tap("hurts")
    told = texts(chat.tap(f"pain.{pain}"))
    if pain <= 3:
        assert words("rule.go_on", limit=3) in told
        assert state(chat) == {"hold": "paused", "rest": "paused"}.get(place, place)
        assert run(chat).number == before.number
    elif pain <= 5:
        assert words("rule.easier", pain=pain) in told
        assert state(chat) == "shown"
        assert (run(chat).number, run(chat).level) == (before.number, -1)
    elif pain <= 7:
        assert words("rule.stop", pain=pain) in told
        assert state(chat) == "after"
    else:
        assert state(chat) == ""
        assert chat.open in library().plan.by_id
        assert "walk" not in chat.answers
        assert records(chat, "pain")[-1] == ("during", pain)
    assert "hold" not in chat.timers


def test_what_is_easy_already_is_left_out_when_it_hurts_still() -> None:
    chat = counting()
    for _ in range(2):
        chat.tap("hurts")
        chat.tap("pain.4")
        if state(chat) == "shown" and run(chat).level == -1:
            chat.tap("start")
    assert (run(chat).number, run(chat).level, state(chat)) == (1, 0, "shown")


@pytest.mark.parametrize(
    ("pain", "to"), [(0, "shown"), (3, "shown"), (5, "shown"), (6, ""), (7, ""), (8, ""), (10, "")]
)
def test_pain_before_the_first_step(pain: int, to: str) -> None:
    chat = on_stage(2)
    chat.tap("routine.stage_2")
    assert state(chat) == "before"
    replies = chat.tap(f"pain.{pain}")
    assert state(chat) == to
    assert records(chat, "pain") == [("rest", pain)]
    if pain >= 8:
        assert chat.open in library().plan.by_id
    elif pain >= 6:
        assert words("too_sore", pain=pain) in texts(replies)
        assert chat.open == "plan"
        assert records(chat, "routine") == []


@pytest.mark.parametrize(("pain", "check"), [(0, False), (7, False), (8, True), (10, True)])
def test_pain_told_at_the_end(pain: int, check: bool) -> None:
    chat = holding()
    chat.later(30 * SECOND)
    chat.tap("stop")
    assert state(chat) == "after"
    chat.tap(f"pain.{pain}")
    assert state(chat) == ""
    assert (chat.open in library().plan.by_id) is check
    assert records(chat, "pain") == [("during", pain)]
    assert records(chat, "routine")[0][0] == "calf_stretch"


def test_pain_in_a_session_is_remembered_as_the_worst() -> None:
    chat = counting()
    chat.tap("hurts")
    chat.tap("pain.3")
    chat.tap("set_done")
    chat.tap("stop")
    chat.tap("pain.1")
    assert records(chat, "pain") == [("during", 3)]


# --- sets, sides, levels ----------------------------------------------------------------------------------------------


def test_legs_and_sets_tick_off_in_turn() -> None:
    chat = holding()
    seen = []
    for _ in range(4):
        seen.append((run(chat).set, run(chat).side))
        chat.later(30 * SECOND)
        if state(chat) == "rest":
            chat.tap("go")
    assert seen == [(1, "left"), (1, "right"), (2, "left"), (2, "right")]
    assert (state(chat), run(chat).number, run(chat).sets_done) == ("shown", 2, 4)


def test_between_the_legs_it_is_short_and_then_begins_by_itself() -> None:
    chat = resting()
    assert "right leg next" in texts([chat.seen[-1]])
    chat.later(10 * SECOND)
    assert (state(chat), run(chat).side) == ("hold", "right")


def test_a_whole_routine_ends_with_its_sets_and_its_pain() -> None:
    chat = counting()
    for _ in range(60):
        if state(chat) == "after":
            break
        if state(chat) == "shown":
            chat.tap("start")
        elif state(chat) == "reps":
            chat.tap("set_done")
        else:
            chat.later(30 * SECOND)
    told = texts(chat.tap("pain.2"))
    assert "10 of 10 sets" in told
    assert records(chat, "routine") == [("calf_stretch", 100)]
    assert records(chat, "pain") == [("during", 2)]
    assert "morning" in chat.timers


def test_easier_and_harder_change_the_dose_and_are_there_only_where_there_is_one() -> None:
    chat = begun()
    chat.tap("skip")
    whole = chat.screen_text
    chat.tap("easier")
    assert chat.screen_text != whole
    assert "easier" not in chat.button_ids
    chat.tap("harder")
    chat.tap("harder")
    assert run(chat).level == 1
    assert "harder" not in chat.button_ids
    chat.tap("start")
    assert run(chat).until == chat.now + 45 * SECOND


def test_skip_goes_on_to_the_next_and_from_the_last_to_the_end() -> None:
    chat = begun()
    for number in (1, 2):
        chat.tap("skip")
        assert run(chat).number == number
    assert words("nothing_done") in texts(chat.tap("skip"))
    assert chat.open == "verdict"
    assert records(chat, "routine") == []


@pytest.mark.parametrize("act", ["resume", "set_done", "pain.3", "zzz", "go"])
def test_what_is_no_choice_now_changes_nothing(act: str) -> None:
    chat = begun()
    before = chat.state.frames if chat.session else ()
    chat.choose(act)
    assert chat.state.frames == before


# --- countdowns -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("place", "whole"), [("hold", 30), ("rest", 10)])
def test_a_pause_keeps_the_seconds_that_are_left(place: str, whole: int) -> None:
    chat = PLACES[place]()
    chat.later(4 * SECOND)
    chat.tap("pause")
    assert (run(chat).left, run(chat).until, run(chat).came_from) == (whole - 4, None, place)
    assert "hold" not in chat.timers
    chat.later(timedelta(hours=3))
    chat.tap("resume")
    assert state(chat) == place
    assert run(chat).until == chat.now + (whole - 4) * SECOND


def test_a_pause_within_a_pause_by_pain_keeps_them_too() -> None:
    chat = paused()
    chat.tap("hurts")
    chat.tap("pain.2")
    assert (state(chat), run(chat).left) == ("paused", 18)


def test_a_countdown_that_ended_long_ago_waits() -> None:
    chat = holding()
    timer = chat.timers.pop("hold")
    chat.later(timedelta(minutes=5))
    told = texts(chat.send(TimerFired("hold", timer.data)))
    assert words("was_away") in told
    assert state(chat) == "paused"
    assert run(chat).left == 0
    chat.tap("resume")
    assert run(chat).until == chat.now + 30 * SECOND


def test_a_countdown_that_is_a_little_late_counts() -> None:
    chat = holding()
    timer = chat.timers.pop("hold")
    chat.later(59 * SECOND)
    chat.send(TimerFired("hold", timer.data))
    assert state(chat) == "rest"


@pytest.mark.parametrize("place", ["paused", "shown", "reps", "rest"])
def test_the_timer_of_an_earlier_countdown_does_nothing(place: str) -> None:
    stale = holding().timers["hold"]
    chat = PLACES[place]()
    before = chat.state.frames if chat.session else ()
    assert chat.send(TimerFired("hold", stale.data)) == ()
    assert chat.state.frames == before


def test_it_does_not_end_beneath_something_else() -> None:
    chat = holding()
    chat.command("log")
    assert chat.open == "log"
    chat.later(30 * SECOND)
    assert state(chat) == "paused"
    chat.tap("leave")
    assert chat.open == "routine"


# --- every way out ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", PLACES)
def test_stop_in_mid_session_keeps_what_was_done(place: str) -> None:
    chat = PLACES[place]()
    done = run(chat).sets_done
    chat.command("stop")
    assert (state(chat), chat.open) == ("", "")
    assert records(chat, "routine") == ([("calf_stretch", 100 * done // 10)] if done else [])
    assert "hold" not in chat.timers


@pytest.mark.parametrize("place", PLACES)
def test_an_urgent_verdict_puts_the_session_away(place: str) -> None:
    chat = PLACES[place]()
    chat.tap_of_old("look.one_swollen")
    assert state(chat) == ""
    assert "hold" not in chat.timers


def test_what_a_new_verdict_forbids_is_put_away_with_a_word() -> None:
    chat = holding()
    urgent = Chat().check(CLOT)
    frames = (Frame("check", "verdict"), chat.frame)
    chat.session = replace(chat.state, episode=urgent.state.episode, frames=frames)
    assert words("changed") in texts(chat.type("hello"))
    assert state(chat) == ""


def test_a_second_session_waits_for_the_first() -> None:
    chat = holding()
    assert words("one_at_a_time") in texts(chat.command("routine", "strength"))
    assert (state(chat), run(chat).routine) == ("hold", "calf_stretch")


def test_a_routine_for_those_in_pain_is_not_begun_twice_from_one_button() -> None:
    chat = Chat().check(SORE)
    token = chat.button("routine.soreness_day").token
    chat.send_token(token)
    chat.later(timedelta(minutes=1))
    chat.send_token(token)
    assert chat.flows == ["check", "routine"]


# --- the plan of runs -------------------------------------------------------------------------------------------------


def test_a_walk_run_session_walks_between_the_runs() -> None:
    chat = on_stage(6, step=3)
    chat.tap("routine.walk_run")
    chat.tap("pain.0")
    seen: list[tuple[str, int]] = []
    for _ in range(30):
        if state(chat) == "after":
            break
        if state(chat) == "shown":
            chat.tap("start")
        until = run(chat).until
        assert until is not None
        seen.append((f"{run(chat).number} {state(chat)}", int((until - chat.now).total_seconds())))
        chat.later(until - chat.now)
    plan = library().ladder.file.walk_run
    step = plan.steps[2]
    runs = [("1 hold", step.run), ("1 rest", step.walk)] * step.sets
    assert seen == [("0 hold", plan.warm.seconds), *runs[:-1], ("2 hold", plan.cool.seconds)]
    chat.tap("pain.0")
    assert records(chat, "run") == [("3", library().ladder.minutes_run(3))]
