"""A passage for trying a port by itself: it writes down what the port tells it."""

from __future__ import annotations


class NotedPassage:
    """A `bot.ports.Passage` that keeps everything in memory."""

    def __init__(self, **parts: str) -> None:
        self.parts = dict(parts)
        self.notes: list[str] = []

    async def leaves(self) -> None:
        self.notes.append("leaves")

    async def returned(self) -> None:
        self.notes.append("returned")

    async def arrived(self, part: str, message: str) -> None:
        self.parts[part] = message
        self.notes.append(f"arrived {part}")

    def end(self) -> None:
        self.notes.append("end")
