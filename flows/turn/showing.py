"""What is shown at the end of a turn, decided from what changed in it; nothing else is looked at."""

from __future__ import annotations

from enum import Enum

import msgspec

from flows.talk.show import Show


class Seen(msgspec.Struct, frozen=True):
    """What happened to what is open.

    `changed`: another question or card is open, or the open card says something else. `ticked`: only a tick of the open
    list changed. `waits`: what is open is a question, not something to read. `read_before`: something beside the check has
    ended, and what comes back is a calm card that was read; `in_passing`: what has ended came by itself and comes daily.
    """

    changed: bool = False
    ticked: bool = False
    waits: bool = True
    read_before: bool = False
    in_passing: bool = False


class What(Enum):
    """What is shown."""

    NOTHING = "nothing"
    NEXT = "what is open now, as the next turn"
    SHORT = "the next turn, with the short form of what was read before"
    SILENT = "the next turn, without a word"
    IN_PLACE = "what is open, drawn once more in its place"
    ONCE_MORE = "what is open, as a new message"


def what_to_show(seen: Seen, asked: Show) -> What:
    """What is shown, given what happened and what the handlers asked for."""
    if seen.changed:
        if not seen.read_before or asked is Show.ANEW:
            return What.NEXT
        return What.SILENT if asked is Show.NOTHING or seen.in_passing else What.SHORT
    if asked is Show.ANEW:
        return What.ONCE_MORE
    if seen.ticked or asked is Show.REDRAW:
        return What.IN_PLACE
    return What.ONCE_MORE if seen.waits and asked is not Show.NOTHING else What.NOTHING
