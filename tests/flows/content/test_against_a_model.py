"""Data against a model: a misfit is said in plain words, with the line it stands in."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Literal

import pydantic
import pytest

from flows.content.strict_yaml import validate
from tests.flows.content.reading import read_text


class Strict(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)


class All(Strict):
    all: tuple[Condition, ...]


class AtLeast(Strict):
    at_least: int
    of: tuple[str, ...]


Condition = str | All | AtLeast


class Rule(Strict):
    when: Condition
    urgency: Literal["urgent", "soon"]
    days: int = pydantic.Field(1, ge=1)
    note: str = pydantic.Field("", max_length=5)


class Rules(Strict):
    reviewed_on: datetime.date
    rules: dict[str, Rule]
    order: tuple[str, ...] = ()

    @pydantic.model_validator(mode="after")
    def order_names_rules(self) -> Rules:
        if stray := set(self.order) - set(self.rules):
            raise ValueError(f"order names unknown rules: {', '.join(sorted(stray))}")
        return self


GOOD = """\
reviewed_on: 2026-11-22
rules:
  first:
    when: {all: [a.b, {at_least: 2, of: [a.c, a.d]}]}
    urgency: soon
"""


def problems_of(tmp_path: Path, text: str) -> list[str]:
    document = read_text(tmp_path, text)
    assert document.problems == []
    found, problems = validate(document, Rules)
    assert (found is None) == bool(problems)
    return [problem.removeprefix("content/some.yaml:") for problem in problems]


def test_good_data_becomes_the_model(tmp_path: Path) -> None:
    rules, problems = validate(read_text(tmp_path, GOOD), Rules)
    assert problems == []
    assert rules is not None
    assert rules.rules["first"].when == All(all=("a.b", AtLeast(at_least=2, of=("a.c", "a.d"))))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("urgency: soon", "urgancy: soon", '3: rules.first: the key "urgency" is missing.'),
        ("urgency: soon", "urgency: soon\n    dayz: 1", "6: rules.first.dayz: this key is unknown here."),
        ("urgency: soon", "urgency: later", '5: rules.first.urgency: expected one of urgent, soon, not "later".'),
        ("urgency: soon", "urgency: 3", "5: rules.first.urgency: expected one of urgent, soon, not the number 3."),
        (
            "urgency: soon",
            "urgency: soon\n    days: few",
            '6: rules.first.days: expected a whole number, not "few".',
        ),
        (
            "urgency: soon",
            "urgency: soon\n    days: 0",
            "6: rules.first.days: input should be greater than or equal to 1.",
        ),
        (
            "urgency: soon",
            "urgency: soon\n    note: too long",
            "6: rules.first.note: this text is longer than 5 characters.",
        ),
        ("2026-11-22", "22 Nov", '1: reviewed_on: expected a date such as 2026-01-31, not "22 Nov".'),
        ("a.b,", "{al: x},", '4: rules.first.when.all[1]: the key "all" is missing.'),
        ("a.b,", "{al: x},", "4: rules.first.when.all[1].al: this key is unknown here."),
        ("a.b,", "7,", "4: rules.first.when.all[1]: expected text or a mapping (key: value), not the number 7."),
        ("of: [a.c, a.d]", "from: []", '4: rules.first.when.all[2]: the key "of" is missing.'),
        ("at_least: 2,", "at_least: x,", '4: rules.first.when.all[2].at_least: expected a whole number, not "x".'),
        ("reviewed_on", "order: [lost]\nreviewed_on", "1: order names unknown rules: lost."),
    ],
)
def test_a_misfit_is_said_in_plain_words(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert old in GOOD
    assert problem in problems_of(tmp_path, GOOD.replace(old, new))


def test_misfits_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = "rules:\n  a: 1\n  b:\n    when: x\n    urgency: now\norder: x\n"
    lines = [int(problem.split(":")[0]) for problem in problems_of(tmp_path, text)]
    assert lines == [1, 2, 5, 6]


def test_a_union_does_not_list_what_every_member_missed(tmp_path: Path) -> None:
    assert len(problems_of(tmp_path, GOOD.replace("at_least: 2,", "at_least: x,"))) == 1


def test_an_adapter_works_too(tmp_path: Path) -> None:
    document = read_text(tmp_path, "a: [1, 2]\n")
    assert validate(document, pydantic.TypeAdapter(dict[str, tuple[int, ...]])) == ({"a": (1, 2)}, [])
    assert validate(document, pydantic.TypeAdapter(list[str]))[1] == [
        "content/some.yaml:1: expected a list, not a mapping."
    ]


def test_an_unreadable_file_is_not_blamed_twice(tmp_path: Path) -> None:
    assert validate(read_text(tmp_path, "a: [\n"), Rules) == (None, [])
