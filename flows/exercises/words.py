"""Exercises, routines and first aid in words: doses put together from their pieces, names looked up, refusals said."""

from __future__ import annotations

from flows.content.words import Words
from flows.exercises.exercises import BASE, EASIER, HARDER, Dose, Exercise, Exercises, RoutineStep


def how_text(words: Words, language: str, exercise: str, level: int = BASE) -> str:
    """How it is done; at another level, what is different follows in a paragraph of its own line."""
    how = words.text(language, f"exercises.{exercise}.how")
    change = level_text(words, language, exercise, level)
    return f"{how}\n{change}" if change else how


def level_text(words: Words, language: str, exercise: str, level: int) -> str:
    """What is different at this level; empty at the base level."""
    key = {EASIER: "easier", HARDER: "harder"}.get(level)
    return words.text(language, f"exercises.{exercise}.{key}") if key else ""


def dose_text(words: Words, language: str, step: RoutineStep | Exercise, level: int = BASE) -> str:
    """How much of it in one session: `3 x 30 s each side, 30 s rest`."""
    dose = step.levels[level].dose
    pieces = [_amount(words, language, dose)]
    if dose.tempo is not None:
        up, hold, down = dose.tempo
        key = "tempo" if hold else "tempo_no_hold"
        pieces.append(_piece(words, language, key, up=up, hold=hold, down=down))
    if dose.rest and dose.sets > 1:
        pieces.append(_piece(words, language, "rest", rest=dose.rest))
    return _piece(words, language, "joined").join(pieces)


def often_text(words: Words, language: str, step: RoutineStep | Exercise, level: int = BASE) -> str:
    """How often: `1 to 2 a day`, `every 2 days`; empty where nothing is said about it."""
    dose = step.levels[level].dose
    if dose.per_day is not None:
        if dose.per_day == (1, 1):
            return _piece(words, language, "once_a_day")
        return _piece(words, language, "per_day", times=_range(words, language, dose.per_day))
    if dose.every is not None:
        return (
            _piece(words, language, "daily") if dose.every == 1 else _piece(words, language, "every", days=dose.every)
        )
    return ""


def why_not_text(words: Words, language: str, reason: str) -> str:
    """Why something is not offered."""
    return words.text(language, f"routines.why_not.{reason}")


def routine_named(exercises: Exercises, words: Words, language: str, text: str) -> str | None:
    """The routine that somebody typed by its id, its name or one of the words it is called by; None: there is none."""
    said = fold_name(text)
    for routine in exercises.routines:
        names = (routine, words.text(language, f"routines.{routine}.name"))
        if said in {fold_name(name) for name in (*names, *words.lines(language, f"routines.{routine}.called"))}:
            return routine
    return None


def fold_name(text: str) -> str:
    """A name as it is compared: small letters and digits, single spaces."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text.casefold()).split())


def _amount(words: Words, language: str, dose: Dose) -> str:
    values: dict[str, object] = {"sets": dose.sets}
    match dose.mode:
        case "hold":
            values["hold"] = dose.hold
        case "reps":
            values["reps"] = _range(words, language, dose.reps)
        case "time":
            values["time"] = _time(words, language, dose.seconds)
        case "distance":
            values["metres"] = dose.metres
    said = _piece(words, language, dose.mode if dose.sets > 1 else f"{dose.mode}_once", **values)
    return _piece(words, language, "each", dose=said) if dose.side == "each" else said


def _time(words: Words, language: str, seconds: int) -> str:
    if seconds > 90 and seconds % 60 == 0:
        return _piece(words, language, "minutes", minutes=seconds // 60)
    return _piece(words, language, "seconds", seconds=seconds)


def _range(words: Words, language: str, ends: tuple[int, int]) -> str:
    low, high = ends
    return str(low) if low == high else _piece(words, language, "range", low=low, high=high)


def _piece(words: Words, language: str, key: str, **values: object) -> str:
    return words.text(language, f"routines.dose.{key}", **values)
