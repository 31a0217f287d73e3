"""Slips in `exercises.yaml`: each with the line that must be told, and the words for it."""

from __future__ import annotations

from tests.flows.support.draft import Slip, replacing

EXERCISES = "exercises.yaml"
BALANCE = "  - id: balance\n    ref: EX8\n"
HOLD = "{mode: hold, sets: 3, hold: 30, rest: 15, side: each, every: 2}"

OF_EXERCISES: dict[str, tuple[Slip, str, str, str]] = {
    "an unknown key": (
        replacing(EXERCISES, BALANCE, BALANCE + "    colour: red\n"),
        EXERCISES,
        "colour: red",
        "colour",
    ),
    "a missing key": (replacing(EXERCISES, BALANCE, "  - id: balance\n"), EXERCISES, "- id: balance", "ref"),
    "an unknown kind": (replacing(EXERCISES, "kind: balance", "kind: yoga"), EXERCISES, "kind: yoga", "kind"),
    "an exercise that stands twice": (
        replacing(EXERCISES, BALANCE, "  - id: heel_drop  # again\n    ref: EX8\n"),
        EXERCISES,
        "# again",
        '"heel_drop" stands here twice',
    ),
    "an unknown act": (
        replacing(EXERCISES, "acts: [heel_raise, heel_drop, stretch]", "acts: [juggle]"),
        EXERCISES,
        "acts: [juggle]",
        '"juggle" is not in acts',
    ),
    "an unknown act made easier": (
        replacing(EXERCISES, "easier: {seconds: 30, acts: [massage]}", "easier: {seconds: 30, acts: [juggle]}"),
        EXERCISES,
        "acts: [juggle]",
        '"juggle" is not in acts',
    ),
    "an exercise from nowhere": (
        replacing(EXERCISES, "sources: [Wiewelhove19, J]", "sources: [Nobody]"),
        EXERCISES,
        "[Nobody]",
        'the source "Nobody" is not in sources.yaml',
    ),
    "no source": (
        replacing(EXERCISES, "sources: [Wiewelhove19, J]", "sources: []"),
        EXERCISES,
        "sources: []",
        "sources",
    ),
    "a dose with no mode": (
        replacing(EXERCISES, HOLD, "{sets: 3, hold: 30}"),
        EXERCISES,
        "{sets: 3, hold: 30}",
        "a dose says its mode",
    ),
    "a dose that says nothing": (
        replacing(EXERCISES, HOLD, "{mode: hold, sets: 3}"),
        EXERCISES,
        "{mode: hold, sets: 3}",
        "says hold",
    ),
    "a dose that says two things": (
        replacing(EXERCISES, HOLD, "{mode: hold, hold: 30, metres: 20}"),
        EXERCISES,
        "metres: 20}",
        "a dose of mode hold has no metres",
    ),
    "a tempo for a hold": (
        replacing(EXERCISES, HOLD, "{mode: hold, hold: 30, tempo: [2, 1, 3]}"),
        EXERCISES,
        "hold: 30, tempo",
        "has no tempo",
    ),
    "a range upside down": (
        replacing(EXERCISES, "reps: [20, 30], side: each", "reps: [30, 20], side: each"),
        EXERCISES,
        "[30, 20]",
        "the smaller number first",
    ),
    "a day and every day": (
        replacing(EXERCISES, HOLD, "{mode: hold, hold: 30, every: 2, per_day: [1, 1]}"),
        EXERCISES,
        "every: 2, per_day: [1, 1]",
        "not both",
    ),
    "easier that is more": (
        replacing(
            EXERCISES,
            "    easier: {hold: 20}\n    harder: {hold: 45}\n",
            "    easier: {hold: 60}\n    harder: {hold: 45}\n",
        ),
        EXERCISES,
        "easier: {hold: 60}",
        "easier takes longer",
    ),
    "an exclusion on an unknown option": (
        replacing(EXERCISES, "when: look.bruise}", "when: look.purple}"),
        EXERCISES,
        "when: look.purple",
        "look.purple is no option",
    ),
    "an exclusion on an unknown finding": (
        replacing(EXERCISES, "{id: swelling, when: swollen}", "{id: swelling, when: puffy}"),
        EXERCISES,
        "when: puffy",
        '"puffy" is neither',
    ),
    "an exclusion that an answer could lift": (
        replacing(EXERCISES, "when: look.bruise}", "when: {not: look.none}}"),
        EXERCISES,
        "{not: look.none}",
        "has nothing under not",
    ),
    "an exclusion that reads the urgency": (
        replacing(EXERCISES, "when: look.bruise}", "when: {below: self_care}}"),
        EXERCISES,
        "below: self_care",
        "below may stand in ask_if",
    ),
    "an exclusion with no words": (
        replacing(EXERCISES, "{id: bruise, when", "{id: purple, when"),
        EXERCISES,
        "{id: purple",
        "the words routines.why_not.purple are missing",
    ),
    "an exclusion with a reserved name": (
        replacing(EXERCISES, "{id: bruise, when", "{id: verdict, when"),
        EXERCISES,
        "{id: verdict",
        '"verdict" is a reserved word',
    ),
    "an exclusion that stands twice": (
        replacing(EXERCISES, "      - {id: bruise, when", "      - {id: swelling, when"),
        EXERCISES,
        "when: swollen",
        '"swelling" stands here twice',
    ),
    "a finding that is there already": (
        replacing(EXERCISES, "derived:\n", "derived:\n  tendon: look.bruise\n"),
        EXERCISES,
        "tendon: look.bruise",
        '"tendon" is there already',
    ),
}
