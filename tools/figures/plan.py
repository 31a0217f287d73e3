"""Which pictures there are, what each is made from, and whether the files are still those.

`content/media/manifest.json` says for each file a hash of what it was made from and one of the file itself. So a stale or
edited picture is found without drawing anything.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.figures.loading import FIGURES, MEDIA, below, load_figures, load_picture_words
from tools.figures.marks import DISPOSITIONS
from tools.figures.picture import FONTS, ROOT

MANIFEST = MEDIA / "manifest.json"
SHEET = ROOT / "docs" / "pictures.png"

Files = dict[str, bytes]


@dataclass(frozen=True)
class Task:
    """One picture: the files it makes, the text that it is made from besides the code, and how to make it."""

    name: str
    files: tuple[str, ...]
    source: str
    make: Callable[[], Files]


def tasks() -> list[Task]:
    """Every picture, in a fixed order. Raises `BrokenPictures`."""
    from tools.figures import make

    found = [
        Task(
            name,
            (f"{name}.gif", f"{name}.png"),
            (FIGURES / f"{name}.yaml").read_text("utf-8"),
            make.Moving(name, figure),
        )
        for name, figure in load_figures().items()
    ]
    found.append(Task("map_calf", ("map_calf.png",), "", make.Map()))
    words = load_picture_words()
    for language in words.languages:
        anatomy, marks = below(words, language, "anatomy"), below(words, language, "marks")
        found.append(
            Task(
                f"anatomy_{language}",
                (f"anatomy_{language}.png",),
                json.dumps(anatomy),
                make.Anatomy(language, anatomy),
            )
        )
        for disposition in DISPOSITIONS:
            name, word = f"mark_{disposition}_{language}", marks[disposition]
            found.append(Task(name, (f"{name}.png",), word, make.Mark(name, disposition, word)))
    return found


def code_hash() -> str:
    """A hash of everything that draws: this package and the fonts."""
    digest = hashlib.sha256()
    for path in [*sorted(Path(__file__).parent.glob("*.py")), *(Path(font) for font in FONTS)]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def made_from(task: Task, code: str) -> str:
    """The hash of what a picture is made from."""
    return hashlib.sha256(f"{code}\0{task.name}\0{task.source}".encode()).hexdigest()


def problems() -> list[str]:
    """What is stale, changed, missing or left over among the pictures, one sentence each."""
    written = json.loads(MANIFEST.read_text("utf-8")) if MANIFEST.exists() else {}
    code, found, known = code_hash(), [], {MANIFEST.name}
    for task in tasks():
        for file in task.files:
            known.add(file)
            entry, path = written.get(file), MEDIA / file
            if entry is None or not path.exists():
                found.append(f"content/media/{file} is missing.")
            elif entry["made_from"] != made_from(task, code):
                found.append(f"content/media/{file} is stale: what it is made from has changed.")
            elif entry["file"] != hashlib.sha256(path.read_bytes()).hexdigest():
                found.append(f"content/media/{file} is not the picture that was drawn.")
    left = sorted({path.name for path in MEDIA.iterdir()} - known) if MEDIA.exists() else []
    found.extend(f"content/media/{name} belongs to no figure." for name in left)
    if not found and (not SHEET.exists() or written.get(SHEET.name) != sheet_entry(written)):
        found.append("docs/pictures.png is not the contact sheet of these pictures.")
    return found


def sheet_entry(manifest: dict[str, dict[str, str]]) -> dict[str, str]:
    """What the manifest says about the contact sheet: the pictures that it shows, and its own hash."""
    shown = json.dumps({name: entry["file"] for name, entry in sorted(manifest.items()) if name != SHEET.name})
    return {
        "made_from": hashlib.sha256(shown.encode()).hexdigest(),
        "file": hashlib.sha256(SHEET.read_bytes()).hexdigest(),
    }
