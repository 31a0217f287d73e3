"""Limits of the shape of the code that must hold; `test_structure_counting.py` shows that they are counted right."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import grimp
import pytest

from tools.structure.figures import count_figures
from tools.structure.imports import find_imports
from tools.structure.sources import read_sources
from tools.structure.turn import Trace, trace_turns

ROOT = Path(__file__).resolve().parent.parent

LIMITS: dict[str, float] = {
    "flows: lines of the largest file": 300,
    "bot: lines of the largest file": 300,
    "flows: median lines of a file": 100,
    "bot: median lines of a file": 100,
    "flows: files of the largest package": 15,
    "bot: files of the largest package": 15,
    "flows: loose files": 6,
    "bot: loose files": 4,
    "flows: arrows that run up": 0,
    "flows: circles of packages": 0,
    "flows: circles of modules": 0,
    "flows: functions with 6 or more parameters": 5,
    "bot: functions with 6 or more parameters": 1,
    "tap: files entered": 10,
    "danger in a check: files entered outside understand": 14,
    "danger alone: files entered outside understand": 14,
}


def measure(tree: Path, traces: list[Trace]) -> dict[str, float]:
    """What is limited, as it is in this tree and in these turns of it."""
    measured: dict[str, float] = {}
    for root in ("flows", "bot"):
        figures = count_figures(tree, root)
        measured[f"{root}: lines of the largest file"] = figures.total.most
        measured[f"{root}: median lines of a file"] = figures.total.median
        measured[f"{root}: files of the largest package"] = max(sizes.files for sizes in figures.folders.values())
        measured[f"{root}: loose files"] = figures.loose
        measured[f"{root}: functions with 6 or more parameters"] = figures.parameters.many
        measured[f"{root}: arrows that run up"] = len(figures.packages.rising or [])
        measured[f"{root}: circles of packages"] = len(figures.packages.typed_circles)
        measured[f"{root}: circles of modules"] = len(figures.modules.typed_circles)
    for trace in traces:
        measured[f"{trace.name}: files entered"] = len(trace.entered)
        measured[f"{trace.name}: files entered outside understand"] = trace.outside_understand
    return measured


def exceeded(measured: dict[str, float], limits: dict[str, float]) -> list[str]:
    """The limits that do not hold, in order."""
    return [what for what, most in limits.items() if measured[what] > most]


@cache
def turns_here() -> list[Trace]:
    return trace_turns(ROOT)


@cache
def measured_here() -> dict[str, float]:
    return measure(ROOT, turns_here())


@pytest.mark.parametrize("what", LIMITS)
def test_a_limit_holds(what: str) -> None:
    assert exceeded(measured_here(), {what: LIMITS[what]}) == [], f"it is {measured_here()[what]:g}"


def test_the_traced_turns_go_as_meant() -> None:
    assert [trace.asked for trace in turns_here()] == ["look", "alarm", "alarm"]


@pytest.mark.parametrize("root", ["flows", "bot"])
def test_the_arrows_are_those_that_the_import_contracts_see(root: str) -> None:
    ours = find_imports(read_sources(ROOT, root))
    for arrows, without_types in ((ours.run, True), (ours.run | ours.typing, False)):
        graph = grimp.build_graph(root, cache_dir=None, exclude_type_checking_imports=without_types)
        theirs = {(one, other) for one in graph.modules for other in graph.find_modules_directly_imported_by(one)}
        assert {arrow for arrow in arrows if set(arrow) <= graph.modules} == theirs
