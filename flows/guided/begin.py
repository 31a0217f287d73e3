"""How a guided session begins: behind the gate, one at a time, and with what may be offered to this person."""

from __future__ import annotations

from msgspec.structs import replace

from flows.gate.allowed import allowed
from flows.gate.flow import hold_at_gate
from flows.gate.programme import current
from flows.guided.run import HOLD, NAME, WALK_RUN, Run
from flows.guided.steps import offered
from flows.guided.words import say_left_out
from flows.talk.show import Show
from flows.talk.turn import Turn


def open_routine(turn: Turn, name: str) -> Show:
    """Begin the routine `name` if it may be offered; what is left out of it is told with the reason."""
    held = hold_at_gate(turn, f"routine.{name}")
    if held is not None:
        return held
    turn.session.wanted = ""
    if turn.frame_of(NAME) is not None:
        turn.tell("guided.one_at_a_time")
        return Show.ANEW
    if name == WALK_RUN and not _may_run(turn):
        return turn.ways.go_on(turn, "plan")
    if name != WALK_RUN and name not in turn.library.exercises.routines:
        turn.tell("guided.unknown")
        return Show.USUAL
    title, left_out = turn.words(f"routines.{name}.name"), _left_out(turn, name)
    run = Run(name, step=turn.session.recovery.step if name == WALK_RUN and turn.session.recovery else 0)
    run = replace(run, exercises=[step.exercise for step in offered(turn, run)])
    if not run.exercises:
        turn.message(turn.words("guided.nothing"), *left_out, title=title)
        return Show.USUAL
    if left_out:
        turn.message(*left_out, title=title)
    turn.push(NAME, "before" if _is_followed(turn, name) else "shown", run)
    turn.drop_timer(HOLD)
    return Show.USUAL


def _may_run(turn: Turn) -> bool:
    """Whether a run is next on the plan and due by now; a button of last week's overview does not shorten the 48 hours."""
    recovery, ladder = current(turn), turn.library.ladder
    if recovery is None or not ladder.runs(recovery):
        return False
    due = ladder.next_session(recovery)
    return due is None or due <= turn.now


def _left_out(turn: Turn, name: str) -> list[str]:
    """What the routine has and this person may not do now: each reason once, with all that it is the reason for."""
    refused = () if name == WALK_RUN else turn.library.exercises.offer(name, allowed(turn)).refused
    names: dict[str, list[str]] = {}
    for exercise, reason in refused:
        names.setdefault(reason, []).append(f"exercises.{exercise}.name")
    return [say_left_out(turn, reason, *of_it) for reason, of_it in names.items()]


def _is_followed(turn: Turn, name: str) -> bool:
    """Whether the pain before and after it counts: it is part of a way back."""
    stage = name == WALK_RUN or turn.library.exercises.routines[name].stage is not None
    return stage or name.startswith("achilles")
