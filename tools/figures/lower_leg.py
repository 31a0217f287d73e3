"""A large right lower leg from behind and from the front, for the body map and the anatomy picture."""

from __future__ import annotations

from tools.figures.svg import Canvas
from tools.figures.vector import Point

SKIN, SHADE, LINE = "#E8BE9F", "#DBA884", "#B9825F"

# Height above the sole, then how far the inner and the outer edge lie from the middle; 560 from the sole to mid thigh.
_EDGES = (
    (560, 66, 68), (510, 60, 60), (470, 54, 53), (430, 47, 46), (400, 44, 43), (370, 46, 45), (335, 55, 51),
    (300, 60, 53), (265, 57, 48),
    (225, 45, 39), (185, 33, 30), (150, 26, 25), (115, 24, 23), (92, 27, 24), (76, 27, 28), (58, 24, 25),
)  # fmt: skip


class LowerLeg:
    """Draws at a place and size; points are given as (outwards, up) from the middle of the sole, of a right leg."""

    def __init__(self, canvas: Canvas, middle: Point, size: float, *, front: bool) -> None:
        self.canvas, self._middle, self._size = canvas, middle, size
        # From behind, the outer side of a right leg is on the right of the picture; from the front on the left.
        self._side = -1 if front else 1
        self.front = front

    def at(self, outwards: float, up: float) -> Point:
        """A place of the leg in the picture's world."""
        return (self._middle[0] + self._side * outwards * self._size, self._middle[1] + up * self._size)

    def points(self, *places: Point) -> list[Point]:
        """Several places."""
        return [self.at(*place) for place in places]

    def skin(self) -> None:
        """The bare leg."""
        if self.front:
            self._foot_from_front()
        else:
            self._foot_from_behind()
        inner = [self.at(-inner, up) for up, inner, _ in _EDGES]
        outer = [self.at(outer, up) for up, _, outer in reversed(_EDGES)]
        low = self.points((-20, 44), (0, 40), (20, 44))
        self.canvas.blob([inner[0], *inner, *low, *outer, outer[-1], outer[-1]], SKIN)
        if self.front:
            self._knee_cap()
        else:
            self._crease()

    def patch(self, fill: str, *places: Point, edge: str = "#FFFFFF", width: float = 2.4, opacity: float = 1.0) -> None:
        """A smooth coloured region."""
        extra = f' stroke="{edge}" stroke-width="{width}" fill-opacity="{opacity}"'
        self.canvas.blob(self.points(*places), fill, extra)

    def _foot_from_behind(self) -> None:
        self.canvas.blob(self.points((6, 50), (30, 44), (50, 26), (56, 12), (46, 4), (20, 4)), SHADE)
        self.canvas.blob(
            self.points((-24, 62), (-27, 30), (-24, 10), (-12, 2), (10, 2), (24, 9), (28, 30), (25, 62)), SKIN
        )

    def _foot_from_front(self) -> None:
        foot = (
            (-23, 70),
            (-30, 44),
            (-40, 22),
            (-38, 8),
            (-20, 2),
            (8, 2),
            (34, 4),
            (46, 12),
            (42, 28),
            (30, 48),
            (23, 70),
        )
        self.canvas.blob(self.points(*foot), SKIN)
        for place, size in (((-29, 11), 10), ((-11, 8), 7.6), ((4, 8), 7), ((18, 9), 6.6), ((31, 11), 6)):
            self.canvas.circle(self.at(*place), size * self._size, SKIN, f' stroke="{LINE}" stroke-width="1.4"')

    def _crease(self) -> None:
        self.canvas.curve(self.points((-34, 402), (-14, 396), (0, 398), (16, 396), (33, 402)), 2, LINE)
        for side in (-1, 1):
            self.canvas.curve(self.points((side * 15, 120), (side * 12, 92), (side * 14, 74)), 1.8, SHADE)

    def _knee_cap(self) -> None:
        self.canvas.ellipse(self.at(0, 414), 27 * self._size, 31 * self._size, 0, SHADE)
        self.canvas.ellipse(self.at(-1, 416), 22 * self._size, 26 * self._size, 0, SKIN)


# --- what lies under the skin, from behind --------------------------------------------------------------------------

INNER_HEAD = (
    (-6, 404),
    (-24, 402),
    (-42, 372),
    (-52, 330),
    (-53, 290),
    (-44, 252),
    (-28, 236),
    (-9, 246),
    (-2, 280),
    (-2, 350),
)
OUTER_HEAD = ((6, 404), (24, 402), (38, 372), (45, 330), (45, 298), (37, 266), (22, 252), (7, 262), (2, 290), (2, 350))
SOLEUS_LOW = (
    (-46, 268), (-50, 244), (-41, 216), (-29, 184), (-15, 166), (0, 160), (14, 166), (26, 186), (36, 216), (43, 246),
    (40, 268), (22, 246), (4, 250), (-8, 240), (-28, 230),
)  # fmt: skip
SOLEUS = (
    (-10, 380), (-28, 366), (-44, 326), (-51, 280), (-47, 240), (-34, 200), (-18, 172), (0, 162), (17, 172), (31, 202),
    (42, 242), (45, 284), (39, 330), (25, 366), (10, 384), (0, 376),
)  # fmt: skip
CORD = (
    (-17, 176),
    (-11, 140),
    (-8, 110),
    (-9, 80),
    (-12, 62),
    (0, 56),
    (12, 62),
    (9, 80),
    (8, 110),
    (11, 140),
    (17, 176),
    (0, 168),
)
