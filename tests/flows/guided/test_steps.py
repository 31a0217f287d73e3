"""Sets, sides and levels of a session, one after the other, and the walks between the runs."""

from __future__ import annotations

import pytest

from tests.flows.guided.sessions import begin_session, counting, holding, resting, session_run, session_state
from tests.flows.support import SECOND, library, texts, words_of
from tests.flows.support.strained import strained

words = words_of("guided")

# --- sets, sides, levels ----------------------------------------------------------------------------------------------


def test_legs_and_sets_tick_off_in_turn() -> None:
    chat = holding()
    seen = []
    for _ in range(4):
        seen.append((session_run(chat).set, session_run(chat).side))
        chat.later(30 * SECOND)
        if session_state(chat) == "rest":
            chat.tap("go")
    assert seen == [(1, "left"), (1, "right"), (2, "left"), (2, "right")]
    assert (session_state(chat), session_run(chat).number, session_run(chat).sets_done) == ("shown", 2, 4)


def test_between_the_legs_it_is_short_and_then_begins_by_itself() -> None:
    chat = resting()
    assert "right leg next" in texts([chat.seen[-1]])
    chat.later(10 * SECOND)
    assert (session_state(chat), session_run(chat).side) == ("hold", "right")


def test_a_whole_routine_ends_with_its_sets_and_its_pain() -> None:
    chat = counting()
    for _ in range(60):
        if session_state(chat) == "after":
            break
        if session_state(chat) == "shown":
            chat.tap("start")
        elif session_state(chat) == "reps":
            chat.tap("set_done")
        else:
            chat.later(30 * SECOND)
    told = texts(chat.tap("pain.2"))
    assert "10 of 10 sets" in told
    assert chat.noted("routine") == [("calf_stretch", 100)]
    assert chat.noted("pain") == [("during", 2)]
    assert "morning" in chat.timers


def test_easier_and_harder_change_the_dose_and_are_there_only_where_there_is_one() -> None:
    chat = begin_session()
    chat.tap("skip")
    whole = chat.screen_text
    chat.tap("easier")
    assert chat.screen_text != whole
    assert "easier" not in chat.button_ids
    chat.tap("harder")
    chat.tap("harder")
    assert session_run(chat).level == 1
    assert "harder" not in chat.button_ids
    chat.tap("start")
    assert session_run(chat).until == chat.now + 45 * SECOND


def test_skip_goes_on_to_the_next_and_from_the_last_to_the_end() -> None:
    chat = begin_session()
    for number in (1, 2):
        chat.tap("skip")
        assert session_run(chat).number == number
    assert words("nothing_done") in texts(chat.tap("skip"))
    assert chat.open == "verdict"
    assert chat.noted("routine") == []


@pytest.mark.parametrize("act", ["resume", "set_done", "pain.3", "zzz", "go"])
def test_what_is_no_choice_now_changes_nothing(act: str) -> None:
    chat = begin_session()
    before = chat.state.frames
    chat.choose(act)
    assert chat.state.frames == before


# --- the plan of runs -------------------------------------------------------------------------------------------------


def test_a_walk_run_session_walks_between_the_runs() -> None:
    chat = strained(6, step=3).open_plan()
    chat.tap("routine.walk_run")
    chat.tap("pain.0")
    seen: list[tuple[str, int]] = []
    for _ in range(30):
        if session_state(chat) == "after":
            break
        if session_state(chat) == "shown":
            chat.tap("start")
        until = session_run(chat).until
        assert until is not None
        seen.append((f"{session_run(chat).number} {session_state(chat)}", int((until - chat.now).total_seconds())))
        chat.later(until - chat.now)
    plan = library().ladder.file.walk_run
    step = plan.steps[2]
    runs = [("1 hold", step.run), ("1 rest", step.walk)] * step.sets
    assert seen == [("0 hold", plan.warm.seconds), *runs[:-1], ("2 hold", plan.cool.seconds)]
    chat.tap("pain.0")
    assert chat.noted("run") == [("3", library().ladder.minutes_run(3))]
