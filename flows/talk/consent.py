"""The explicit yes to keeping answers and to being written to, asked before the first thing that needs it."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from flows.base.retention import ASKED
from flows.talk.confirm import Asked, Confirm, Data, ask_back
from flows.talk.turn import Talk

KEEP = "keep"


def ask_keep(talk: Talk, then: str, kind: str = KEEP, **ids: str) -> bool:
    """Ask for it, and after a yes go on with the card act or command `then`; False if they have said yes before.

    `kind` is that of a question with words of its own, which say what it is for, with the days. A no changes nothing and is
    not argued with.
    """
    if talk.person.keep:
        return False
    ask_back(talk, kind, then=then, **ids)
    return True


def keep_question(words: Callable[[Talk, Data], str]) -> Confirm:
    """A question for this yes, in these words."""

    def ask(talk: Talk, data: Data) -> Asked:
        return Asked(words(talk, data), talk.words("consent.yes"), talk.text("keep_no"))

    return Confirm(ask, _answer, shown_as=KEEP)


def _answer(talk: Talk, data: Data, yes: bool) -> None:
    talk.pop()
    if not yes:
        talk.person = replace(talk.person, no_keep=True)
        talk.say("keep_not")
        return
    talk.person = replace(talk.person, keep=True)
    until = talk.now + ASKED
    talk.keep_until(until)
    talk.say("keep_done", date=until.date().isoformat())
    talk.go_on(data.get("then", ""))


KEEP_ANYTHING = keep_question(lambda talk, data: talk.words("consent.ask", days=ASKED.days))
