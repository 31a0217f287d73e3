"""Shapes as SVG text. Everything is drawn in the picture's own pixels: y is turned over here, once, by `Canvas`."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, radians, sin

from tools.figures.model import Camera
from tools.figures.vector import Point, left_of, minus, plus, times, unit

Profile = Sequence[tuple[float, float, float]]
"""A limb's outline: (share of the way along the bone, width in front, width behind), in pixels."""


def number(value: float) -> str:
    """A short number: two decimals at most, so that the same picture is the same text everywhere."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


class Canvas:
    """Collects shapes, given in the figure's world (y up), seen through a camera."""

    def __init__(self, camera: Camera, width: int, height: int) -> None:
        self.scale, self.width, self.height = camera.scale, width, height
        self._camera = camera
        self.parts: list[str] = []

    def to(self, point: Point) -> Point:
        """Where a point of the world lies in the picture."""
        x = (point[0] - self._camera.x) * self.scale + self.width / 2
        y = (self._camera.height - point[1]) * self.scale + self.height / 2
        return (x, y)

    def _at(self, point: Point) -> str:
        x, y = self.to(point)
        return f"{number(x)} {number(y)}"

    def raw(self, text: str) -> None:
        """SVG in picture pixels."""
        self.parts.append(text)

    def circle(self, centre: Point, radius: float, fill: str, extra: str = "") -> None:
        """A disc; the radius is in world pixels."""
        x, y = self.to(centre)
        size = number(radius * self.scale)
        self.raw(f'<circle cx="{number(x)}" cy="{number(y)}" r="{size}" fill="{fill}"{extra}/>')

    def ellipse(self, centre: Point, across: float, up: float, turn: float, fill: str, extra: str = "") -> None:
        """An ellipse, turned against the clock by `turn` degrees."""
        x, y = (number(value) for value in self.to(centre))
        self.raw(
            f'<ellipse cx="{x}" cy="{y}" rx="{number(across * self.scale)}" ry="{number(up * self.scale)}" '
            f'transform="rotate({number(-turn)} {x} {y})" fill="{fill}"{extra}/>'
        )

    def box(self, left: float, bottom: float, width: float, height: float, fill: str, corner: float = 0) -> None:
        """An upright box."""
        x, y = self.to((left, bottom + height))
        w, h, r = (number(value * self.scale) for value in (width, height, corner))
        self.raw(f'<rect x="{number(x)}" y="{number(y)}" width="{w}" height="{h}" rx="{r}" fill="{fill}"/>')

    def line(self, points: Sequence[Point], width: float, colour: str, extra: str = "") -> None:
        """A line through points, with round ends and corners."""
        way = " L".join(self._at(point) for point in points)
        self.raw(
            f'<path d="M{way}" fill="none" stroke="{colour}" stroke-width="{number(width * self.scale)}" '
            f'stroke-linecap="round" stroke-linejoin="round"{extra}/>'
        )

    def curve(self, points: Sequence[Point], width: float, colour: str, extra: str = "") -> None:
        """A smooth open line through points."""
        self.raw(
            f'<path d="{self._smooth(points, closed=False)}" fill="none" stroke="{colour}" '
            f'stroke-width="{number(width * self.scale)}" stroke-linecap="round" stroke-linejoin="round"{extra}/>'
        )

    def blob(self, points: Sequence[Point], fill: str, extra: str = "") -> None:
        """A smooth closed shape through points."""
        self.raw(f'<path d="{self._smooth(points, closed=True)}" fill="{fill}"{extra}/>')

    def shape(self, points: Sequence[Point], fill: str, extra: str = "") -> None:
        """A closed shape with straight sides and rounded joins."""
        way = " L".join(self._at(point) for point in points)
        self.raw(f'<path d="M{way}Z" fill="{fill}"{extra}/>')

    def limb(self, start: Point, end: Point, profile: Profile, fill: str, extra: str = "", hem: bool = False) -> None:
        """A tapered limb along a bone; its first and last width make round ends (the last a straight one with `hem`)."""
        self.blob(outline(start, end, profile, hem), fill, extra)

    def _smooth(self, points: Sequence[Point], *, closed: bool) -> str:
        """Catmull-Rom through the points, as cubic curves."""
        count = len(points)
        parts = [f"M{self._at(points[0])}"]
        for here in range(count if closed else count - 1):
            if closed:
                a, b, c, d = (points[(here + step) % count] for step in (-1, 0, 1, 2))
            else:
                a, b, c, d = (points[min(max(here + step, 0), count - 1)] for step in (-1, 0, 1, 2))
            if b == c:  # a point said twice is a corner
                continue
            first, second = plus(b, times(minus(c, a), 1 / 6)), minus(c, times(minus(d, b), 1 / 6))
            parts.append(f"C{self._at(first)} {self._at(second)} {self._at(c)}")
        return "".join(parts) + ("Z" if closed else "")


def outline(start: Point, end: Point, profile: Profile, hem: bool = False) -> list[Point]:
    """The points around a limb: down its front, round the end, up its back, round the start. `hem`: the end is straight."""
    way = minus(end, start)
    direction = unit(way)
    front = left_of(direction)

    def place(share: float, aside: float, further: float = 0.0) -> Point:
        return plus(plus(start, times(way, share)), plus(times(front, aside), times(direction, further)))

    def cap(share: float, ahead: float, behind: float, sign: float) -> list[Point]:
        """The round end: four points from front to back."""
        middle, radius = (ahead - behind) / 2, (ahead + behind) / 2
        return [
            place(share, middle + radius * cos(radians(turn)), sign * radius * sin(radians(turn)))
            for turn in (36, 72, 108, 144)
        ]

    down = [place(share, width) for share, width, _ in profile]
    up = [place(share, -width) for share, _, width in reversed(profile)]
    (top, tf, tb), (low, lf, lb) = profile[0], profile[-1]
    # A corner is a point said twice.
    around = [down[-1], up[0]] if hem else cap(low, lf, lb, 1)
    return [*down, *around, *up, *reversed(cap(top, tf, tb, -1))]
