"""Legs from the side: skin, the muscle at work, sock, shoe and shorts."""

from __future__ import annotations

from tools.figures.model import Muscle
from tools.figures.palette import MUSCLE, MUSCLE_AT_WORK, MUSCLE_EDGE, Look, between
from tools.figures.skeleton import LegJoints
from tools.figures.svg import Canvas
from tools.figures.vector import Point, left_of, minus, mix, plus, times, turned, unit

THIGH_SHAPE = ((0.0, 17, 20), (0.18, 18.5, 20), (0.42, 18, 17.5), (0.7, 14.5, 13.5), (0.9, 11.5, 11), (1.0, 11, 10.5))
SHANK_SHAPE = (
    (0.0, 11, 10.5), (0.1, 11, 12), (0.22, 10.2, 16), (0.34, 9.6, 18), (0.48, 8.8, 16), (0.66, 7.6, 10.2),
    (0.82, 6.8, 7), (1.0, 7, 7),
)  # fmt: skip
SHORTS_SHAPE = ((0.0, 18.5, 21.5), (0.15, 20, 22), (0.34, 20.5, 20.5), (0.5, 20.5, 20))

# A muscle's shape on its bone: (share of the way, towards the front, from the front: both as aside of the bone, front > 0).
_ON_SHANK: dict[str, tuple[tuple[float, float], ...]] = {
    "calf": (
        (0.03, -8.5), (0.12, -10.8), (0.22, -14.2), (0.34, -16.4), (0.46, -15), (0.56, -11.6), (0.63, -8.6),
        (0.56, -5.2), (0.46, -3.4), (0.34, -2.6), (0.2, -3), (0.08, -5),
    ),
    "soleus": (
        (0.3, -8), (0.42, -12.6), (0.54, -11.4), (0.66, -8.2), (0.78, -5.8), (0.84, -4.4),
        (0.76, -1.2), (0.62, 0.2), (0.46, -0.4), (0.34, -3),
    ),
    "achilles": ((0.6, -10), (0.72, -7.2), (0.86, -6), (1.0, -6.4), (1.1, -7), (1.1, -3.2), (0.98, -2.8),
    (0.84, -2.6), (0.7, -3.6), (0.62, -5.4)),
    "shin": ((0.1, 8), (0.24, 8), (0.42, 7.4), (0.62, 6), (0.76, 4.4), (0.62, 1.6), (0.42, 0.6), (0.24, 1),
    (0.12, 3.6)),
}  # fmt: skip
_ON_THIGH: dict[str, tuple[tuple[float, float], ...]] = {
    "quads": ((0.3, 16.5), (0.5, 15), (0.7, 12.6), (0.88, 10), (0.94, 7), (0.86, 3.6), (0.66, 2.4), (0.44, 3),
    (0.3, 5)),
    "hamstrings": (
        (0.3, -16.5), (0.5, -14.4), (0.7, -11.6), (0.9, -9.4), (0.98, -7.4), (0.88, -3), (0.68, -2), (0.44, -2.6),
        (0.3, -5),
    ),
}  # fmt: skip


def draw_leg(canvas: Canvas, leg: LegJoints, look: Look, works: tuple[Muscle, ...], work: float, *, far: bool) -> None:
    """Everything below the shorts."""
    skin = look.skin_far if far else look.skin
    canvas.limb(leg.hip, leg.knee, THIGH_SHAPE, skin)
    canvas.limb(leg.knee, leg.ankle, SHANK_SHAPE, skin)
    for muscle in works:
        if muscle != "achilles":
            _muscle(canvas, leg, muscle, work, far=far)
    _sock_and_shoe(canvas, leg, look, far=far)
    if "achilles" in works:  # over sock and shoe: it ends at the heel bone
        _muscle(canvas, leg, "achilles", work, far=far)


