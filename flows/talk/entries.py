"""What leads into a flow: slash commands, typed words and their readers, and buttons of earlier turns."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from flows.base.tokens import Token
from flows.talk.show import Show
from flows.talk.turn import Turn
from flows.understand.labels import Meant
from flows.understand.reader import Understood

OldTap = Callable[[Turn, Token, tuple[str, ...]], Show | None]
"""Takes a button of an earlier turn (its token, and the ids picked from a menu); None: it is none of these."""


class SlashCommand(msgspec.Struct, frozen=True):
    """A slash command: called with what stands behind it. `harmless` ones are not held up by a sign that waits."""

    run: Callable[[Turn, str], Show]
    harmless: bool = False


class TypedWords(msgspec.Struct, frozen=True):
    """Typed words as they were read: the text, what is in it, and which choice of what is open it names, if any."""

    text: str
    heard: Understood
    meant: Meant | None


class Reader(msgspec.Struct, frozen=True):
    """One way to take typed words. `takes` does what they ask for; None: they are not for it."""

    name: str
    when: str
    """When it may speak, in words for the diagram."""
    takes: Callable[[Turn, TypedWords], Show | None]
    cannot_wait: bool = False
    """Whether it looks at texts that are too long for anything else."""
