"""Count what the tests assert, so that a number before a change can be held against one after it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

from tools.structure.sources import read_sources


@dataclass(frozen=True)
class Assertions:
    """What stands in the files below `tests/`. A parametrised test counts once; `raises` are those of pytest."""

    files: int
    tests: int
    asserts: int
    raises: int


def count_assertions(tree: Path) -> Assertions:
    """Count test functions, `assert` statements and `pytest.raises` below `tests/` of `tree`."""
    sources = read_sources(tree, "tests")
    nodes = [node for source in sources for node in ast.walk(source.syntax)]
    functions = [node for node in nodes if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    return Assertions(
        files=len(sources),
        tests=sum(function.name.startswith("test_") for function in functions),
        asserts=sum(isinstance(node, ast.Assert) for node in nodes),
        raises=sum(isinstance(node, ast.Call) and _is_raises(node.func) for node in nodes),
    )


def _is_raises(called: ast.expr) -> bool:
    if isinstance(called, ast.Attribute):
        return called.attr == "raises" and isinstance(called.value, ast.Name) and called.value.id == "pytest"
    return isinstance(called, ast.Name) and called.id == "raises"
