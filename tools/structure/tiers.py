"""Hold arrows against the `layers` contracts of import-linter in `pyproject.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from tools.structure.imports import Arrow

Tiers = list[list[str]]
"""Packages or modules of each tier, the uppermost tier first."""


def read_tiers(tree: Path) -> tuple[list[Tiers], list[Arrow]]:
    """Read the order of each contract, one for each container that it names, and the pairs that are to stay apart.

    Two stay apart if their tier parts them by `|`. Exceptions (`ignore_imports`) are not read: an arrow that is put up
    with is an arrow.
    """
    path = tree / "pyproject.toml"
    settings = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    contracts = settings.get("tool", {}).get("importlinter", {}).get("contracts", [])
    orders: list[Tiers] = []
    apart: list[Arrow] = []
    for contract in contracts:
        if contract.get("type") != "layers":
            continue
        for container in contract.get("containers", [""]):
            order = [_members(line, container) for line in contract["layers"]]
            orders.append(order)
            for line, members in zip(contract["layers"], order, strict=True):
                if "|" in line:
                    apart += [(one, other) for one in members for other in members if one != other]
    return orders, apart


def _members(line: str, container: str) -> list[str]:
    """Read one tier: `a | b` and `a : b` are two members, `(a)` is one that need not be there."""
    names = [name.strip(" ()") for name in re.split(r"[|:]", line)]
    return [f"{container}.{name}" if container else name for name in names if name]


def has_tiers(orders: list[Tiers], root: str) -> bool:
    """Tell whether a contract orders what is inside `root`, not only `root` beside others."""
    return any(member.startswith(f"{root}.") for order in orders for members in order for member in members)


def find_rising(arrows: Iterable[Arrow], orders: list[Tiers], apart: list[Arrow]) -> list[Arrow]:
    """Find the arrows that run up: to a higher tier, or to a member of the own tier that is to stay apart."""
    return sorted(arrow for arrow in arrows if _rises(arrow, orders, apart))


def _rises(arrow: Arrow, orders: list[Tiers], apart: list[Arrow]) -> bool:
    source, target = arrow
    for order in orders:
        from_tier, to_tier = _tier_of(source, order), _tier_of(target, order)
        if from_tier is not None and to_tier is not None and to_tier < from_tier:
            return True
    return any(_lies_in(source, one) and _lies_in(target, other) for one, other in apart)


def _tier_of(name: str, order: Tiers) -> int | None:
    return next((number for number, tier in enumerate(order) if any(_lies_in(name, one) for one in tier)), None)


def _lies_in(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")
