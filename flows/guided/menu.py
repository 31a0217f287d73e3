"""/routine: by name, or a list of what may be done now; what may not is named with its reason."""

from __future__ import annotations

from rapidfuzz import fuzz, process, utils

from flows.base.replies import Choice, QuestionFacts, Reply, Section
from flows.base.tokens import make
from flows.exercises.exercises import Routine
from flows.gate.allowed import allowed
from flows.gate.flow import gated
from flows.guided.flow import open_routine
from flows.talk.flow import legacy as Flow
from flows.talk.turn import Turn

LIKELY = 80.0
"""How near a typed name must be."""


def command(turn: Turn, argument: str) -> None:
    """`/routine` shows the list, `/routine warmup` begins it."""
    if not argument.strip():
        show(turn)
        return
    name = named(turn, argument)
    if name is None:
        turn.tell("guided.unknown")
        show(turn)
    else:
        open_routine(turn, name)


def show(turn: Turn, _argument: str = "") -> None:
    """The list, behind the gate."""
    if gated(turn, "routines."):
        turn.push("menu", "open")


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


def _prompt(turn: Turn) -> Reply:
    library, language = turn.library, turn.language
    yes, no = open_to(turn)
    choices = [
        Choice(
            f"routine.{routine.id}",
            named_shortly(turn, routine.id),
            make(turn.session.sid, turn.session.turn, f"routine.{routine.id}"),
        )
        for routine in yes
    ]
    choices.append(
        Choice("leave", turn.words("guided.leave"), make(turn.session.sid, turn.session.turn, "leave"), "last")
    )
    may = allowed(turn)
    refused = []
    for routine in no:
        reason = library.exercises.offer(routine.id, may).refused[0][1]
        refused.append(
            turn.words(
                "guided.left_out",
                name=library.text(language, f"routines.{routine.id}.name"),
                why=library.text(language, f"routines.why_not.{reason}"),
            )
        )
    return Reply(
        kind="question",
        paragraphs=(turn.words("guided.which" if yes else "routine.none_now"),),
        sections=(Section(turn.words("guided.not_now"), tuple(refused)),) if refused else (),
        choices=tuple(choices),
        slot=str(turn.session.turn),
        repeatable=True,
        question=QuestionFacts("routine", "one", (1, 1)),
    )


def _act(turn: Turn, act: str) -> None:
    word, _, name = act.partition(".")
    if act == "leave":
        turn.pop()
    elif word == "routine" and name in turn.library.exercises.routines:
        turn.pop()
        open_routine(turn, name)
    else:
        turn.say("not_understood")


def _typed(turn: Turn, text: str) -> bool:
    name = named(turn, text)
    if name is None:
        return False
    turn.pop()
    open_routine(turn, name)
    return True


MENU = Flow(prompt=_prompt, act=_act, typed=_typed)
