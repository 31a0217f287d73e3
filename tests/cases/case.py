"""One story with the answers to the check and the dispositions that its authors wrote down beforehand."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec
import yaml

from flows.base.urgency import URGENCIES, Urgency

HERE = Path(__file__).parent
WORST: tuple[Urgency, ...] = ("emergency_now", "urgent_same_day")
"""The dispositions below which nobody may end."""


class Case(msgspec.Struct, forbid_unknown_fields=True):
    """A story and how it ought to end.

    `answers` holds option ids by question; a question left out is answered with *none of these*. `acceptable` are the
    dispositions that would do no harm, `fits_ok` conditions that may be named first. `about` is the condition in a word,
    `calf` whether the trouble is typical of a calf, `whom` whose leg it is, seen from the one who types.
    """

    id: str
    story: str
    answers: dict[str, tuple[str, ...]]
    expected: Urgency
    acceptable: tuple[Urgency, ...]
    fits_ok: tuple[str, ...]
    about: str = ""
    calf: bool = True
    whom: Literal["me", "child", "with_me", "elsewhere"] = "me"


def built_with() -> list[Case]:
    """The stories that were at hand while the rules were written."""
    return _read(HERE / "cases.yaml")


def told_by_others() -> list[Case]:
    """The stories whose three authors (story, disposition, answers) did not see the rules."""
    return _folder("stories")


def told_later() -> list[Case]:
    """Stories of the same kind, told when the labels were final: nothing was fitted to them but what they showed."""
    return _folder("later")


def _folder(name: str) -> list[Case]:
    return [case for path in sorted((HERE / name).glob("*.yaml")) for case in _read(path)]


def _read(path: Path) -> list[Case]:
    return msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), list[Case])


def place(urgency: Urgency) -> int:
    """The position of a disposition, the mildest first."""
    return URGENCIES.index(urgency)
