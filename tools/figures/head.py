"""Neck, face and hair from the side."""

from __future__ import annotations

from tools.figures.palette import INK, Look
from tools.figures.skeleton import Body
from tools.figures.svg import Canvas
from tools.figures.vector import Point, mix, plus, times, turned, upward


def draw_head(canvas: Canvas, body: Body, look: Look, person: str, sway: float) -> None:
    """Neck, face and hair; `sway` degrees is how far a ponytail swings behind."""
    canvas.limb(
        plus(body.neck, times(upward(body.torso), -6)),
        mix(body.neck, body.head, 0.7),
        ((0.0, 8, 8.5), (1.0, 7.4, 8)),
        look.skin_shade,
    )

    def at(x: float, y: float) -> Point:
        return plus(body.head, turned((x, y), -body.tilt))

    turn = -body.tilt
    if person == "ana":
        root = at(-17, 10)
        tip = plus(root, turned((-13, -31), turn * 0.5 + sway))
        half = plus(root, turned((-13, -12), turn * 0.7 + sway * 0.5))
        canvas.blob(
            [
                plus(root, (2, 6)),
                plus(half, (-6, 4)),
                plus(half, (-6, -8)),
                tip,
                plus(half, (6, -8)),
                plus(half, (6, 2)),
                plus(root, (4, -4)),
            ],
            look.hair,
        )
    # Skull with brow, nose, lips and chin.
    canvas.blob(
        [at(-18, 2), at(-13, 16.5), at(0, 21.5), at(12, 17), at(17.6, 8), at(17.8, 3.5), at(21.6, -2.2),
            at(18.6, -4.6), at(18.4, -8),
         at(17.6, -11), at(16.4, -15.5), at(11, -20), at(3, -18.5), at(-6, -14), at(-15, -9)],
        look.skin,
    )  # fmt: skip
    canvas.circle(at(11, -6), 3.6, "#E8634F", ' fill-opacity="0.22"')
    canvas.ellipse(at(12.6, 2.6), 1.9, 2.6, turn, INK)
    canvas.curve([at(9, 8.6), at(12.6, 9.8), at(15.8, 8.8)], 1.8, look.hair)
    canvas.curve([at(11.6, -10.8), at(14, -12.4), at(17.2, -11.4)], 1.7, "#7A2F2A")
    if person == "ana":
        canvas.blob(
            [at(15.6, 13), at(11, 19.6), at(2, 24.2), at(-9, 22.8), at(-18, 15), at(-20.6, 4), at(-18, -7),
                at(-12, -11.5),
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
            [at(-4, -3), at(-1, -9), at(5, -13.4), at(11, -14.4), at(16.8, -14), at(15.6, -17.4), at(10.6, -21),
                at(2, -19.4), at(-4, -14),
             at(-6.5, -8)],
            look.hair,
        )  # fmt: skip
    canvas.ellipse(at(-3.2, -1.5), 3.8, 5.4, turn - 8, look.skin_shade)
    canvas.curve([at(-4.4, 1), at(-2, 0), at(-3, -3.4)], 1.1, look.skin_far)
