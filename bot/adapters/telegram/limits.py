"""What Telegram allows, as data. Lengths are in UTF-16 code units after markup is taken away, the strict reading."""

TEXT = 4096
"""One message."""

COPY_TEXT = 256
"""The text behind a copy button."""

ROW_LABELS = {2: 17, 3: 10}
"""How long the longest label of a row may be, by how many share it, before a phone cuts labels short."""

POLL_SECONDS = 50
"""The longest that a poll may hang."""

BURST = 5
PER_SECOND = 1.0
"""Messages to one chat: a few at once, then one a second."""


def units(text: str) -> int:
    """The length of `text` as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2
