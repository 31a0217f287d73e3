"""`recovery.yaml` and its words: a slip is refused with its line, and the words keep to the tone."""

from __future__ import annotations

import re

import pytest

from tests.flows.support import library
from tests.flows.support.draft import Draft

FILE, WORDS = "recovery.yaml", "words/en/recovery.yaml"

SLIPS = {
    "an unknown key": ("slow_days: 7", "slow_days: 7\ncolour: red", "colour: red", "colour"),
    "no source": ("sources: [Green22, EvidEx, J]", "sources: []", "sources: []", "sources"),
    "a source from nowhere": (
        'criteria:\n  - {id: walk_no_worse, kind: "yes", sources: [Green22, PhysioNet-Purdam, J]}',
        'criteria:\n  - {id: walk_no_worse, kind: "yes", sources: [Nobody]}',
        "[Nobody]",
        'the source "Nobody" is not in sources.yaml',
    ),
    "a stage that the calendar alone would end": (
        "exit: [walk_20, push_2]",
        "exit: []",
        "{id: stage_2,",
        "a stage without criteria",
    ),
    "a criterion from nowhere": ("exit: [walk_20, push_2]", "exit: [fly]", "exit: [fly]", 'no criterion "fly"'),
    "a criterion that nobody asks": (
        "exit: [walk_20, push_2]",
        "exit: [walk_20]",
        "{id: push_2",
        'no stage asks for "push_2"',
    ),
    "a number without a limit": (
        "{id: walk_20, kind: most, limit: 2,",
        "{id: walk_20, kind: most,",
        "{id: walk_20, kind: most,",
        "limit goes with",
    ),
    "a limit beyond the scale": (
        "{id: walk_20, kind: most, limit: 2,",
        "{id: walk_20, kind: most, limit: 20,",
        "limit: 20",
        "up to 10",
    ),
    "a routine from nowhere": ("routine: stage_5", "routine: stage_9", "stage_9", 'no routine "stage_9"'),
    "an act from nowhere": ("lifts: [heel_drop]", "lifts: [juggle]", "juggle", "juggle"),
    "another short way": ("to: stage_6, criterion", "to: stage_7, criterion", "skip:", "skip leads from"),
    "a step back in the plan of runs": (
        "- {sets: 8, run: 60, walk: 120}",
        "- {sets: 1, run: 60, walk: 120}",
        "{sets: 1, run: 60",
        "less running",
    ),
    "a test among what is asked in one tap": (
        "criteria: [again_spot,",
        "criteria: [raises, again_spot,",
        "again:",
        "in one tap",
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_told_with_its_line(draft: Draft, slip: str) -> None:
    old, new, fragment, sentence = SLIPS[slip]
    draft.change(FILE, old, new)
    line = draft.at(FILE, fragment)
    assert any(one.startswith(line) and sentence in one for one in draft.problems()), draft.problems()


@pytest.mark.parametrize("key", ["ask", "missing", "do"])
def test_every_criterion_has_its_words(draft: Draft, key: str) -> None:
    text = draft.read(WORDS)
    entry = next(line for line in text.splitlines() if line.strip().startswith("walk_20:"))
    draft.change(WORDS, entry, re.sub(rf'{key}: ("[^"]*"|[^,}}]*)(, )?', "", entry))
    assert any(f"recovery.criteria.walk_20.{key} are missing" in one for one in draft.problems())


def test_the_words_keep_to_the_tone() -> None:
    words = library().words
    for key in words.keys("en"):
        if key.startswith("recovery."):
            for text in words.lines("en", key):
                assert not re.search(
                    r"!|\bjust\b|\bonly\b(?! if)|don't worry|probably not|unlikely|\byou have\b", text
                ), key
                assert len(text) <= 420, key
