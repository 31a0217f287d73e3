"""From drawn frames to one small looping GIF, the same bytes every time.

One palette for all frames; each frame holds only the box that changed, with unchanged pixels see-through. Pillow does the
compression of a single frame; the file around the frames is put together here, so that no frame is merged or dropped.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence

from PIL import Image, ImageChops

COLOURS, FLAT = 112, 30
CLEAR = 255
"""Palette place of see-through pixels: outside the card's corners, and what stays as it was."""


def assemble(frames: Sequence[Image.Image], hundredths: int) -> bytes:
    """A GIF that loops for ever. Frames are RGBA and of one size; each is shown for `hundredths` of a second."""
    width, height = frames[0].size
    palette = _palette(frames)
    colours = (palette.getpalette() or [])[: 3 * COLOURS]
    table = bytes(colours) + bytes(3 * 256 - len(colours))
    parts = [b"GIF89a", struct.pack("<HHBBB", width, height, 0xF7, 0, 0), table]
    parts.append(b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00")
    before: Image.Image | None = None
    for frame in frames:
        places = _places(frame, palette)
        shown, box = (places, (0, 0, width, height)) if before is None else _changed(before, places)
        parts.append(b"\x21\xf9\x04" + struct.pack("<BHB", 0x05, hundredths, CLEAR) + b"\x00")
        parts.append(b"\x2c" + struct.pack("<HHHHB", box[0], box[1], box[2] - box[0], box[3] - box[1], 0))
        parts.append(_compressed(shown.crop(box)))
        before = places
    return b"".join([*parts, b"\x3b"])


def _palette(frames: Sequence[Image.Image]) -> Image.Image:
    """The colours that serve all frames best, from a few of them beside each other."""
    step = max(1, len(frames) // 6)
    some = frames[::step]
    width, height = frames[0].size
    strip = Image.new("RGB", (width * len(some), height), "#EFF4F6")
    for at, frame in enumerate(some):
        strip.paste(frame, (at * width, 0), frame)
    # The flat colours exactly, so that the card looks the same in every picture; the edges between them as well as may be.
    counted: list[tuple[int, tuple[int, int, int]]] = sorted(strip.getcolors(1 << 24) or [], reverse=True)  # type: ignore[arg-type]
    flat = [colour for _, colour in counted[:FLAT]]
    rest = strip.quantize(COLOURS - len(flat), method=Image.Quantize.MEDIANCUT, kmeans=1).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([*(part for colour in flat for part in colour), *rest][: 3 * COLOURS])
    return palette


def _places(frame: Image.Image, palette: Image.Image) -> Image.Image:
    """Palette places as grey values."""
    flat = frame.convert("RGB").quantize(palette=palette, dither=Image.Dither.NONE)
    places = Image.frombytes("L", flat.size, flat.tobytes())
    # Pillow looks colours up roughly; the flat ones are set exactly.
    colours = palette.getpalette() or []
    plain = frame.convert("RGB")
    for place in range(FLAT):
        red, green, blue = colours[3 * place : 3 * place + 3]
        solid = Image.new("RGB", plain.size, (red, green, blue))
        reds, greens, blues = ImageChops.difference(plain, solid).split()
        apart = ImageChops.lighter(ImageChops.lighter(reds, greens), blues)
        places.paste(place, mask=apart.point([255] + [0] * 255))
    places.paste(CLEAR, mask=frame.getchannel("A").point([255 * (alpha < 128) for alpha in range(256)]))
    return places


def _changed(before: Image.Image, now: Image.Image) -> tuple[Image.Image, tuple[int, int, int, int]]:
    """The new frame with everything see-through that stays, and the box that changed (one pixel if none did)."""
    same = ImageChops.difference(before, now).point([255] + [0] * 255)
    shown = now.copy()
    shown.paste(CLEAR, mask=same)
    return shown, ImageChops.invert(same).getbbox() or (0, 0, 1, 1)


def _compressed(places: Image.Image) -> bytes:
    """The compressed pixels of one frame, taken out of a file that Pillow wrote."""
    file = io.BytesIO()
    single = Image.frombytes("P", places.size, places.tobytes())
    single.putpalette(bytes(range(256)) * 3)
    single.save(file, "GIF", optimize=False, interlace=False)
    written = file.getvalue()
    at = 13 + (3 * 2 ** ((written[10] & 7) + 1) if written[10] & 0x80 else 0)
    while written[at] == 0x21:
        at += 2
        while written[at]:
            at += written[at] + 1
        at += 1
    start = at + 10 + (3 * 2 ** ((written[at + 9] & 7) + 1) if written[at + 9] & 0x80 else 0)
    return written[start:-1]
