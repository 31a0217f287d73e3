"""The guided session as a conversation: how it begins, what its buttons and its timers do, and how it is left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from flows.checking.recheck import recheck
from flows.exercises.words import dose_text
from flows.gate.allowed import allowed
from flows.gate.flow import gated
from flows.gate.programme import current
from flows.guided.end import finish
from flows.guided.run import WALK_RUN, Run, holds, move, offered, put, run_of, steps_of
from flows.guided.show import acts_of, place_of, show_session
from flows.talk.flow import legacy as Flow
from flows.talk.turn import Turn
from flows.way_back.after import ceiling_of

LATE = timedelta(seconds=60)
"""A countdown that ended longer ago than this ended while the bot was away: the session waits for the person."""


def open_routine(turn: Turn, name: str) -> None:
    """Begin the routine `name` if it may be offered; what is left out of it is told with the reason."""
    if not gated(turn, f"routine.{name}"):
        return
    turn.session.wanted = ""
    if turn.frame_of("routine") is not None:
        turn.tell("guided.one_at_a_time")
        turn.show = True
        return
    if name == WALK_RUN and not _may_run(turn):
        turn.go_on("plan")
        return
    library, language = turn.library, turn.language
    run = Run(name, step=turn.session.recovery.step if name == WALK_RUN and turn.session.recovery else 0)
    routine = library.exercises.routines.get(name)
    if routine is None and name != WALK_RUN:
        turn.tell("guided.unknown")
        return
    refused = () if routine is None else library.exercises.offer(name, allowed(turn)).refused
    told = [
        turn.words(
            "guided.left_out",
            name=library.text(language, f"exercises.{exercise}.name"),
            why=library.text(language, f"routines.why_not.{reason}"),
        )
        for exercise, reason in refused
    ]
    title = library.text(language, f"routines.{name}.name")
    run = replace(run, exercises=tuple(step.exercise for step in offered(turn, run)))
    if not run.exercises:
        turn.message(turn.words("guided.nothing"), *told, title=title)
        return
    if told:
        turn.message(*told, title=title)
    tracked = routine is None or routine.stage is not None or name.startswith("achilles")
    turn.push("routine", "shown")
    put(turn, "before" if tracked else "shown", run)


def _may_run(turn: Turn) -> bool:
    """Whether a run is next on the plan and due by now; a button of last week's overview does not shorten the 48 hours."""
    recovery, ladder = current(turn), turn.library.ladder
    if recovery is None or not ladder.runs(recovery):
        return False
    due = ladder.next_session(recovery)
    return due is None or due <= turn.now


def _act(turn: Turn, act: str) -> None:
    top = turn.top
    assert top is not None
    run = run_of(top)
    word, _, number = act.partition(".")
    if word == "pain" and number.isdigit() and top.state in ("before", "hurts", "after"):
        _pain(turn, top.state, run, min(int(number), 10))
    elif top.state in ("before", "hurts", "after"):
        if act == "sharp":
            _leave_for_check(turn, run)
        elif act in ("skip", "stop"):
            _moved(turn, act, run)
        else:
            turn.say("not_understood")
    elif act not in acts_of(turn, top.state, run):
        turn.say("not_understood")
    elif act == "about":
        _about(turn, steps_of(turn, run)[run.number].exercise)
    elif act in ("easier", "harder"):
        exercises, step = turn.library.exercises, steps_of(turn, run)[run.number]
        change = exercises.level_down if act == "easier" else exercises.level_up
        level = change(step, run.level, allowed(turn))
        assert level is not None
        move(turn, "level", replace(run, level=level))
    elif act == "go" or (act == "set_done" and top.state == "hold"):
        _moved(turn, "over", run)
    else:
        _moved(turn, act, run)


