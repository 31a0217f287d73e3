"""Draws one picture each; every maker can be sent to another process."""

from __future__ import annotations

from dataclasses import dataclass

from tools.figures.anatomy import anatomy_svg
from tools.figures.body_map import map_svg
from tools.figures.gif import assemble
from tools.figures.marks import mark_svg
from tools.figures.model import Figure
from tools.figures.motion import Motion
from tools.figures.picture import drawn, png
from tools.figures.scene import frame_svg, still_svg

Files = dict[str, bytes]


@dataclass(frozen=True)
class Moving:
    """The moving picture of an exercise and its still."""

    name: str
    figure: Figure

    def __call__(self) -> Files:
        frames = [drawn(frame_svg(self.figure, number)) for number in range(Motion(self.figure).frames)]
        return {
            f"{self.name}.gif": assemble(frames, self.figure.frame),
            f"{self.name}.png": png(drawn(still_svg(self.figure))),
        }


@dataclass(frozen=True)
class Map:
    """The map of where it hurts."""

    def __call__(self) -> Files:
        return {"map_calf.png": png(drawn(map_svg()))}


@dataclass(frozen=True)
class Anatomy:
    """The anatomy picture in one language."""

    language: str
    words: dict[str, str]

    def __call__(self) -> Files:
        return {f"anatomy_{self.language}.png": png(drawn(anatomy_svg(self.words)))}


@dataclass(frozen=True)
class Mark:
    """One disposition's mark."""

    name: str
    disposition: str
    word: str

    def __call__(self) -> Files:
        return {f"{self.name}.png": png(drawn(mark_svg(self.disposition, self.word)))}
