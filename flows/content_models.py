"""The shape of each structure file in `content/`, strict: an unknown or missing key is a problem, not a guess."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from flows.model import Urgency

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,30}$")]
Condition = Any  # parsed by flows.conditions, which says what is wrong with it
Sources = Annotated[list[str], Field(min_length=1)]


class Strict(BaseModel):
    """Nothing that is not named here may stand in the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Reviewed(Strict):
    """When the file was last gone over, and the clinician who signed it (`none` until one has)."""

    reviewed_on: date
    reviewed_by: str


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
    """`check/questions.yaml`."""

    parts: list[Id]
    derived: dict[Id, Condition]
    questions: Annotated[list[QuestionEntry], Field(min_length=1)]


class RuleEntry(Strict):
    """One rule. `within` is the window in days that a `clinician_soon` rule asks for: [from, to]."""

    id: Id
    urgency: Urgency
    when: Condition
    within: tuple[int, int] | None = None
    fits: list[Id] = []
    forbids: list[Id] = []
    sources: Sources


class DoubtEntry(Strict):
    """How "not sure" about an emergency sign counts: the `lists` it can happen on and the `signs` that make it full."""

    lists: Annotated[list[Id], Field(min_length=1)]
    signs: list[str]
    sources: Sources


class RulesFile(Reviewed):
    """`check/rules.yaml`."""

    doubt: DoubtEntry
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
    options: list[Id] = []
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
    excused: list[HiddenEntry] = []
    doubt: list[DoubtfulEntry] = []


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
    """`check/fits.yaml`. `acts` is every act that something may forbid; `forbids` by urgency adds to that of the fits."""

    acts: list[Id]
    forbids: dict[Urgency, list[Id]]
    watches: dict[Id, list[str]]
    fits: Annotated[list[FitEntry], Field(min_length=1)]


class SourceEntry(Strict):
    """One source. `quality` is A, B or C (see the head of the file); `seen` is false where the original was not opened."""

    title: str
    where: str = ""
    url: str = ""
    quality: Literal["A", "B", "C"] | None = None
    seen: bool = True
    note: str = ""


class SourcesFile(Reviewed):
    """`sources.yaml`."""

    sources: dict[str, SourceEntry]


class CountryEntry(Strict):
    """Emergency numbers (first is shown first) and the line for health advice that is no emergency, if there is one."""

    emergency: Annotated[list[str], Field(min_length=1)]
    health_line: str = ""
    sources: Sources
    checked: bool
    note: str = ""


class CountriesFile(Reviewed):
    """`countries.yaml`. `likely` are offered as buttons first."""

    likely: list[str]
    countries: dict[str, CountryEntry]


class ZonesFile(Strict):
    """`zones.yaml`: time zones by their IANA names. `spread` is offered where the country is not known."""

    spread: Annotated[list[str], Field(min_length=1, max_length=6)]
    countries: dict[str, Annotated[list[str], Field(min_length=1, max_length=6)]]
    cities: dict[str, Annotated[list[str], Field(min_length=1)]]
