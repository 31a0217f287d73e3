"""Files as the Bot API takes and keeps them: uploads by multipart, later named by the id that the bot was given."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.doubles.telegram import limits
from tests.doubles.telegram.errors import ApiError, Breach

Kind = Literal["photo", "animation", "document"]

CAPTION = 1024
PHOTO_BYTES, OTHER_BYTES = 10 * 2**20, 50 * 2**20
PHOTO_SIDES = 10_000
"""The most that width and height may come to together."""

WRONG_ID = "Bad Request: wrong file identifier/HTTP URL specified"
SIGNATURES = {
    "animation": (b"GIF89a", b"GIF87a"),
    "document": (b"%PDF-",),
    "photo": (b"\x89PNG\r\n\x1a\n", b"\xff\xd8"),
}


@dataclass(frozen=True)
class Upload:
    """A file in a form, as it came in."""

    name: str
    kind: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class File:
    """A file that Telegram has; `id` is the bot's name for it."""

    id: str
    kind: Kind
    name: str
    data: bytes = field(repr=False)

    def wire(self) -> dict[str, Any]:
        """The part of a message that shows it."""
        base = {"file_id": self.id, "file_unique_id": f"u{self.id}", "file_size": len(self.data)}
        if self.kind == "photo":
            wide, high = _size(self.data)
            thumb = {**base, "file_id": f"{self.id}-s", "width": 90, "height": 90}
            return {"photo": [thumb, {**base, "width": wide, "height": high}]}
        named = {**base, "file_name": self.name}
        if self.kind == "document":
            return {"document": {**named, "mime_type": "application/pdf"}}
        shown = {**named, "width": 480, "height": 400, "duration": 4, "mime_type": "video/mp4"}
        return {"animation": shown, "document": named}


class Cabinet:
    """All files that were uploaded."""

    def __init__(self) -> None:
        self._files: dict[str, File] = {}
        self._number = 0

    def take(self, kind: Kind, given: Any) -> File:
        """The file that a parameter stands for: an upload, or the id of an earlier one."""
        if isinstance(given, Upload):
            self._number += 1
            file = File(f"AgAC{self._number:08d}", kind, given.name, given.data)
            _check(file)
            self._files[file.id] = file
            return file
        file_by_id = self._files.get(str(given))
        if given is None:
            raise ApiError(400, f"Bad Request: there is no {kind} in the request")
        if file_by_id is None:
            raise ApiError(400, WRONG_ID)
        if file_by_id.kind != kind:
            raise Breach(f"type of file mismatch: {file_by_id.kind} sent as {kind}")
        return file_by_id

    def forget_all(self) -> None:
        """From now on no id means anything."""
        self._files.clear()


def caption(params: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """The plain caption and its entities; there need not be one."""
    if not params.get("caption"):
        return "", []
    try:
        return limits.text({**params, "text": params["caption"]}, CAPTION)
    except Breach as error:
        raise Breach("message caption is too long") from error


def _check(file: File) -> None:
    if not file.data:
        raise Breach("file must be non-empty")
    if len(file.data) > (PHOTO_BYTES if file.kind == "photo" else OTHER_BYTES):
        raise ApiError(413, "Request Entity Too Large")
    if not file.data.startswith(SIGNATURES[file.kind]):
        raise Breach(f"this is no {file.kind}: {file.data[:8]!r}")
    if file.kind == "photo" and sum(_size(file.data)) > PHOTO_SIDES:
        raise Breach("PHOTO_INVALID_DIMENSIONS")


def _size(png: bytes) -> tuple[int, int]:
    wide, high = struct.unpack(">II", png[16:24]) if png.startswith(b"\x89PNG") else (90, 90)
    return wide, high
