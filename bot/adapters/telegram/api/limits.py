"""What Telegram allows, as data. Lengths are in UTF-16 code units after markup is taken away, the strict reading."""

TEXT = 4096
"""One message."""

CAPTION = 1024
"""The words beneath a picture or a file."""

COPY_TEXT = 256
"""The text behind a copy button."""

ROW_LABELS = {2: 17, 3: 10}
"""How long the longest label of a row may be, by how many share it, before a phone cuts labels short."""

POLL_SECONDS = 50
"""The longest that a poll may hang."""

BURST = 5
PER_SECOND = 1.0
"""Messages to one chat: a few at once, then one a second."""

OVERALL_PER_SECOND = 30.0
"""Messages to all chats together."""

DRAWN_EVERY = ((600.0, 30.0), (120.0, 15.0), (float("-inf"), 5.0))
"""How often what is left of a countdown is drawn: with more than so many seconds left, every so many seconds."""

DRAWN_LAST = 2.0
"""Seconds before the end from which it is drawn no more: the message is about to be closed."""

LEFT_FOR_MESSAGES = 3
"""Messages to the same chat that could still go out at once after a drawing."""

LEFT_FOR_QUESTIONS = 2
"""Messages to the same chat that could still go out at once after an answered question has lost its buttons."""

DRAWINGS_PER_SECOND = 10.0
"""To all chats together; the rest of what a bot may send is for messages."""


def units(text: str) -> int:
    """The length of `text` as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2
