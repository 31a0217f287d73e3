"""Whether an answer is Telegram's own: what a proxy or the page of a hotel's network says is no word of Telegram's.

Without this a proxy's 404 would read as a token refused, its 403 as a person who blocked the bot.
"""

from __future__ import annotations

import json
from typing import Any

from telegram.error import NetworkError


class NotTelegram(NetworkError):
    """Something else answered with this HTTP `status`; what it said is not kept, since nobody knows what it is."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(f"an answer that is not Telegram's, status {status}")


def telegrams_own(status: int, body: bytes) -> bytes:
    """The body, if Telegram may have said it: an object with a result, or one that says what was wrong.

    Raises `NotTelegram`. A good answer is looked at but not read here: that costs time, and is done once, by `as_object`.
    """
    if 200 <= status <= 299:
        if not body.lstrip().startswith(b"{") or b'"result"' not in body:
            raise NotTelegram(status)
    else:
        as_object(body, status)
    return body


def as_object(body: bytes, status: int = 200) -> dict[str, Any]:
    """The body as an object. Raises `NotTelegram` if it is none, was cut off or is none of Telegram's."""
    try:
        said = json.loads(body.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        raise NotTelegram(status) from None
    if not isinstance(said, dict) or said.keys().isdisjoint(("result", "description", "error_code")):
        raise NotTelegram(status)
    return said
