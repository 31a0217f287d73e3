"""The room: card, floor, wall, step, chair, stool, mat, rail, roller, and the arrows."""

from __future__ import annotations

from tools.figures import palette
from tools.figures.model import Arrow, Prop
from tools.figures.svg import Canvas, number
from tools.figures.vector import Point, left_of, minus, mix, plus, times, turned, unit

CORNER = 26
ROLLER = 15.0
"""Radius of the foam roller."""


def draw_card(canvas: Canvas, moved: float) -> None:
    """The light card, the floor, and marks on the floor that move `moved` pixels to the left (for walking and running)."""
    w, h = canvas.width, canvas.height
    canvas.raw(f'<rect width="{w}" height="{h}" fill="{palette.CARD}"/>')
    canvas.raw(f'<circle cx="{number(w * 0.5)}" cy="{number(h * 0.5)}" r="{number(h * 0.43)}" fill="{palette.BLOB}"/>')
    floor = canvas.to((0, 0))[1]
    canvas.raw(f'<rect y="{number(floor)}" width="{w}" height="{number(h - floor)}" fill="{palette.FLOOR}"/>')
    canvas.raw(f'<rect y="{number(floor)}" width="{w}" height="3" fill="{palette.FLOOR_LINE}"/>')
    if moved >= 0:
        gap = 80.0
        for mark in range(-1, 12):
            left = -200 + mark * gap - (moved % gap)
            canvas.line([(left, -13), (left + 26, -13)], 4, palette.GRAIN)
            canvas.line([(left + 46, -25), (left + 58, -25)], 3, palette.GRAIN)


def draw_behind(canvas: Canvas, prop: Prop) -> None:
    """A prop, or the part of it that the person is in front of."""
    match prop.kind:
        case "wall":
            canvas.box(prop.x, -2, 600, 500, palette.WALL)
            canvas.box(prop.x, -2, 5, 500, palette.WALL_EDGE)
            canvas.box(prop.x - 4, 0, 604, 16, palette.WALL_EDGE, 2)
        case "backdrop":
            canvas.box(-300, 0, 1100, 600, palette.WALL_PALE)
            canvas.box(-300, 0, 1100, 16, palette.WALL)
        case "handrail":
            for post in (prop.x + 16, prop.x + prop.width - 16):
                canvas.line([(post, prop.base), (post, prop.height - 5)], 6, palette.WALL_EDGE)
            canvas.line([(prop.x + 5, prop.height - 5), (prop.x + prop.width - 5, prop.height - 5)], 10, palette.ROLLER)
        case "step":
            canvas.box(prop.x, 0, prop.width, prop.height, palette.WOOD, 2)
            canvas.box(prop.x - 3, prop.height - 9, prop.width + 6, 9, palette.WOOD_LIGHT, 3)
            canvas.box(prop.x - 3, prop.height - 11, prop.width + 6, 3, palette.WOOD_DARK)
        case "mat":
            canvas.box(prop.x, -7, prop.width, 7, palette.MAT_DARK, 3)
            canvas.box(prop.x, -4, prop.width, 4, palette.MAT, 2)
        case "rail":
            canvas.box(prop.x, 0, prop.width, prop.height, palette.WOOD, 3)
            canvas.box(prop.x - 6, prop.height - 9, prop.width + 12, 9, palette.WOOD_LIGHT, 4)
            canvas.box(prop.x + 8, 12, prop.width - 16, prop.height - 32, palette.WOOD_DARK, 4)
            canvas.box(prop.x + 11, 12, prop.width - 22, prop.height - 35, palette.WOOD, 3)
        case "chair":
            _chair(canvas, prop)
        case "stool":
            for leg in (prop.x + 8, prop.x + prop.width - 8):
                canvas.line([(leg, 3), (leg, prop.height - 6)], 7, palette.WOOD_DARK)
            canvas.line([(prop.x + 8, 32), (prop.x + prop.width - 8, 32)], 5, palette.WOOD_DARK)
            canvas.box(prop.x, prop.height - 12, prop.width, 12, palette.WOOD, 5)
            canvas.box(prop.x, prop.height - 5, prop.width, 5, palette.WOOD_LIGHT, 3)


def _chair(canvas: Canvas, prop: Prop) -> None:
    """A chair from the side: seat height `height`, its back at `x` (or at the other end: `flip`)."""
    back, front = (prop.x + prop.width, prop.x) if prop.flip else (prop.x, prop.x + prop.width)
    lean = 8 if prop.flip else -8
    top = prop.height + 78
    canvas.line([(back, 3), (back, prop.height)], 7, palette.WOOD_DARK)
    canvas.line([(front, 3), (front, prop.height - 4)], 7, palette.WOOD_DARK)
    canvas.line([(back, 34), (front, 34)], 5, palette.WOOD_DARK)
    canvas.line([(back, prop.height - 4), (back + lean, top)], 8, palette.WOOD)
    low, high = sorted((back, front))
    canvas.box(low - 5, prop.height - 11, high - low + 10, 11, palette.WOOD_LIGHT, 5)


def draw_roller(canvas: Canvas, x: float) -> None:
    """A foam roller at x that turns as it rolls along the floor."""
    canvas.circle((x, ROLLER), ROLLER, palette.ROLLER)
    canvas.circle((x, ROLLER), ROLLER * 0.62, palette.ROLLER_DARK)
    angle = -x / ROLLER * 57.29578
    for spoke in range(3):
        canvas.circle(plus((x, ROLLER), turned((ROLLER * 0.8, 0), angle + spoke * 120)), 2.2, palette.ROLLER_DARK)


def draw_arrow(canvas: Canvas, arrow: Arrow, shown: float) -> None:
    """A bold arrow with a round tail; `shown` from 0 to 1."""
    if shown <= 0.02:
        return
    middle = plus(mix(arrow.start, arrow.to, 0.5), times(left_of(unit(minus(arrow.to, arrow.start))), arrow.curve))
    way = [_on_curve(arrow.start, middle, arrow.to, step / 12) for step in range(13)]
    tip, before = way[-1], way[-3]
    direction = unit(minus(tip, before))
    size = 9.0
    head = [
        plus(tip, times(direction, size * 0.9)),
        plus(tip, times(plus(times(direction, -0.55), left_of(direction)), size)),
        plus(tip, times(minus(times(direction, -0.55), left_of(direction)), size)),
    ]
    for width, colour in ((5, "#FFFFFF"), (0, palette.ARROW)):
        extra = f' stroke-opacity="{number(shown)}"'
        canvas.line(way[:-1], 5 + width, colour, extra)
        edge = f' stroke="{colour}" stroke-width="{number(2 + width)}" stroke-linejoin="round"'
        canvas.shape(head, colour, f'{edge} fill-opacity="{number(shown)}"{extra}')


def _on_curve(start: Point, middle: Point, end: Point, share: float) -> Point:
    control = minus(times(middle, 2), mix(start, end, 0.5))
    return mix(mix(start, control, share), mix(control, end, share), share)
