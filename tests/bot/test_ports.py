"""The errors of the bot are those that are drawn, each under its parent."""

from __future__ import annotations

import ast
import builtins
import re
from pathlib import Path

BOT = Path(__file__).resolve().parents[2] / "bot"

DRAWN = re.compile(r"# ([│├└─ ]*)([A-Z]\w+)  +\S")


def classes() -> dict[str, list[str]]:
    """Every class of the bot, with the names of what it is made from."""
    found = {}
    for path in BOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                found[node.name] = [base.id for base in node.bases if isinstance(base, ast.Name)]
    return found


def errors() -> dict[str, str]:
    """Every error class of the bot, with its parent; empty for a parent that is Python's own."""
    known = classes()

    def is_error(name: str) -> bool:
        kind = getattr(builtins, name, None)
        if isinstance(kind, type) and issubclass(kind, BaseException):
            return True
        return name == "CalfwiseError" or any(map(is_error, known.get(name, [])))

    return {
        name: "" if hasattr(builtins, bases[0]) else bases[0]
        for name, bases in known.items()
        if bases and any(map(is_error, bases))
    }


def drawn() -> dict[str, str]:
    """The classes of the tree in `bot.ports`, with the parent under which each stands."""
    tree: dict[str, str] = {}
    above: list[tuple[int, str]] = []
    for line in (BOT / "ports.py").read_text(encoding="utf-8").splitlines():
        if match := DRAWN.match(line):
            depth = len(match[1])
            above = [(column, name) for column, name in above if column < depth]
            tree[match[2]] = above[-1][1] if above else ""
            above.append((depth, match[2]))
    return tree


def test_every_error_is_drawn_under_its_parent() -> None:
    tree = drawn()
    assert tree.pop("CalfwiseError") == ""
    assert tree == errors()
    assert {"StoreError", "Throttled", "Closed", "Stopped"} <= set(tree)
