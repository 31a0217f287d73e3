"""Every loop closes, without a jerk."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.figures.bodies import ALL, SIDE, figures, frames
from tools.figures.motion import Motion
from tools.figures.scene import frame_svg
from tools.figures.skeleton import Body
from tools.figures.vector import Point, distance


def joints(body: Body) -> list[Point]:
    legs = [place for leg in (body.near, body.far) for place in (leg.knee, leg.ankle, leg.ball)]
    arms = [place for arm in (body.near_arm, body.far_arm) for place in (arm.elbow, arm.palm)]
    return [body.hip, body.neck, body.head, *legs, *arms]


@pytest.mark.parametrize("name", ALL)
def test_the_frame_after_the_last_is_the_first(name: str) -> None:
    figure = figures()[name]
    assert frame_svg(figure, Motion(figure).frames) == frame_svg(figure, 0)


@pytest.mark.parametrize("name", SIDE)
def test_no_step_is_a_jump_least_of_all_the_last(name: str) -> None:
    bodies = frames(name)
    steps = [
        max(distance(a, b) for a, b in zip(joints(before), joints(after), strict=True))
        for before, after in pairwise(bodies)
    ]
    seconds = figures()[name].frame / 100
    assert max(steps) / seconds < 1300, "pixels a second"
    assert steps[-1] <= max(steps[:-1]) * 1.05 + 0.5


@pytest.mark.parametrize("name", SIDE)
def test_speed_changes_smoothly(name: str) -> None:
    """Hips and head, which carry the eye, never stop or start dead."""
    bodies = frames(name)
    seconds = figures()[name].frame / 100
    ring = [*bodies[:-1], *bodies[:2]]
    for before, now, after in zip(ring, ring[1:], ring[2:], strict=False):
        for place in ("hip", "head"):
            a, b, c = getattr(before, place), getattr(now, place), getattr(after, place)
            change = distance((c[0] - b[0], c[1] - b[1]), (b[0] - a[0], b[1] - a[1])) / seconds**2
            assert change < 7000, f"{place}: {change:.0f} pixels a second, each second"


@pytest.mark.parametrize("name", ALL)
def test_something_moves_or_works(name: str) -> None:
    figure = figures()[name]
    motion = Motion(figure)
    assert len({frame_svg(figure, number) for number in range(motion.frames)}) > motion.frames / 3
