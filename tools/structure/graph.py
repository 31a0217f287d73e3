"""Measure a graph of imports: its circles, and on how many levels it lies."""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import TopologicalSorter

from tools.structure.imports import Arrow


def find_circles(nodes: Iterable[str], arrows: Iterable[Arrow]) -> list[tuple[str, ...]]:
    """Find the sets of more than one node in which each reaches each other, in order of name."""
    return sorted(group for group in set(_components(nodes, arrows).values()) if len(group) > 1)


def count_levels(nodes: Iterable[str], arrows: Iterable[Arrow]) -> int:
    """Count the nodes on the longest way along the arrows, a circle taken as one node; 1 if there is no arrow."""
    arrows = list(arrows)
    component = _components(nodes, arrows)
    below: dict[tuple[str, ...], set[tuple[str, ...]]] = {group: set() for group in component.values()}
    for source, target in arrows:
        if component[source] != component[target]:
            below[component[source]].add(component[target])
    level: dict[tuple[str, ...], int] = {}
    for group in TopologicalSorter(below).static_order():
        level[group] = 1 + max((level[other] for other in below[group]), default=0)
    return max(level.values(), default=0)


def _components(nodes: Iterable[str], arrows: Iterable[Arrow]) -> dict[str, tuple[str, ...]]:
    """Give for each node all nodes that it reaches and that reach it, itself included."""
    following: dict[str, set[str]] = {node: set() for node in nodes}
    for source, target in arrows:
        following[source].add(target)
    reached = {node: _reach(node, following) for node in following}
    return {node: tuple(sorted(other for other in reached[node] if node in reached[other])) for node in following}


def _reach(start: str, following: dict[str, set[str]]) -> set[str]:
    seen, ahead = {start}, [start]
    while ahead:
        new = following[ahead.pop()] - seen
        seen |= new
        ahead.extend(new)
    return seen
