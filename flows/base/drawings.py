"""How it went, as data that any platform can draw: lines of pain, the stages, the sessions done. Words are final."""

from __future__ import annotations

from datetime import date

import msgspec


class Line(msgspec.Struct, frozen=True):
    """One line: its name in the person's words, and (day, value) in order."""

    name: str
    points: tuple[tuple[date, int], ...]


class Chart(msgspec.Struct, frozen=True):
    """Pain 0-10, stages and sessions over days. `done` is (day, percent of the session done); `language` is for the dates.

    `file` is the name that it is sent under, `alt` what it shows in a sentence or two.
    """

    title: str
    language: str
    pain_axis: str
    stage_axis: str
    done_axis: str
    pain: tuple[Line, ...]
    stages: Line | None = None
    done: tuple[tuple[date, int], ...] = ()
    file: str = "chart.png"
    alt: str = ""

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day that anything is known of."""
        stages = self.stages.points if self.stages else ()
        every = [day for line in self.pain for day, _ in line.points] + [d for d, _ in (*stages, *self.done)]
        return min(every), max(every)


class Part(msgspec.Struct, frozen=True):
    """A labelled part of the page; `lines` are told one below the other."""

    label: str
    lines: tuple[str, ...]


class Page(msgspec.Struct, frozen=True):
    """One page for a clinician: nothing in it says who the person is unless they typed it, and nothing names a diagnosis."""

    title: str
    subtitle: str
    parts: tuple[Part, ...]
    foot: str
    chart: Chart | None = None
    file: str = "summary.pdf"
    alt: str = ""
