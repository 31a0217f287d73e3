"""The documented limits of the Bot API, each a check that refuses what breaks it."""

from __future__ import annotations

import re
from typing import Any

from tests.doubles.telegram.errors import ApiError, Breach
from tests.doubles.telegram.markup import parse, utf16

TEXT, RAW_BYTES = 4096, 32_768
BUTTONS, ROW, DATA_BYTES, COPY = 100, 8, 64, 256
COMMANDS, COMMAND_NAME, COMMAND_DESCRIPTION = 100, 32, 256
DESCRIPTION, SHORT_DESCRIPTION, CALLBACK_ANSWER = 512, 120, 200
ACTIONS = {"callback_data", "url", "copy_text"}


def text(params: dict[str, Any], limit: int = TEXT) -> tuple[str, list[dict[str, Any]]]:
    """The plain text and entities of a message about to be shown."""
    raw = params.get("text", "")
    if len(raw.encode()) > RAW_BYTES:
        raise Breach("Text is too long")
    mode = params.get("parse_mode")
    if mode not in (None, "HTML"):
        raise Breach("unsupported parse_mode")
    plain, entities = parse(raw) if mode else (raw, [])
    if not plain.strip():
        raise Breach("message text is empty")
    if utf16(plain) > limit:
        raise Breach("message is too long")
    return plain, entities


def keyboard(markup: Any) -> list[list[dict[str, Any]]]:
    """The rows of an inline keyboard; `None` and an empty object mean no keyboard."""
    if not markup:
        return []
    if not isinstance(markup, dict) or set(markup) != {"inline_keyboard"}:
        raise Breach("object expected as reply markup")
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise Breach('Field "inline_keyboard" must be of type Array')
    if sum(len(row) for row in rows) > BUTTONS:
        raise Breach("reply markup is too long")
    for row in rows:
        if not 1 <= len(row) <= ROW:
            raise Breach(f"a row has {len(row)} buttons")
        for button in row:
            _button(button)
    return [row for row in rows if row]


def _button(button: dict[str, Any]) -> None:
    if not str(button.get("text", "")).strip():
        raise Breach("can't parse inline keyboard button: text must be non-empty")
    actions = set(button) - {"text"}
    if not actions:
        raise Breach("Text buttons are not allowed in the inline keyboard")
    if len(actions) > 1 or not actions <= ACTIONS:
        raise Breach(f"can't parse inline keyboard button: {sorted(actions)}")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= DATA_BYTES:
        raise Breach("BUTTON_DATA_INVALID")
    if "url" in button and not re.match(r"(https?|tg)://\S+$", button["url"]):
        raise Breach("BUTTON_URL_INVALID")
    if "copy_text" in button and not 1 <= utf16(button["copy_text"].get("text", "")) <= COPY:
        raise Breach("BUTTON_COPY_TEXT_INVALID")


def commands(given: list[dict[str, str]]) -> list[dict[str, str]]:
    """The command list, as it will be shown."""
    if len(given) > COMMANDS:
        raise Breach("BOT_COMMANDS_TOO_MUCH")
    for command in given:
        if not re.fullmatch(rf"[a-z0-9_]{{1,{COMMAND_NAME}}}", command["command"]):
            raise Breach("BOT_COMMAND_INVALID")
        if not 1 <= utf16(command["description"]) <= COMMAND_DESCRIPTION:
            raise Breach("BOT_COMMAND_DESCRIPTION_INVALID")
    return given


def short(value: str, limit: int, what: str) -> str:
    """A text of at most `limit` UTF-16 units."""
    if utf16(value) > limit:
        raise Breach(f"{what} is too long")
    return value


def known(params: dict[str, Any], allowed: set[str]) -> None:
    """Refuse parameters that this double does not know, so that none is silently ignored."""
    if unknown := set(params) - allowed:
        raise Breach(f"parameters unknown to the double: {sorted(unknown)}")


def number(params: dict[str, Any], name: str, default: int | None = None) -> int:
    """A whole number among the parameters."""
    value = params.get(name, default)
    if value is None:
        raise ApiError(400, f"Bad Request: parameter {name} is required")
    return int(value)
