"""Reads the conditions that stand in a content file; what is wrong with one is noted at its place."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any

from flows.check.conditions import ALWAYS, ConditionError, Node, parse
from flows.content.model_problems import Key
from flows.content.problems import Placed, Problems


class ConditionReader:
    """The conditions of one file. `findings` are the derived findings that they may name."""

    def __init__(self, file: Placed, problems: Problems, findings: Mapping[str, Node] | None = None) -> None:
        self.file = file
        self.problems = problems
        self.findings = dict(findings or {})

    def read(self, data: Any, *place: Key) -> Node | None:
        """Read the condition at `place`; None, and a problem, if it is not of the closed form."""
        try:
            return parse(data, self.findings)
        except ConditionError as error:
            self.wrong(f"{error}.", *place)
            return None

    def read_required(self, data: Any, *place: Key) -> Node:
        """Read a condition that must be there. One that is wrong counts as always, so that reading can go on."""
        return self.read(data, *place) or ALWAYS

    def read_optional(self, data: Any, *place: Key) -> Node:
        """Read a condition that may be left out, which means always."""
        return ALWAYS if data is None else self.read_required(data, *place)

    def check_options(self, named: Iterable[str], options: Container[str], *place: Key) -> None:
        """Note what is named at `place` though it is no option."""
        self.problems.unknown(self.file, "{} is no option of any question.", [(place, named)], options)

    def wrong(self, sentence: str, *place: Key) -> None:
        """Note a problem of this file."""
        self.problems.add(self.file, sentence, *place)
