"""What each state of a guided session shows: the exercise, its countdown, the pause, and how much it hurts."""

from __future__ import annotations

from flows.base.replies import Choice, QuestionFacts, Reply, Section
from flows.base.tokens import make
from flows.exercises.exercises import BASE, Dose
from flows.exercises.words import dose_text
from flows.gate.allowed import allowed
from flows.guided.run import SIDES, Run, rest_of, run_of, seconds_of, sets_in_all, steps_of
from flows.talk.pictures import picture
from flows.talk.turn import Turn

BUTTONS = {
    "shown": ("start", "easier", "harder", "skip", "hurts", "about", "stop"),
    "hold": ("pause", "set_done", "skip", "hurts", "stop"),
    "reps": ("set_done", "easier", "harder", "skip", "hurts", "stop"),
    "rest": ("go", "pause", "skip", "hurts", "stop"),
    "paused": ("resume", "skip", "hurts", "stop"),
}
NAVIGATION = ("about", "stop")
PAIN = tuple(range(11))


def show_session(turn: Turn) -> Reply:
    """What is open, with its buttons."""
    top = turn.top
    assert top is not None
    run = run_of(top)
    if top.state in ("before", "hurts", "after"):
        return _scale(turn, top.state)
    steps = steps_of(turn, run)
    step = steps[run.number]
    library, language = turn.library, turn.language
    name = library.text(language, f"exercises.{step.exercise}.name")
    dose = step.levels[run.level].dose
    place = place_of(turn, run, dose)
    progress = turn.words("guided.progress", n=run.number + 1, of=len(steps))
    sections: list[Section] = []
    if top.state == "shown":
        title = name
        text = [
            f"{progress} · {dose_text(library.words, language, step, run.level)}",
            _how(turn, step.exercise, run.level),
        ]
        cues = library.lines(language, f"exercises.{step.exercise}.cues")
        sections.append(Section(turn.words("guided.cues"), cues))
    elif top.state == "hold":
        title = turn.words("guided.hold_title", name=name, span=_span(turn, seconds_of(dose)))
        text = [place, *library.lines(language, f"exercises.{step.exercise}.cues")[:1]]
    elif top.state == "reps":
        title = name
        text = [place, dose_text(library.words, language, step, run.level), turn.words("guided.say_done")]
    elif top.state == "rest":
        title = turn.words(_between_key(turn, step.exercise, "guided.rest_title"), span=_span(turn, rest_of(run, dose)))
        text = [_between(turn, step.exercise, run, dose.side == "each")]
    else:
        title = turn.words("guided.paused_title")
        text = [f"{name}: {place}" if place else name]
    return Reply(
        kind="question",
        title=title,
        paragraphs=tuple(part for part in text if part),
        sections=tuple(section for section in sections if section.items),
        choices=tuple(_choice(turn, act) for act in acts_of(turn, top.state, run)),
        slot=str(turn.session.turn),
        repeatable=True,
        until=run.until,
        picture=picture(library, language, step.exercise) if top.state == "shown" else None,
        question=QuestionFacts(f"routine_{top.state}", "one", (_done(turn, run) + 1, sets_in_all(turn, run))),
    )


def _done(turn: Turn, run: Run) -> int:
    """Sets that are behind, done or skipped."""
    steps = steps_of(turn, run)
    dose = steps[run.number].levels[run.level].dose
    before = sum(step.levels[BASE].dose.sets * step.levels[BASE].dose.sides for step in steps[: run.number])
    here = (run.set - 1) * dose.sides + (run.side == SIDES[1])
    return min(before + here, sets_in_all(turn, run) - 1)


def _how(turn: Turn, exercise: str, level: int) -> str:
    key = {-1: "easier", 0: "how", 1: "harder"}[level]
    how = turn.library.text(turn.language, f"exercises.{exercise}.how")
    return how if level == 0 else f"{how} {turn.library.text(turn.language, f'exercises.{exercise}.{key}')}"


def _between(turn: Turn, exercise: str, run: Run, each: bool) -> str:
    """What comes after the pause."""
    if each and run.side == SIDES[0]:
        return turn.words("guided.next_side", side=turn.words(f"guided.sides.{SIDES[1]}"))
    return turn.words("guided.next_set", set=run.set + 1)


def _between_key(turn: Turn, exercise: str, otherwise: str) -> str:
    """Where the pause is something to do (a walk between two runs), the exercise has words for it."""
    key = f"exercises.{exercise}.between"
    return key if turn.library.words.has(turn.language, key) else otherwise


def _scale(turn: Turn, state: str) -> Reply:
    """How much does it hurt, 0 to 10."""
    choices = [Choice(f"pain.{n}", str(n), make(turn.session.sid, turn.session.turn, f"pain.{n}")) for n in PAIN]
    last = {"before": ("sharp", "skip", "stop"), "hurts": ("sharp", "stop"), "after": ("sharp", "skip")}[state]
    choices += [
        Choice(act, turn.words(f"guided.acts.{act}"), make(turn.session.sid, turn.session.turn, act), "last")
        for act in last
    ]
    return Reply(
        kind="question",
        title=turn.words(f"guided.{state}_title"),
        paragraphs=(turn.words(f"guided.{state}_ask"),),
        choices=tuple(choices),
        slot=str(turn.session.turn),
        repeatable=True,
        question=QuestionFacts("pain", "number", (1, 1)),
    )


def acts_of(turn: Turn, state: str, run: Run) -> list[str]:
    """What can be done in a working state; what is ruled out, or makes no sense here, is left out."""
    steps, exercises, may = steps_of(turn, run), turn.library.exercises, allowed(turn)
    step = steps[run.number]
    hidden = set()
    if exercises.level_down(step, run.level, may) is None:
        hidden.add("easier")
    if exercises.level_up(step, run.level, may) is None:
        hidden.add("harder")
    if step.levels[run.level].dose.mode == "hold" and state == "hold":
        hidden.add("set_done")
    return [act for act in BUTTONS[state] if act not in hidden]


def _choice(turn: Turn, act: str) -> Choice:
    group = "nav" if act in NAVIGATION else "option"
    return Choice(act, turn.words(f"guided.acts.{act}"), make(turn.session.sid, turn.session.turn, act), group)  # type: ignore[arg-type]


def place_of(turn: Turn, run: Run, dose: Dose) -> str:
    """Which set it is and which leg; empty where there is one set for both."""
    side = turn.words(f"guided.sides.{run.side}") if run.side else ""
    if dose.sets == 1:
        return turn.words("guided.side", side=side) if side else ""
    return turn.words("guided.set_side" if side else "guided.set", set=run.set, of=dose.sets, side=side)


def _span(turn: Turn, seconds: int) -> str:
    """A stretch of time: seconds, or minutes where it is long and even."""
    if seconds >= 120 and seconds % 60 == 0:
        return turn.words("guided.minutes", n=seconds // 60)
    return turn.words("guided.seconds", n=seconds)
