"""The body seen from behind, for movements to the side: the same bones, all in the plane of the picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tools.figures.legs import on_bone
from tools.figures.model import Figure, Muscle, Side
from tools.figures.palette import LOOKS, MUSCLE, MUSCLE_AT_WORK, MUSCLE_EDGE, Look, between
from tools.figures.skeleton import FOREARM, HAND, HEAD, NECK, SHANK, THIGH, TORSO, UPPER
from tools.figures.svg import Canvas, outline
from tools.figures.vector import Point, bend, downward, left_of, minus, mix, plus, times, turned, unit, upward

HIPS, SHOULDERS, ANKLE_HEIGHT = 14.0, 26.0, 20.0
"""Half the distances between the hips and between the shoulders, and the height of the ankle above the sole."""

Places = dict[str, Point]
SIDES: tuple[Side, Side] = ("near", "far")


@dataclass(frozen=True)
class BackBody:
    """Joints of one frame: of each limb the places by name, and the lean of trunk and feet in degrees."""

    pelvis: Point
    neck: Point
    head: Point
    lean: float
    legs: Mapping[Side, Places]
    arms: Mapping[Side, Places]
    missed: float


def solve_back(figure: Figure, now: Mapping[str, float]) -> BackBody:
    """The body of one moment. The leg that carries stands at `far.x`; `near.out` swings the other to the right."""
    foot: Point = (now["far.x"], 0.0)
    lean = now.get("torso", 0.0)
    standing = now.get("far.out", 0.0)
    ankle = plus(foot, (0, ANKLE_HEIGHT))
    knee = plus(ankle, times(upward(standing), SHANK))
    hip = plus(knee, times(upward(standing), THIGH))
    lift = now.get("hip_y", 0.0)
    other = plus(hip, (2 * HIPS, lift))
    swing = downward(now["near.out"])
    swing_knee = plus(other, times(swing, THIGH))
    swing_ankle = plus(swing_knee, times(swing, SHANK))
    legs: dict[Side, Places] = {
        "far": {"hip": hip, "knee": knee, "ankle": ankle, "sole": foot},
        "near": {
            "hip": other,
            "knee": swing_knee,
            "ankle": swing_ankle,
            "sole": plus(swing_ankle, times(swing, ANKLE_HEIGHT)),
        },
    }
    pelvis = mix(hip, other, 0.5)
    up = upward(lean)
    neck = plus(pelvis, times(up, TORSO))
    head = plus(neck, times(upward(lean * 0.5), NECK + HEAD))
    line = minus(neck, times(up, 18))
    across = times(left_of(up), -1)
    arms: dict[Side, Places] = {}
    missed = 0.0
    for side in SIDES:
        sign = 1.0 if side == "near" else -1.0
        shoulder = plus(line, times(across, sign * SHOULDERS))
        name = f"{side}_arm"
        if f"{name}.x" in now:
            palm: Point = (now[f"{name}.x"], now[f"{name}.height"])
            # Down on what it holds, or up on a wall with the elbow hanging.
            up_on_wall = figure.holds.get(side) == "wall"
            wrist = plus(palm, (0, -HAND if up_on_wall else HAND))
            elbow, short = bend(shoulder, wrist, UPPER, FOREARM, forward=(sign > 0) != up_on_wall)
            missed = max(missed, short)
        else:
            elbow = plus(shoulder, times(downward(sign * now[f"{name}.upper"]), UPPER))
            wrist = plus(elbow, times(downward(sign * (now[f"{name}.upper"] - now[f"{name}.elbow"])), FOREARM))
            palm = plus(wrist, times(unit(minus(wrist, elbow)), HAND))
        arms[side] = {"shoulder": shoulder, "elbow": elbow, "wrist": wrist, "palm": palm}
    return BackBody(pelvis, neck, head, lean, legs, arms, missed)


_THIGH = ((0.0, 18, 18), (0.2, 17.5, 17.5), (0.5, 15.5, 15.5), (0.8, 12, 12), (1.0, 11, 11))
_SHANK = (
    (0.0, 11, 11),
    (0.12, 12, 12),
    (0.3, 16.5, 15.5),
    (0.45, 15, 14),
    (0.65, 10, 10),
    (0.84, 7.2, 7.2),
    (1.0, 7.6, 7.6),
)
_SHORTS = ((0.0, 18, 18), (0.2, 20, 20), (0.5, 20.5, 20.5))
_SHIRT = (
    (0.0, 9, 9), (0.04, 14, 14), (0.09, 25, 25), (0.16, 32, 32), (0.34, 31, 31), (0.58, 27.5, 27.5), (0.8, 27.5, 27.5),
    (1.04, 30, 30),
)  # fmt: skip
_CALF = {
    "inner": ((0.02, 1.2), (0.1, 8), (0.24, 13.6), (0.38, 13.4), (0.5, 9.4), (0.56, 4), (0.5, 1), (0.3, 0.9),
    (0.12, 0.8)),
    "outer": ((0.02, -1.2), (0.1, -8), (0.24, -12.6), (0.36, -12.2), (0.46, -8.6), (0.52, -3.6), (0.46, -1),
    (0.3, -0.9), (0.12, -0.8)),
}  # fmt: skip


def draw_back(canvas: Canvas, figure: Figure, now: Mapping[str, float]) -> None:
    """The whole person from behind; the swinging leg passes on the far side of the standing one."""
    look, body = LOOKS[figure.person], solve_back(figure, now)
    work = now.get("work", 0.5)
    for side in SIDES:
        leg = body.legs[side]
        _leg(canvas, leg, look, figure.works.get(side, ()), work, mirrored=side == "far", behind=side == "near")
    up = upward(body.lean)
    canvas.limb(
        plus(body.pelvis, times(up, 14)),
        minus(body.pelvis, times(up, 6)),
        ((0.0, 27, 27), (0.5, 31, 31), (1.0, 30, 30)),
        look.shorts,
    )
    _neck(canvas, body, look)
    for side in SIDES:
        arm = body.arms[side]
        canvas.limb(arm["shoulder"], arm["elbow"], ((0.0, 9.5, 9.5), (0.4, 9, 9), (1.0, 7, 7)), look.skin)
        canvas.limb(arm["elbow"], arm["wrist"], ((0.0, 7, 7), (0.3, 7.6, 7.6), (1.0, 5, 5)), look.skin)
        canvas.circle(mix(arm["wrist"], arm["palm"], 0.45), 6.6, look.skin)
        if figure.holds.get(side) == "wall":  # flat on it, fingers up
            canvas.limb(arm["palm"], plus(arm["palm"], (0, 9)), ((0.0, 6.2, 6.2), (1.0, 4.6, 4.6)), look.skin)
        canvas.limb(
            arm["shoulder"],
            arm["elbow"],
            ((0.0, 11, 11), (0.2, 11.6, 11.6), (0.5, 11.8, 11.8)),
            look.shirt_shade,
            hem=True,
        )
    canvas.limb(body.neck, body.pelvis, _SHIRT, look.shirt, hem=True)
    spine = [plus(body.neck, times(minus(body.pelvis, body.neck), share)) for share in (0.22, 0.5, 0.9)]
    canvas.curve(spine, 2, look.shirt_shade)
    _head(canvas, body, look, figure.person)


def _leg(
    canvas: Canvas, leg: Places, look: Look, works: tuple[Muscle, ...], work: float, *, mirrored: bool, behind: bool
) -> None:
    skin = look.skin_shade if behind else look.skin
    canvas.limb(leg["hip"], leg["knee"], _THIGH, skin)
    shank = tuple((share, b, a) if mirrored else (share, a, b) for share, a, b in _SHANK)
    canvas.limb(leg["knee"], leg["ankle"], shank, skin)
    fold = times(left_of(unit(minus(leg["knee"], leg["hip"]))), 6)
    canvas.curve([minus(leg["knee"], fold), plus(leg["knee"], (0, -2)), plus(leg["knee"], fold)], 1.6, look.skin_far)
    if "calf" in works:
        colour = between(MUSCLE, MUSCLE_AT_WORK, work)
        for shape in _CALF.values():
            points = on_bone(
                leg["knee"], leg["ankle"], tuple((share, -aside if mirrored else aside) for share, aside in shape)
            )
            canvas.blob(points, colour, f' stroke="{MUSCLE_EDGE}" stroke-width="1.6" stroke-opacity="0.85"')
    _shoe(canvas, leg, look)
    canvas.limb(leg["hip"], leg["knee"], _SHORTS, look.shorts_far if behind else look.shorts, hem=True)


def _shoe(canvas: Canvas, leg: Places, look: Look) -> None:
    way = unit(minus(leg["sole"], leg["ankle"]))
    front = left_of(way)

    def at(aside: float, up: float) -> Point:
        return plus(leg["sole"], plus(times(front, aside), times(way, -up)))

    canvas.blob(outline(at(0, 34), at(0, 18), ((0.0, 7.6, 7.6), (1.0, 8.2, 8.2))), look.sock)
    canvas.blob(
        [at(-11, 3), at(-12, 12), at(-9.6, 22), at(-8, 26), at(0, 23), at(8, 26), at(9.6, 22), at(12, 12), at(11, 3)],
        look.shoe,
    )
    canvas.line([at(0, 8), at(0, 19)], 3, look.shoe_accent)
    canvas.line([at(-10.5, 3), at(10.5, 3)], 6, look.sole)
    canvas.line([at(-11, 0.8), at(11, 0.8)], 1.6, "#6E7D88")


def _neck(canvas: Canvas, body: BackBody, look: Look) -> None:
    canvas.limb(
        plus(body.neck, (0, -8)), mix(body.neck, body.head, 0.6), ((0.0, 9, 9), (1.0, 8.6, 8.6)), look.skin_shade
    )


def _head(canvas: Canvas, body: BackBody, look: Look, person: str) -> None:
    def at(x: float, y: float) -> Point:
        return plus(body.head, turned((x, y), -body.lean * 0.5))

    for sign in (-1, 1):
        canvas.ellipse(at(sign * 18.6, -2), 3.6, 5.4, 0, look.skin_shade)
    canvas.ellipse(at(0, -3), 17.6, 18.5, 0, look.skin)
    canvas.blob(
        [
            at(-18.5, -2),
            at(-18, 10),
            at(-10, 20.5),
            at(0, 23.4),
            at(10, 20.5),
            at(18, 10),
            at(18.5, -2),
            at(13, -12),
            at(0, -15),
            at(-13, -12),
        ],
        look.hair,
    )
    if person == "ana":
        tail = [at(-4, 3), at(4, 3), at(8, -8), at(7.5, -24), at(2, -38), at(-2, -38), at(-7.5, -24), at(-8, -8)]
        canvas.blob(tail, between(look.hair, "#FFFFFF", 0.13))
        canvas.limb(at(-4, 3.4), at(4, 3.4), ((0.0, 2.6, 2.6), (1.0, 2.6, 2.6)), look.shorts_stripe)
