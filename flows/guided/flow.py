"""The guided session as a conversation: how it begins, what its buttons and its timers do, and how it is left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from flows.checking.recheck import recheck
from flows.exercises.words import dose_text
from flows.gate.flow import allowed, gated
from flows.gate.programme import current
from flows.guided.end import finish
from flows.guided.run import WALK_RUN, Run, holds, move, offered, put, run_of, steps_of
from flows.guided.show import acts_of, place_of, show_session
from flows.talk.flow import Flow
from flows.talk.turn import Talk
from flows.way_back.after import ceiling_of

LATE = timedelta(seconds=60)
"""A countdown that ended longer ago than this ended while the bot was away: the session waits for the person."""


def open_routine(talk: Talk, name: str) -> None:
    """Begin the routine `name` if it may be offered; what is left out of it is told with the reason."""
    if not gated(talk, f"routine.{name}"):
        return
    talk.wanted = ""
    if talk.frame_of("routine") is not None:
        talk.tell("guided.one_at_a_time")
        talk.show = True
        return
    if name == WALK_RUN and not _may_run(talk):
        talk.go_on("plan")
        return
    library, language = talk.library, talk.language
    run = Run(name, step=talk.recovery.step if name == WALK_RUN and talk.recovery else 0)
    routine = library.exercises.routines.get(name)
    if routine is None and name != WALK_RUN:
        talk.tell("guided.unknown")
        return
    refused = () if routine is None else library.exercises.offer(name, allowed(talk)).refused
    told = [
        talk.words(
            "guided.left_out",
            name=library.text(language, f"exercises.{exercise}.name"),
            why=library.text(language, f"routines.why_not.{reason}"),
        )
        for exercise, reason in refused
    ]
    title = library.text(language, f"routines.{name}.name")
    run = replace(run, exercises=tuple(step.exercise for step in offered(talk, run)))
    if not run.exercises:
        talk.message(talk.words("guided.nothing"), *told, title=title)
        return
    if told:
        talk.message(*told, title=title)
    tracked = routine is None or routine.stage is not None or name.startswith("achilles")
    talk.push("routine", "shown")
    put(talk, "before" if tracked else "shown", run)


def _may_run(talk: Talk) -> bool:
    """Whether a run is next on the plan and due by now; a button of last week's overview does not shorten the 48 hours."""
    recovery, ladder = current(talk), talk.library.ladder
    if recovery is None or not ladder.runs(recovery):
        return False
    due = ladder.next_session(recovery)
    return due is None or due <= talk.now


def _act(talk: Talk, act: str) -> None:
    top = talk.top
    assert top is not None
    run = run_of(top)
    word, _, number = act.partition(".")
    if word == "pain" and number.isdigit() and top.state in ("before", "hurts", "after"):
        _pain(talk, top.state, run, min(int(number), 10))
    elif top.state in ("before", "hurts", "after"):
        if act == "sharp":
            _leave_for_check(talk, run)
        elif act in ("skip", "stop"):
            _moved(talk, act, run)
        else:
            talk.say("not_understood")
    elif act not in acts_of(talk, top.state, run):
        talk.say("not_understood")
    elif act == "about":
        _about(talk, steps_of(talk, run)[run.number].exercise)
    elif act in ("easier", "harder"):
        exercises, step = talk.library.exercises, steps_of(talk, run)[run.number]
        change = exercises.level_down if act == "easier" else exercises.level_up
        level = change(step, run.level, allowed(talk))
        assert level is not None
        move(talk, "level", replace(run, level=level))
    elif act == "go" or (act == "set_done" and top.state == "hold"):
        _moved(talk, "over", run)
    else:
        _moved(talk, act, run)


