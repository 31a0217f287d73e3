"""Every figure and every frame of it, solved once for all tests."""

from __future__ import annotations

from functools import cache

from tools.figures.loading import load_figures
from tools.figures.model import Figure
from tools.figures.motion import Motion
from tools.figures.skeleton import Body, solve


@cache
def figures() -> dict[str, Figure]:
    return load_figures()


@cache
def frames(name: str) -> tuple[Body, ...]:
    """The bodies of one loop; the first comes once more at the end."""
    figure = figures()[name]
    motion = Motion(figure)
    return tuple(solve(figure, motion.frame(number)) for number in range(motion.frames + 1))


SIDE = sorted(name for name, figure in load_figures().items() if figure.view == "side")
ALL = sorted(load_figures())
