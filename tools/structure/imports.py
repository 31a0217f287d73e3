"""Find what each module imports of the others: at the top, inside functions, or for the type checker only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from tools.structure.sources import Source

Arrow = tuple[str, str]
"""(who imports, who is imported)"""


@dataclass(frozen=True)
class Imports:
    """Arrows between modules. `run` holds also those inside functions; `typing` those that stand for types alone."""

    run: frozenset[Arrow]
    typing: frozenset[Arrow]


def find_imports(sources: list[Source]) -> Imports:
    """Find the arrows among these modules. What lies outside, a platform's library for instance, is left out.

    `from flows import check` is an arrow to `flows.check` if that is a module, else to `flows`. An import of
    `flows.talk.turn` is none of `flows.talk`: the package is loaded too, but nothing of it is named.
    """
    names = {source.name for source in sources}
    run: set[Arrow] = set()
    typing: set[Arrow] = set()
    for source in sources:
        for node, for_types in _statements(source.syntax, for_types=False):
            targets = {target for target in _targets(node, source, names) if target != source.name}
            (typing if for_types else run).update((source.name, target) for target in targets)
    return Imports(frozenset(run), frozenset(typing - run))


def _statements(node: ast.AST, *, for_types: bool) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool]]:
    """Walk through all import statements; with each, whether it stands below `if TYPE_CHECKING:`."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.Import, ast.ImportFrom)):
            yield child, for_types
        elif isinstance(child, ast.If) and _asks_for_types(child.test):
            for statement in child.body:
                yield from _statements(ast.Module([statement], []), for_types=True)
            yield from _statements(ast.Module(child.orelse, []), for_types=for_types)
        else:
            yield from _statements(child, for_types=for_types)


def _asks_for_types(test: ast.expr) -> bool:
    name = test.attr if isinstance(test, ast.Attribute) else test.id if isinstance(test, ast.Name) else ""
    return name == "TYPE_CHECKING"


def _targets(node: ast.Import | ast.ImportFrom, source: Source, names: set[str]) -> Iterator[str]:
    """Resolve one statement to the modules of ours that it names."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name in names)
        return
    base = node.module or ""
    if node.level:
        above = source.folder.split(".")[: len(source.folder.split(".")) - node.level + 1]
        base = ".".join([*above, *([base] if base else [])])
    for alias in node.names:
        full = f"{base}.{alias.name}"
        if full in names:
            yield full
        elif base in names:
            yield base


def lift_arrows(arrows: frozenset[Arrow], package_of: dict[str, str]) -> frozenset[Arrow]:
    """Draw arrows between packages from those between modules; an arrow within one package is none."""
    lifted = {(package_of[source], package_of[target]) for source, target in arrows}
    return frozenset(arrow for arrow in lifted if arrow[0] != arrow[1])
