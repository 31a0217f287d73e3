"""What goes with a reply as a file: a picture of the content, a chart, or the page for a clinician, as bytes.

media = Media()                  one for each adapter; nothing is drawn, and nothing heavy imported, before it is asked for
await media.of(reply)            -> Attachment, or None if there is none or it cannot be had (the words go without)
await media.close()
"""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from typing import Literal

import msgspec

from bot.base.log import logger
from bot.render.studio import Studio, StudioError
from flows.base.replies import Picture, Reply
from flows.talk.library import CONTENT

FOLDER = CONTENT / "media"

log = logger("media")


class Attachment(msgspec.Struct, frozen=True):
    """A file on its way: `name` as it is sent, `alt` what it shows.

    `kind` is `moving` (GIF), `still` (PNG) or `page` (PDF). `key` names the very bytes of a picture that is the same for
    everybody; it is empty for what was made for one person.
    """

    kind: Literal["moving", "still", "page"]
    name: str
    alt: str
    data: bytes
    key: str = ""


class Media:
    """`folder` holds the pictures; `studio` draws charts and pages."""

    def __init__(self, folder: Path = FOLDER, studio: Studio | None = None) -> None:
        self._folder = folder
        self._studio = studio or Studio()
        self._keys: dict[str, str] = {}

    async def of(self, reply: Reply) -> Attachment | None:
        """The reply's attachment. Whatever goes wrong is logged and makes it None: a picture never holds up words."""
        try:
            if reply.picture is not None:
                return await self._picture(reply.picture)
            if reply.chart is not None:
                return Attachment("still", reply.chart.file, reply.chart.alt, await self._studio.chart(reply.chart))
            if reply.page is not None:
                return Attachment("page", reply.page.file, reply.page.alt, await self._studio.page(reply.page))
        except (OSError, StudioError) as error:
            log.warning("no_attachment", error=error)
        return None

    async def close(self) -> None:
        """End what is being drawn."""
        await self._studio.close()

    async def _picture(self, picture: Picture) -> Attachment:
        # Read each time: all of them in memory would be 10 MB, and the system keeps what is read often.
        data = await asyncio.to_thread((self._folder / picture.file).read_bytes)
        if picture.file not in self._keys:
            self._keys[picture.file] = hashlib.sha256(data).hexdigest()
        kind: Literal["moving", "still"] = "moving" if picture.file.endswith(".gif") else "still"
        return Attachment(kind, picture.file, picture.alt, data, self._keys[picture.file])