def draw_shorts_leg(canvas: Canvas, leg: LegJoints, look: Look, *, far: bool) -> None:
    """One leg of the shorts."""
    canvas.limb(leg.hip, leg.knee, SHORTS_SHAPE, look.shorts_far if far else look.shorts, hem=True)
    if not far:
        way = minus(leg.knee, leg.hip)
        aside = left_of(unit(way))
        stripe = [
            plus(plus(leg.hip, times(way, at)), times(aside, shift))
            for at, shift in ((0.08, -3), (0.3, -2), (0.5, -1.4))
        ]
        canvas.curve(stripe, 3, look.shorts_stripe)


def _muscle(canvas: Canvas, leg: LegJoints, muscle: Muscle, work: float, *, far: bool) -> None:
    start, end, shape = (
        (leg.knee, leg.ankle, _ON_SHANK[muscle]) if muscle in _ON_SHANK else (leg.hip, leg.knee, _ON_THIGH[muscle])
    )
    colour = between(MUSCLE, MUSCLE_AT_WORK, work)
    points = on_bone(start, end, shape)
    if far:
        canvas.blob(points, between(colour, "#5A1512", 0.28))
        return
    canvas.blob(points, colour, f' stroke="{MUSCLE_EDGE}" stroke-width="1.6" stroke-opacity="0.85"')
    if muscle in ("calf", "quads", "hamstrings"):
        inner = [mix(points[at], points[-at - 1], 0.34) for at in range(1, len(points) // 2 - 1)]
        canvas.curve(inner, 2, between(colour, "#FFFFFF", 0.38))


def on_bone(start: Point, end: Point, shape: tuple[tuple[float, float], ...]) -> list[Point]:
    """Points given along and aside of a bone."""
    way = minus(end, start)
    front = left_of(unit(way))
    return [plus(plus(start, times(way, share)), times(front, aside)) for share, aside in shape]


def _sock_and_shoe(canvas: Canvas, leg: LegJoints, look: Look, *, far: bool) -> None:
    def rear(x: float, y: float) -> Point:
        return plus(leg.ball, turned((x * leg.shorten, y), leg.foot))

    def fore(x: float, y: float) -> Point:
        return plus(leg.ball, turned((x * leg.shorten, y), leg.toes))

    top = mix(leg.knee, leg.ankle, 0.86)
    canvas.limb(top, rear(-25, 16), ((0.0, 7.4, 7.4), (0.6, 8, 8), (1.0, 8, 8)), look.sock_far if far else look.sock)
    shoe, sole = (look.shoe_far, look.sole_far) if far else (look.shoe, look.sole)
    middle = (leg.foot + leg.toes) / 2

    def bow(x: float, y: float) -> Point:
        return plus(leg.ball, turned((x * leg.shorten, y), middle))

    canvas.blob(
        [
            rear(-37, 7), rear(-38.4, 14), rear(-36.5, 25), rear(-32, 26.5), rear(-25, 23.5), rear(-17.5, 26),
            rear(-12, 21.5), bow(-3, 15.5), fore(8, 12.2), fore(16, 9.6), fore(19.5, 6), fore(17, 3), bow(0, 3),
            rear(-20, 3), rear(-34, 3),
        ],
        shoe,
    )  # fmt: skip
    if not far:
        canvas.curve([rear(-30, 8), rear(-22, 13), bow(-8, 9)], 2.6, look.shoe_accent)
        canvas.line([rear(-14, 19.5), rear(-17.5, 16)], 1.8, look.shoe_accent)
        canvas.line([rear(-9.5, 16.8), rear(-13, 13.4)], 1.8, look.shoe_accent)
    canvas.curve([rear(-35.5, 3), rear(-24, 3), rear(-10, 3), bow(0, 3), fore(9, 3), fore(16.6, 3.6)], 6, sole)
    canvas.curve(
        [rear(-36, 0.8), rear(-24, 0.8), rear(-10, 0.8), bow(0, 0.8), fore(9, 0.8), fore(16, 1)], 1.6, "#6E7D88"
    )
