"""What a file in `content/figures/` may hold: strict models, so that a slip is told with its line.

A figure is a base pose and keys in time that change some of its values. Lengths are pixels at scale 1 (a standing person is
about 315 high), angles degrees, times seconds. The floor is y = 0, x runs from 0 to 480, the person faces right.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Muscle = Literal["calf", "soleus", "achilles", "shin", "quads", "hamstrings"]
Side = Literal["near", "far"]


class Strict(BaseModel):
    """No unknown keys, no changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Leg(Strict):
    """Where a leg is.

    Standing (`x` given): the foot is put down with its ball at `x`, `height` above the floor; `pitch` lifts the heel (> 0)
    about the ball or the toes (< 0) about the heel. Of the leg that carries the body, `shank` (lean of the lower leg,
    forward) and `knee` (bend) say the rest; of the other, the knee follows from where the hip is. Hanging (`thigh` given):
    `thigh` forward from straight down, `knee` bend, `ankle` pointed (> 0) or pulled up. `turn` turns the foot out of the
    picture's plane. Seen from behind, `out` swings the leg to the right.
    """

    x: float | None = None
    height: float | None = None
    pitch: float | None = None
    shank: float | None = None
    knee: float | None = None
    thigh: float | None = None
    ankle: float | None = None
    turn: float | None = None
    out: float | None = None


class Arm(Strict):
    """Reaching (`x`, `height`: what the palm touches) or swinging (`upper` forward from straight down, `elbow` bend)."""

    x: float | None = None
    height: float | None = None
    upper: float | None = None
    elbow: float | None = None


class Pose(Strict):
    """Values of one moment; a key names only those that it changes."""

    hip_x: float | None = None
    hip_y: float | None = None
    torso: float | None = None
    head: float | None = None
    work: Annotated[float | None, Field(ge=0, le=1)] = None
    roller: float | None = None
    near: Leg = Leg()
    far: Leg = Leg()
    near_arm: Arm = Arm()
    far_arm: Arm = Arm()


class Key(Pose):
    """The values at `t` seconds. The loop closes by itself: after the last key comes the first again."""

    t: Annotated[float, Field(ge=0)]


class Prop(Strict):
    """A thing in the room. `x`: its left edge (wall: its surface).

    A `backdrop` is a wall that a person seen from behind faces. `height` is that of the top, `base` of what it stands on.
    """

    kind: Literal["wall", "backdrop", "step", "chair", "stool", "mat", "rail", "handrail"]
    x: float
    width: float = 0
    height: float = 0
    base: float = 0
    flip: bool = False


class Arrow(Strict):
    """Which way it moves, from `start` to `to`, curved to the left of that way by `curve` pixels, seen from `since` to `until`."""

    start: tuple[float, float]
    to: tuple[float, float]
    curve: float = 0
    since: float = 0
    until: float = 999


class Camera(Strict):
    """The point that stands in the middle of the picture, and the scale."""

    x: float = 240
    height: float = 152
    scale: float = 1


class Figure(Strict):
    """One moving picture.

    `carried_by`: the leg on which the body stands, or `hip` where the hip's place is given (sitting, jumping, walking).
    `ground`: speed in pixels a second at which the floor passes backwards. `alternate`: the far side does what the near side
    does, half a loop later. `on_edge`: the ball of the foot stands on an edge and the heel may sink below it.
    `frame`: hundredths of a second a frame. `still`: the second that the still picture shows.
    """

    view: Literal["side", "back"] = "side"
    person: Literal["ana", "ben"]
    seconds: Annotated[float, Field(gt=0.4, le=8)]
    frame: Annotated[int, Field(ge=4, le=8)] = 8
    motion: Literal["smooth", "flow"] = "smooth"
    carried_by: Literal["near", "far", "hip"]
    still: Annotated[float, Field(ge=0)] = 0
    ground: float = 0
    works: dict[Side, tuple[Muscle, ...]]
    holds: dict[Side, Literal["wall", "chair", "floor", "rail", "handrail", "body", "foot"]] = {}
    props: tuple[Prop, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    camera: Camera = Camera()
    alternate: bool = False
    on_edge: bool = False
    pose: Pose
    keys: Annotated[tuple[Key, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _in_order(self) -> Figure:
        times = [key.t for key in self.keys]
        if times != sorted(set(times)) or times[-1] >= self.seconds:
            raise ValueError("keys stand in the order of their times, each once, all before the end")
        if abs(self.seconds * 100 / self.frame - round(self.seconds * 100 / self.frame)) > 1e-6:
            raise ValueError("seconds must be a whole number of frames")
        if self.ground and abs(self.ground * self.seconds / 80 - round(self.ground * self.seconds / 80)) > 1e-4:
            raise ValueError("ground times seconds must be a multiple of 80, the distance of the marks on the floor")
        known = set(values(self.pose))
        for key in self.keys:
            for name in values(key):
                if name not in known:
                    raise ValueError(f"{name} is changed by a key but not given in the pose")
        return self


def values(pose: Pose) -> dict[str, float]:
    """The values that a pose gives: `near.knee` → degrees, and so on."""
    found: dict[str, float] = {}
    for name, value in pose:
        if isinstance(value, Leg | Arm):
            found.update({f"{name}.{part}": number for part, number in value if number is not None})
        elif value is not None and name != "t":
            found[name] = value
    return found
