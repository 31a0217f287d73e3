"""From keys to any moment: every value runs through its keys without a jerk, and round to the first key again."""

from __future__ import annotations

import math
from bisect import bisect_right

from tools.figures.model import Figure, values


class Motion:
    """A figure's values over time; the time may be any number of seconds, and wraps round."""

    def __init__(self, figure: Figure) -> None:
        self.figure = figure
        self._base = values(figure.pose)
        self._tracks: dict[str, list[tuple[float, float]]] = {}
        for key in figure.keys:
            for name, value in values(key).items():
                self._tracks.setdefault(name, []).append((key.t, value))

    @property
    def frames(self) -> int:
        """How many frames one loop has."""
        return round(self.figure.seconds * 100 / self.figure.frame)

    def at(self, time: float) -> dict[str, float]:
        """Every value at `time`."""
        time %= self.figure.seconds
        found = dict(self._base)
        for name, track in self._tracks.items():
            found[name] = self._value(name, track, time)
        if self.figure.alternate:
            later = (time + self.figure.seconds / 2) % self.figure.seconds
            for name in [name for name in found if name.startswith("near")]:
                there = self._tracks.get(name)
                found["far" + name[4:]] = self._value(name, there, later) if there else self._base[name]
        return found

    def frame(self, number: int) -> dict[str, float]:
        """Every value of one frame; frame `frames` is frame 0 again."""
        return self.at((number % self.frames) * self.figure.seconds / self.frames)

    def _value(self, name: str, track: list[tuple[float, float]], time: float) -> float:
        if len(track) == 1:
            return track[0][1]
        after = bisect_right([t for t, _ in track], time)
        t0, v0, s0 = self._key(name, track, after - 1)
        t1, v1, s1 = self._key(name, track, after)
        span, share = t1 - t0, (time - t0) / (t1 - t0)
        if self.figure.motion == "smooth":
            return v0 + (v1 - v0) * (1 - math.cos(math.pi * share)) / 2
        if name.endswith(".x") and self._down(name, t0) and self._down(name, t1):
            return v0 + (v1 - v0) * share
        square, cube = share * share, share**3
        return (
            (2 * cube - 3 * square + 1) * v0
            + (cube - 2 * square + share) * span * s0
            + (3 * square - 2 * cube) * v1
            + (cube - square) * span * s1
        )

    def _key(self, name: str, track: list[tuple[float, float]], number: int) -> tuple[float, float, float]:
        """Time, value and slope of a key; numbers below 0 or past the end are the loop before or after."""
        loops, place = divmod(number, len(track))
        time, value = track[place]
        return time + loops * self.figure.seconds, value, self._slope(name, track, number)

    def _slope(self, name: str, track: list[tuple[float, float]], number: int) -> float:
        def key(which: int) -> tuple[float, float]:
            loops, place = divmod(which, len(track))
            return track[place][0] + loops * self.figure.seconds, track[place][1]

        (tb, vb), (t, v), (ta, va) = key(number - 1), key(number), key(number + 1)
        if name.endswith(".x") and self._down(name, t):
            return -self.figure.ground
        before, after = (v - vb) / (t - tb), (va - v) / (ta - t)
        # Monotone cubic (Fritsch and Carlson): no overshoot, so that what stays between two keys stays exactly.
        return 0.0 if before * after <= 0 else 2 * before * after / (before + after)

    def _down(self, name: str, time: float) -> bool:
        """Whether the foot whose x this is stands on something at the time of a key."""
        height = name.removesuffix("x") + "height"
        track = self._tracks.get(height)
        if not name.startswith(("near.", "far.")) or track is None:
            return False
        time = round(time % self.figure.seconds, 6)
        return any(abs(t - time) < 1e-6 and v == 0 for t, v in track)
