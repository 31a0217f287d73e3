"""What the buttons of the overview do: move on or back, count heel raises, tell that it got worse, or ask why."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flows.base.remembered import Recovery
from flows.base.tokens import Act
from flows.checking.recheck import recheck
from flows.gate.programme import STRAIN, current
from flows.talk.asking import not_understood
from flows.talk.flow import Open
from flows.talk.show import Show
from flows.talk.turn import Turn
from flows.way_back.criteria import ask_next
from flows.way_back.opening import ask_first
from flows.way_back.overview import overview_buttons, session_act
from flows.way_back.raises import begin_test
from flows.way_back.state import SHOW, WayBack, go_to


def act_on_overview(turn: Turn, _frame: Open[WayBack], act: Act) -> Show:
    """Do what a button of the overview says."""
    recovery = current(turn)
    if recovery is None or act.whole not in dict(overview_buttons(turn, recovery)):
        return not_understood(turn)
    if act.whole == session_act(turn):
        return turn.ways.go_on(turn, act.whole)
    return _ACTS[act.whole](turn, recovery)


def _move_up(turn: Turn, recovery: Recovery) -> Show:
    """Ask the criteria of the stage, if nothing holds back; a mild strain is asked about the short way too."""
    first = ask_first(turn)  # the overview may have been open for days
    if first is not None:
        return first
    held = _held_back(turn, recovery)
    if held is not None:
        turn.message(held)
        return Show.USUAL
    ladder = turn.library.ladder
    extra = ladder.skip(recovery)
    names = [*ladder.stage(recovery).exit, *([extra.id] if extra else [])]
    ask_next(turn, WayBack(names=names, at=0, answers={}))
    return Show.USUAL


def _held_back(turn: Turn, recovery: Recovery) -> str | None:
    """What keeps somebody in the stage whatever the criteria say, in words; None: nothing does."""
    ladder = turn.library.ladder
    if recovery.owed is not None:
        return turn.words("recovery.morning_first")
    match ladder.holds_back(recovery, turn.now):
        case "too_early":
            return turn.words("recovery.too_early", when=turn.when(ladder.earliest(recovery)))
        case "steps_first":
            return turn.words("recovery.steps_first", step=recovery.step, of=len(ladder.file.walk_run.steps))
        case "held_back":
            return turn.words("recovery.held_back")
        case None:
            return None


def _count_raises(turn: Turn, recovery: Recovery) -> Show:
    """Begin the heel-raise test by itself, for its own sake."""
    first = ask_first(turn)
    if first is not None:
        return first
    begin_test(turn, WayBack())
    return Show.USUAL


def _move_down(turn: Turn, recovery: Recovery) -> Show:
    below = turn.session.recovery = turn.library.ladder.move_down(recovery, turn.now)
    turn.record("stage", recovery.program, below.stage)
    go_to(turn, SHOW, WayBack(again=turn.session.turn))
    return Show.USUAL


def _tell_worse(turn: Turn, recovery: Recovery) -> Show:
    turn.pop()
    return recheck(turn, "worse")


def _tell_why(turn: Turn, recovery: Recovery) -> Show:
    """What the stage and its numbers rest on."""
    stage, known = turn.library.ladder.stage(recovery), turn.library.sources.sources
    named = dict.fromkeys([*stage.sources, *turn.library.ladder.file.rule.sources])
    titles = [turn.text("judgement") if source == "J" else known[source].title for source in named if source != "M"]
    rests = "recovery.rests" if recovery.program == STRAIN else "recovery.rests_tendon"
    turn.message(turn.words(rests), turn.words("guided.sources", sources="; ".join(titles)))
    return Show.USUAL


_ACTS: Mapping[str, Callable[[Turn, Recovery], Show]] = {
    "up": _move_up,
    "raises": _count_raises,
    "down": _move_down,
    "worse": _tell_worse,
    "why": _tell_why,
}
