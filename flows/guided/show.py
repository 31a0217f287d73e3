"""What each state of a guided session shows: the exercise, its countdown, the pause, and how much it hurts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec
from msgspec.structs import replace

from flows.base.replies import Choice, Reply, Section
from flows.exercises.exercises import Dose, RoutineStep
from flows.exercises.words import dose_text
from flows.gate.allowed import allowed
from flows.guided.run import FIRST_SIDE, SECOND_SIDE, Run
from flows.guided.steps import rest_of, seconds_of, sets_behind, sets_in_all, steps_of
from flows.guided.words import how_to, name_of, place_of, say_span
from flows.talk.asking import ask, button, buttons, scale
from flows.talk.flow import Open
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

BESIDE_SCALE = {"before": ("sharp", "skip", "stop"), "hurts": ("sharp", "stop"), "after": ("sharp", "skip")}
"""Where it is asked how much it hurts, and what can be said instead of a number."""


class _Under(msgspec.Struct, frozen=True):
    """The exercise under way."""

    run: Run
    steps: tuple[RoutineStep, ...]

    @property
    def step(self) -> RoutineStep:
        return self.steps[self.run.number]

    @property
    def exercise(self) -> str:
        return self.step.exercise

    @property
    def dose(self) -> Dose:
        return self.step.levels[self.run.level].dose


class _Words(msgspec.Struct, frozen=True):
    title: str
    paragraphs: tuple[str, ...]
    cues: tuple[str, ...] = ()


def show_session(turn: Turn, frame: Open[Run]) -> Reply:
    """Show what is open, with its buttons."""
    state, run = frame.state, frame.data
    if state in BESIDE_SCALE:
        return replace(_ask_pain(turn, state), live=True)
    under = _Under(run, steps_of(turn, run))
    said = _WORDS[state](turn, under)
    shown = ask(
        turn,
        f"routine_{state}",
        (part for part in said.paragraphs if part),
        [_button(turn, act) for act in acts_of(turn, state, run)],
        title=said.title,
        sections=[Section(turn.words("guided.cues"), said.cues)] if said.cues else [],
        until=run.until,
        picture=picture(turn.library, turn.language, under.exercise) if state == "shown" else None,
        progress=(sets_behind(turn, run) + 1, sets_in_all(turn, run)),
    )
    return replace(shown, live=True)


def acts_of(turn: Turn, state: str, run: Run) -> list[str]:
    """What can be done in a working state; what is ruled out, or makes no sense here, is left out."""
    exercises, may = turn.library.exercises, allowed(turn)
    step = steps_of(turn, run)[run.number]
    hidden = set()
    if exercises.level_down(step, run.level, may) is None:
        hidden.add("easier")
    if exercises.level_up(step, run.level, may) is None:
        hidden.add("harder")
    if step.levels[run.level].dose.mode == "hold" and state == "hold":
        hidden.add("set_done")
    return [act for act in BUTTONS[state] if act not in hidden]


def _button(turn: Turn, act: str) -> Choice:
    return button(turn, act, turn.words(f"guided.acts.{act}"), "nav" if act in NAVIGATION else "option")


def _ask_pain(turn: Turn, state: str) -> Reply:
    beside = buttons(turn, ((act, turn.words(f"guided.acts.{act}")) for act in BESIDE_SCALE[state]), "last")
    title = turn.words(f"guided.{state}_title")
    return ask(turn, "pain", turn.words(f"guided.{state}_ask"), (*scale(turn), *beside), title=title, kind="number")


# --- the words of each working state ---------------------------------------------------------------------------------


def _cues(turn: Turn, under: _Under) -> tuple[str, ...]:
    return turn.library.lines(turn.language, f"exercises.{under.exercise}.cues")


def _dose(turn: Turn, under: _Under) -> str:
    return dose_text(turn.library.words, turn.language, under.step, under.run.level)


def _shown(turn: Turn, under: _Under) -> _Words:
    progress = turn.words("guided.progress", n=under.run.number + 1, of=len(under.steps))
    text = (f"{progress} · {_dose(turn, under)}", how_to(turn, under.exercise, under.run.level))
    return _Words(name_of(turn, under.exercise), text, _cues(turn, under))


def _hold(turn: Turn, under: _Under) -> _Words:
    span = say_span(turn, seconds_of(under.dose))
    title = turn.words("guided.hold_title", name=name_of(turn, under.exercise), span=span)
    return _Words(title, (place_of(turn, under.run, under.dose), *_cues(turn, under)[:1]))


def _reps(turn: Turn, under: _Under) -> _Words:
    place = place_of(turn, under.run, under.dose)
    return _Words(name_of(turn, under.exercise), (place, _dose(turn, under), turn.words("guided.say_done")))


def _rest(turn: Turn, under: _Under) -> _Words:
    """The pause; where it is something to do (a walk between two runs), the exercise has words for it."""
    run, between = under.run, f"exercises.{under.exercise}.between"
    key = between if turn.library.words.has(turn.language, between) else "guided.rest_title"
    if under.dose.side == "each" and run.side == FIRST_SIDE:
        following = turn.words("guided.next_side", side=turn.words(f"guided.sides.{SECOND_SIDE}"))
    else:
        following = turn.words("guided.next_set", set=run.set + 1)
    return _Words(turn.words(key, span=say_span(turn, rest_of(run, under.dose))), (following,))


def _paused(turn: Turn, under: _Under) -> _Words:
    name, place = name_of(turn, under.exercise), place_of(turn, under.run, under.dose)
    return _Words(turn.words("guided.paused_title"), (f"{name}: {place}" if place else name,))


_WORDS: Mapping[str, Callable[[Turn, _Under], _Words]] = {
    "shown": _shown,
    "hold": _hold,
    "reps": _reps,
    "rest": _rest,
    "paused": _paused,
}
