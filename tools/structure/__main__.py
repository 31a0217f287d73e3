"""Print the figures of the code, or with `--turn` the files that three turns enter; `--tree PATH` for another checkout."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.structure.assertions import count_assertions
from tools.structure.figures import count_figures
from tools.structure.report import write_assertions, write_figures, write_trace
from tools.structure.turn import NotTraced, trace_turns

HERE = Path(__file__).resolve().parents[2]
ROOTS = ("flows", "bot")


def main() -> int:
    """Print what is asked for; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.structure", description=__doc__)
    parser.add_argument("--turn", action="store_true", help="trace three turns instead of counting")
    parser.add_argument("--tree", type=Path, default=HERE, help="the checkout to look at (this one)")
    asked = parser.parse_args()
    tree = asked.tree.resolve()
    try:
        for line in _turns(tree) if asked.turn else _figures(tree):
            sys.stdout.write(f"{line}\n")
    except (FileNotFoundError, NotTraced) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _figures(tree: Path) -> Iterator[str]:
    for root in ROOTS:
        yield from write_figures(count_figures(tree, root))
        yield ""
    yield from write_assertions(count_assertions(tree))


def _turns(tree: Path) -> Iterator[str]:
    for number, trace in enumerate(trace_turns(tree)):
        if number:
            yield ""
        yield from write_trace(trace)


if __name__ == "__main__":
    raise SystemExit(main())
