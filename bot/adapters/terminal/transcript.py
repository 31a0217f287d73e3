"""A conversation written down as a test that a clinician can read: `said:`, `shown:`, `verdict:`.

    said: /start
    shown: Since the calf pain began, have you had any of these? …
    said: None of these
    verdict: self_care doms tightness_overuse
    advance: PT30S
    shown: Now the other leg.

`shown:` texts must appear, in this order, in what is answered to the line above; longer ones go on indented.
"""

from __future__ import annotations

import math
from datetime import datetime
from pathlib import Path

from flows.base.replies import Reply, plain_text


class Transcript:
    """Writes to `path`, a line at a time, so that an interrupted conversation is kept too."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._last: datetime | None = None
        path.write_text("", encoding="utf-8")

    def note(self, said: str, replies: tuple[Reply, ...], at: datetime) -> None:
        """Add what was said at `at` and what came back."""
        self._last = at
        self._add(f"said: {said}", replies)

    def passed(self, at: datetime, replies: tuple[Reply, ...]) -> None:
        """Add what came by itself at `at`. Before anything was said there is nothing that it could follow."""
        if self._last is not None:
            seconds = math.ceil((at - self._last).total_seconds())
            self._last = at
            self._add(f"advance: PT{seconds}S", replies)

    def _add(self, act: str, replies: tuple[Reply, ...]) -> None:
        lines = [act]
        for reply in replies:
            text = plain_text(reply).replace("\n\n", "\n").replace("\n", "\n    ")
            lines.append(f"shown: {text}")
            if reply.verdict is not None:
                lines.append(f"verdict: {reply.verdict.urgency} {' '.join(reply.verdict.fits)}")
        with self._path.open("a", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
