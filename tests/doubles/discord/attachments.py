"""Files beside a message: what the bot lists becomes what Discord keeps, or is refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tests.doubles.discord.errors import ApiError, invalid

if TYPE_CHECKING:
    from tests.doubles.discord.serving import Upload
    from tests.doubles.discord.world import Json, World

MOST, BYTES, DESCRIPTION = 10, 10 * 2**20, 1024


def too_large() -> ApiError:
    """40005: more than the server takes."""
    return ApiError(413, 40005, "Request entity too large")


def take(world: World, body: Json, files: Sequence[Upload]) -> Json:
    """`body` with its list of attachments as Discord shows them; the files are kept under their new ids."""
    if "data" in body and isinstance(body["data"], dict):
        return {**body, "data": take(world, body["data"], files)}
    if "attachments" not in body:
        if files:
            raise invalid("attachments", "Files that are not listed.")
        return body
    if sum(len(file.data) for file in files) > BYTES:
        raise too_large()
    listed = list(body["attachments"] or [])
    if len(listed) > MOST:
        raise invalid("attachments", "Must be 10 or fewer in length.")
    return {**body, "attachments": [_one(world, entry, files) for entry in listed]}


def _one(world: World, entry: Json, files: Sequence[Upload]) -> Json:
    number = int(entry["id"])
    if number >= len(files):
        if number not in world.files:
            raise invalid("attachments", f"There is no attachment {number}.")
        return world.files[number][0]
    file = files[number]
    if not file.data:
        raise invalid("attachments", "A file is empty.")
    if len(file.description or "") > DESCRIPTION:
        raise invalid("attachments.description", "Must be 1024 or fewer in length.")
    new = world.new_id()
    where = f"https://cdn.discordapp.com/attachments/1/{new}/{file.filename}"
    shown: Json = {
        "id": str(new),
        "filename": file.filename,
        "size": len(file.data),
        "url": where,
        "proxy_url": where,
        "content_type": file.content_type,
    }
    if file.description:
        shown["description"] = file.description
    world.files[new] = shown, file.data
    return shown
