"""The content of exercises, routines and first aid: slips are refused with their line, and the words keep to the tone."""

from __future__ import annotations

import re

import pytest

from flows.talk.library import CONTENT
from tests.flows.exercises.slips import EXERCISES, OF_EXERCISES
from tests.flows.exercises.slips_of_routines import AID, OF_ROUTINES, ROUTINES, WORDS
from tests.flows.support import library
from tests.flows.support.draft import Draft

SLIPS = {**OF_EXERCISES, **OF_ROUTINES}


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


# --- what is said -----------------------------------------------------------------------------------------------------


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
