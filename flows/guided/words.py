"""What is said of an exercise in more than one place: which set it is, how it is done, why it is left out, its sources."""

from __future__ import annotations

from collections.abc import Iterable

from flows.exercises.exercises import BASE, EASIER, HARDER, Dose
from flows.exercises.words import dose_text
from flows.guided.run import Run
from flows.guided.steps import step_of
from flows.talk.turn import Turn

HOW = {EASIER: "easier", HARDER: "harder"}
"""What is added to how an exercise is done, at another level."""

CLOSED_ON = ("start", "over", "set_done")
"""The triggers after which words of its own are left of what was open."""


def name_of(turn: Turn, exercise: str) -> str:
    """The name of an exercise."""
    return turn.words(f"exercises.{exercise}.name")


def how_to(turn: Turn, exercise: str, level: int) -> str:
    """How an exercise is done at a level."""
    how = turn.words(f"exercises.{exercise}.how")
    return how if level == BASE else f"{how} {turn.words(f'exercises.{exercise}.{HOW[level]}')}"


def place_of(turn: Turn, run: Run, dose: Dose) -> str:
    """Which set it is and which leg; empty where there is one set for both."""
    side = turn.words(f"guided.sides.{run.side}") if run.side else ""
    if dose.sets == 1:
        return turn.words("guided.side", side=side) if side else ""
    return turn.words("guided.set_side" if side else "guided.set", set=run.set, of=dose.sets, side=side)


def say_span(turn: Turn, seconds: int) -> str:
    """A stretch of time: seconds, or minutes where it is long and even."""
    if seconds >= 120 and seconds % 60 == 0:
        return turn.words("guided.minutes", n=seconds // 60)
    return turn.words("guided.seconds", n=seconds)


def say_left_out(turn: Turn, reason: str, *names: str) -> str:
    """That some things, by the keys of their names, are left out, and why."""
    name = turn.text("joined").join(map(turn.words, names))
    return turn.words("guided.left_out", name=name, why=turn.words(f"routines.why_not.{reason}"))


def say_sources(turn: Turn, sources: Iterable[str]) -> str:
    """What something rests on, by the ids of its sources; `J` is a judgement of ours."""
    titles = turn.library.sources.sources
    named = (turn.text("judgement") if source == "J" else titles[source].title for source in sources)
    return turn.words("guided.sources", sources="; ".join(named))


def tell_about(turn: Turn, exercise: str) -> None:
    """Tell what an exercise is for, what often goes wrong, who must not, and where that comes from."""
    key = f"exercises.{exercise}"
    errors = "; ".join(turn.library.lines(turn.language, f"{key}.errors"))
    turn.message(
        turn.words(f"{key}.for"),
        turn.words("guided.errors", errors=errors),
        turn.words("guided.not_if", who=turn.words(f"{key}.not_if")),
        say_sources(turn, turn.library.exercises.by_id[exercise].sources),
        title=name_of(turn, exercise),
    )


def closing_of(turn: Turn, state: str, run: Run, trigger: str) -> str:
    """What is left in the chat of what `trigger` ends; empty: its own words."""
    if trigger not in CLOSED_ON:
        return ""
    if state == "rest":
        return turn.words("guided.rested")
    step = step_of(turn, run)
    name = name_of(turn, step.exercise)
    if state == "shown":
        return f"{name} · {dose_text(turn.library.words, turn.language, step, run.level)}"
    place = place_of(turn, run, step.levels[run.level].dose)
    return turn.words("guided.set_closed", name=name, place=place) if place else turn.words("guided.closed", name=name)
