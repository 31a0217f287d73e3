"""The contact sheet: every picture small, with its id, and what draws it in words (`docs/pictures.md`)."""

from __future__ import annotations

import io
from collections.abc import Mapping

from PIL import Image

from tools.figures.picture import FAMILY, drawn, png
from tools.figures.svg import number

COLUMNS, CELL, GAP, LABEL = 5, 232, 12, 26


def contact_sheet(files: Mapping[str, bytes]) -> bytes:
    """A PNG of all stills, maps and marks; `files` are the media by name."""
    stills = sorted(name.removesuffix(".gif") for name in files if name.endswith(".gif"))
    others = sorted(name.removesuffix(".png") for name in files if name.endswith(".png") and name[:-4] not in stills)
    big = [name for name in others if not name.startswith("mark_")]
    marks = [name for name in others if name.startswith("mark_")]
    cells: list[tuple[str, int, int, int]] = []
    top = GAP
    for group in (stills, big, marks):
        sizes = {name: _opened(files[f"{name}.png"]).size for name in group}
        for at in range(0, len(group), COLUMNS):
            row = group[at : at + COLUMNS]
            tall = max(round(sizes[name][1] * CELL / sizes[name][0]) for name in row)
            for place, name in enumerate(row):
                cells.append((name, GAP + place * (CELL + GAP), top, round(sizes[name][1] * CELL / sizes[name][0])))
            top += tall + LABEL + GAP
    width = GAP + COLUMNS * (CELL + GAP)
    text = "".join(
        f'<text x="{number(x + CELL / 2)}" y="{number(y + tall + 18)}" font-size="15" font-weight="600" text-anchor="middle" '
        f'font-family="{FAMILY}" fill="#1F2A33">{name}</text>'
        for name, x, y, tall in cells
    )
    sheet = drawn(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{top}">'
        f'<rect width="100%" height="100%" fill="#FFFFFF"/>{text}</svg>'
    )
    for name, x, y, tall in cells:
        small = _opened(files[f"{name}.png"]).resize((CELL, tall), Image.Resampling.LANCZOS)
        sheet.paste(small, (x, y), small)
    return png(sheet.convert("RGB"), 200)


def _opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGBA")
