"""Shirt, shorts and arms from the side."""

from __future__ import annotations

from tools.figures.palette import Look
from tools.figures.skeleton import ArmJoints, Body
from tools.figures.svg import Canvas
from tools.figures.vector import Point, angle_between, left_of, minus, mix, plus, times, unit, upward

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
        plus(body.hip, times(up, 13)),
        minus(body.hip, times(up, 4)),
        ((0.0, 16.5, 18.5), (0.5, 18, 21), (1.0, 18, 21)),
        look.shorts,
    )


def draw_arm(canvas: Canvas, arm: ArmJoints, look: Look, *, far: bool, pressing: bool) -> None:
    """Arm with its sleeve; a pressing hand lies flat. A thin shade around it sets it off from what is behind."""
    skin = look.skin_far if far else look.skin
    if not far:
        _bare_arm(canvas, arm, look.skin_shade, pressing, f' stroke="{look.skin_shade}" stroke-width="2.4"')
    _bare_arm(canvas, arm, skin, pressing, "")
    canvas.limb(arm.shoulder, arm.elbow, SLEEVE_SHAPE, look.shirt_far if far else look.shirt_shade, hem=True)


def _bare_arm(canvas: Canvas, arm: ArmJoints, fill: str, pressing: bool, edge: str) -> None:
    canvas.limb(arm.shoulder, arm.elbow, ARM_SHAPE, fill, edge)
    canvas.limb(arm.elbow, arm.wrist, FOREARM_SHAPE, fill, edge)
    direction = unit(minus(arm.palm, arm.wrist))
    if not pressing:
        canvas.ellipse(mix(arm.wrist, arm.palm, 0.7), 8.4, 6.6, angle_between((1, 0), direction), fill, edge)
        return
    # The palm's flat side lies at `palm`; the fingers point up the wall, or forward along what is held.
    across = left_of(direction) if direction[0] > 0.7 else times(left_of(direction), 0.8)
    centre = minus(arm.palm, times(direction, 4))
    fingers = ((0.0, 4, 4), (0.5, 4, 4), (1.0, 3, 3))
    canvas.limb(minus(centre, times(across, 3)), plus(centre, times(across, 11)), fingers, fill, edge)
    canvas.limb(arm.wrist, centre, ((0.0, 5, 5), (1.0, 4.4, 4.4)), fill, edge)
