"""Slips in routines, first aid and all their words: each with the line that must be told, and the words for it."""

from __future__ import annotations

from tests.flows.exercises.slips import EXERCISES
from tests.flows.support.draft import Slip, replacing

ROUTINES = "routines.yaml"
AID = "first_aid.yaml"
WORDS = {name: f"words/en/{name}.yaml" for name in ("exercises", "routines", "first_aid")}

OF_ROUTINES: dict[str, tuple[Slip, str, str, str]] = {
    "a step with no exercise": (
        replacing(ROUTINES, "exercise: pogo", "exercise: pago"),
        ROUTINES,
        "exercise: pago",
        'there is no exercise "pago"',
    ),
    "a step that breaks a dose": (
        replacing(ROUTINES, "      - exercise: pogo", "      - {exercise: pogo, metres: 20}"),
        ROUTINES,
        "{exercise: pogo",
        "has no metres",
    ),
    "minutes that are not honest": (
        replacing(
            ROUTINES, "id: achilles_isometric\n    minutes: 8", "id: achilles_isometric\n    minutes: 3  # so they say"
        ),
        ROUTINES,
        "# so they say",
        "the doses add up to 8 minutes, not 3",
    ),
    "a step before its stage": (
        replacing(
            ROUTINES, "      - exercise: isometric_push\n", "      - exercise: isometric_push\n      - exercise: hop\n"
        ),
        ROUTINES,
        "- exercise: hop",
        '"hop" belongs to stage 5 or later',
    ),
    "a routine for no condition": (
        replacing(ROUTINES, "for_fits: [doms]", "for_fits: [dooms]"),
        ROUTINES,
        "[dooms]",
        'no condition "dooms"',
    ),
    "a routine on an urgent card": (
        replacing(ROUTINES, "for_urgency: [self_care, clinician_soon]", "for_urgency: [urgent_same_day]"),
        ROUTINES,
        "[urgent_same_day]",
        "no routine stands on a card of urgent_same_day",
    ),
    "a card without a condition": (
        replacing(ROUTINES, "for_fits: [doms]", "for_fits: []"),
        ROUTINES,
        "- id: soreness_day",
        "both or neither",
    ),
    "a pain rule that falls": (
        replacing(ROUTINES, "easier: 5, stop: 7", "easier: 8, stop: 7"),
        ROUTINES,
        "pain:",
        "rise in this order",
    ),
    "pain above ten": (replacing(ROUTINES, "stop: 7", "stop: 11"), ROUTINES, "pain:", "stop"),
    "first aid from nowhere": (
        replacing(AID, "sources: [Bleakley04,", "sources: [Nobody,"),
        AID,
        "[Nobody,",
        'the source "Nobody" is not in sources.yaml',
    ),
    "first aid with an unknown act": (
        replacing(AID, "acts: [ice]", "acts: [snow]"),
        AID,
        "[snow]",
        '"snow" is not in acts',
    ),
    "a reminder that outlasts its item": (
        replacing(AID, "within_hours: 48}", "within_hours: 96}"),
        AID,
        "within_hours: 96",
        "a reminder ends no later",
    ),
    "a name that is too long": (
        replacing(WORDS["exercises"], "name: Pogo hops", f"name: Pogo {'hops ' * 8}"),
        WORDS["exercises"],
        "Pogo hops",
        "a label has at most 32",
    ),
    "a name of two things": (
        replacing(WORDS["exercises"], "name: Pogo hops", "name: Hop on one leg"),
        WORDS["exercises"],
        "\n  name: Hop on one leg",
        "already leads to",
    ),
    "a typed name of two things": (
        replacing(WORDS["routines"], "called: [warmup,", "called: [stretch,"),
        WORDS["routines"],
        "called: [stretch,",
        "already leads to",
    ),
    "words for no exercise": (
        lambda draft: draft.append(WORDS["exercises"], "slip:\n  name: Slip\n"),
        WORDS["exercises"],
        "slip:",
        'there is nothing named "slip" in exercises.yaml',
    ),
    "words that are missing": (
        replacing(WORDS["exercises"], '  harder: "Skip with a rope."\n', ""),
        EXERCISES,
        "- id: pogo",
        "the words exercises.pogo.harder are missing",
    ),
    "words under no key": (
        replacing(WORDS["first_aid"], "  name: Leg up\n", "  name: Leg up\n  colour: red\n"),
        WORDS["first_aid"],
        "colour: red",
        '"colour" is none of',
    ),
    "a text where a list belongs": (
        replacing(
            WORDS["exercises"], 'cues: ["even rhythm", "soft landing", "knee in line with the toes"]', "cues: hop well"
        ),
        WORDS["exercises"],
        "cues: hop well",
        "cues is a list",
    ),
    "a list where a text belongs": (
        replacing(WORDS["exercises"], 'harder: "Skip with a rope."', "harder: [Skip with a rope.]"),
        WORDS["exercises"],
        "[Skip with a rope.]",
        "harder is one text",
    ),
    "a reason that refuses nothing": (
        replacing(WORDS["routines"], "why_not:\n", "why_not:\n  rain: It rains.\n"),
        WORDS["routines"],
        "rain: It rains.",
        'nothing is refused because of "rain"',
    ),
    "a place that nothing fills": (
        replacing(WORDS["routines"], 'rest: "{rest} s rest"', 'rest: "{pause} s rest"'),
        WORDS["routines"],
        "{pause} s rest",
        "found {pause}",
    ),
}
