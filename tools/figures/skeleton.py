"""The body seen from the side: bone lengths, and from a pose's values to the place of every joint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, radians

from tools.figures.model import Figure, Side
from tools.figures.vector import Point, angle_between, bend, downward, minus, mix, plus, times, turned, unit, upward

THIGH, SHANK, TORSO, UPPER, FOREARM, HAND = 82.0, 80.0, 86.0, 54.0, 46.0, 8.0
NECK, HEAD = 14.0, 22.0
"""From the top of the torso to the head's rim, and the head's radius."""

# The foot in its own directions: the ball is (0, 0), x runs to the toes, y up from the sole.
HEEL, ANKLE, TOE = (-36.0, 0.0), (-26.0, 20.0), (17.0, 0.0)
FAR = (4.0, 0.0)
"""How far the hip and shoulder of the other side are shifted, as if one saw a little of the front."""
SHOULDER = 12.0
"""The shoulder joint lies this far below the top of the torso."""


@dataclass(frozen=True)
class LegJoints:
    """Places of one leg. `foot` and `toes` are the turns of the foot's two parts, `shorten` how much of it is seen (1: all)."""

    hip: Point
    knee: Point
    ankle: Point
    heel: Point
    ball: Point
    toe: Point
    foot: float
    toes: float
    shorten: float
    missed: float


@dataclass(frozen=True)
class ArmJoints:
    """Places of one arm. `palm` is the point that touches, `missed` how far it stays away from what it should touch."""

    shoulder: Point
    elbow: Point
    wrist: Point
    palm: Point
    missed: float


@dataclass(frozen=True)
class Body:
    """Every joint of one frame."""

    hip: Point
    neck: Point
    head: Point
    torso: float
    tilt: float
    near: LegJoints
    far: LegJoints
    near_arm: ArmJoints
    far_arm: ArmJoints
    roller: float | None = None


def solve(figure: Figure, now: Mapping[str, float]) -> Body:
    """The body of one moment; `now` is what `Motion.at` gives."""
    if figure.carried_by == "hip":
        hip = (now["hip_x"], now["hip_y"])
    else:
        hip = _carried(figure, figure.carried_by, now)
        if figure.carried_by == "far":
            hip = minus(hip, FAR)
    lean = now.get("torso", 0.0)
    neck = plus(hip, times(upward(lean), TORSO))
    tilt = lean * 0.45 + now.get("head", 0.0)
    head = plus(plus(neck, times(upward(lean * 0.8), NECK * 0.55)), times(upward(tilt), NECK * 0.45 + HEAD))
    shoulder = minus(neck, times(upward(lean), SHOULDER))
    near, far = _leg(figure, "near", hip, now), _leg(figure, "far", plus(hip, FAR), now)
    return Body(
        hip=hip,
        neck=neck,
        head=head,
        torso=lean,
        tilt=tilt,
        near=near,
        far=far,
        near_arm=_arm(figure, "near", shoulder, now, (hip, lean), mix(near.ankle, near.ball, 0.3)),
        far_arm=_arm(figure, "far", plus(shoulder, FAR), now, (hip, lean), mix(far.ankle, far.ball, 0.3)),
        roller=now.get("roller"),
    )


def foot_on_ground(x: float, y: float, pitch: float, on_edge: bool = False) -> tuple[Point, float]:
    """Where the ball is and how the foot is turned (against the clock): about the ball, or about the heel with toes up.

    `on_edge`: always about the ball, so that a heel can sink.
    """
    if pitch >= 0 or on_edge:
        return (x, y), -pitch
    heel = plus((x, y), HEEL)
    return plus(heel, turned(times(HEEL, -1), -pitch)), -pitch


def floor_under(figure: Figure, x: float) -> float:
    """How high the floor, or the step on it, is at x."""
    return max(
        (prop.height for prop in figure.props if prop.kind == "step" and prop.x - 6 <= x <= prop.x + prop.width),
        default=0.0,
    )


def _carried(figure: Figure, side: str, now: Mapping[str, float]) -> Point:
    ball, foot = foot_on_ground(
        now[f"{side}.x"], now.get(f"{side}.height", 0.0), now.get(f"{side}.pitch", 0.0), figure.on_edge
    )
    ankle = plus(ball, turned(ANKLE, foot))
    shank, knee = now[f"{side}.shank"], now[f"{side}.knee"]
    return plus(plus(ankle, times(upward(shank), SHANK)), times(upward(shank - knee), THIGH))