def _pain(talk: Talk, state: str, run: Run, pain: int) -> None:
    limit = ceiling_of(talk, run.routine)
    way = talk.library.exercises.pain.way(pain, limit)
    if state == "before":
        run = replace(run, before=pain)
        talk.record("pain", "rest", pain)
        if way in ("stop", "check"):
            talk.tell("guided.too_sore" if way == "stop" else "guided.rule.check", pain=pain)
    else:
        run = replace(run, worst=max(run.worst, pain))
        if state == "hurts" or way == "check":
            talk.tell(f"guided.rule.{way}", **({"limit": limit} if way == "go_on" else {"pain": pain}))
    _moved(talk, "pain", run, way=way)


def _moved(talk: Talk, trigger: str, run: Run, *, way: str = "go_on") -> None:
    """Make the move; at an end, the session is over."""
    talk.closing = _closing(talk, trigger, run)
    before = talk.frames[-1].state
    state = move(talk, trigger, run, way=way)
    if state == "check":
        _leave_for_check(talk, run, worse=True)
    elif state == "done":
        finish(talk, run_of(talk.frames[-1]), quiet=before == "before")
    elif state == "after" and trigger in ("stop", "skip") and not run.sets_done and run.worst < 0:
        finish(talk, run, quiet=True)  # there is nothing to ask about
        talk.tell("guided.nothing_done")


def _leave_for_check(talk: Talk, run: Run, *, worse: bool = False) -> None:
    """The session is over, and what has happened is looked at: a pop or sharp pain, or a lot of pain."""
    finish(talk, run, quiet=True)
    recheck(talk, "worse" if worse else "pop")


def _closing(talk: Talk, trigger: str, run: Run) -> str:
    """What is left in the chat of a set that is over."""
    if trigger not in ("over", "set_done", "start"):
        return ""
    frame = talk.frame_of("routine")
    step = steps_of(talk, run)[run.number]
    name = talk.library.text(talk.language, f"exercises.{step.exercise}.name")
    if frame is None or frame.state == "rest":
        return talk.words("guided.rested")
    if frame.state == "shown":
        return f"{name} · {dose_text(talk.library.words, talk.language, step, run.level)}"
    place = place_of(talk, run, step.levels[run.level].dose)
    return talk.words("guided.set_closed", name=name, place=place) if place else talk.words("guided.closed", name=name)


def _about(talk: Talk, exercise: str) -> None:
    """What the exercise is for, what often goes wrong, who must not, and where that comes from."""
    library, language = talk.library, talk.language
    key = f"exercises.{exercise}"
    errors = "; ".join(library.lines(language, f"{key}.errors"))
    sources = "; ".join(
        talk.text("judgement") if source == "J" else library.sources.sources[source].title
        for source in library.exercises.by_id[exercise].sources
    )
    talk.message(
        library.text(language, f"{key}.for"),
        talk.words("guided.errors", errors=errors),
        talk.words("guided.not_if", who=library.text(language, f"{key}.not_if")),
        talk.words("guided.sources", sources=sources),
        title=library.text(language, f"{key}.name"),
    )


def timer(talk: Talk, _name: str, data: Mapping[str, Any]) -> None:
    """A countdown is over. It counts only if it is still the one that runs."""
    frame = talk.frame_of("routine")
    if frame is None or frame.state not in ("hold", "rest"):
        return
    run = run_of(frame)
    if run.until is None or run.until != datetime.fromisoformat(data["until"]):
        return
    if talk.now - run.until > LATE or frame is not talk.top:
        talk.closing = ""
        if talk.now - run.until > LATE:
            talk.tell("guided.was_away")
        move(talk, "late", run)
    else:
        talk.closing = _closing(talk, "over", run)
        state = move(talk, "over", run)
        if state == "done":
            finish(talk, run_of(talk.frames[-1]))


def leave(talk: Talk) -> None:
    """/stop ends the session at once; what was done is kept."""
    frame = talk.frame_of("routine")
    if frame is not None:
        finish(talk, run_of(frame), quiet=True)


ROUTINE = Flow(prompt=show_session, act=_act, holds=holds, leave=leave)
