"""The map for "where is it worst?": ten numbered places in the order of the question's options, and no words."""

from __future__ import annotations

from collections.abc import Callable

from tools.figures import palette
from tools.figures.back import draw_back
from tools.figures.lower_leg import CORD, INNER_HEAD, OUTER_HEAD, SOLEUS_LOW, LowerLeg
from tools.figures.model import Camera, Figure, Key, Pose
from tools.figures.picture import FAMILY
from tools.figures.room import CORNER
from tools.figures.svg import Canvas, number
from tools.figures.vector import Point

WIDTH, HEIGHT = 480, 560
REGIONS = (
    "inner_mid", "deep_low", "all_over", "behind_knee", "heel_cord", "heel_bone", "shin_strip", "bone_spot",
    "shin_outer", "from_back",
)  # fmt: skip
"""Ids of the options of the question `spot`; the place in this row is the number in the picture."""

_COLOURS = {
    "inner_mid": "#E4574C", "deep_low": "#F0A03C", "behind_knee": "#8A63B8", "heel_cord": "#2E86C1",
    "heel_bone": "#1E9E8A",
    "shin_strip": "#C2559A", "bone_spot": "#D8342C", "shin_outer": "#5C9A3C", "from_back": "#D35454",
}  # fmt: skip


def map_svg() -> str:
    """The whole map as SVG, 480 × 560."""
    canvas = Canvas(Camera(x=WIDTH / 2, height=HEIGHT / 2), WIDTH, HEIGHT)
    canvas.raw(f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{palette.CARD}"/>')
    canvas.raw(f'<rect x="14" y="14" width="256" height="{HEIGHT - 28}" rx="18" fill="{palette.BLOB}"/>')
    canvas.raw(f'<rect x="282" y="14" width="184" height="196" rx="18" fill="{palette.BLOB}"/>')
    canvas.raw(f'<rect x="282" y="222" width="184" height="{HEIGHT - 236}" rx="18" fill="{palette.BLOB}"/>')
    tags = [*_from_behind(canvas), *_whole_body(canvas), *_from_front(canvas)]
    for name, spot, badge in tags:
        _badge(canvas, REGIONS.index(name) + 1, spot, badge)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<clipPath id="card"><rect width="{WIDTH}" height="{HEIGHT}" rx="{CORNER}"/></clipPath>'
        f'<clipPath id="left"><rect x="14" y="14" width="256" height="{HEIGHT - 28}" rx="18"/></clipPath>'
        f'<clipPath id="front"><rect x="282" y="222" width="184" height="{HEIGHT - 236}" rx="18"/></clipPath>'
        f'<clipPath id="body"><rect x="282" y="14" width="184" height="196" rx="18"/></clipPath>'
        f'<g clip-path="url(#card)">{"".join(canvas.parts)}</g></svg>'
    )


Tag = tuple[str, Point, Point]
"""A region, a point in it, and where its number stands."""


def _clipped(canvas: Canvas, name: str, draw: Callable[[], None]) -> None:
    canvas.raw(f'<g clip-path="url(#{name})">')
    draw()
    canvas.raw("</g>")


def _from_behind(canvas: Canvas) -> list[Tag]:
    leg = LowerLeg(canvas, (150, 34), 1.0, front=False)

    def draw() -> None:
        leg.skin()
        leg.patch(_COLOURS["deep_low"], *SOLEUS_LOW)
        leg.patch(_COLOURS["inner_mid"], *INNER_HEAD)
        leg.patch(_COLOURS["inner_mid"], *OUTER_HEAD)
        leg.patch(_COLOURS["heel_cord"], *CORD)
        leg.patch(_COLOURS["behind_knee"], (-30, 424), (0, 440), (30, 424), (32, 408), (0, 398), (-32, 408))
        leg.patch(_COLOURS["heel_bone"], (-18, 52), (0, 58), (18, 52), (21, 30), (14, 13), (0, 9), (-14, 13), (-21, 30))

    _clipped(canvas, "left", draw)
    # Everything: a bracket beside the whole calf.
    bracket = leg.points((-76, 396), (-86, 388), (-86, 330), (-86, 240), (-86, 180), (-76, 172))
    canvas.curve(bracket, 4, palette.ARROW)
    return [
        ("inner_mid", leg.at(-26, 322), leg.at(-26, 322)),
        ("deep_low", leg.at(0, 206), leg.at(0, 206)),
        ("all_over", leg.at(-86, 286), leg.at(-92, 286)),
        ("behind_knee", leg.at(10, 418), leg.at(84, 440)),
        ("heel_cord", leg.at(0, 116), leg.at(78, 128)),
        ("heel_bone", leg.at(0, 34), leg.at(-76, 44)),
    ]


