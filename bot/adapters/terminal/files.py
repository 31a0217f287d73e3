"""Pictures at the terminal: the path of the file and what it shows. What is made for the person is written for their eyes only.

A chart or a page lies in `folder` (mode 0700, files 0600, each under a name of its own) for a day, or until `clear`.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from bot.base.log import logger
from flows.base.drawings import Chart, Page
from flows.base.replies import Reply
from flows.base.retention import DRAWN_FILES
from flows.talk.library import CONTENT

MEDIA = CONTENT / "media"

log = logger("terminal")

Draw = Callable[[Chart | Page], bytes]


class ReplyFile(msgspec.Struct, frozen=True):
    """A file that goes with a reply. `kind` is the reply's field: `picture`, `chart` or `page`; `path` is absolute."""

    kind: str
    path: str
    alt: str


def draw_here(what: Chart | Page) -> bytes:
    """PNG or PDF. Takes a second or two for the first, to import what draws."""
    from bot.render.worker import Job, draw

    return draw(Job(chart=what) if isinstance(what, Chart) else Job(page=what))


class ReplyFiles:
    """The person's folder of drawings; made when the first is."""

    def __init__(self, folder: Path, draw: Draw = draw_here) -> None:
        self._folder = folder.absolute()
        self._draw = draw

    def of(self, reply: Reply) -> ReplyFile | None:
        """The reply's file, drawn if need be; None if it has none, or it cannot be had (the words stand by themselves)."""
        if reply.picture is not None:
            path = MEDIA / reply.picture.file
            return ReplyFile("picture", str(path), reply.picture.alt) if path.is_file() else None
        what = reply.chart if reply.chart is not None else reply.page
        if what is None:
            return None
        try:
            return ReplyFile("chart" if reply.chart is not None else "page", self._put(what), what.alt)
        except Exception as error:
            log.error("not_drawn", error=error)
            return None

    def clear(self, older: float = 0.0) -> None:
        """Delete the drawings, or those that are more than so many seconds old."""
        for path in self._folder.glob("*"):
            with suppress(OSError):
                if path.stat().st_mtime <= time.time() - older:
                    path.unlink()

    @property
    def empty(self) -> bool:
        """Whether nothing lies there."""
        return not any(self._folder.glob("*"))

    def _put(self, what: Chart | Page) -> str:
        drawn = self._draw(what)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.clear(DRAWN_FILES.total_seconds())  # the next drawing takes away what is older
        stem, dot, kind = what.file.rpartition(".")
        path = self._folder / f"{stem}-{secrets.token_hex(4)}{dot}{kind}"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(drawn)
        return str(path)
