"""What a handler asks to be shown when it is done; one value, so that it cannot contradict itself."""

from __future__ import annotations

from enum import IntEnum


class Show(IntEnum):
    """The higher one wins where several handlers had a say in a turn."""

    USUAL = 0
    """What is open is shown if it changed, and a question that something was said beside is asked once more."""
    NOTHING = 1
    """Nothing beneath what was said, not even a question that waits or a card that was read."""
    REDRAW = 2
    """What is open is drawn once more in its place."""
    ANEW = 3
    """What is open is shown once more, as a new message."""
