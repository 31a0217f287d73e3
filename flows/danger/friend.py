"""Signs told of a friend that are only on the lists of danger signs: no story fills those in, so they would be lost."""

from __future__ import annotations

from flows.checking.question import STILL_ASKED, is_checking, may_be_for_other
from flows.talk.entries import TypedWords
from flows.talk.turn import Turn
from flows.understand.reader import Understood, read_text
from flows.whom.flow import SOMEBODY


def signs_of_a_friend(turn: Turn, words: TypedWords) -> Understood | None:
    """What the words say of the friend, if that is such a sign and is so now; else None.

    In the middle of one's own check what to do is said instead (`read_other`); what cannot wait an hour comes at once anyway.
    """
    if turn.for_other or words.heard.about not in SOMEBODY or (is_checking(turn) and not may_be_for_other(turn)):
        return None
    theirs = read_text(turn.library.lexicons.of_language(turn.language), words.text, theirs=True)
    return theirs if theirs.red_flags and any(name in STILL_ASKED for name in theirs.findings) else None
