"""What a run has seen, and what was wrong; as numbers for tests, and as a page for people."""

from __future__ import annotations

from collections import Counter

import msgspec

MOST = 20
"""Findings that are printed; the rest is counted."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """All that a run of the harness found. `ends` counts how lives ended; `unknown` rows are missing or not, nobody knows."""

    seed: int
    broken: str
    chats: int
    seconds: float
    ends: dict[str, int]
    slowest_stop: float
    turns: int
    by_timer: int
    timers_left: int
    rows: int
    ordinary: int
    urgent: int
    delivered: int
    on_wire: int
    unknown: int
    missing: int
    repeated: int
    cut_off: int
    shown_first: int
    shown_again: int
    slowed: int
    requests: int
    wrong: tuple[str, ...]

    @property
    def failed(self) -> bool:
        """Whether anything is wrong."""
        return bool(self.wrong)

    def __str__(self) -> str:
        ends = ", ".join(f"{count} {kind}" for kind, count in sorted(Counter(self.ends).items()))
        lines = [
            f"seed {self.seed}, {self.chats} chats, {self.seconds:.0f} s"
            + (f", broken: {self.broken}" * bool(self.broken)),
            f"lives            {sum(self.ends.values())}: {ends}; slowest polite stop {self.slowest_stop:.1f} s",
            f"turns            {self.turns}, of which {self.by_timer} by timers; {self.timers_left} timers still to come",
            f"requests         {self.requests}, of which {self.slowed} were told to wait",
            f"rows             {self.rows}: {self.ordinary} ordinary, {self.urgent} urgent",
            f"delivered        {self.delivered}; repeated after a kill {self.repeated}",
            f"on the wire      {self.on_wire} ordinary rows at a kill: {self.unknown} unknown, of which {self.missing} never came",
            f"cut off          {self.cut_off} answers to interactions in a server; {self.shown_first} urgent, shown first",
            f"shown again      {self.shown_again} people who may miss something saw what is open at their next word",
        ]
        verdict = f"FAILED: {len(self.wrong)} findings" if self.wrong else "everything is accounted for"
        lines += [verdict, *(f"  {finding}" for finding in self.wrong[:MOST])]
        return "\n".join(lines)
