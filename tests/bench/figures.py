"""Samples and how they are shown: the median, with the least and the most beside it."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec


class Figure(msgspec.Struct, frozen=True):
    """What was measured of one thing; `samples` in `unit`. `target` is a bound in words, empty where there is none."""

    name: str
    unit: str
    median: float
    least: float
    most: float
    samples: int
    target: str = ""
    met: bool | None = None


def figure(name: str, unit: str, samples: Iterable[float], below: float = 0, above: float = 0) -> Figure:
    """The figure of these samples; the median is held against `below` (at most) or `above` (at least)."""
    values = sorted(samples)
    median = statistics.median(values)
    target, met = "", None
    if below:
        target, met = f"≤ {below:g}", median <= below
    elif above:
        target, met = f"≥ {above:g}", median >= above
    return Figure(name, unit, median, values[0], values[-1], len(values), target, met)


def show(title: str, figures: Sequence[Figure], notes: Sequence[str] = ()) -> None:
    """Print one part of the report."""
    rows = [["", "median", "min", "max", "unit", "n", "target", ""]]
    rows += [
        [
            one.name,
            _number(one.median),
            _number(one.least),
            _number(one.most),
            one.unit,
            str(one.samples),
            one.target,
            {None: "", True: "met", False: "MISSED"}[one.met],
        ]
        for one in figures
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    say(f"\n{title}")
    for row in rows:
        cells = [
            cell.ljust(width) if column in (0, 4, 6, 7) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        say(("  " + "  ".join(cells)).rstrip())
    for note in notes:
        say(f"  {note}")


def say(line: str) -> None:
    """One line of the report, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def as_data(parts: dict[str, list[Figure]]) -> Any:
    """All figures as plain data."""
    return {name: msgspec.to_builtins(figures) for name, figures in parts.items()}


def _number(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}" if abs(value) < 10 else f"{value:.1f}"
