"""Exercises, routines and first aid in words: doses put together from their pieces, names looked up, refusals said."""

from __future__ import annotations

from flows.exercises.exercises import BASE, EASIER, HARDER, Dose, Exercise, Step
from flows.exercises.rules import typed
from flows.talk.library import Library


def name_text(library: Library, language: str, exercise: str) -> str:
    """What an exercise is called."""
    return library.text(language, f"exercises.{exercise}.name")


def how_text(library: Library, language: str, exercise: str, level: int = BASE) -> str:
    """How it is done; at another level, what is different follows in a paragraph of its own line."""
    how = library.text(language, f"exercises.{exercise}.how")
    change = level_text(library, language, exercise, level)
    return f"{how}\n{change}" if change else how


def level_text(library: Library, language: str, exercise: str, level: int) -> str:
    """What is different at this level; empty at the base level."""
    key = {EASIER: "easier", HARDER: "harder"}.get(level)
    return library.text(language, f"exercises.{exercise}.{key}") if key else ""


def for_text(library: Library, language: str, exercise: str) -> str:
    """What it is for, and what not."""
    return library.text(language, f"exercises.{exercise}.for")


def not_if_text(library: Library, language: str, exercise: str) -> str:
    """Who must not."""
    return library.text(language, f"exercises.{exercise}.not_if")


def cues(library: Library, language: str, exercise: str) -> tuple[str, ...]:
    """What to look for while doing it."""
    return library.lines(language, f"exercises.{exercise}.cues")


def errors(library: Library, language: str, exercise: str) -> tuple[str, ...]:
    """What often goes wrong."""
    return library.lines(language, f"exercises.{exercise}.errors")


def dose_text(library: Library, language: str, step: Step | Exercise, level: int = BASE) -> str:
    """How much of it in one session: `3 x 30 s each side, 30 s rest`."""
    dose = step.levels[level].dose
    pieces = [_amount(library, language, dose)]
    if dose.tempo is not None:
        up, hold, down = dose.tempo
        key = "tempo" if hold else "tempo_no_hold"
        pieces.append(_piece(library, language, key, up=up, hold=hold, down=down))
    if dose.rest and dose.sets > 1:
        pieces.append(_piece(library, language, "rest", rest=dose.rest))
    return _piece(library, language, "joined").join(pieces)


def often_text(library: Library, language: str, step: Step | Exercise, level: int = BASE) -> str:
    """How often: `1 to 2 a day`, `every 2 days`; empty where nothing is said about it."""
    dose = step.levels[level].dose
    if dose.per_day is not None:
        if dose.per_day == (1, 1):
            return _piece(library, language, "once_a_day")
        return _piece(library, language, "per_day", times=_range(library, language, dose.per_day))
    if dose.every is not None:
        return (
            _piece(library, language, "daily")
            if dose.every == 1
            else _piece(library, language, "every", days=dose.every)
        )
    return ""


def why_not_text(library: Library, language: str, reason: str) -> str:
    """Why something is not offered."""
    return library.text(language, f"routines.why_not.{reason}")


def routine_named(library: Library, language: str, text: str) -> str | None:
    """The routine that somebody typed by its id, its name or one of the words it is called by; None: there is none."""
    said = typed(text)
    for routine in library.exercises.routines:
        names = (routine, library.text(language, f"routines.{routine}.name"))
        if said in {typed(name) for name in (*names, *library.lines(language, f"routines.{routine}.called"))}:
            return routine
    return None


def _amount(library: Library, language: str, dose: Dose) -> str:
    values: dict[str, object] = {"sets": dose.sets}
    match dose.mode:
        case "hold":
            values["hold"] = dose.hold
        case "reps":
            values["reps"] = _range(library, language, dose.reps)
        case "time":
            values["time"] = _time(library, language, dose.seconds)
        case "distance":
            values["metres"] = dose.metres
    said = _piece(library, language, dose.mode if dose.sets > 1 else f"{dose.mode}_once", **values)
    return _piece(library, language, "each", dose=said) if dose.side == "each" else said


def _time(library: Library, language: str, seconds: int) -> str:
    if seconds > 90 and seconds % 60 == 0:
        return _piece(library, language, "minutes", minutes=seconds // 60)
    return _piece(library, language, "seconds", seconds=seconds)


def _range(library: Library, language: str, ends: tuple[int, int]) -> str:
    low, high = ends
    return str(low) if low == high else _piece(library, language, "range", low=low, high=high)


def _piece(library: Library, language: str, key: str, **values: object) -> str:
    return library.text(language, f"routines.dose.{key}", **values)
