"""What is shown at the end of a turn: a table of cases."""

from __future__ import annotations

from itertools import product

import pytest

from flows.talk.show import Show
from flows.turn.engine import Seen, What, what_to_show

QUESTION = Seen()
CARD = Seen(waits=False)
TICKED = Seen(ticked=True)
CHANGED = Seen(changed=True)
CARD_CHANGED = Seen(changed=True, waits=False)
BACK = Seen(changed=True, waits=False, read_before=True)
BACK_DAILY = Seen(changed=True, waits=False, read_before=True, in_passing=True)

CASES = [
    ("a question waits, and something was said beside it", QUESTION, Show.USUAL, What.ONCE_MORE),
    ("a question waits, and what came had its answer", QUESTION, Show.NOTHING, What.NOTHING),
    ("a question waits, and is to be drawn again", QUESTION, Show.REDRAW, What.IN_PLACE),
    ("a question waits, and is to be shown", QUESTION, Show.ANEW, What.ONCE_MORE),
    ("a card stands there", CARD, Show.USUAL, What.NOTHING),
    ("a card stands there, and nothing is to come", CARD, Show.NOTHING, What.NOTHING),
    ("a card stands there, with another number on it", CARD, Show.REDRAW, What.IN_PLACE),
    ("a card stands there, and must not scroll away", CARD, Show.ANEW, What.ONCE_MORE),
    ("an option was ticked", TICKED, Show.USUAL, What.IN_PLACE),
    ("an option was ticked, and the question is to be shown", TICKED, Show.ANEW, What.ONCE_MORE),
    ("another question is open", CHANGED, Show.USUAL, What.NEXT),
    ("another question is open, though nothing was to come", CHANGED, Show.NOTHING, What.NEXT),
    ("another question is open, and is to be shown", CHANGED, Show.ANEW, What.NEXT),
    ("the card says something else", CARD_CHANGED, Show.USUAL, What.NEXT),
    ("the card says something else, though nothing was to come", CARD_CHANGED, Show.NOTHING, What.NEXT),
    ("back at a card that was read", BACK, Show.USUAL, What.SHORT),
    ("back at a card that was read, to be redrawn", BACK, Show.REDRAW, What.SHORT),
    ("back at a card that was read, and nothing is to come", BACK, Show.NOTHING, What.SILENT),
    ("back at a card that was read, to be shown whole", BACK, Show.ANEW, What.NEXT),
    ("back at a card after what comes daily", BACK_DAILY, Show.USUAL, What.SILENT),
    ("back at a card after what comes daily, to be shown whole", BACK_DAILY, Show.ANEW, What.NEXT),
]


@pytest.mark.parametrize(("seen", "asked", "what"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_it_is_shown(seen: Seen, asked: Show, what: What) -> None:
    assert what_to_show(seen, asked) is what


def every_seen() -> list[Seen]:
    return [Seen(*flags) for flags in product((False, True), repeat=5)]


@pytest.mark.parametrize("asked", Show)
def test_another_question_always_begins_the_next_turn(asked: Show) -> None:
    for seen in every_seen():
        moves = what_to_show(seen, asked) in (What.NEXT, What.SHORT, What.SILENT)
        assert moves == seen.changed


def test_what_must_be_seen_is_shown_whatever_happened() -> None:
    for seen in every_seen():
        assert what_to_show(seen, Show.ANEW) in (What.NEXT, What.ONCE_MORE)


def test_nothing_is_swallowed_but_what_was_read_or_answered() -> None:
    for seen, asked in product(every_seen(), Show):
        if what_to_show(seen, asked) in (What.NOTHING, What.SILENT):
            assert seen.read_before or asked is Show.NOTHING or not seen.waits
