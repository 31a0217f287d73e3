"""What the proof says: counts, and failures that each come with the answers that lead there."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from flows.proof.state import Path


class Failure(msgspec.Struct, frozen=True):
    """One promise that does not hold. `kind` is a short word; `path` are the answers that show it, in order."""

    kind: str
    message: str
    path: Path = ()

    def told(self) -> str:
        """The failure and its path in a few plain lines."""
        if not self.path:
            return f"{self.kind}: {self.message}"
        return f"{self.kind}: {self.message}\n    {tell(self.path)}"


class Report(msgspec.Struct, frozen=True):
    """The result of the proof: what was counted, by name, and every failure. It holds if there are no failures."""

    counts: dict[str, int]
    failures: tuple[Failure, ...]

    def told(self) -> str:
        """Counts and failures as text for the command line."""
        width = max(map(len, self.counts), default=0)
        lines = [f"{name.ljust(width)}  {count:,}" for name, count in self.counts.items()]
        return "\n".join([*lines, *(failure.told() for failure in self.failures)])


def tell(path: Path) -> str:
    """A path in plain words: `breath: none → look: bruise and gap_lump → …`."""
    return " → ".join(f"{question}: {' and '.join(options)}" for question, options in path)


def one_each(failures: Iterable[Failure]) -> tuple[Failure, ...]:
    """The first failure of each kind and message: one path is enough to see it."""
    found: dict[tuple[str, str], Failure] = {}
    for failure in failures:
        found.setdefault((failure.kind, failure.message), failure)
    return tuple(found.values())