def _leg(figure: Figure, side: Side, hip: Point, now: Mapping[str, float]) -> LegJoints:
    shorten = cos(radians(now.get(f"{side}.turn", 0.0)))
    if f"{side}.x" in now:
        x, y, pitch = now[f"{side}.x"], now.get(f"{side}.height", 0.0), now.get(f"{side}.pitch", 0.0)
        ball, foot = foot_on_ground(x, y, pitch, figure.on_edge)
        ankle = plus(ball, turned(ANKLE, foot))
        knee, missed = bend(hip, ankle, THIGH, SHANK, forward=True)
        over = max(y - floor_under(figure, x), 0.0)
        if missed and over > 0:
            # A foot in the air hangs on its straight leg.
            ankle, missed = plus(hip, times(unit(minus(ankle, hip)), THIGH + SHANK)), 0.0
            knee = mix(hip, ankle, THIGH / (THIGH + SHANK))
        # On the floor the toes lie flat; as the foot leaves it they follow the rest of the foot.
        toes = foot * min(over / 24, 1.0) if pitch >= 0 else foot * (0.5 if figure.on_edge else 1)
        return _foot(hip, knee, ankle, foot, toes, shorten, missed)
    swing = now[f"{side}.thigh"]
    knee = plus(hip, times(downward(swing), THIGH))
    lower = downward(swing - now[f"{side}.knee"])
    ankle = plus(knee, times(lower, SHANK))
    foot = swing - now[f"{side}.knee"] - now.get(f"{side}.ankle", 0.0)
    return _foot(hip, knee, ankle, foot, foot, shorten, 0.0)


def _foot(hip: Point, knee: Point, ankle: Point, foot: float, toes: float, shorten: float, missed: float) -> LegJoints:
    def flat(point: Point) -> Point:
        return (point[0] * shorten, point[1])

    ball = minus(ankle, turned(flat(ANKLE), foot))
    heel = plus(ball, turned(flat(HEEL), foot))
    toe = plus(ball, turned(flat(TOE), toes))
    return LegJoints(hip, knee, ankle, heel, ball, toe, foot, toes, shorten, missed)


def _arm(
    figure: Figure, side: Side, shoulder: Point, now: Mapping[str, float], trunk: tuple[Point, float], foot: Point
) -> ArmJoints:
    """`trunk` is the hip and the lean of the torso, `foot` where a hand takes the foot of its side."""
    name = f"{side}_arm"
    if figure.holds.get(side) == "foot":
        wrist = minus(foot, times(unit(minus(foot, shoulder)), HAND))
        elbow, missed = bend(shoulder, wrist, UPPER, FOREARM, forward=False)
        return ArmJoints(shoulder, elbow, wrist, foot, missed)
    if f"{name}.x" not in now:
        upper = now[f"{name}.upper"]
        elbow = plus(shoulder, times(downward(upper), UPPER))
        direction = downward(upper + now[f"{name}.elbow"])
        wrist = plus(elbow, times(direction, FOREARM))
        return ArmJoints(shoulder, elbow, wrist, plus(wrist, times(direction, HAND)), 0.0)
    palm = (now[f"{name}.x"], now[f"{name}.height"])
    if figure.holds.get(side) == "body":
        # On the hips or thighs: the place is told from the hip, along and across the torso.
        hip, lean = trunk
        palm = plus(hip, turned(palm, -lean))
    wrist = minus(palm, times(unit(_into(figure, side, shoulder, palm)), HAND))
    elbow, missed = bend(shoulder, wrist, UPPER, FOREARM, forward=False)
    return ArmJoints(shoulder, elbow, wrist, palm, missed)


def _into(figure: Figure, side: Side, shoulder: Point, palm: Point) -> Point:
    """The direction in which a hand presses on what it holds."""
    match figure.holds.get(side):
        case "wall":
            return (1.0, 0.0)
        case "floor" | "chair" | "rail" | "handrail":
            return (0.25, -1.0)
        case _:
            return minus(palm, shoulder)


def bent(a: Point, b: Point, c: Point) -> float:
    """By how many degrees the joint b turns from straight, against the clock > 0 (of an arm: forward)."""
    return angle_between(minus(b, a), minus(c, b))
