"""From SVG to pixels, with the repository's own fonts and nothing from the machine."""

from __future__ import annotations

import io
from pathlib import Path

import resvg_py
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
FONTS = [str(ROOT / "content" / "fonts" / name) for name in ("SourceSansPro-Bold.ttf", "SourceSansPro-Semibold.ttf")]
FAMILY = "Source Sans Pro"


def drawn(svg: str) -> Image.Image:
    """The SVG as an RGBA picture."""
    data = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=FONTS, font_family=FAMILY)
    return Image.open(io.BytesIO(bytes(data))).convert("RGBA")


def png(picture: Image.Image, colours: int = 0) -> bytes:
    """A PNG file; with `colours` of at most 256, a smaller one that looks the same."""
    file = io.BytesIO()
    if colours:
        picture = picture.quantize(colours, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()