def _from_front(canvas: Canvas) -> list[Tag]:
    leg = LowerLeg(canvas, (374, 30), 0.64, front=True)

    def draw() -> None:
        leg.skin()
        leg.patch(
            _COLOURS["shin_outer"],
            (9, 372),
            (26, 362),
            (38, 320),
            (38, 270),
            (28, 214),
            (14, 160),
            (6, 190),
            (3, 270),
            (3, 340),
        )
        leg.patch(
            "#F6E6D6",
            (-4, 376),
            (4, 340),
            (1, 240),
            (1, 150),
            (-4, 104),
            (-9, 104),
            (-10, 160),
            (-9, 240),
            (-12, 340),
            (-12, 372),
            width=0,
        )
        leg.patch(
            _COLOURS["shin_strip"],
            (-13, 300),
            (-10, 220),
            (-9, 150),
            (-10, 118),
            (-17, 118),
            (-21, 160),
            (-25, 226),
            (-27, 300),
            (-20, 314),
        )
        for radius, colour in (
            (10, "#FFFFFF"),
            (8.2, _COLOURS["bone_spot"]),
            (5, "#FFFFFF"),
            (3, _COLOURS["bone_spot"]),
        ):
            canvas.circle(leg.at(-4, 190), radius, colour)

    _clipped(canvas, "front", draw)
    return [
        ("shin_strip", leg.at(-19, 262), leg.at(-100, 286)),
        ("bone_spot", leg.at(11, 188), leg.at(100, 172)),
        ("shin_outer", leg.at(24, 296), leg.at(100, 322)),
    ]


def _whole_body(canvas: Canvas) -> list[Tag]:
    figure = Figure(view="back", person="ben", seconds=0.8, carried_by="far", works={}, pose=Pose(), keys=(Key(t=0),))
    still = {"far.x": 352.0, "near.out": 0.0}
    arms = {f"{side}_arm.{part}": turn for side in ("near", "far") for part, turn in (("upper", 10.0), ("elbow", 2.0))}
    small = Canvas(Camera(x=366, height=160, scale=0.57), 2 * 374, 2 * 112)

    def draw() -> None:
        draw_back(small, figure, {**still, **arms})
        way: list[Point] = [(374, 206), (383, 186), (384, 150), (381, 100), (381, 60), (381, 26)]
        small.curve(way, 13, "#FFFFFF")
        small.curve(way, 8, _COLOURS["from_back"])
        canvas.parts.extend(small.parts)

    _clipped(canvas, "body", draw)
    spot = small.to((383, 160))
    return [("from_back", (spot[0], HEIGHT - spot[1]), (438, HEIGHT - 100))]


def _badge(canvas: Canvas, value: int, spot: Point, badge: Point) -> None:
    if spot != badge:
        canvas.line([spot, badge], 2.4, palette.ARROW)
        canvas.circle(spot, 3.6, palette.ARROW)
    canvas.circle(badge, 18, "#FFFFFF")
    canvas.circle(badge, 15.5, palette.ARROW)
    x, y = canvas.to(badge)
    canvas.raw(
        f'<text x="{number(x)}" y="{number(y + 6.8)}" font-family="{FAMILY}" font-weight="700" font-size="20" fill="#FFFFFF" '
        f'text-anchor="middle">{value}</text>'
    )
