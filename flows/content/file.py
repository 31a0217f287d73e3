"""A content file, read and of the right shape: its document, which knows the lines, and what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from flows.content.model_problems import Key
from flows.content.problems import Problems
from flows.content.strict_yaml import Document, read_document, validate

Model = TypeVar("Model")


class ContentFile(msgspec.Struct, Generic[Model], frozen=True, eq=False):
    """One file. `model` is what stands in it."""

    document: Document
    model: Model

    @property
    def name(self) -> str:
        """The path of the file, as it is told in problems."""
        return self.document.name

    def problem(self, sentence: str, *place: Key) -> str:
        """Put the file's name and the line of a place before a sentence."""
        return self.document.problem(sentence, *place)


def read_file(folder: Path, name: str, model: type[Model], problems: Problems) -> ContentFile[Model] | None:
    """Read one file of a content folder; None, and its problems noted, if it is not of the right shape."""
    document = read_document(folder / name, folder.parent)
    problems.extend(document.problems)
    if document.problems:
        return None
    parsed, wrong = validate(document, model)
    problems.extend(wrong)
    return None if parsed is None else ContentFile(document, parsed)
