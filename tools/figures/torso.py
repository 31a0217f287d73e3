"""Shirt, arms and head from the side."""

from __future__ import annotations

from tools.figures.palette import INK, Look
from tools.figures.skeleton import ArmJoints, Body
from tools.figures.svg import Canvas
from tools.figures.vector import Point, left_of, minus, mix, plus, times, turned, unit, upward

SHIRT_SHAPE = (
    (0.02, 9, 11), (0.12, 13.5, 16.5), (0.28, 19, 18.5), (0.45, 18.5, 16.5), (0.66, 16.5, 14.5), (0.85, 17, 17),
    (1.04, 19, 20.6),
)  # fmt: skip
ARM_SHAPE = ((0.0, 9, 9), (0.3, 9, 9.2), (0.6, 8.2, 8), (1.0, 6.8, 6.8))
FOREARM_SHAPE = ((0.0, 6.8, 6.8), (0.25, 8, 7.4), (0.6, 6.6, 6.2), (1.0, 5, 5))
SLEEVE_SHAPE = ((0.0, 10.5, 11), (0.2, 11.4, 11.4), (0.5, 11.6, 11.6))


def draw_torso(canvas: Canvas, body: Body, look: Look) -> None:
    """Shirt with a little shade along the back."""
    canvas.limb(body.neck, body.hip, SHIRT_SHAPE, look.shirt, hem=True)
    way = minus(body.hip, body.neck)
    front = left_of(unit(way))

    def place(share: float, aside: float) -> Point:
        return plus(plus(body.neck, times(way, share)), times(front, aside))

    canvas.blob(
        [place(0.1, -14), place(0.28, -17.6), place(0.5, -15), place(0.7, -13.6), place(1.04, -20), place(1.04, -13),
         place(0.7, -8.5), place(0.3, -11)],
        look.shirt_shade,
    )  # fmt: skip


def draw_pelvis(canvas: Canvas, body: Body, look: Look) -> None:
    """The top of the shorts, which joins both legs to the shirt."""
    up = upward(body.torso * 0.6)
    canvas.limb(
        plus(body.hip, times(up, 13)), minus(body.hip, times(up, 4)), ((0.0, 16.5, 18.5), (0.5, 18, 21), (1.0, 18, 21)), look.shorts
    )


def draw_arm(canvas: Canvas, arm: ArmJoints, look: Look, *, far: bool, pressing: bool) -> None:
    """Arm with its sleeve; a pressing hand lies flat."""
    skin = look.skin_far if far else look.skin
    canvas.limb(arm.shoulder, arm.elbow, ARM_SHAPE, skin)
    canvas.limb(arm.elbow, arm.wrist, FOREARM_SHAPE, skin)
    direction = unit(minus(arm.palm, arm.wrist))
    if pressing:
        # The palm's flat side lies at `palm`; the fingers point up the wall, or forward along what is held.
        across = left_of(direction) if direction[0] > 0.7 else times(left_of(direction), 0.8)
        centre = minus(arm.palm, times(direction, 4))
        canvas.limb(minus(centre, times(across, 3)), plus(centre, times(across, 11)), ((0.0, 4, 4), (0.5, 4, 4), (1.0, 3, 3)), skin)
        canvas.limb(arm.wrist, centre, ((0.0, 5, 5), (1.0, 4.4, 4.4)), skin)
    else:
        canvas.ellipse(mix(arm.wrist, arm.palm, 0.7), 8.4, 6.6, _degrees(direction), skin)
    canvas.limb(arm.shoulder, arm.elbow, SLEEVE_SHAPE, look.shirt_far if far else look.shirt_shade, hem=True)


def _degrees(direction: Point) -> float:
    from math import atan2, degrees

    return degrees(atan2(direction[1], direction[0]))


def draw_head(canvas: Canvas, body: Body, look: Look, person: str, sway: float) -> None:
    """Neck, face and hair; `sway` degrees is how far a ponytail swings behind."""
    canvas.limb(
        plus(body.neck, times(upward(body.torso), -6)), mix(body.neck, body.head, 0.7), ((0.0, 8, 8.5), (1.0, 7.4, 8)), look.skin_shade
    )

    def at(x: float, y: float) -> Point:
        return plus(body.head, turned((x, y), -body.tilt))

    turn = -body.tilt
    if person == "ana":
        root = at(-17, 10)
        tip = plus(root, turned((-13, -31), turn * 0.5 + sway))
        half = plus(root, turned((-13, -12), turn * 0.7 + sway * 0.5))
        canvas.blob(
            [plus(root, (2, 6)), plus(half, (-6, 4)), plus(half, (-6, -8)), tip, plus(half, (6, -8)), plus(half, (6, 2)), plus(root, (4, -4))],
            look.hair,
        )
    # Skull with brow, nose, lips and chin.
    canvas.blob(
        [at(-18, 2), at(-13, 16.5), at(0, 21.5), at(12, 17), at(17.6, 8), at(17.8, 3.5), at(21.6, -2.2), at(18.6, -4.6), at(18.4, -8),
         at(17.6, -11), at(16.4, -15.5), at(11, -20), at(3, -18.5), at(-6, -14), at(-15, -9)],
        look.skin,
    )  # fmt: skip
    canvas.circle(at(11, -6), 3.6, "#E8634F", ' fill-opacity="0.22"')
    canvas.ellipse(at(12.6, 2.6), 1.9, 2.6, turn, INK)
    canvas.curve([at(9, 8.6), at(12.6, 9.8), at(15.8, 8.8)], 1.8, look.hair)
    canvas.curve([at(11.6, -10.8), at(14, -12.4), at(17.2, -11.4)], 1.7, "#7A2F2A")
    if person == "ana":
        canvas.blob(
            [at(15.6, 13), at(11, 19.6), at(2, 24.2), at(-9, 22.8), at(-18, 15), at(-20.6, 4), at(-18, -7), at(-12, -11.5),
             at(-8, -6), at(-6.5, 1), at(-1.5, 5), at(4, 9), at(9, 12)],
            look.hair,
        )  # fmt: skip
        canvas.circle(at(-18.5, 9.5), 3.6, look.shorts_stripe)
    else:
        canvas.blob(
            [at(16.8, 12), at(13, 19.2), at(2, 24), at(-9, 22.2), at(-18, 14), at(-20, 4), at(-17, -6), at(-13, -9),
             at(-9.5, -3), at(-8, 4), at(-2.5, 6.5), at(2, 12), at(9, 13.4)],
            look.hair,
        )  # fmt: skip
        canvas.blob(
            [at(-4, -3), at(-1, -9), at(5, -13.4), at(11, -14.4), at(16.8, -14), at(15.6, -17.4), at(10.6, -21), at(2, -19.4), at(-4, -14),
             at(-6.5, -8)],
            look.hair,
        )  # fmt: skip
    canvas.ellipse(at(-3.2, -1.5), 3.8, 5.4, turn - 8, look.skin_shade)
    canvas.curve([at(-4.4, 1), at(-2, 0), at(-3, -3.4)], 1.1, look.skin_far)
