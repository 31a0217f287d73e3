"""The content of exercises, routines and first aid: slips are refused with their line, and the words keep to the tone."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.library import CONTENT
from tests.flows.support import library
from tests.flows.test_library import Draft

EXERCISES = "exercises.yaml"
ROUTINES = "routines.yaml"
AID = "first_aid.yaml"
WORDS = {name: f"words/en/{name}.yaml" for name in ("exercises", "routines", "first_aid")}


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    shutil.copytree(CONTENT, tmp_path / "content")
    return Draft(tmp_path / "content")


Slip = Callable[[Draft], None]


def _with(name: str, old: str, new: str) -> Slip:
    return lambda draft: draft.change(name, old, new)


BALANCE = "  - id: balance\n    ref: EX8\n"
HOLD = "{mode: hold, sets: 3, hold: 30, rest: 15, side: each, every: 2}"

SLIPS: dict[str, tuple[Slip, str, str, str]] = {
    "an unknown key": (_with(EXERCISES, BALANCE, BALANCE + "    colour: red\n"), EXERCISES, "colour: red", "colour"),
    "a missing key": (_with(EXERCISES, BALANCE, "  - id: balance\n"), EXERCISES, "- id: balance", "ref"),
    "an unknown kind": (_with(EXERCISES, "kind: balance", "kind: yoga"), EXERCISES, "kind: yoga", "kind"),
    "an exercise that stands twice": (
        _with(EXERCISES, BALANCE, "  - id: heel_drop  # again\n    ref: EX8\n"),
        EXERCISES,
        "# again",
        '"heel_drop" stands here twice',
    ),
    "an unknown act": (
        _with(EXERCISES, "acts: [heel_raise, heel_drop, stretch]", "acts: [juggle]"),
        EXERCISES,
        "acts: [juggle]",
        '"juggle" is not in acts',
    ),
    "an unknown act made easier": (
        _with(EXERCISES, "easier: {seconds: 30, acts: [massage]}", "easier: {seconds: 30, acts: [juggle]}"),
        EXERCISES,
        "acts: [juggle]",
        '"juggle" is not in acts',
    ),
    "an exercise from nowhere": (
        _with(EXERCISES, "sources: [Wiewelhove19, J]", "sources: [Nobody]"),
        EXERCISES,
        "[Nobody]",
        'the source "Nobody" is not in sources.yaml',
    ),
    "no source": (_with(EXERCISES, "sources: [Wiewelhove19, J]", "sources: []"), EXERCISES, "sources: []", "sources"),
    "a dose with no mode": (
        _with(EXERCISES, HOLD, "{sets: 3, hold: 30}"),
        EXERCISES,
        "{sets: 3, hold: 30}",
        "a dose says its mode",
    ),
    "a dose that says nothing": (
        _with(EXERCISES, HOLD, "{mode: hold, sets: 3}"),
        EXERCISES,
        "{mode: hold, sets: 3}",
        "says hold",
    ),
    "a dose that says two things": (
        _with(EXERCISES, HOLD, "{mode: hold, hold: 30, metres: 20}"),
        EXERCISES,
        "metres: 20}",
        "a dose of mode hold has no metres",
    ),
    "a tempo for a hold": (
        _with(EXERCISES, HOLD, "{mode: hold, hold: 30, tempo: [2, 1, 3]}"),
        EXERCISES,
        "hold: 30, tempo",
        "has no tempo",
    ),
    "a range upside down": (
        _with(EXERCISES, "reps: [20, 30], side: each", "reps: [30, 20], side: each"),
        EXERCISES,
        "[30, 20]",
        "the smaller number first",
    ),
    "a day and every day": (
        _with(EXERCISES, HOLD, "{mode: hold, hold: 30, every: 2, per_day: [1, 1]}"),
        EXERCISES,
        "every: 2, per_day: [1, 1]",
        "not both",
    ),
    "easier that is more": (
        _with(
            EXERCISES,
            "    easier: {hold: 20}\n    harder: {hold: 45}\n",
            "    easier: {hold: 60}\n    harder: {hold: 45}\n",
        ),
        EXERCISES,
        "easier: {hold: 60}",
        "easier takes longer",
    ),
    "an exclusion on an unknown option": (
        _with(EXERCISES, "when: look.bruise}", "when: look.purple}"),
        EXERCISES,
        "when: look.purple",
        "look.purple is no option",
    ),
    "an exclusion on an unknown finding": (
        _with(EXERCISES, "{id: swelling, when: swollen}", "{id: swelling, when: puffy}"),
        EXERCISES,
        "when: puffy",
        '"puffy" is neither',
    ),
    "an exclusion that an answer could lift": (
        _with(EXERCISES, "when: look.bruise}", "when: {not: look.none}}"),
        EXERCISES,
        "{not: look.none}",
        "has nothing under not",
    ),
    "an exclusion that reads the urgency": (
        _with(EXERCISES, "when: look.bruise}", "when: {below: self_care}}"),
        EXERCISES,
        "below: self_care",
        "below may stand in ask_if",
    ),
    "an exclusion with no words": (
        _with(EXERCISES, "{id: bruise, when", "{id: purple, when"),
        EXERCISES,
        "{id: purple",
        "the words routines.why_not.purple are missing",
    ),
    "an exclusion with a reserved name": (
        _with(EXERCISES, "{id: bruise, when", "{id: verdict, when"),
        EXERCISES,
        "{id: verdict",
        '"verdict" is a reserved word',
    ),
    "an exclusion that stands twice": (
        _with(EXERCISES, "      - {id: bruise, when", "      - {id: swelling, when"),
        EXERCISES,
        "when: swollen",
        '"swelling" stands here twice',
    ),
    "a finding that is there already": (
        _with(EXERCISES, "derived:\n", "derived:\n  tendon: look.bruise\n"),
        EXERCISES,
        "tendon: look.bruise",
        '"tendon" is there already',
    ),
    "a step with no exercise": (
        _with(ROUTINES, "exercise: pogo", "exercise: pago"),
        ROUTINES,
        "exercise: pago",
        'there is no exercise "pago"',
    ),
    "a step that breaks a dose": (
        _with(ROUTINES, "      - exercise: pogo", "      - {exercise: pogo, metres: 20}"),
        ROUTINES,
        "{exercise: pogo",
        "has no metres",
    ),
    "minutes that are not honest": (
        _with(
            ROUTINES, "id: achilles_isometric\n    minutes: 8", "id: achilles_isometric\n    minutes: 3  # so they say"
        ),
        ROUTINES,
        "# so they say",
        "the doses add up to 8 minutes, not 3",
    ),
    "a step before its stage": (
        _with(
            ROUTINES, "      - exercise: isometric_push\n", "      - exercise: isometric_push\n      - exercise: hop\n"
        ),
        ROUTINES,
        "- exercise: hop",
        '"hop" belongs to stage 5 or later',
    ),
    "a routine for no condition": (
        _with(ROUTINES, "for_fits: [doms]", "for_fits: [dooms]"),
        ROUTINES,
        "[dooms]",
        'no condition "dooms"',
    ),
    "a routine on an urgent card": (
        _with(ROUTINES, "for_urgency: [self_care, clinician_soon]", "for_urgency: [urgent_same_day]"),
        ROUTINES,
        "[urgent_same_day]",
        "no routine stands on a card of urgent_same_day",
    ),
    "a card without a condition": (
        _with(ROUTINES, "for_fits: [doms]", "for_fits: []"),
        ROUTINES,
        "- id: soreness_day",
        "both or neither",
    ),
    "a pain rule that falls": (
        _with(ROUTINES, "easier: 5, stop: 7", "easier: 8, stop: 7"),
        ROUTINES,
        "pain:",
        "rise in this order",
    ),
    "pain above ten": (_with(ROUTINES, "stop: 7", "stop: 11"), ROUTINES, "pain:", "stop"),
    "first aid from nowhere": (
        _with(AID, "sources: [Bleakley04,", "sources: [Nobody,"),
        AID,
        "[Nobody,",
        'the source "Nobody" is not in sources.yaml',
    ),
    "first aid with an unknown act": (
        _with(AID, "acts: [ice]", "acts: [snow]"),
        AID,
        "[snow]",
        '"snow" is not in acts',
    ),
    "a reminder that outlasts its item": (
        _with(AID, "within_hours: 48}", "within_hours: 96}"),
        AID,
        "within_hours: 96",
        "a reminder ends no later",
    ),
    "a name that is too long": (
        _with(WORDS["exercises"], "name: Pogo hops", f"name: Pogo {'hops ' * 8}"),
        WORDS["exercises"],
        "Pogo hops",
        "a label has at most 34",
    ),
    "a name of two things": (
        _with(WORDS["exercises"], "name: Pogo hops", "name: Hop on one leg"),
        WORDS["exercises"],
        "\n  name: Hop on one leg",
        "already leads to",
    ),
    "a typed name of two things": (
        _with(WORDS["routines"], "called: [warmup,", "called: [stretch,"),
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
        _with(WORDS["exercises"], '  harder: "Skip with a rope."\n', ""),
        EXERCISES,
        "- id: pogo",
        "the words exercises.pogo.harder are missing",
    ),
    "words under no key": (
        _with(WORDS["first_aid"], "  name: Leg up\n", "  name: Leg up\n  colour: red\n"),
        WORDS["first_aid"],
        "colour: red",
        '"colour" is none of',
    ),
    "a text where a list belongs": (
        _with(
            WORDS["exercises"], 'cues: ["even rhythm", "soft landing", "knee in line with the toes"]', "cues: hop well"
        ),
        WORDS["exercises"],
        "cues: hop well",
        "cues is a list",
    ),
    "a list where a text belongs": (
        _with(WORDS["exercises"], 'harder: "Skip with a rope."', "harder: [Skip with a rope.]"),
        WORDS["exercises"],
        "[Skip with a rope.]",
        "harder is one text",
    ),
    "a reason that refuses nothing": (
        _with(WORDS["routines"], "why_not:\n", "why_not:\n  rain: It rains.\n"),
        WORDS["routines"],
        "rain: It rains.",
        'nothing is refused because of "rain"',
    ),
    "a place that nothing fills": (
        _with(WORDS["routines"], 'rest: "{rest} s rest"', 'rest: "{pause} s rest"'),
        WORDS["routines"],
        "{pause} s rest",
        "found {pause}",
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_refused_with_its_line(draft: Draft, name: str) -> None:
    slip, file, fragment, said = SLIPS[name]
    slip(draft)
    problems = draft.problems()
    places = {
        f"content/{file}:{number}:"
        for number, line in enumerate(draft.read(file).splitlines(), 1)
        if fragment.strip("\n") in line
    }
    assert places, f"{fragment!r} is not in {file}"
    assert any(said in problem and problem.split(" ")[0] in places for problem in problems), problems


@pytest.mark.parametrize("name", [EXERCISES, ROUTINES, AID, *WORDS.values()])
def test_a_file_that_is_gone_is_named(draft: Draft, name: str) -> None:
    (draft.folder / name).unlink()
    assert any(problem.startswith(f"content/{name}:1: this file") for problem in draft.problems())


@pytest.mark.parametrize("words", ["- a\n- list\n", "pogo: Hop\n", "pogo:\n  name:\n", "pogo:\n  cues: {a: b}\n"])
def test_words_of_another_shape_are_refused_and_not_stumbled_over(draft: Draft, words: str) -> None:
    (draft.folder / WORDS["exercises"]).write_text(words, encoding="utf-8")
    assert any(problem.startswith("content/") for problem in draft.problems())


# --- what is said ----------------------------------------------------------------------------------------------------

SPOKEN = [
    (key, line)
    for stem in WORDS
    for key in library().words.keys("en")
    if key.startswith(f"{stem}.")
    for line in library().lines("en", key)
]
NOT_SAID = r"\b(?:only|just|simply|don't worry|probably|unlikely|never mind|always safe)\b|[!\U0001f000-\U0001faff☀-➿]"


def test_the_words_keep_to_the_tone() -> None:
    assert len(SPOKEN) > 300
    assert [(key, line) for key, line in SPOKEN if re.search(NOT_SAID, line, re.IGNORECASE)] == []


def test_no_dose_of_a_medicine_is_named() -> None:
    assert [(key, line) for key, line in SPOKEN if re.search(r"\d\s*(?:mg|ml|g|%|tablets|pills)\b", line)] == []


def test_lines_are_short() -> None:
    assert [(key, len(line)) for key, line in SPOKEN if len(line) > 330] == []
    assert [line for key, line in SPOKEN if key.endswith((".cues", ".errors")) and len(line) > 70] == []


def test_no_clinician_has_signed_and_that_is_said() -> None:
    for name in (EXERCISES, ROUTINES, AID):
        head = (CONTENT / name).read_text(encoding="utf-8")
        assert "\nreviewed_by: none\n" in head
        assert "\nreviewed_on: 2026-11-27\n" in head


def test_every_exercise_of_the_dossier_is_there() -> None:
    refs = {exercise.ref for exercise in library().exercises.by_id.values()}
    assert {"ST1", "ST2", "ST3", "ST4", "FR", *(f"EX{number}" for number in range(1, 11)), "WU1", "CD1", "4.5"} <= refs


def test_every_exercise_is_part_of_a_routine_or_stands_by_itself() -> None:
    used = {step.exercise for routine in library().exercises.routines.values() for step in routine.steps}
    assert set(library().exercises.by_id) - used == {
        "knee_to_wall",
        "run_interval",
    }  # the range test, the walk-run plan
