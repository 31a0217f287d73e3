"""/routine: by name, or a list of what may be done now; what may not is named with its reason."""

from __future__ import annotations

from rapidfuzz import fuzz, process, utils

from flows.base.replies import Choice, QuestionFacts, Reply, Section
from flows.base.tokens import make
from flows.exercises.exercises import Routine
from flows.gate.flow import allowed, gated
from flows.guided.flow import open_routine
from flows.talk.flow import Flow
from flows.talk.turn import Talk

LIKELY = 80.0
"""How near a typed name must be."""


def command(talk: Talk, argument: str) -> None:
    """`/routine` shows the list, `/routine warmup` begins it."""
    if not argument.strip():
        show(talk)
        return
    name = named(talk, argument)
    if name is None:
        talk.tell("guided.unknown")
        show(talk)
    else:
        open_routine(talk, name)


def show(talk: Talk, _argument: str = "") -> None:
    """The list, behind the gate."""
    if gated(talk, "routines."):
        talk.push("menu", "open")


def named(talk: Talk, text: str) -> str | None:
    """The routine that a typed name means, or None."""
    plain = utils.default_process(text)
    names: dict[str, str] = {}
    for routine in talk.library.exercises.routines:
        if routine.startswith("stage_"):
            continue  # a stage is reached through the plan
        for called in (
            talk.library.text(talk.language, f"routines.{routine}.name"),
            *talk.library.lines(talk.language, f"routines.{routine}.called"),
        ):
            names[utils.default_process(called)] = routine
    if plain in names:
        return names[plain]
    best = process.extractOne(plain, list(names), scorer=fuzz.ratio, score_cutoff=LIKELY) if plain else None
    return names[best[0]] if best else None


def named_shortly(talk: Talk, name: str) -> str:
    """The routine's name with its minutes, for a button."""
    minutes = talk.library.exercises.routines[name].minutes
    return talk.words("guided.entry", name=talk.words(f"routines.{name}.name"), minutes=minutes)


def open_to(talk: Talk) -> tuple[list[Routine], list[Routine]]:
    """The routines that may be done now, and those that may not."""
    may, exercises = allowed(talk), talk.library.exercises
    sore = talk.episode is not None and talk.episode.verdict is not None
    listed = [
        routine
        for routine in exercises.routines.values()
        if routine.stage is None and (routine.everyday or (sore and _fitting(talk, routine)))
    ]
    yes = [routine for routine in listed if exercises.offer(routine.id, may).steps]
    return yes, [routine for routine in listed if routine not in yes]


def _fitting(talk: Talk, routine: Routine) -> bool:
    verdict = talk.episode.verdict if talk.episode else None
    return verdict is not None and bool({*routine.for_fits} & set(verdict.fits))


def _prompt(talk: Talk) -> Reply:
    library, language = talk.library, talk.language
    yes, no = open_to(talk)
    choices = [
        Choice(
            f"routine.{routine.id}",
            named_shortly(talk, routine.id),
            make(talk.sid, talk.turn, f"routine.{routine.id}"),
        )
        for routine in yes
    ]
    choices.append(Choice("leave", talk.words("guided.leave"), make(talk.sid, talk.turn, "leave"), "last"))
    may = allowed(talk)
    refused = []
    for routine in no:
        reason = library.exercises.offer(routine.id, may).refused[0][1]
        refused.append(
            talk.words(
                "guided.left_out",
                name=library.text(language, f"routines.{routine.id}.name"),
                why=library.text(language, f"routines.why_not.{reason}"),
            )
        )
    return Reply(
        kind="question",
        paragraphs=(talk.words("guided.which" if yes else "routine.none_now"),),
        sections=(Section(talk.words("guided.not_now"), tuple(refused)),) if refused else (),
        choices=tuple(choices),
        slot=str(talk.turn),
        repeatable=True,
        question=QuestionFacts("routine", "one", (1, 1)),
    )


def _act(talk: Talk, act: str) -> None:
    word, _, name = act.partition(".")
    if act == "leave":
        talk.pop()
    elif word == "routine" and name in talk.library.exercises.routines:
        talk.pop()
        open_routine(talk, name)
    else:
        talk.say("not_understood")


def _typed(talk: Talk, text: str) -> bool:
    name = named(talk, text)
    if name is None:
        return False
    talk.pop()
    open_routine(talk, name)
    return True


MENU = Flow(prompt=_prompt, act=_act, typed=_typed)
