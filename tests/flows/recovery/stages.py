"""Somebody in a stage of the way back, and answers that meet its criteria or fail them."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from flows.base.remembered import Recovery
from flows.recovery.ladder import Ladder
from flows.recovery.models import CriterionEntry
from tests.flows.support import DAY, NOON, library

PROGRAMS = [("strain", stage) for stage in range(1, 8)] + [("achilles", stage) for stage in range(1, 4)]
AGES = ("", "under_20", "20_29", "30_39", "40_49", "50_59", "60_69", "70_79", "80_up")

every_stage = pytest.mark.parametrize(("program", "stage"), PROGRAMS)


def ladder() -> Ladder:
    return library().ladder


def at(program: str, stage: int, **changes: object) -> Recovery:
    """Somebody in this stage for so long that no day holds them back, with the plan of runs at its end."""
    steps = len(ladder().file.walk_run.steps)
    return replace(Recovery(program, stage, NOON - 400 * DAY, step=steps), **changes)


def meeting(entry: CriterionEntry) -> int:
    return entry.limit or 0 if entry.kind in ("most", "least") else 1


def failing(entry: CriterionEntry) -> int:
    return {"most": (entry.limit or 0) + 1, "least": (entry.limit or 0) - 1}.get(entry.kind, 0)


def all_met(recovery: Recovery) -> dict[str, int]:
    return {name: meeting(ladder().criteria[name]) for name in ladder().stage(recovery).exit}
