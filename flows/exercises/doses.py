"""Makes doses from the fields of a file: merged where one changes another, and refused where they contradict each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flows.content.problems import Place, Placed, Problems
from flows.exercises.exercises import Dose
from flows.exercises.models import DosePart

AMOUNTS = {"hold": "hold", "reps": "reps", "time": "seconds", "distance": "metres"}
"""Mode of a dose → the field that says how much."""
_FIELDS = tuple(DosePart.model_fields)


def given_fields(part: DosePart) -> dict[str, Any]:
    """The fields of a dose that are written."""
    return {name: value for name in _FIELDS if (value := getattr(part, name)) is not None}


def merge_fields(base: dict[str, Any], part: DosePart) -> dict[str, Any]:
    """Put the fields of `part` into `base`.

    Another mode brings an amount and a tempo of its own.
    """
    change = given_fields(part)
    if change.get("mode", base.get("mode")) != base.get("mode"):
        base = {name: value for name, value in base.items() if name not in (*AMOUNTS.values(), "tempo")}
    if "every" in change or "per_day" in change:  # the one takes the place of the other
        base = {name: value for name, value in base.items() if name not in ("every", "per_day")}
    return base | change


def keep_within(base: dict[str, Any], changed: dict[str, Any], pick: Callable[..., int]) -> dict[str, Any]:
    """Hold a changed dose to the step itself.

    Easier never asks for more sets or more of each than the step itself (`pick` min), harder never for less (max).
    """
    held = dict(changed)
    for name in ("sets", *AMOUNTS.values()):
        if name in base and name in changed and base["mode"] == changed["mode"]:
            one, other = base[name], changed[name]
            held[name] = tuple(map(pick, one, other)) if isinstance(one, tuple) else pick(one, other)
    return held


def make_dose(file: Placed, parts: dict[str, Any], place: Place, problems: Problems) -> Dose | None:
    """Make a dose of these fields; None, and a problem, if they are not enough."""

    def wrong(sentence: str) -> None:
        problems.add(file, sentence, *place)

    mode = parts.get("mode")
    if mode is None:
        wrong("a dose says its mode: hold, reps, time or distance.")
        return None
    amount = AMOUNTS[mode]
    if parts.get(amount) is None:
        wrong(f"a dose of mode {mode} says {amount}.")
        return None
    for other in AMOUNTS.values():
        if other != amount and parts.get(other) is not None:
            wrong(f"a dose of mode {mode} has no {other}.")
    if parts.get("tempo") is not None and mode != "reps":
        wrong(f"a dose of mode {mode} has no tempo.")
    for name in ("reps", "per_day"):
        if parts.get(name) is not None and parts[name][0] > parts[name][1]:
            wrong(f"{name} is [from, to], the smaller number first.")
    if parts.get("per_day") is not None and parts.get("every") is not None:
        wrong("a dose has per_day or every, not both.")
    given = {name: value for name, value in parts.items() if value is not None}
    if "tempo" in given:
        given["tempo"] = tuple(given["tempo"])
    return Dose(**given)
