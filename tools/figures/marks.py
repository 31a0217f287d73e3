"""Verdict marks: one strip per disposition. Shape, sign and word each say it alone; colour only helps."""

from __future__ import annotations

import math
from xml.sax.saxutils import escape

from tools.figures.picture import FAMILY
from tools.figures.svg import number

WIDTH, HEIGHT = 480, 120
DISPOSITIONS = ("emergency_now", "urgent_same_day", "clinician_soon", "self_care", "ok_to_run")

_COLOURS = {
    "emergency_now": ("#B3121D", "#FBE6E7"),
    "urgent_same_day": ("#A84300", "#FCEBDD"),
    "clinician_soon": ("#1F5A96", "#E4EFF9"),
    "self_care": ("#1C6B66", "#E1F2EF"),
    "ok_to_run": ("#2C6B2A", "#E5F3E1"),
}

_SIGNS = {
    # A telephone's handset, ringing.
    "emergency_now": (
        '<path d="M-17 -19 c-5 3 -7 9 -4 17 c4 12 12 20 24 25 c8 3 14 1 17 -4 c2 -3 1 -5 -1 -7 l-7 -5 c-2 -2 -5 -1 -6 1 l-3 4 '
        'c-7 -4 -11 -8 -14 -15 l4 -3 c2 -1 3 -4 2 -6 l-4 -8 c-1 -2 -5 -2 -8 1z" fill="#fff"/>'
        '<path d="M4 -8 a9 9 0 0 1 8 8 M5 -17 a18 18 0 0 1 16 17" fill="none" stroke="#fff" stroke-width="4" '
        'stroke-linecap="round"/>'
    ),
    # A clock.
    "urgent_same_day": (
        '<g transform="translate(0 7)"><circle r="18" fill="none" stroke="#fff" stroke-width="5"/>'
        '<path d="M0 -10 V1 L8 6" fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round" stroke-linejoin="round"/></g>'
    ),
    # A calendar with a cross of care.
    "clinician_soon": (
        '<rect x="-21" y="-18" width="42" height="38" rx="6" fill="none" stroke="#fff" stroke-width="5"/>'
        '<path d="M-11 -25 V-14 M11 -25 V-14 M0 -6 V13 M-9.5 3.5 H9.5" stroke="#fff" stroke-width="5" '
        'stroke-linecap="round"/>'
    ),
    # A house with a heart.
    "self_care": (
        '<path d="M-25 1 L0 -22 L25 1 M-18 -4 V21 H18 V-4" fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round" '
        'stroke-linejoin="round"/>'
        '<path d="M0 15 C-13 6 -9 -5 -2 -3 L0 -1 L2 -3 C9 -5 13 6 0 15z" fill="#fff"/>'
    ),
    # A tick.
    "ok_to_run": (
        '<path d="M-20 1 L-6 16 L21 -14" fill="none" stroke="#fff" stroke-width="9" stroke-linecap="round" '
        'stroke-linejoin="round"/>'
    ),
}  # fmt: skip


def mark_svg(disposition: str, word: str) -> str:
    """The strip of one disposition, 480 × 120; the word shrinks until it fits."""
    strong, pale = _COLOURS[disposition]
    size = min(34.0, 330 / max(len(word) * 0.56, 1))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect x="2" y="2" width="{WIDTH - 4}" height="{HEIGHT - 4}" rx="24" fill="{pale}" stroke="{strong}" stroke-width="4"/>'
        f'<g transform="translate(68 60)">{_shape(disposition, strong)}{_SIGNS[disposition]}</g>'
        f'<text x="132" y="{number(60 + size * 0.34)}" font-family="{FAMILY}" font-weight="700" font-size="{number(size)}" '
        f'fill="{strong}">{escape(word)}</text></svg>'
    )


def _shape(disposition: str, fill: str) -> str:
    """A shape of its own for each: octagon, triangle, square, disc, shield."""
    join = f'fill="{fill}" stroke="{fill}" stroke-width="8" stroke-linejoin="round"'
    match disposition:
        case "emergency_now":
            return f'<polygon points="{_ring(8, 44, 22.5)}" {join}/>'
        case "urgent_same_day":
            return f'<polygon points="0,-38 43,34 -43,34" {join}/>'
        case "clinician_soon":
            return f'<rect x="-40" y="-40" width="80" height="80" rx="10" {join}/>'
        case "self_care":
            return f'<circle r="47" fill="{fill}"/>'
        case _:
            return f'<path d="M0 -45 L38 -32 V-2 C38 22 22 36 0 45 C-22 36 -38 22 -38 -2 V-32 Z" {join}/>'


def _ring(corners: int, radius: float, turn: float) -> str:
    angles = [math.radians(turn + 360 * corner / corners) for corner in range(corners)]
    return " ".join(f"{number(radius * math.cos(angle))},{number(radius * math.sin(angle))}" for angle in angles)
