"""Gather the figures of one root package, and of the tests, into one value each."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tools.structure.graph import count_levels, find_circles
from tools.structure.imports import Arrow, find_imports, lift_arrows
from tools.structure.sources import Source, find_packages, group_by_folder, read_sources
from tools.structure.tiers import find_rising, has_tiers, read_tiers

MANY = 6
"""Parameters from which on a function has many."""


@dataclass(frozen=True)
class Sizes:
    """Files of one folder, or of all, and their lines. `largest` names the file with the most."""

    files: int
    lines: int
    median: float
    most: int
    largest: str


@dataclass(frozen=True)
class Graph:
    """Imports between modules, or between packages.

    Levels and circles are those of what runs; `typed_circles` are what circles there are with the arrows for types added.
    `rising` holds both kinds, and is None where no contract gives an order of tiers.
    """

    nodes: int
    levels: int
    arrows: frozenset[Arrow]
    for_types: frozenset[Arrow]
    rising: list[Arrow] | None
    circles: list[tuple[str, ...]]
    typed_circles: list[tuple[str, ...]]


@dataclass(frozen=True)
class Parameters:
    """How many functions there are, how many with many parameters (`self` and `cls` left out), and the worst."""

    functions: int
    many: int
    worst: int
    worst_name: str


@dataclass(frozen=True)
class Figures:
    """All that is counted of one root package. `loose` are the files directly in its folder, `__init__.py` included."""

    root: str
    folders: dict[str, Sizes]
    total: Sizes
    loose: int
    modules: Graph
    packages: Graph
    parameters: Parameters


def count_figures(tree: Path, root: str) -> Figures:
    """Count all figures of the folder `root` in `tree`."""
    sources = read_sources(tree, root)
    package_of = find_packages(sources)
    folders = {folder: _sizes(inside) for folder, inside in sorted(group_by_folder(sources).items())}
    return Figures(
        root=root,
        folders=folders,
        total=_sizes(sources),
        loose=folders[root].files if root in folders else 0,
        modules=_graph(tree, root, sources, {source.name: source.name for source in sources}),
        packages=_graph(tree, root, sources, package_of),
        parameters=_parameters(sources),
    )


def _sizes(sources: list[Source]) -> Sizes:
    lines = [source.lines for source in sources]
    largest = max(sources, key=lambda source: source.lines)
    return Sizes(len(lines), sum(lines), median(lines), largest.lines, largest.name)


def _graph(tree: Path, root: str, sources: list[Source], node_of: dict[str, str]) -> Graph:
    """Measure the graph of these nodes: `node_of` gives for each module itself, or its package."""
    found = find_imports(sources)
    run = lift_arrows(found.run, node_of)
    for_types = lift_arrows(found.typing, node_of) - run
    nodes = set(node_of.values())
    orders, apart = read_tiers(tree)
    rising = find_rising(run | for_types, orders, apart) if has_tiers(orders, root) else None
    return Graph(
        nodes=len(nodes),
        levels=count_levels(nodes, run),
        arrows=run,
        for_types=for_types,
        rising=rising,
        circles=find_circles(nodes, run),
        typed_circles=find_circles(nodes, run | for_types),
    )


def _parameters(sources: list[Source]) -> Parameters:
    counted = [
        (_count_parameters(node), f"{source.name}.{node.name}")
        for source in sources
        for node in ast.walk(source.syntax)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    worst, name = max(counted, default=(0, ""))
    return Parameters(len(counted), sum(count >= MANY for count, _ in counted), worst, name)


def _count_parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    given = node.args
    named = [argument.arg for argument in (*given.posonlyargs, *given.args)]
    bound = bool(named) and named[0] in ("self", "cls")
    return len(named) - bound + len(given.kwonlyargs) + (given.vararg is not None) + (given.kwarg is not None)
