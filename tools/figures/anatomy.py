"""The anatomy picture: calf muscles from behind, the outer layer and what lies under it, with words of one language."""

from __future__ import annotations

from xml.sax.saxutils import escape

from tools.figures import palette
from tools.figures.lower_leg import CORD, INNER_HEAD, OUTER_HEAD, SOLEUS, SOLEUS_LOW, LowerLeg
from tools.figures.model import Camera
from tools.figures.picture import FAMILY
from tools.figures.room import CORNER
from tools.figures.svg import Canvas, number
from tools.figures.vector import Point

WIDTH, HEIGHT = 480, 560
CALF, DEEP, CORD_COLOUR = "#DE5148", "#F0A03C", "#2E86C1"
LABELS = ("calf", "soleus", "achilles")
"""Keys of the words: each has a `name` and a `note` of one or two short lines; `outer` and `deep` are captions."""


def anatomy_svg(words: dict[str, str]) -> str:
    """The picture; `words` has `calf.name`, `calf.note` and so on for each label, and the captions `outer` and `deep`."""
    canvas = Canvas(Camera(x=WIDTH / 2, height=HEIGHT / 2), WIDTH, HEIGHT)
    canvas.raw(f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{palette.CARD}"/>')
    for left in (14, 346):
        canvas.raw(f'<rect x="{left}" y="14" width="120" height="{HEIGHT - 28}" rx="18" fill="{palette.BLOB}"/>')
    outer, deep = LowerLeg(canvas, (72, 62), 0.88, front=False), LowerLeg(canvas, (404, 62), 0.88, front=False)
    for leg in (outer, deep):
        canvas.raw('<g clip-path="url(#panels)">')
        leg.skin()
        canvas.raw("</g>")
    outer.patch(DEEP, *SOLEUS_LOW)
    for head in (INNER_HEAD, OUTER_HEAD):
        outer.patch(CALF, *head)
    _fibres(canvas, outer, INNER_HEAD, 8)
    _fibres(canvas, outer, OUTER_HEAD, 8)
    outer.patch(CORD_COLOUR, *CORD)
    deep.patch(DEEP, *SOLEUS)
    _fibres(canvas, deep, SOLEUS, 12)
    for head in (INNER_HEAD, OUTER_HEAD):
        shape = deep.points(*head)
        canvas.curve([*shape, shape[0]], 2.2, CALF, ' stroke-dasharray="5 5"')
    deep.patch(CORD_COLOUR, *CORD)
    for leg, key in ((outer, "outer"), (deep, "deep")):
        _text(canvas, words[key], (leg.at(0, 0)[0], 30), 17, 700)
    _label(canvas, words, "calf", 462, CALF, [outer.at(26, 340)])
    _label(canvas, words, "soleus", 318, DEEP, [outer.at(28, 214), deep.at(-20, 290)])
    _label(canvas, words, "achilles", 170, CORD_COLOUR, [outer.at(4, 110), deep.at(-4, 110)])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<clipPath id="card"><rect width="{WIDTH}" height="{HEIGHT}" rx="{CORNER}"/></clipPath>'
        f'<clipPath id="panels"><rect x="14" y="14" width="120" height="{HEIGHT - 28}" rx="18"/>'
        f'<rect x="346" y="14" width="120" height="{HEIGHT - 28}" rx="18"/></clipPath>'
        f'<g clip-path="url(#card)">{"".join(canvas.parts)}</g></svg>'
    )


def _fibres(canvas: Canvas, leg: LowerLeg, shape: tuple[Point, ...], count: int) -> None:
    """A few light lines along a muscle, drawn towards where it narrows."""
    low, high = min(up for _, up in shape), max(up for _, up in shape)
    middle = sum(out for out, _ in shape) / len(shape)
    for line in range(1, count):
        share = line / count
        edge = [out for out, up in shape]
        start = min(edge) + (max(edge) - min(edge)) * share
        way = leg.points(
            (middle + (start - middle) * 0.7, high - (high - low) * 0.2),
            (middle + (start - middle) * 0.9, (low + high) / 2),
            (middle + (start - middle) * 0.6, low + (high - low) * 0.16),
        )
        canvas.curve(way, 1.1, "#FFFFFF", ' stroke-opacity="0.35"')


def _label(canvas: Canvas, words: dict[str, str], key: str, up: float, colour: str, targets: list[Point]) -> None:
    """A name with its note between the legs, and a line to each place that it names."""
    lines = words[f"{key}.note"].split("\n")
    for target in targets:
        side = 142 if target[0] < WIDTH / 2 else 338
        canvas.line([target, (side, up + 6), (side + (6 if side < 240 else -6), up + 6)], 2.2, palette.ARROW)
        canvas.circle(target, 4.4, "#FFFFFF")
        canvas.circle(target, 3, palette.ARROW)
    canvas.circle((240, up + 34), 7, colour)
    _text(canvas, words[f"{key}.name"], (240, up), 20, 700)
    for at, line in enumerate(lines):
        _text(canvas, line, (240, up - 22 - at * 19), 15.5, 600, "#43545F")


def _text(canvas: Canvas, text: str, place: Point, size: float, weight: int, fill: str = palette.INK) -> None:
    x, y = canvas.to(place)
    canvas.raw(
        f'<text x="{number(x)}" y="{number(y)}" font-family="{FAMILY}" font-weight="{weight}" font-size="{number(size)}" '
        f'fill="{fill}" text-anchor="middle">{escape(text)}</text>'
    )
