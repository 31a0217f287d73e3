"""A copy of the content in which an author makes slips."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flows.base.errors import ContentError
from flows.talk.library import load_library


class Draft:
    """A copy of the content in which an author makes slips."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        """Replace the first `old`, which must be there."""
        text = self.read(name)
        assert old in text, f"{name} no longer holds {old!r}; the test needs another place"
        (self.folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    def append(self, name: str, text: str) -> None:
        (self.folder / name).write_text(self.read(name).rstrip("\n") + "\n" + text, encoding="utf-8")

    def at(self, name: str, fragment: str) -> str:
        """`content/<name>:<line>:` of the first line that holds the fragment."""
        for number, line in enumerate(self.read(name).splitlines(), 1):
            if fragment in line:
                return f"content/{name}:{number}:"
        raise AssertionError(f"{fragment!r} is not in {name}")

    def problems(self) -> list[str]:
        with pytest.raises(ContentError) as refused:
            load_library(self.folder)
        assert str(refused.value) == "\n".join(refused.value.problems)
        return refused.value.problems


Slip = Callable[[Draft], None]


def replacing(name: str, old: str, new: str) -> Slip:
    """A slip that puts `new` in the place of the first `old`."""
    return lambda draft: draft.change(name, old, new)


def appending(name: str, text: str) -> Slip:
    """A slip that puts this at the end of a file."""
    return lambda draft: draft.append(name, text)
