"""Collects what is wrong with the content, so that all of it is told at once, each with its file and line.

Use:

    problems = Problems()
    problems.add(file, "this leads nowhere.", "rules", 3)
    problems.unknown(file, "there is no routine {}.", [(("stages", 0), ["walks"])], routines)
    problems.found    # ["content/rules.yaml:31: this leads nowhere.", "content/rules.yaml:7: there is no routine walks."]
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Sequence
from typing import Protocol

from flows.content.model_problems import Key

Place = tuple[Key, ...]
"""Keys and list positions that lead to a place in a file."""

Listed = Iterable[tuple[Place, Iterable[str]]]
"""Places of a file, each with the ids that are named there."""


class Placed(Protocol):
    """Something that knows on which line a place of a file stands."""

    def problem(self, sentence: str, *keys: Key) -> str:
        """Put the file's name and the line of a place before a sentence."""


class Problems:
    """Collects problems in the order in which they are found. `found` are `file:line: sentence`."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, file: Placed, sentence: str, *place: Key) -> None:
        """Note a problem at a place of a file."""
        self.found.append(file.problem(sentence, *place))

    def extend(self, sentences: Iterable[str]) -> None:
        """Note problems that have their file and line already."""
        self.found.extend(sentences)

    def unknown(self, file: Placed, sentence: str, listed: Listed, known: Container[str]) -> None:
        """Note every id that leads nowhere; it is put into the sentence where that has `{}`."""
        for place, ids in listed:
            for one in ids:
                if one not in known:
                    self.add(file, sentence.format(one), *place)

    def twice(self, file: Placed, place: Place, ids: Sequence[str], reserved: Collection[str] = ()) -> None:
        """Note every id that the list at `place` has a second time, or that is reserved."""
        sentence = '"{}" stands here twice or is a reserved word.' if reserved else '"{}" stands here twice.'
        for number, one in enumerate(ids):
            if one in ids[:number] or one in reserved:
                self.add(file, sentence.format(one), *place, number)

    def missing_words(self, file: Placed, missing: Iterable[tuple[Place, str]]) -> None:
        """Note keys of words that are not there (as `Words.missing` gives them), each at what it would word."""
        for place, key in missing:
            self.add(file, f"the words {key} are missing.", *place)
