"""Reads what the pictures are made from: the figures and the words in them. Every problem is `file:line: sentence`."""

from __future__ import annotations

from pathlib import Path

from flows.content.problems import Problems
from flows.content.strict_yaml import read_document, validate
from flows.content.words import Words, load_words
from tools.figures.model import Figure
from tools.figures.picture import ROOT

CONTENT = ROOT / "content"
FIGURES, MEDIA = CONTENT / "figures", CONTENT / "media"


class BrokenPictures(Exception):
    """What the pictures are made from does not hold together; `problems` are `file:line: sentence`."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def load_figures(folder: Path = FIGURES) -> dict[str, Figure]:
    """Every figure by its id, which is its file's name. Raises `BrokenPictures`."""
    figures: dict[str, Figure] = {}
    problems: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        document = read_document(path, ROOT)
        figure, found = validate(document, Figure)
        problems.extend([*document.problems, *found])
        if figure is not None:
            figures[path.stem] = figure
    if problems:
        raise BrokenPictures(problems)
    return figures


def load_picture_words() -> Words:
    """All words. Raises `BrokenPictures`."""
    problems = Problems()
    words = load_words(CONTENT, problems)
    if problems.found:
        raise BrokenPictures(problems.found)
    return words


def below(words: Words, language: str, key: str) -> dict[str, str]:
    """The texts under `pictures.<key>`, by what stands after it; a list of lines becomes one text with line ends."""
    head = f"pictures.{key}."
    keys = [full for full in words.keys("en") if full.startswith(head)]
    return {full.removeprefix(head): "\n".join(words.lines(language, full)) for full in keys}
