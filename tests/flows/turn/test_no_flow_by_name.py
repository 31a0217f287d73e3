"""The engine, taps, typed text and the protocol know no flow by name: what they need of one stands in the registry."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from flows.turn.registry import REGISTRY

FLOWS = Path(__file__).resolve().parents[3] / "flows"
BLIND = ("turn/engine.py", "turn/taps.py", "turn/typed.py", "turn/commands.py", "talk/flow.py", "talk/turn.py")
"""Files that know flows by the protocol only."""

FLOW_PACKAGES = ("checking", "danger", "followup", "gate", "guided", "learning", "records", "way_back", "whom")
"""Packages of flows."""


def named(source: str) -> list[str]:
    """Flows that a file names: by an import of their package, or by their id as a text."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.ImportFrom)
            and node.module
            and node.module.split(".")[1:2]
            and node.module.split(".")[1] in FLOW_PACKAGES
        ):
            found.append(f"{node.lineno}: from {node.module}")
        if isinstance(node, ast.Import):
            found += [
                f"{node.lineno}: {one.name}" for one in node.names if set(one.name.split(".")) & set(FLOW_PACKAGES)
            ]
        if isinstance(node, ast.Constant) and node.value in REGISTRY.flows:
            found.append(f"{node.lineno}: {node.value!r}")
    return found


@pytest.mark.parametrize("file", BLIND)
def test_it_names_no_flow(file: str) -> None:
    assert named((FLOWS / file).read_text("utf-8")) == []


@pytest.mark.parametrize(
    "line",
    ["from flows.danger.flow import ALARM", "from flows.checking import flow", "import flows.gate.flow", 'x = "alarm"'],
)
def test_a_name_would_be_noticed(line: str) -> None:
    assert named(line)


def test_every_flow_is_in_the_registry_under_the_name_of_its_frames() -> None:
    assert set(REGISTRY.flows) >= {"check", "confirm", "country", "change", "alarm", "story", "gate", "routine", "plan"}


def test_the_packages_of_flows_are_all_there() -> None:
    known = {
        "base",
        "content",
        "check",
        "exercises",
        "recovery",
        "subject",
        "understand",
        "places",
        "talk",
        "turn",
        "proof",
    }
    folders = {path.parent.name for path in FLOWS.glob("*/__init__.py")}
    assert folders - known == set(FLOW_PACKAGES)
