"""The shape of `content/phrases/<lang>.yaml`: what people say, in words that code never holds. Strict.

A *family* is a set of words that mean the same here (`CALF`, `SWOLLEN`). A *pattern* is a row of families (capitals) and
plain words: `CALF + SWOLLEN` finds both in any order, `cannot > FEEL` in this order. `A|B` is either, `/9` widens how far
apart they may stand, and `- KNEE` says what must not stand near by.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from flows.content.shape import Id, Strict

Family = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$")]
Atom = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")]
Patterns = list[str]


class SignEntry(Strict):
    """One thing that can be said of the leg or the person.

    `finding` is the answer that records it; `flag` makes it a red flag. For the other keys see each.
    """

    any: Annotated[Patterns, Field(min_length=1)]
    unless: Patterns = Field(default=[], description="explain it away in the same sentence")
    despite: Patterns = Field(default=[], description="let it stand although `unless` holds")
    denied_by: Patterns = Field(default=[], description="deny it in so many words")
    flag: Id | None = None
    finding: Atom | None = None
    weak: bool = Field(default=False, description="is asked about instead of raising the flag")
    asked: bool = Field(default=False, description='counts in a question too ("could it be a clot?")')
    ask_excused: bool = Field(default=False, description="is asked about although `unless` holds")
    lasting: bool = Field(default=False, description="holds although it is past (an earlier clot)")
    family: bool = Field(default=False, description="is said of relatives")
    at_once: bool = Field(default=False, description="counts of anybody whom it befalls now")
    any_one: bool = Field(default=False, description="counts of anybody at any time (turn of suicide)")


class TogetherEntry(Strict):
    """Signs that together mean more than each: all of `signs` in one message raise `flag`."""

    signs: Annotated[list[Id], Field(min_length=2)]
    flag: Id


class IntentEntry(Strict):
    """What somebody wants. `points` go to the intent for each pattern found; the highest sum wins.

    A message that is one of `whole` and nothing else means this intent.
    """

    points: dict[Annotated[int, Field(ge=-9, le=9)], Patterns]
    whole: list[str] = Field(default=[], description="messages that are this and nothing else")


class PhrasesFile(Strict):
    """`phrases/<lang>.yaml`; its head explains each part."""

    language: str
    flags: list[Id]
    intents_known: list[Id]
    fallback: list[Id]
    emoji: dict[str, str]
    rewrites: dict[str, str]
    ordinary: list[str]
    families: dict[Family, list[str]]
    idioms: Patterns
    signs: dict[Id, SignEntry]
    together: dict[Id, TogetherEntry]
    records: dict[Id, list[Atom]]
    intents: dict[Id, IntentEntry]
    numbers: dict[str, Annotated[int, Field(ge=0, le=1000)]]
    units: dict[Annotated[str, Field(pattern=r"^[a-z ]+$")], Annotated[float, Field(ge=0, le=400)]]


Status = Literal["yes", "unsure", "denied", "past", "other", "general", "hypothetical", "cared_for"]
