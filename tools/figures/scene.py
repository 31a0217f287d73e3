"""One frame of a figure as SVG: who is in front of what."""

from __future__ import annotations

import math

from tools.figures import room
from tools.figures.back import draw_back
from tools.figures.head import draw_head
from tools.figures.legs import draw_leg, draw_shorts_leg
from tools.figures.model import Figure
from tools.figures.motion import Motion
from tools.figures.palette import LOOKS
from tools.figures.skeleton import Body, solve
from tools.figures.svg import Canvas
from tools.figures.torso import draw_arm, draw_pelvis, draw_torso

WIDTH, HEIGHT = 480, 400


def frame_svg(figure: Figure, number: int) -> str:
    """The SVG of frame `number`, 480 × 400 pixels."""
    motion = Motion(figure)
    return moment_svg(figure, motion, (number % motion.frames) * figure.seconds / motion.frames)


def still_svg(figure: Figure) -> str:
    """The SVG of the still picture: the moment that tells most, with the first arrow."""
    return moment_svg(figure, Motion(figure), figure.still, arrows=False)


def moment_svg(figure: Figure, motion: Motion, time: float, arrows: bool = True) -> str:
    """The SVG of the moment `time`, in seconds. Without `arrows`, the first (and what is shown with it) whatever the time."""
    canvas = Canvas(figure.camera, WIDTH, HEIGHT)
    room.draw_card(canvas, figure.ground * time if figure.ground else -1)
    now = motion.at(time)
    for prop in figure.props:
        room.draw_behind(canvas, prop)
    if figure.view == "back":
        draw_back(canvas, figure, now)
    else:
        _person(canvas, figure, solve(figure, now), now.get("work", 0.5), _sway(figure, motion, time))
    for arrow in figure.arrows:
        always = (arrow.since, arrow.until) == (figure.arrows[0].since, figure.arrows[0].until)
        room.draw_arrow(canvas, arrow, _shown(arrow.since, arrow.until, time) if arrows else float(always))
    body = "".join(canvas.parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<clipPath id="card"><rect width="{WIDTH}" height="{HEIGHT}" rx="{room.CORNER}"/></clipPath>'
        f'<g clip-path="url(#card)">{body}</g></svg>'
    )


def _person(canvas: Canvas, figure: Figure, body: Body, work: float, sway: float) -> None:
    look = LOOKS[figure.person]
    pressing = {
        side: figure.holds.get(side) in ("wall", "floor", "chair", "rail", "handrail") for side in ("near", "far")
    }
    draw_arm(canvas, body.far_arm, look, far=True, pressing=pressing["far"])
    draw_leg(canvas, body.far, look, figure.works.get("far", ()), work, far=True)
    draw_shorts_leg(canvas, body.far, look, far=True)
    if body.roller is not None:
        room.draw_roller(canvas, body.roller)
    draw_head(canvas, body, look, figure.person, sway)
    draw_leg(canvas, body.near, look, figure.works.get("near", ()), work, far=False)
    draw_pelvis(canvas, body, look)
    draw_shorts_leg(canvas, body.near, look, far=False)
    draw_torso(canvas, body, look)
    draw_arm(canvas, body.near_arm, look, far=False, pressing=pressing["near"])


def _sway(figure: Figure, motion: Motion, time: float) -> float:
    """How a ponytail lags behind the head, in degrees: up when the head falls, and back when it moves forward."""
    (x0, y0), (x1, y1) = (solve(figure, motion.at(time - 0.08 + step)).head for step in (0.0, 0.08))
    return max(-40.0, min(40.0, (y1 - y0) * 2.2 - (x1 - x0) * 1.6))


def _shown(since: float, until: float, time: float) -> float:
    """0 to 1: fades in and out over a fifth of a second."""
    if until >= 900 and since == 0:
        return 1.0
    edge = min(time - since, until - time) / 0.2
    return 0.5 - 0.5 * math.cos(math.pi * min(max(edge, 0.0), 1.0))
