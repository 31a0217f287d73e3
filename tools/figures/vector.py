"""Points in a flat world: x to the right, y up, both in pixels of the finished picture at scale 1."""

from __future__ import annotations

import math

Point = tuple[float, float]


def plus(a: Point, b: Point) -> Point:
    """A + b."""
    return (a[0] + b[0], a[1] + b[1])


def minus(a: Point, b: Point) -> Point:
    """The way from b to a."""
    return (a[0] - b[0], a[1] - b[1])


def times(a: Point, factor: float) -> Point:
    """a, `factor` times as long."""
    return (a[0] * factor, a[1] * factor)


def length(a: Point) -> float:
    """How long a is, in pixels."""
    return math.hypot(a[0], a[1])


def distance(a: Point, b: Point) -> float:
    """How far a is from b, in pixels."""
    return length(minus(a, b))


def unit(a: Point) -> Point:
    """The direction of a. Raises `ZeroDivisionError` for no length."""
    size = length(a)
    return (a[0] / size, a[1] / size)


def left_of(a: Point) -> Point:
    """A turned a quarter against the clock. Of something that points down, this is the front of a person facing right."""
    return (-a[1], a[0])


def turned(a: Point, degrees: float) -> Point:
    """A turned against the clock."""
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    return (a[0] * cos - a[1] * sin, a[0] * sin + a[1] * cos)


def upward(lean: float) -> Point:
    """The direction that leans forward (to the right) by `lean` degrees from straight up."""
    angle = math.radians(lean)
    return (math.sin(angle), math.cos(angle))


def downward(swing: float) -> Point:
    """The direction that swings forward (to the right) by `swing` degrees from straight down."""
    angle = math.radians(swing)
    return (math.sin(angle), -math.cos(angle))


def mix(a: Point, b: Point, share: float) -> Point:
    """The point `share` of the way from a to b."""
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)


def bend(start: Point, end: Point, first: float, second: float, *, forward: bool) -> tuple[Point, float]:
    """Where the joint between two bones lies, and by how many pixels the end is out of reach (0 if it is not).

    `first` and `second` are the lengths of the bones. `forward`: the joint lies to the left of the way from start to
    end, which for a leg is in front (a knee), else behind (an elbow).
    """
    way = minus(end, start)
    far = length(way)
    if far >= first + second:
        return plus(start, times(unit(way), first)), far - first - second
    if far <= abs(first - second):
        return plus(start, times(unit(way), first)), abs(first - second) - far
    along = (first**2 - second**2 + far**2) / (2 * far)
    aside = math.sqrt(max(first**2 - along**2, 0.0))
    direction = unit(way)
    side = times(left_of(direction), aside if forward else -aside)
    return plus(plus(start, times(direction, along)), side), 0.0


def angle_between(a: Point, b: Point) -> float:
    """By how many degrees a must be turned against the clock to point like b, from -180 to 180."""
    return math.degrees(math.atan2(a[0] * b[1] - a[1] * b[0], a[0] * b[0] + a[1] * b[1]))
