"""The explicit yes to keeping answers and to being written to, asked before the first thing that needs it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from flows.base.retention import ASKED
from flows.talk.confirm import Asked, Confirm, ask_back
from flows.talk.show import Show
from flows.talk.turn import Turn

KEEP = "keep"


class Keeping(msgspec.Struct, frozen=True):
    """What is gone on with after a yes (a card act or command), and when it was asked where the words depend on that."""

    then: str = ""
    asked_at: str | UnsetType = UNSET


def ask_keep(turn: Turn, then: str, kind: str = KEEP, asked_at: str | UnsetType = UNSET) -> bool:
    """Ask for it, and after a yes go on with the card act or command `then`; False if they have said yes before.

    `kind` is that of a question with words of its own, which say what it is for, with the days; `asked_at` the ISO instant
    that they speak of. A no changes nothing and is not argued with.
    """
    if turn.session.person.keep:
        return False
    ask_back(turn, kind, Keeping(then, asked_at))
    return True


def keep_question(words: Callable[[Turn, Keeping], str]) -> Confirm[Keeping]:
    """A question for this yes, in these words."""

    def ask(turn: Turn, data: Keeping) -> Asked:
        return Asked(words(turn, data), turn.words("consent.yes"), turn.text("keep_no"))

    return Confirm(ask, _answer, Keeping, shown_as=KEEP)


def _answer(turn: Turn, data: Keeping, yes: bool) -> Show:
    turn.pop()
    if not yes:
        turn.session.person = replace(turn.session.person, no_keep=True)
        turn.say("keep_not")
        return Show.USUAL
    turn.session.person = replace(turn.session.person, keep=True)
    until = turn.now + ASKED
    turn.keep_until(until)
    turn.say("keep_done", date=until.date().isoformat())
    return turn.ways.go_on(turn, data.then)


KEEP_ANYTHING = keep_question(lambda turn, data: turn.words("consent.ask", days=ASKED.days))
