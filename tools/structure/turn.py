"""Trace three turns of a tree in a process of its own, so that nothing of another tree is loaded."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).resolve().parent / "traced.py"


class NotTraced(Exception):
    """The turns of this tree could not be run; the message is what the script said last."""


@dataclass(frozen=True)
class Trace:
    """One turn. `entered` holds files below `flows/` with the first function called in each, in order of entry.

    `asked` is the id of the question that the turn ends with, or empty: by it one sees that the turn went as meant.
    """

    name: str
    title: str
    asked: str
    entered: tuple[tuple[str, str], ...]

    @property
    def outside_understand(self) -> int:
        """The number of files that are not of the reader of typed text (`understand/`, or `understand_….py`)."""
        return sum(not file.startswith("understand") for file, _ in self.entered)


def trace_turns(tree: Path) -> list[Trace]:
    """Trace the turns of the tree. Raises `NotTraced` if one of them cannot be run there.

    `-B`: the tree that is looked at is left as it is, without a compiled file.
    """
    done = subprocess.run(
        [sys.executable, "-B", str(SCRIPT)], cwd=tree, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["nothing was said"]
        raise NotTraced(f"The turns of {tree} could not be run: {said[-1]}")
    return [
        Trace(one["name"], one["title"], one["asked"], tuple((file, function) for file, function in one["entered"]))
        for one in json.loads(done.stdout)
    ]
