"""The moves of a guided session: the machine is stepped, the state is entered, and the frame and its timer are written."""

from __future__ import annotations

from msgspec.structs import replace

from flows.gate.allowed import allowed
from flows.guided.entering import Move, Way
from flows.guided.machine import ON_ENTER, SET_DONE, routine_machine
from flows.guided.run import FIRST_SIDE, HOLD, NAME, WALK_RUN, Run
from flows.guided.steps import is_timed, offered, steps_of
from flows.talk.flow import Open
from flows.talk.turn import Turn

MACHINE = routine_machine()


def can_go_on(turn: Turn, frame: Open[Run]) -> bool:
    """Whether all that the session was begun with may still be done, on today's content and today's advice."""
    run = frame.data
    if run.routine != WALK_RUN and run.routine not in turn.library.exercises.routines:
        return False
    steps = {step.exercise: step for step in offered(turn, run)}
    known = all(name in steps for name in run.exercises) and run.number < len(run.exercises)
    return known and frame.state in MACHINE.states and run.level in steps[run.exercises[run.number]].levels


def make_move(turn: Turn, frame: Open[Run], trigger: str, way: Way = "go_on") -> Open[Run]:
    """Move the session on; gives where it is then, with its frame written.

    `way` is what the pain rule says, where pain was told.
    """
    run, steps = frame.data, steps_of(turn, frame.data)
    step = steps[run.number]
    dose = step.levels[run.level].dose
    easier = turn.library.exercises.level_down(step, run.level, allowed(turn))
    state = MACHINE.step(
        frame.state,
        trigger,
        timed=is_timed(dose),
        more_sets=run.set < dose.sets or run.side == FIRST_SIDE,
        more=run.number + 1 < len(steps),
        can_ease=easier is not None,
        way=way,
        came_from=run.came_from,
    )
    if (frame.state, trigger) in SET_DONE:
        run = replace(run, sets_done=run.sets_done + 1)
    moved = Open(NAME, state, ON_ENTER[state](Move(run, frame.state, trigger, way, dose, easier, turn.now)))
    _write_frame(turn, moved)
    return moved


def _write_frame(turn: Turn, moved: Open[Run]) -> None:
    """Write the frame where it is, which may be beneath another; its countdown, if one runs, has a timer."""
    turn.rewrite(NAME, moved.state, moved.data)
    until = moved.data.until
    if until is not None:
        turn.set_timer(HOLD, until, until=until.isoformat())
    else:
        turn.drop_timer(HOLD)
