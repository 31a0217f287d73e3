"""/routine: by name, or a list of what may be done now; what may not is named with its reason."""

from __future__ import annotations

from rapidfuzz import fuzz, process, utils

from flows.base.replies import Reply, Section
from flows.base.tokens import Act
from flows.exercises.exercises import Routine
from flows.gate.allowed import allowed
from flows.gate.flow import hold_at_gate
from flows.guided.begin import open_routine
from flows.guided.run import NAME as SESSION
from flows.guided.words import say_left_out
from flows.talk.asking import ask, button, buttons, not_understood
from flows.talk.flow import Flow, Nothing, Open
from flows.talk.show import Show
from flows.talk.turn import Turn

NAME = "menu"
LIKELY = 80.0
"""How near a typed name must be."""


# --- ways in ---------------------------------------------------------------------------------------------------------


def choose_routine(turn: Turn, argument: str) -> Show:
    """`/routine` shows the list, `/routine warmup` begins it."""
    name = named(turn, argument)
    if name is not None:
        return open_routine(turn, name)
    if argument.strip():
        turn.tell("guided.unknown")
    return open_menu(turn, "")


def open_menu(turn: Turn, argument: str) -> Show:
    """Open the list, behind the gate; a session under way goes on instead."""
    if turn.frame_of(SESSION) is not None:
        return Show.ANEW
    held = hold_at_gate(turn, "routines.")
    if held is not None:
        return held
    turn.push(NAME, "open")
    return Show.USUAL


# --- which routines --------------------------------------------------------------------------------------------------


def named(turn: Turn, text: str) -> str | None:
    """The routine that a typed name means, or None."""
    plain = utils.default_process(text)
    names: dict[str, str] = {}
    for routine in turn.library.exercises.routines:
        if routine.startswith("stage_"):
            continue  # a stage is reached through the plan
        for called in (
            turn.library.text(turn.language, f"routines.{routine}.name"),
            *turn.library.lines(turn.language, f"routines.{routine}.called"),
        ):
            names[utils.default_process(called)] = routine
    if plain in names:
        return names[plain]
    best = process.extractOne(plain, list(names), scorer=fuzz.ratio, score_cutoff=LIKELY) if plain else None
    return names[best[0]] if best else None


def named_shortly(turn: Turn, name: str) -> str:
    """The routine's name with its minutes, for a button."""
    minutes = turn.library.exercises.routines[name].minutes
    return turn.words("guided.entry", name=turn.words(f"routines.{name}.name"), minutes=minutes)


def open_to(turn: Turn) -> tuple[list[Routine], list[Routine]]:
    """The routines that may be done now, and those that may not."""
    may, exercises = allowed(turn), turn.library.exercises
    sore = turn.session.episode is not None and turn.session.episode.verdict is not None
    listed = [
        routine
        for routine in exercises.routines.values()
        if routine.stage is None and (routine.everyday or (sore and _fitting(turn, routine)))
    ]
    yes = [routine for routine in listed if exercises.offer(routine.id, may).steps]
    return yes, [routine for routine in listed if routine not in yes]


def _fitting(turn: Turn, routine: Routine) -> bool:
    verdict = turn.session.episode.verdict if turn.session.episode else None
    return verdict is not None and bool({*routine.for_fits} & set(verdict.fits))


# --- the list --------------------------------------------------------------------------------------------------------


def _prompt(turn: Turn, frame: Open[Nothing]) -> Reply:
    yes, no = open_to(turn)
    refused = tuple(_say_refused(turn, routine) for routine in no)
    entries = [(f"routine.{routine.id}", named_shortly(turn, routine.id)) for routine in yes]
    return ask(
        turn,
        "routine",
        turn.words("guided.which" if yes else "guided.none_now"),
        (*buttons(turn, entries), button(turn, "leave", turn.words("guided.leave"), "last")),
        sections=[Section(turn.words("guided.not_now"), refused)] if refused else [],
    )


def _say_refused(turn: Turn, routine: Routine) -> str:
    _, reason = turn.library.exercises.offer(routine.id, allowed(turn)).refused[0]
    return say_left_out(turn, reason, f"routines.{routine.id}.name")


def _act(turn: Turn, frame: Open[Nothing], act: Act) -> Show:
    if act.whole == "leave":
        turn.pop()
        return Show.USUAL
    if act.word == "routine" and act.argument in turn.library.exercises.routines:
        turn.pop()
        return open_routine(turn, act.argument)
    return not_understood(turn)


def _typed(turn: Turn, frame: Open[Nothing], text: str) -> Show | None:
    name = named(turn, text)
    if name is None:
        return None
    turn.pop()
    return open_routine(turn, name)


MENU = Flow(_prompt, _act, typed=_typed)
