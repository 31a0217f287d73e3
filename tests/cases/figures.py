"""What the ends of many cases come to: shares with 95 % bounds, and the limits that they must keep."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flows.base.urgency import Urgency
from tests.cases.case import WORST
from tests.cases.walk import Ended

CALM: tuple[Urgency, ...] = ("self_care", "ok_to_run")


@dataclass(frozen=True)
class Limit:
    """One promise: of the cases in `of`, the share with `hit` is at least or at most `limit`."""

    name: str
    hit: Callable[[Ended], bool]
    limit: float
    most: bool
    of: Callable[[Ended], bool] = lambda _: True


# In this order: a later one is never bought with an earlier.
LIMITS = (
    Limit(
        "an emergency or same-day case below its level",
        lambda e: e.too_low,
        0,
        True,
        lambda e: e.case.expected in WORST,
    ),
    Limit(
        "a clinician's case sent home", lambda e: e.too_low, 0.01, True, lambda e: e.case.expected == "clinician_soon"
    ),
    Limit("acceptable", lambda e: e.acceptable, 0.98, False),
    Limit(
        "sent out today though at home was right",
        lambda e: e.verdict.urgency in WORST and e.case.expected in CALM,
        0.02,
        True,
    ),
    Limit("above its level", lambda e: e.above, 0.08, True),
    Limit("right", lambda e: e.verdict.urgency == e.case.expected, 0.85, False),
    Limit("best fit first", lambda e: e.verdict.fits[0] in e.case.fits_ok, 0.85, False),
    Limit("among three", lambda e: bool({*e.verdict.fits} & {*e.case.fits_ok}), 0.97, False),
)


@dataclass(frozen=True)
class Figure:
    """One promise on one group: `count` of `of`, the 95 % bound on the side that matters, and whether it is kept."""

    limit: Limit
    count: int
    of: int

    @property
    def share(self) -> float:
        """The share that was found; of nothing it is whatever keeps the promise."""
        return self.count / self.of if self.of else self.limit.limit

    @property
    def bound(self) -> float:
        """How bad the true share may be at 95 %: the upper end where less is better, else the lower."""
        if not self.of:
            return self.limit.limit
        return upper(self.count, self.of) if self.limit.most else 1 - upper(self.of - self.count, self.of)

    @property
    def kept(self) -> bool:
        """Whether the promise is kept."""
        return self.share <= self.limit.limit if self.limit.most else self.share >= self.limit.limit

    def told(self) -> str:
        """One line for people."""
        side, sign = ("at most", "<=") if self.limit.most else ("at least", ">=")
        found = f"{self.count:3d} of {self.of:3d}  {self.share:6.1%}  95 %: {side} {self.bound:6.1%}"
        return (
            f"  {self.limit.name:46} {found}  promised {sign} {self.limit.limit:.0%}{'' if self.kept else '  NOT MET'}"
        )


def figures(ended: Sequence[Ended]) -> tuple[Figure, ...]:
    """All promises on these cases, in their order."""
    found = []
    for limit in LIMITS:
        cases = [one for one in ended if limit.of(one)]
        found.append(Figure(limit, sum(map(limit.hit, cases)), len(cases)))
    return tuple(found)


def upper(count: int, of: int) -> float:
    """The exact one-sided 95 % upper bound on a share of which `count` of `of` were seen (Clopper and Pearson)."""
    if count >= of:
        return 1.0
    low, high = count / of, 1.0
    for _ in range(50):  # the tail falls as the share grows
        middle = (low + high) / 2
        tail = sum(math.comb(of, k) * middle**k * (1 - middle) ** (of - k) for k in range(count + 1))
        low, high = (middle, high) if tail > 0.05 else (low, middle)
    return high
