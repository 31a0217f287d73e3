"""What each state of a guided session shows: the exercise, its countdown, the pause, and how much it hurts."""

from __future__ import annotations

from flows.base.replies import Choice, QuestionFacts, Reply, Section
from flows.base.tokens import make
from flows.exercises.exercises import BASE, Dose
from flows.exercises.words import dose_text
from flows.gate.flow import allowed
from flows.guided.run import SIDES, Run, rest_of, run_of, seconds_of, sets_in_all, steps_of
from flows.talk.pictures import picture
from flows.talk.turn import Talk

BUTTONS = {
    "shown": ("start", "easier", "harder", "skip", "hurts", "about", "stop"),
    "hold": ("pause", "set_done", "skip", "hurts", "stop"),
    "reps": ("set_done", "easier", "harder", "skip", "hurts", "stop"),
    "rest": ("go", "pause", "skip", "hurts", "stop"),
    "paused": ("resume", "skip", "hurts", "stop"),
}
NAVIGATION = ("about", "stop")
PAIN = tuple(range(11))


def show_session(talk: Talk) -> Reply:
    """What is open, with its buttons."""
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
    place = place_of(talk, run, dose)
    progress = talk.words("guided.progress", n=run.number + 1, of=len(steps))
    sections: list[Section] = []
    if top.state == "shown":
        title = name
        text = [
            f"{progress} · {dose_text(library.words, language, step, run.level)}",
            _how(talk, step.exercise, run.level),
        ]
        cues = library.lines(language, f"exercises.{step.exercise}.cues")
        sections.append(Section(talk.words("guided.cues"), cues))
    elif top.state == "hold":
        title = talk.words("guided.hold_title", name=name, span=_span(talk, seconds_of(dose)))
        text = [place, *library.lines(language, f"exercises.{step.exercise}.cues")[:1]]
    elif top.state == "reps":
        title = name
        text = [place, dose_text(library.words, language, step, run.level), talk.words("guided.say_done")]
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
        choices=tuple(_choice(talk, act) for act in acts_of(talk, top.state, run)),
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


def acts_of(talk: Talk, state: str, run: Run) -> list[str]:
    """What can be done in a working state; what is ruled out, or makes no sense here, is left out."""
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


def place_of(talk: Talk, run: Run, dose: Dose) -> str:
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
