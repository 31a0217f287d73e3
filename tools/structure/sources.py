"""Read the Python files of a tree: name, folder, lines and syntax of each."""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Source:
    """One file. `name` is dotted (`flows.talk.turn`; a package for its `__init__.py`), `folder` the package it lies in."""

    name: str
    folder: str
    lines: int
    syntax: ast.Module


def read_sources(tree: Path, root: str) -> list[Source]:
    """Read every Python file below the folder `root` of `tree`, in order of name.

    Raises `FileNotFoundError` if there is none, and `SyntaxError` for a file that is no Python.
    """
    found = [_read(path, tree) for path in sorted((tree / root).rglob("*.py"))]
    if not found:
        raise FileNotFoundError(f"there is no Python file below {tree / root}")
    return found


def _read(path: Path, tree: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    parts = path.relative_to(tree).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Source(name, ".".join(parts[:-1]), len(text.splitlines()), ast.parse(text, filename=str(path)))


def group_by_folder(sources: list[Source]) -> dict[str, list[Source]]:
    """Give the files of each folder; a folder without a file of its own is left out."""
    grouped: dict[str, list[Source]] = {}
    for source in sources:
        grouped.setdefault(source.folder, []).append(source)
    return grouped


def find_packages(sources: list[Source]) -> dict[str, str]:
    """Give for each module the package that it counts to in the graph of packages.

    A package is a folder. A loose file beside packages stands for itself, as a package of one file: what lies on top is
    not one subject. Where there are no packages beside the loose files, they are one package together.
    """
    root = min((source.folder for source in sources), key=len)
    flat = set(Counter(source.folder for source in sources)) == {root}
    return {source.name: source.name if source.folder == root and not flat else source.folder for source in sources}
