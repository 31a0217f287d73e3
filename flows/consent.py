"""The explicit yes to keeping answers and to being written to, asked before the first thing that needs it."""

from __future__ import annotations

from flows.talk import KEEP_ASKED, Talk


def ask_keep(talk: Talk, then: str, text: str = "") -> bool:
    """Ask for it, and after a yes go on with the card act or command `then`; False if they have said yes before.

    `text` says what it is for, with the days, instead of the general words. A no changes nothing and is not argued with.
    """
    if talk.person.keep:
        return False
    talk.push(
        "confirm",
        "open",
        kind="keep",
        text=text or talk.words("consent.ask", days=KEEP_ASKED.days),
        yes=talk.words("consent.yes"),
        no=talk.text("keep_no"),
        then=then,
    )
    return True
