"""Anything that a person can type, tap or command, for hypothesis to choose from."""

from __future__ import annotations

import os

from hypothesis import strategies as st

from flows.base.events import Answered
from flows.base.urgency import URGENT
from flows.turn.registry import COMMANDS
from tests.flows.support import library

LONG = bool(os.environ.get("LONG_TESTS"))
ATOMS = library().check.plan.atoms
WORDS = ["done", "back", "why", "advice", "pick", "yes", "no", "change", "leave", "country", "keep", "handoff"]

LABELS = sorted(
    library().words.text("en", key)
    for key in library().words.keys("en")
    if key.startswith("questions.") and ".options." in key
)


def spoilt(label: str, place: int) -> str:
    place %= len(label)
    return label[:place] + label[place + 1 :]


TEXTS = st.one_of(
    st.sampled_from(LABELS),
    st.builds(spoilt, st.sampled_from(LABELS), st.integers(0, 40)),
    st.integers(0, 15).map(str),
    st.lists(st.integers(0, 9), min_size=1, max_size=4).map(lambda numbers: ", ".join(map(str, numbers))),
    st.sampled_from(
        [
            "None of these",
            "not sure",
            "yes",
            "no",
            "yess",
            "it was a slp",
            "Austria",
            "germny",
            "back",
            "😭😭",
            "١",
            "²",
        ]
    ),
    st.sampled_from(["", " ", "\x00\x1b[31m", "\u202egnorw", "a\u0301" * 50, "x" * 100_000, "1 " * 3000]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
)

TOKENS = st.one_of(
    st.text(max_size=70),
    st.builds("k1.zzzzzz.{}.{}".format, st.integers(0, 30), st.sampled_from([*ATOMS, *WORDS])),
    st.builds("k1.zzzzzz.{}.+{}".format, st.integers(0, 30), st.sampled_from(ATOMS)),
)

SIGNS = [
    atom
    for atom, floor in library().check.floors.of_option.items()
    if floor >= URGENT and not atom.endswith((".none", ".unsure"))
]

BACKWARD = (Answered(("back",)), Answered(("advice",)), Answered(("no",)), Answered(("why",)))
COMMAND_NAMES = st.sampled_from([*COMMANDS, "nonsense", ""])
