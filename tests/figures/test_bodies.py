"""A body stays a body: on every frame of every figure bones keep their length and joints their limits."""

from __future__ import annotations

import pytest

from tests.figures.bodies import SIDE, figures, frames
from tools.figures.skeleton import (
    ANKLE,
    FOREARM,
    HAND,
    HEEL,
    SHANK,
    SHOULDER,
    THIGH,
    TOE,
    TORSO,
    UPPER,
    ArmJoints,
    Body,
    LegJoints,
    bent,
    floor_under,
)
from tools.figures.vector import angle_between, distance, length, minus

HAIR = 0.01
"""A hundredth of a pixel: what rounding may do."""


def legs(body: Body) -> tuple[LegJoints, LegJoints]:
    return body.near, body.far


def arms(body: Body) -> tuple[ArmJoints, ArmJoints]:
    return body.near_arm, body.far_arm


@pytest.mark.parametrize("name", SIDE)
def test_bones_keep_their_length(name: str) -> None:
    for body in frames(name):
        assert distance(body.hip, body.neck) == pytest.approx(TORSO, abs=HAIR)
        for leg in legs(body):
            assert distance(leg.hip, leg.knee) == pytest.approx(THIGH, abs=HAIR)
            assert distance(leg.knee, leg.ankle) == pytest.approx(SHANK, abs=0.3)
            # A foot that turns towards us is seen shorter by exactly that turn.
            assert distance(leg.heel, leg.ball) == pytest.approx(length(HEEL) * leg.shorten, abs=HAIR)
            assert distance(leg.ball, leg.toe) == pytest.approx(length(TOE) * leg.shorten, abs=HAIR)
            assert distance(leg.ankle, leg.ball) == pytest.approx(length((ANKLE[0] * leg.shorten, ANKLE[1])), abs=HAIR)
        for arm in arms(body):
            assert distance(arm.shoulder, arm.elbow) == pytest.approx(UPPER, abs=HAIR)
            assert distance(arm.elbow, arm.wrist) == pytest.approx(FOREARM, abs=0.3)
            assert distance(arm.wrist, arm.palm) == pytest.approx(HAND, abs=HAIR)
        assert distance(body.neck, body.near_arm.shoulder) == pytest.approx(SHOULDER, abs=HAIR)


@pytest.mark.parametrize("name", SIDE)
def test_nothing_is_out_of_reach(name: str) -> None:
    for number, body in enumerate(frames(name)):
        for part in (*legs(body), *arms(body)):
            assert part.missed < 0.3, f"frame {number}: out of reach by {part.missed:.1f} pixels"


@pytest.mark.parametrize("name", SIDE)
def test_joints_bend_the_right_way_and_no_further_than_people_do(name: str) -> None:
    for number, body in enumerate(frames(name)):
        for leg in legs(body):
            knee = -bent(leg.hip, leg.knee, leg.ankle)
            assert -0.5 <= knee <= 152, f"frame {number}: knee {knee:.0f}"
            shank = angle_between((0, -1), minus(leg.ankle, leg.knee))
            pointed = (shank - leg.foot + 180) % 360 - 180
            assert -40 <= pointed <= 62, f"frame {number}: ankle {pointed:.0f}"
            assert -15 <= leg.toes - leg.foot <= 62, f"frame {number}: toes {leg.toes - leg.foot:.0f}"
            hip = angle_between(minus(body.hip, body.neck), minus(leg.knee, leg.hip))
            assert -42 <= hip <= 125, f"frame {number}: hip {hip:.0f}"
        for arm in arms(body):
            elbow = bent(arm.shoulder, arm.elbow, arm.wrist)
            assert -0.5 <= elbow <= 150, f"frame {number}: elbow {elbow:.0f}"
            upper = angle_between(minus(body.hip, body.neck), minus(arm.elbow, arm.shoulder))
            assert -80 <= upper <= 170, f"frame {number}: shoulder {upper:.0f}"


@pytest.mark.parametrize("name", SIDE)
def test_nobody_sinks_into_the_floor_or_the_wall(name: str) -> None:
    figure = figures()[name]
    walls = [prop.x for prop in figure.props if prop.kind == "wall"]
    for number, body in enumerate(frames(name)):
        for leg in legs(body):
            for place in (leg.ball, leg.toe) if figure.on_edge else (leg.heel, leg.ball, leg.toe):
                assert place[1] >= floor_under(figure, place[0]) - 0.6, f"frame {number}: foot at {place[1]:.1f}"
            assert leg.knee[1] >= 9, f"frame {number}: knee"
            # Half a knee, an elbow, the tip of a shoe and a nose are this thick.
            assert all(leg.knee[0] + 11 <= wall + 1 and leg.toe[0] + 2 <= wall for wall in walls), f"frame {number}"
        for arm in arms(body):
            assert arm.elbow[1] >= 6, f"frame {number}: elbow"
            assert all(arm.elbow[0] + 7 <= wall for wall in walls), f"frame {number}: elbow in the wall"
        assert all(body.head[0] + 22 <= wall for wall in walls), f"frame {number}: head in the wall"
