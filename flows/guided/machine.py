"""The guided session as a machine: from each state what can be done, and that it can always be stopped.

before   how much it hurts now is asked first (only where the pain is followed up)
shown    an exercise is shown and waits for *Start*
hold     a timed hold, run or walk counts down
reps     repetitions are counted by the person, who says when the set is done
rest     the pause between two sets or sides counts down
paused   a countdown stands still
hurts    how much it hurts is asked; the pain rule decides
after    how much it hurt at the most is asked at the end
done     the end
check    the end, and the way back to the check
"""

from __future__ import annotations

from collections.abc import Mapping

from flows.base.machine import FlowMachine, Row, fact, fact_is
from flows.guided.entering import (
    Enter,
    count_set,
    end_exercises,
    hold_set,
    interrupt_set,
    rest_between,
    show_exercise,
)

STATES = ("before", "shown", "hold", "reps", "rest", "paused", "hurts", "after", "done", "check")
ENDS = ("done", "check")
WORKING = ("shown", "hold", "reps", "rest", "paused")
"""States from which an exercise can be skipped."""


def routine_machine() -> FlowMachine:
    """The machine of every guided session.

    Facts of a step: `timed` (the exercise is held for a time, not counted), `more_sets`, `more` (another exercise follows),
    `way` (what the pain rule says: go_on, easier, stop or check), `can_ease` (there is an easier way), `came_from` (the state
    that was interrupted).
    """
    rows = [
        Row("before", "pain", "check", fact_is("way", "check"), "the rule says check"),
        Row("before", "pain", "done", fact_is("way", "stop"), "too much to begin"),
        Row("before", "pain", "shown"),
        Row("before", "skip", "shown"),
        Row("before", "stop", "done"),
        Row("before", "sharp", "check", note="a pop, or sudden sharp pain"),
        Row("shown", "start", "hold", fact("timed"), "timed"),
        Row("shown", "start", "reps", note="counted"),
        Row("shown", "level", "shown", note="easier or harder"),
        Row("hold", "over", "rest", fact("more_sets"), "another set or side"),
        Row("hold", "over", "shown", fact("more"), "next exercise"),
        Row("hold", "over", "after"),
        Row("hold", "pause", "paused"),
        Row("reps", "set_done", "rest", fact("more_sets"), "another set or side"),
        Row("reps", "set_done", "shown", fact("more"), "next exercise"),
        Row("reps", "set_done", "after"),
        Row("reps", "level", "reps", note="easier or harder"),
        Row("rest", "over", "hold", fact("timed"), "timed"),
        Row("rest", "over", "reps", note="counted"),
        Row("rest", "pause", "paused"),
        Row("paused", "resume", "hold", fact_is("came_from", "hold"), "was holding"),
        Row("paused", "resume", "rest"),
        Row("hurts", "pain", "check", fact_is("way", "check"), "the rule says check"),
        Row("hurts", "pain", "after", fact_is("way", "stop"), "the rule says stop"),
        Row("hurts", "pain", "shown", _easier, "the rule says easier: so, or the next one"),
        Row(
            "hurts", "pain", "after", fact_is("way", "easier"), "the rule says easier, and there is nothing easier left"
        ),
        Row("hurts", "pain", "reps", fact_is("came_from", "reps"), "was counting"),
        Row("hurts", "pain", "shown", fact_is("came_from", "shown"), "had not begun"),
        Row("hurts", "pain", "paused", note="was counting down"),
        Row("hurts", "sharp", "check", note="a pop, or sudden sharp pain"),
        Row("hurts", "stop", "after"),
        Row("after", "pain", "check", fact_is("way", "check"), "the rule says check"),
        Row("after", "pain", "done"),
        Row("after", "skip", "done"),
        Row("after", "stop", "done"),
        Row("after", "sharp", "check", note="a pop, or sudden sharp pain"),
    ]
    for state in WORKING:
        rows += [
            Row(state, "skip", "shown", fact("more"), "next exercise"),
            Row(state, "skip", "after"),
            Row(state, "hurts", "hurts"),
            Row(state, "stop", "after"),
        ]
    for state in ("hold", "rest"):
        rows.append(Row(state, "late", "paused", note="the bot was away when it ended"))
    return FlowMachine("routine", STATES, rows, "shown")


def _easier(*, way: str, can_ease: bool, more: bool, **_: object) -> bool:
    return way == "easier" and (can_ease or more)


ON_ENTER: Mapping[str, Enter] = {
    "shown": show_exercise,
    "hold": hold_set,
    "reps": count_set,
    "rest": rest_between,
    "paused": interrupt_set,
    "hurts": interrupt_set,
    "after": end_exercises,
    "done": end_exercises,
    "check": end_exercises,
}
"""What becomes of the session as it enters a state; `before` is only ever begun in."""

SET_DONE = frozenset({("hold", "over"), ("reps", "set_done")})
"""The states with the triggers on which a set is finished."""
