"""The explicit yes to keeping answers and to being written to, asked before the first thing that needs it."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from flows.base.retention import ASKED
from flows.talk.confirm import Asked, Confirm, Data, ask_back
from flows.talk.show import Show
from flows.talk.turn import Turn

KEEP = "keep"


def ask_keep(turn: Turn, then: str, kind: str = KEEP, **ids: str) -> bool:
    """Ask for it, and after a yes go on with the card act or command `then`; False if they have said yes before.

    `kind` is that of a question with words of its own, which say what it is for, with the days. A no changes nothing and is
    not argued with.
    """
    if turn.session.person.keep:
        return False
    ask_back(turn, kind, then=then, **ids)
    return True


def keep_question(words: Callable[[Turn, Data], str]) -> Confirm:
    """A question for this yes, in these words."""

    def ask(turn: Turn, data: Data) -> Asked:
        return Asked(words(turn, data), turn.words("consent.yes"), turn.text("keep_no"))

    return Confirm(ask, _answer, shown_as=KEEP)


def _answer(turn: Turn, data: Data, yes: bool) -> Show:
    turn.pop()
    if not yes:
        turn.session.person = replace(turn.session.person, no_keep=True)
        turn.say("keep_not")
        return Show.USUAL
    turn.session.person = replace(turn.session.person, keep=True)
    until = turn.now + ASKED
    turn.keep_until(until)
    turn.say("keep_done", date=until.date().isoformat())
    return turn.ways.go_on(turn, data.get("then", ""))


KEEP_ANYTHING = keep_question(lambda turn, data: turn.words("consent.ask", days=ASKED.days))