def _pain(turn: Turn, state: str, run: Run, pain: int) -> None:
    limit = ceiling_of(turn, run.routine)
    way = turn.library.exercises.pain.way(pain, limit)
    if state == "before":
        run = replace(run, before=pain)
        turn.record("pain", "rest", pain)
        if way in ("stop", "check"):
            turn.tell("guided.too_sore" if way == "stop" else "guided.rule.check", pain=pain)
    else:
        run = replace(run, worst=max(run.worst, pain))
        if state == "hurts" or way == "check":
            turn.tell(f"guided.rule.{way}", **({"limit": limit} if way == "go_on" else {"pain": pain}))
    _moved(turn, "pain", run, way=way)


def _moved(turn: Turn, trigger: str, run: Run, *, way: str = "go_on") -> None:
    """Make the move; at an end, the session is over."""
    turn.out.closing = _closing(turn, trigger, run)
    before = turn.session.frames[-1].state
    state = move(turn, trigger, run, way=way)
    if state == "check":
        _leave_for_check(turn, run, worse=True)
    elif state == "done":
        finish(turn, run_of(turn.session.frames[-1]), quiet=before == "before")
    elif state == "after" and trigger in ("stop", "skip") and not run.sets_done and run.worst < 0:
        finish(turn, run, quiet=True)  # there is nothing to ask about
        turn.tell("guided.nothing_done")


def _leave_for_check(turn: Turn, run: Run, *, worse: bool = False) -> None:
    """The session is over, and what has happened is looked at: a pop or sharp pain, or a lot of pain."""
    finish(turn, run, quiet=True)
    recheck(turn, "worse" if worse else "pop")


def _closing(turn: Turn, trigger: str, run: Run) -> str:
    """What is left in the chat of a set that is over."""
    if trigger not in ("over", "set_done", "start"):
        return ""
    frame = turn.frame_of("routine")
    step = steps_of(turn, run)[run.number]
    name = turn.library.text(turn.language, f"exercises.{step.exercise}.name")
    if frame is None or frame.state == "rest":
        return turn.words("guided.rested")
    if frame.state == "shown":
        return f"{name} · {dose_text(turn.library.words, turn.language, step, run.level)}"
    place = place_of(turn, run, step.levels[run.level].dose)
    return turn.words("guided.set_closed", name=name, place=place) if place else turn.words("guided.closed", name=name)


def _about(turn: Turn, exercise: str) -> None:
    """What the exercise is for, what often goes wrong, who must not, and where that comes from."""
    library, language = turn.library, turn.language
    key = f"exercises.{exercise}"
    errors = "; ".join(library.lines(language, f"{key}.errors"))
    sources = "; ".join(
        turn.text("judgement") if source == "J" else library.sources.sources[source].title
        for source in library.exercises.by_id[exercise].sources
    )
    turn.message(
        library.text(language, f"{key}.for"),
        turn.words("guided.errors", errors=errors),
        turn.words("guided.not_if", who=library.text(language, f"{key}.not_if")),
        turn.words("guided.sources", sources=sources),
        title=library.text(language, f"{key}.name"),
    )


def timer(turn: Turn, _name: str, data: Mapping[str, Any]) -> None:
    """A countdown is over. It counts only if it is still the one that runs."""
    frame = turn.frame_of("routine")
    if frame is None or frame.state not in ("hold", "rest"):
        return
    run = run_of(frame)
    if run.until is None or run.until != datetime.fromisoformat(data["until"]):
        return
    if turn.now - run.until > LATE or frame is not turn.top:
        turn.out.closing = ""
        if turn.now - run.until > LATE:
            turn.tell("guided.was_away")
        move(turn, "late", run)
    else:
        turn.out.closing = _closing(turn, "over", run)
        state = move(turn, "over", run)
        if state == "done":
            finish(turn, run_of(turn.session.frames[-1]))


def leave(turn: Turn) -> None:
    """/stop ends the session at once; what was done is kept."""
    frame = turn.frame_of("routine")
    if frame is not None:
        finish(turn, run_of(frame), quiet=True)


ROUTINE = Flow(prompt=show_session, act=_act, holds=holds, leave=leave)
