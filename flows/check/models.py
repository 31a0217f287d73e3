"""The shape of the files in `content/check/`: questions, rules, floors, fits and *What else?*, and reading all five."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import msgspec
from pydantic import Field

from flows.base.urgency import Urgency
from flows.content.file import ContentFile, read_file
from flows.content.problems import Problems
from flows.content.shape import Condition, Id, Reviewed, Sources, Strict


class QuestionEntry(Strict):
    """One question, without its words. See the head of `questions.yaml`."""

    id: Id
    part: Id
    kind: Literal["one", "many"]
    options: Annotated[list[Id], Field(min_length=2)]
    none: bool = False
    unsure: bool = False
    told: bool = False
    commit: Literal["done", "tap"] = "done"
    which: bool = False
    which_if: Condition = None
    map: str = ""
    ask_if: Condition = None
    sources: Sources


class QuestionsFile(Reviewed):
    """`check/questions.yaml`. `moved` are options that are no more, each with what says the same today."""

    parts: list[Id]
    moved: dict[str, Annotated[list[str], Field(min_length=1)]] = Field(default_factory=dict)
    derived: dict[Id, Condition]
    questions: Annotated[list[QuestionEntry], Field(min_length=1)]


class RuleEntry(Strict):
    """One rule. `within` is the window in days that a `clinician_soon` rule asks for: [from, to]."""

    id: Id
    urgency: Urgency
    when: Condition
    within: tuple[int, int] | None = None
    fits: list[Id] = Field(default_factory=list)
    forbids: list[Id] = Field(default_factory=list)
    sources: Sources


class DoubtEntry(Strict):
    """How "not sure" about an emergency sign counts: the `lists` it can happen on and the `signs` that make it full."""

    lists: Annotated[list[Id], Field(min_length=1)]
    signs: list[str]
    sources: Sources


class TellingEntry(Strict):
    """What is told of the answers whatever has decided: options, or whole questions. `closer`: option → what says more."""

    signs: list[str] = Field(default_factory=list)
    story: list[str] = Field(default_factory=list)
    risks: list[str] = Field(default_factory=list)
    closer: dict[str, list[str]] = Field(default_factory=dict)


class RulesFile(Reviewed):
    """`check/rules.yaml`."""

    doubt: DoubtEntry
    telling: TellingEntry = Field(default_factory=TellingEntry)
    rules: Annotated[list[RuleEntry], Field(min_length=1)]


class CombinationEntry(Strict):
    """Options that together must lead at least to `urgency`."""

    id: Id
    urgency: Urgency
    of: Annotated[list[str], Field(min_length=1)]


class HiddenEntry(Strict):
    """A question that may stay unasked although an answer to it could raise the verdict, and why that is right.

    `options` are those it is right for (left out: all); `when` over earlier questions says on which paths.
    """

    question: Id
    options: list[Id] = Field(default_factory=list)
    when: Condition = None
    reason: Annotated[str, Field(min_length=20)]


class DoubtfulEntry(Strict):
    """An option that somebody in doubt may go without being asked, though it could end higher for somebody who is sure."""

    option: str
    reason: Annotated[str, Field(min_length=20)]


class FloorsFile(Reviewed):
    """`check/floors.yaml`."""

    options: dict[Urgency, list[str]]
    combinations: list[CombinationEntry]
    excused: list[HiddenEntry] = Field(default_factory=list)
    doubt: list[DoubtfulEntry] = Field(default_factory=list)


class EvidenceEntry(Strict):
    """Points for a condition when this holds; points may be negative."""

    points: int
    when: Condition


class FitEntry(Strict):
    """How well the answers fit one condition; only ever used for wording."""

    id: Id
    grade: Literal[1, 2, 3] | None = None
    least: Urgency = "ok_to_run"
    most: Urgency = "emergency_now"
    requires: Condition = None
    evidence: Annotated[list[EvidenceEntry], Field(min_length=1)]
    forbids: list[Id]
    sources: Sources


class FitsFile(Reviewed):
    """`check/fits.yaml`. `acts` is every act that something may forbid; `forbids` by urgency adds to that of the fits.

    `wordings` are conditions on which a line of a card is said otherwise.
    """

    acts: list[Id]
    forbids: dict[Urgency, list[Id]]
    watches: dict[Id, list[str]]
    wordings: dict[Id, Condition] = Field(default_factory=dict)
    fits: Annotated[list[FitEntry], Field(min_length=1)]


class WhatElseEntry(Strict):
    """One list of *What else?*: where `when` holds, these options are offered, most telling first."""

    when: Condition = None
    options: Annotated[list[str], Field(min_length=1)]


class WhatElseFile(Reviewed):
    """`check/what_else.yaml`. `told_so` is when an option was told already in other words."""

    most: Annotated[int, Field(ge=1, le=7)]
    lists: Annotated[list[WhatElseEntry], Field(min_length=1)]
    told_so: dict[str, Condition] = Field(default_factory=dict)


class CheckFiles(msgspec.Struct, frozen=True, eq=False):
    """`check/questions.yaml`, `rules.yaml`, `fits.yaml`, `floors.yaml` and `what_else.yaml`, each of the right shape."""

    questions: ContentFile[QuestionsFile]
    rules: ContentFile[RulesFile]
    fits: ContentFile[FitsFile]
    floors: ContentFile[FloorsFile]
    what_else: ContentFile[WhatElseFile]


def read_check_files(folder: Path, problems: Problems) -> CheckFiles | None:
    """Read the files of the check; None if one is not of the right shape."""
    questions = read_file(folder, "check/questions.yaml", QuestionsFile, problems)
    rules = read_file(folder, "check/rules.yaml", RulesFile, problems)
    fits = read_file(folder, "check/fits.yaml", FitsFile, problems)
    floors = read_file(folder, "check/floors.yaml", FloorsFile, problems)
    what_else = read_file(folder, "check/what_else.yaml", WhatElseFile, problems)
    if not (questions and rules and fits and floors and what_else):
        return None
    return CheckFiles(questions, rules, fits, floors, what_else)
