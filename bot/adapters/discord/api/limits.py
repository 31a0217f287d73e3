"""Discord's limits, as data. Lengths are counted in UTF-16 units, the strictest reading of "characters"."""

from __future__ import annotations

from datetime import timedelta

CONTENT = 2000
LABEL = 80
OPTION_LABEL = 100
PLACEHOLDER = 150
ROWS = 5
IN_A_ROW = 5
OPTIONS = 25
MODAL_TITLE = 45
INPUT_LABEL = 45
INPUT_TEXT = 4000
ALT = 1024
"""The description of a file."""
COMMAND_DESCRIPTION = 100
ARGUMENT = 100
"""What may stand behind a command; our own limit, Discord's is 6000."""

ANSWER_WITHIN = timedelta(seconds=3)
"""How long an interaction waits for its first answer."""

PATIENCE = 1.5
"""Seconds to wait for the commit before "thinking" is shown; half of `ANSWER_WITHIN`, to leave room for the call."""

SERVER_WITHIN = 5.0
"""Seconds that a server may take for what is urgent; then it goes to the direct messages."""

TOKEN_LIFE = timedelta(minutes=15)
"""How long an interaction's token can be used to send and edit."""


def length(text: str) -> int:
    """The length of `text` in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def fit(text: str, limit: int) -> str:
    """`text`, cut with an ellipsis if it is longer than `limit`."""
    if length(text) <= limit:
        return text
    while length(text) > limit - 1:
        text = text[:-1]
    return text.rstrip() + "…"
