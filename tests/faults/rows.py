"""A row of the table: what is done, what came of it once, what must come of it, and a case that measures it now."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import msgspec


class Measured(msgspec.Struct, frozen=True):
    """What came of a row just now."""

    now: str
    met: bool


Case = Callable[[], Awaitable[Measured]]


class Row(msgspec.Struct, frozen=True):
    """`before` is what was seen when the row was written down (a dash: it was not tried then)."""

    name: str
    done: str
    before: str
    must: str
    case: Case


ROWS: dict[str, Row] = {}
"""All rows by name."""


def row(name: str, done: str, before: str, must: str) -> Callable[[Case], Case]:
    """Put the case into the table."""

    def add(case: Case) -> Case:
        assert name not in ROWS, name
        ROWS[name] = Row(name, done, before, must, case)
        return case

    return add
