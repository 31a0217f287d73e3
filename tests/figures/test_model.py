"""A slip in a figure is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.figures.loading import BrokenPictures, load_figures

GOOD = """\
person: ana
seconds: 1.6
carried_by: near
works: {near: [calf]}
pose:
  near: {x: 240, pitch: 0, shank: 3, knee: 3}
  far: {x: 244, pitch: 0}
  near_arm: {upper: 0, elbow: 10}
  far_arm: {upper: 0, elbow: 10}
keys:
  - {t: 0, near: {pitch: 0}}
  - {t: 0.8, near: {pitch: 40}}
"""


def load(folder: Path, text: str) -> list[str]:
    (folder / "some.yaml").write_text(text, "utf-8")
    try:
        load_figures(folder)
    except BrokenPictures as broken:
        return broken.problems
    return []


def test_a_good_figure_loads(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ("knee: 3}", "nee: 3}", "some.yaml:6"),
        (
            "{t: 0.8, near: {pitch: 40}}",
            "{t: 0.8, near: {thigh: 40}}",
            "near.thigh is changed by a key but not given in the pose",
        ),
        ("{t: 0.8,", "{t: 1.8,", "all before the end"),
        ("seconds: 1.6", "seconds: 1.63", "whole number of frames"),
        ("person: ana", "person: ana\nground: 100.5", "multiple of 80"),
        ("[calf]", "[arm]", "some.yaml:4"),
    ],
)
def test_a_slip_is_told_with_its_place(tmp_path: Path, good: str, bad: str, said: str) -> None:
    problems = load(tmp_path, GOOD.replace(good, bad))
    assert problems
    assert any(said in problem for problem in problems), problems
