"""What was noted over the days, put in order for the chart and the page: pain, stages, sessions, heel raises, runs. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from flows.base.drawings import Chart, Line
from flows.base.hours import zone_of
from flows.base.remembered import Record
from flows.recovery.ladder import name_of
from flows.talk.turn import Turn

PAINS = ("rest", "walking", "during", "morning")
"""Kinds of pain, in the order in which they are told."""

CHARTED = 2
"""Entries from which on there is something to draw."""


def of_kind(turn: Turn, kind: str, what: str = "") -> list[Record]:
    """The records of this kind, oldest first."""
    return [record for record in turn.session.records if record.kind == kind and what in ("", record.what)]


def day_of(turn: Turn, record: Record) -> date:
    """The day by the person's own clock (UTC's if that is not known)."""
    return record.at.astimezone(zone_of(turn.session.person.zone)).date()


def worst_a_day(turn: Turn, records: Sequence[Record]) -> list[Record]:
    """One record a day: of several the highest, of equals the latest."""
    found: dict[date, Record] = {}
    for record in records:
        day = day_of(turn, record)
        if day not in found or record.value >= found[day].value:
            found[day] = record
    return [found[day] for day in sorted(found)]


def stages_of(turn: Turn) -> list[Record]:
    """The stages of the programme that was entered last, one a day: the latest."""
    stages = of_kind(turn, "stage")
    if not stages:
        return []
    latest = {day_of(turn, record): record for record in stages if record.what == stages[-1].what}
    return [latest[day] for day in sorted(latest)]


def over(turn: Turn) -> bool:
    """Whether the way back has been gone to its end."""
    return turn.session.recovery is not None and name_of(turn.session.recovery) not in turn.library.ladder.stages


def raises_of(turn: Turn) -> list[tuple[Record, Record]]:
    """Counts of both legs that were told together, left before right."""
    counts = of_kind(turn, "raises")
    pairs = [(one, other) for one, other in pairwise(counts) if one.at == other.at]
    return [(one, other) if one.what == "left" else (other, one) for one, other in pairs if one.what != other.what]


def chart_of(turn: Turn, title: str, alt: str) -> Chart | None:
    """All of it as a chart; None while there is next to nothing to draw."""
    pain = []
    for what in PAINS:
        points = tuple((day_of(turn, r), r.value) for r in worst_a_day(turn, of_kind(turn, "pain", what)))
        if points:
            pain.append(Line(turn.words(f"progress.pain.{what}"), points))
    stages = tuple((day_of(turn, record), record.value) for record in stages_of(turn))
    done = tuple((day_of(turn, record), record.value) for record in worst_a_day(turn, of_kind(turn, "routine")))
    if sum(len(line.points) for line in pain) + len(stages) + len(done) < CHARTED:
        return None
    label = turn.words("progress.chart.stage")
    return Chart(
        title=title,
        language=turn.language,
        pain_axis=turn.words("progress.chart.pain"),
        stage_axis=label,
        done_axis=turn.words("progress.chart.done"),
        pain=tuple(pain),
        stages=Line(label, stages) if stages else None,
        done=done,
        alt=alt,
    )
