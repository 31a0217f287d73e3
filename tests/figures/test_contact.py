"""What touches, touches: planted feet do not slide, hands lie on what they hold, rollers roll."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest

from tests.figures.bodies import ALL, SIDE, figures, frames
from tools.figures.back import solve_back
from tools.figures.model import Figure, Prop
from tools.figures.motion import Motion
from tools.figures.room import ROLLER
from tools.figures.skeleton import Body, LegJoints, floor_under
from tools.figures.vector import Point, distance, minus, times, unit

RAISES = """
double_raise bent_double_raise single_raise bent_single_raise warm_raises warm_single_raises achilles_hold seated_raise
slow_raise slow_bent_raise
""".split()


def touching(figure: Figure, leg: LegJoints) -> dict[str, Point]:
    """The parts of a foot that bear on the floor or step: within a third of a pixel of it."""
    parts = {"heel": leg.heel, "ball": leg.ball, "toe": leg.toe}
    return {part: place for part, place in parts.items() if abs(place[1] - floor_under(figure, place[0])) < 0.34}


def pairs(name: str) -> Iterator[tuple[Body, Body]]:
    bodies = frames(name)
    return pairwise(bodies)


@pytest.mark.parametrize("name", SIDE)
def test_a_planted_foot_does_not_slide(name: str) -> None:
    figure = figures()[name]
    step = figure.ground * figure.frame / 100
    for number, (before, after) in enumerate(pairs(name)):
        for was, now in ((before.near, after.near), (before.far, after.far)):
            bore, bears = touching(figure, was), touching(figure, now)
            both = bore.keys() & bears.keys()
            # It pivots about what stays down; if nothing stayed down it was lifted or put down.
            moved = [abs(bears[part][0] - bore[part][0] + step) for part in both]
            assert not moved or min(moved) < 1, f"frame {number}: slid {min(moved):.1f}"


@pytest.mark.parametrize("name", SIDE)
def test_whoever_is_not_in_the_air_stands_sits_or_leans_on_something(name: str) -> None:
    figure = figures()[name]
    seated = any(prop.kind in ("chair", "stool", "mat") for prop in figure.props)
    jumps = figure.carried_by == "hip" and figure.motion == "flow"
    for number, body in enumerate(frames(name)):
        if not seated and not jumps:
            assert touching(figure, body.near) or touching(figure, body.far), f"frame {number}"


@pytest.mark.parametrize("name", sorted(name for name in ALL if figures()[name].holds))
def test_hands_touch_what_they_hold(name: str) -> None:
    figure = figures()[name]
    props = {prop.kind: prop for prop in figure.props}
    for side, held in figure.holds.items():
        for palm in _palms(name, side):
            match held:
                case "wall" if figure.view == "back":
                    assert palm == _palms(name, side)[0], "on the wall in front, it stays where it is"
                case "wall":
                    assert palm[0] == pytest.approx(props["wall"].x, abs=0.3)
                case "rail" | "chair" | "handrail":
                    assert palm[1] == pytest.approx(props[held].height, abs=0.3)
                    assert _over(props[held], palm)
                case "floor":
                    assert palm[1] == pytest.approx(0, abs=0.3)


def _palms(name: str, side: str) -> list[Point]:
    figure = figures()[name]
    if figure.view == "back":
        motion = Motion(figure)
        bodies = [solve_back(figure, motion.frame(number)) for number in range(motion.frames)]
        assert all(body.missed < 0.3 for body in bodies)
        return [body.arms["near" if side == "near" else "far"]["palm"] for body in bodies]
    return [body.near_arm.palm if side == "near" else body.far_arm.palm for body in frames(name)]


def _over(prop: Prop, palm: Point) -> bool:
    return prop.x - 6 <= palm[0] <= prop.x + prop.width + 6


@pytest.mark.parametrize("name", RAISES)
def test_the_heel_rises_while_the_toes_stay(name: str) -> None:
    bodies = frames(name)
    heels = [body.near.heel[1] for body in bodies]
    assert min(heels) < 0.5
    assert max(heels) > 14
    assert all(distance(body.near.toe, bodies[0].near.toe) < 1 for body in bodies)
    assert all(distance(body.near.ball, bodies[0].near.ball) < 1 for body in bodies)


def test_straight_knees_stay_straight_and_bent_ones_bent() -> None:
    from tools.figures.skeleton import bent

    def knees(name: str) -> list[float]:
        return [-bent(body.near.hip, body.near.knee, body.near.ankle) for body in frames(name)]

    assert max(knees("double_raise") + knees("single_raise") + knees("wall_stretch")) < 8
    for name in ("bent_double_raise", "bent_single_raise"):
        assert min(knees(name)) > 30
        assert max(knees(name)) - min(knees(name)) < 8


def test_the_stretched_heel_stays_down() -> None:
    for name in ("wall_stretch", "soleus_stretch", "knee_to_wall"):
        assert all(abs(body.near.heel[1]) < 0.3 for body in frames(name))


def test_the_knee_reaches_the_wall() -> None:
    wall = figures()["knee_to_wall"].props[0].x
    gaps = [wall - (body.near.knee[0] + 11) for body in frames("knee_to_wall")]
    assert -1 <= min(gaps) <= 2
    assert max(gaps) > 20


def test_the_heel_sinks_below_the_edge() -> None:
    edge = next(prop.height for prop in figures()["heel_drop"].props if prop.kind == "step")
    heels = [body.near.heel[1] for body in frames("heel_drop")]
    assert min(heels) < edge - 5
    assert max(heels) > edge + 15


def test_the_roller_rolls_under_the_calf() -> None:
    calf = 18.0
    for before, after in pairs("foam_roll"):
        for body in (before, after):
            assert body.roller is not None
            leg = body.near
            down = unit(minus(leg.ankle, leg.knee))
            share = (body.roller - leg.knee[0]) / (leg.ankle[0] - leg.knee[0])
            assert 0.08 < share < 0.6, "over the calf, not under the knee"
            axis = leg.knee[1] + times(down, share * distance(leg.knee, leg.ankle))[1]
            assert axis - calf == pytest.approx(2 * ROLLER, abs=5)
        assert before.roller is not None
        assert after.roller is not None
        # What lies on a rolling cylinder moves twice as far as its middle.
        assert after.near.knee[0] - before.near.knee[0] == pytest.approx(2 * (after.roller - before.roller), abs=0.01)


def test_from_behind_the_standing_foot_stays_and_the_other_clears_the_floor() -> None:
    figure = figures()["side_swings"]
    motion = Motion(figure)
    bodies = [solve_back(figure, motion.frame(number)) for number in range(motion.frames)]
    assert all(body.legs["far"]["sole"] == bodies[0].legs["far"]["sole"] for body in bodies)
    assert all(body.legs["near"]["sole"][1] > 2 for body in bodies)
