"""Reads what stands in a file about exercises: its own findings, exclusions and doses; what is wrong is noted at its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flows.check.check import Check
from flows.check.condition_reader import ConditionReader
from flows.check.conditions import Node, atoms, compile_must, negated, reads_urgency
from flows.content.file import ContentFile
from flows.content.model_problems import Key
from flows.content.problems import Problems
from flows.exercises.doses import make_dose
from flows.exercises.exercises import Dose, Unless
from flows.exercises.models import UnlessEntry


class ExerciseReader(ConditionReader):
    """The conditions and doses of one file under way."""

    def __init__(self, file: ContentFile[Any], check: Check, problems: Problems) -> None:
        super().__init__(file, problems, check.findings)
        self._bit = check.plan.bit

    def define(self, findings: Mapping[str, Any]) -> None:
        """Add the file's own findings, each of which may name those above it."""
        for name, data in findings.items():
            if name in self.findings:
                self.wrong(f'a finding "{name}" is there already.', "derived", name)
            node = self._node(data, "derived", name)
            if node is not None:
                self.findings[name] = node

    def unless(self, entries: Sequence[UnlessEntry], *place: Key) -> tuple[Unless, ...]:
        """Make the exclusions in the list at `place`."""
        self.problems.twice(self.file, place, [entry.id for entry in entries])
        made = []
        for number, entry in enumerate(entries):
            node = self._node(entry.when, *place, number, "when")
            if node is not None:
                # So that whatever else somebody tells can take away, never give.
                for atom in sorted(set(negated(node))):
                    self.wrong(f"an exclusion has nothing under not; found {atom}.", *place, number, "when")
                made.append(Unless(entry.id, compile_must(node, self._bit), entry.until))
        return tuple(made)

    def dose(self, fields: dict[str, Any], *place: Key) -> Dose | None:
        """Make the dose of these fields."""
        return make_dose(self.file, fields, place, self.problems)

    def _node(self, data: Any, *place: Key) -> Node | None:
        node = self.read(data, *place)
        if node is None:
            return None
        named = sorted(set(atoms(node)))
        self.check_options(named, self._bit, *place)
        if reads_urgency(node):
            self.wrong("below may stand in ask_if of a question and nowhere else.", *place)
        return node if all(atom in self._bit for atom in named) else None
