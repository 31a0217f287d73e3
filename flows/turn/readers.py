"""Who takes typed words, in the order in which they are asked: the table that decides whether a danger is seen.

The first reader that takes the words wins, and the turn notes its name. `docs/flow.md` draws this table.
"""

from __future__ import annotations

import msgspec

from flows.checking.question import is_on_card, open_question
from flows.checking.verdicts import emergency_open
from flows.danger.flow import read_danger
from flows.danger.story import read_story
from flows.learning.flow import read_page, read_question
from flows.records.log import read_entry
from flows.talk.confirm import Asked, Confirm, ask_back
from flows.talk.entries import Reader, TypedWords
from flows.talk.show import Show
from flows.talk.turn import MOST_FRAMES, Turn
from flows.turn.typed import read_label
from flows.turn.wishes import read_order, read_wish
from flows.whom.flow import read_other

NEAR = "near"
"""The question whether a label that is nearly typed is meant."""


class Near(msgspec.Struct, frozen=True):
    """The choice whose label was nearly typed, by its id."""

    choice: str


def _own(turn: Turn, words: TypedWords) -> Show | None:
    return turn.ways.own_words(turn, words.text)


def _entry(turn: Turn, words: TypedWords) -> Show | None:
    return None if open_question(turn) is not None else read_entry(turn, words)


def _anything(turn: Turn, words: TypedWords) -> Show | None:
    return turn.ways.any_words(turn, words.text)


def _near(turn: Turn, words: TypedWords) -> Show | None:
    """Nearly a label: ask whether that is meant."""
    if words.meant is None:
        return None
    if len(turn.session.frames) == MOST_FRAMES:
        # It is about what is open: even on a full stack that stays beneath it, and something older goes, if it can.
        older = turn.session.frames[1]
        if not turn.ways.may_go(older):
            return (
                None  # sets that were done, or a sign that waits for its yes, are worth more than a slip of the finger
            )
        turn.drop(older)
    ask_back(turn, NEAR, Near(words.meant.choices[0].id))
    return Show.USUAL


def _page(turn: Turn, words: TypedWords) -> Show | None:
    return None if emergency_open(turn) or open_question(turn) is not None else read_page(turn, words)


def _question(turn: Turn, words: TypedWords) -> Show | None:
    return None if emergency_open(turn) else read_question(turn, words)


def _nothing(turn: Turn, words: TypedWords) -> Show:
    """Nothing was recognised: the nearest things are named, never silence."""
    beside = turn.top is None or is_on_card(turn)
    known = [one for one in words.heard.nearest if turn.library.words.has(turn.language, f"listen.nearest.{one}")]
    if beside and known:
        things = "; ".join(turn.words(f"listen.nearest.{one}") for one in known)
        turn.message(turn.words("listen.did_you_mean", things=things), turn.text("not_understood_idle"))
    else:
        turn.say("not_understood_idle" if beside else "not_understood")
    return turn.ways.again(turn)


READERS = (
    Reader(
        "label", "the text is the number or the label of what is open, and no emergency beside the check", read_label
    ),
    Reader("danger", "it names a danger, and is not nearly a label of the open list", read_danger, cannot_wait=True),
    Reader("own words", "what is open takes more than its choices: a city, a time, a number", _own),
    Reader("entry", "no question of the check is open, and it is an entry of the log", _entry),
    Reader("any words", "what is open takes any words: a country", _anything),
    Reader("near", "it is nearly a label of what is open: asked back", _near),
    Reader("page", "no question of the check and no emergency is open, and it is the title of a page", _page),
    Reader(
        "whom", "it tells of somebody else's calf: asked for whom, or told that one's own check goes on", read_other
    ),
    Reader("story", "no emergency is open, and it answers several questions of the check", read_story),
    Reader("order", "it asks for the log, for help or to stop", read_order),
    Reader("question", "no emergency is open, and it asks about something that there is a page on", _question),
    Reader("wish", "no emergency is open, and its intent is known: a routine, the check, a page", read_wish),
    Reader("nothing", "always: the nearest things are named", _nothing),
)

OF_OTHERS = tuple(
    reader for reader in READERS if reader.name in ("label", "danger", "any words", "near", "story", "order", "nothing")
)
"""Who may take words that are typed in a check for somebody else: no log, no page, and no wish for a check of one's own."""


def _ask_near(turn: Turn, data: Near) -> Asked | None:
    """The label is that of the choice of what is open beneath."""
    asking = turn.top
    turn.pop()
    beneath = turn.ways.prompt(turn)
    if asking is not None:
        turn.raise_frame(asking)
    label = next((one.label for one in beneath.choices if one.id == data.choice), "") if beneath else ""
    return (
        Asked(turn.text("near", label=label.removesuffix("?")), turn.text("near_yes"), turn.text("near_no"))
        if label
        else None
    )


def _take_near(turn: Turn, data: Near, yes: bool) -> Show:
    turn.pop()
    turn.pending = (data.choice,) if yes else ()
    return Show.USUAL


NEAR_LABEL = Confirm(_ask_near, _take_near, Near, gives_way=True)
