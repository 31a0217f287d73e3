"""The guided session as a conversation: what each state shows, and what its buttons do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from flows.exercise_words import dose_text
from flows.exercises import BASE, Dose
from flows.flow import Flow
from flows.gate import allowed, gated
from flows.model import Choice, QuestionFacts, Reply, Section
from flows.pictures import picture
from flows.plan_after import ceiling_of
from flows.plan_now import current
from flows.recheck import recheck
from flows.routine_end import finish
from flows.routine_run import (
    SIDES,
    WALK_RUN,
    Run,
    holds,
    move,
    offered,
    put,
    rest_of,
    run_of,
    seconds_of,
    sets_in_all,
    steps_of,
)
from flows.talk import Talk
from flows.tokens import make

LATE = timedelta(seconds=60)
"""A countdown that ended longer ago than this ended while the bot was away: the session waits for the person."""

BUTTONS = {
    "shown": ("start", "easier", "harder", "skip", "hurts", "about", "stop"),
    "hold": ("pause", "set_done", "skip", "hurts", "stop"),
    "reps": ("set_done", "easier", "harder", "skip", "hurts", "stop"),
    "rest": ("go", "pause", "skip", "hurts", "stop"),
    "paused": ("resume", "skip", "hurts", "stop"),
}
NAVIGATION = ("about", "stop")
PAIN = tuple(range(11))


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


def _prompt(talk: Talk) -> Reply:
    top = talk.top
    assert top is not None
    run = run_of(top)
    if top.state in ("before", "hurts", "after"):
        return _scale(talk, top.state)
    steps = steps_of(talk, run)
    step = steps[run.number]
    library, language = talk.library, talk.language
    name = library.text(language, f"exercises.{step.exercise}.name")
    dose = step.levels[run.level].dose
    place = _place(talk, run, dose)
    progress = talk.words("guided.progress", n=run.number + 1, of=len(steps))
    sections: list[Section] = []
    if top.state == "shown":
        title = name
        text = [f"{progress} · {dose_text(library, language, step, run.level)}", _how(talk, step.exercise, run.level)]
        cues = library.lines(language, f"exercises.{step.exercise}.cues")
        sections.append(Section(talk.words("guided.cues"), cues))
    elif top.state == "hold":
        title = talk.words("guided.hold_title", name=name, span=_span(talk, seconds_of(dose)))
        text = [place, *library.lines(language, f"exercises.{step.exercise}.cues")[:1]]
    elif top.state == "reps":
        title = name
        text = [place, dose_text(library, language, step, run.level), talk.words("guided.say_done")]
    elif top.state == "rest":
        title = talk.words(_between_key(talk, step.exercise, "guided.rest_title"), span=_span(talk, rest_of(run, dose)))
        text = [_between(talk, step.exercise, run, dose.side == "each")]
    else:
        title = talk.words("guided.paused_title")
        text = [f"{name}: {place}" if place else name]
    return Reply(
        kind="question",
        title=title,
        paragraphs=tuple(part for part in text if part),
        sections=tuple(section for section in sections if section.items),
        choices=tuple(_choice(talk, act) for act in _acts(talk, top.state, run)),
        slot=str(talk.turn),
        repeatable=True,
        until=run.until,
        picture=picture(library, language, step.exercise) if top.state == "shown" else None,
        question=QuestionFacts(f"routine_{top.state}", "one", (_done(talk, run) + 1, sets_in_all(talk, run))),
    )


def _done(talk: Talk, run: Run) -> int:
    """Sets that are behind, done or skipped."""
    steps = steps_of(talk, run)
    dose = steps[run.number].levels[run.level].dose
    before = sum(step.levels[BASE].dose.sets * step.levels[BASE].dose.sides for step in steps[: run.number])
    here = (run.set - 1) * dose.sides + (run.side == SIDES[1])
    return min(before + here, sets_in_all(talk, run) - 1)


def _how(talk: Talk, exercise: str, level: int) -> str:
    key = {-1: "easier", 0: "how", 1: "harder"}[level]
    how = talk.library.text(talk.language, f"exercises.{exercise}.how")
    return how if level == 0 else f"{how} {talk.library.text(talk.language, f'exercises.{exercise}.{key}')}"


def _between(talk: Talk, exercise: str, run: Run, each: bool) -> str:
    """What comes after the pause."""
    if each and run.side == SIDES[0]:
        return talk.words("guided.next_side", side=talk.words(f"guided.sides.{SIDES[1]}"))
    return talk.words("guided.next_set", set=run.set + 1)


def _between_key(talk: Talk, exercise: str, otherwise: str) -> str:
    """Where the pause is something to do (a walk between two runs), the exercise has words for it."""
    key = f"exercises.{exercise}.between"
    return key if talk.library.words.has(talk.language, key) else otherwise


def _scale(talk: Talk, state: str) -> Reply:
    """How much does it hurt, 0 to 10."""
    choices = [Choice(f"pain.{n}", str(n), make(talk.sid, talk.turn, f"pain.{n}")) for n in PAIN]
    last = {"before": ("sharp", "skip", "stop"), "hurts": ("sharp", "stop"), "after": ("sharp", "skip")}[state]
    choices += [Choice(act, talk.words(f"guided.acts.{act}"), make(talk.sid, talk.turn, act), "last") for act in last]
    return Reply(
        kind="question",
        title=talk.words(f"guided.{state}_title"),
        paragraphs=(talk.words(f"guided.{state}_ask"),),
        choices=tuple(choices),
        slot=str(talk.turn),
        repeatable=True,
        question=QuestionFacts("pain", "number", (1, 1)),
    )


def _acts(talk: Talk, state: str, run: Run) -> list[str]:
    steps, exercises, may = steps_of(talk, run), talk.library.exercises, allowed(talk)
    step = steps[run.number]
    hidden = set()
    if exercises.level_down(step, run.level, may) is None:
        hidden.add("easier")
    if exercises.level_up(step, run.level, may) is None:
        hidden.add("harder")
    if step.levels[run.level].dose.mode == "hold" and state == "hold":
        hidden.add("set_done")
    return [act for act in BUTTONS[state] if act not in hidden]


def _choice(talk: Talk, act: str) -> Choice:
    group = "nav" if act in NAVIGATION else "option"
    return Choice(act, talk.words(f"guided.acts.{act}"), make(talk.sid, talk.turn, act), group)  # type: ignore[arg-type]


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
    elif act not in _acts(talk, top.state, run):
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
        return f"{name} · {dose_text(talk.library, talk.language, step, run.level)}"
    place = _place(talk, run, step.levels[run.level].dose)
    return talk.words("guided.set_closed", name=name, place=place) if place else talk.words("guided.closed", name=name)


def _place(talk: Talk, run: Run, dose: Dose) -> str:
    """Which set it is and which leg; empty where there is one set for both."""
    side = talk.words(f"guided.sides.{run.side}") if run.side else ""
    if dose.sets == 1:
        return talk.words("guided.side", side=side) if side else ""
    return talk.words("guided.set_side" if side else "guided.set", set=run.set, of=dose.sets, side=side)


def _span(talk: Talk, seconds: int) -> str:
    """A stretch of time: seconds, or minutes where it is long and even."""
    if seconds >= 120 and seconds % 60 == 0:
        return talk.words("guided.minutes", n=seconds // 60)
    return talk.words("guided.seconds", n=seconds)


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


ROUTINE = Flow(prompt=_prompt, act=_act, holds=holds, leave=leave)
