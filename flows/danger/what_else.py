"""*What else?* beneath the card of an emergency: a short list that fills the sentence to say, and lowers nothing.

A tick counts at once, so that none is lost however the list is left; the card comes again when it is. What was told here is
an answer of the check like any other; a list of which only these options are known is asked in full should the check go on.
"""

from __future__ import annotations

import msgspec

from flows.base.replies import Choice, Reply
from flows.base.tokens import Act, Token
from flows.base.urgency import URGENT
from flows.check.machine import VERDICT
from flows.checking.card import Card
from flows.checking.flow import go_to, record
from flows.checking.question import CHECK, option_label
from flows.checking.recheck import tell_sign
from flows.checking.verdicts import WHAT_ELSE, facts_of, untold, verdict_now
from flows.talk.asking import ask, button, not_understood
from flows.talk.flow import Flow, Open
from flows.talk.show import Show
from flows.talk.turn import Turn

LEAVE = ("done", "back")
"""Acts that bring back the card. Both keep what is ticked."""


class Lines(msgspec.Struct, frozen=True):
    """The options on the list, as `question.option`; they stay the same while it is open."""

    options: list[str]


def open_what_else(turn: Turn, _argument: str) -> Show:
    """Open the list above the card of an emergency; a button of an earlier card, which may be none any more, shows what is."""
    turn.remove(WHAT_ELSE)
    options = untold(turn) if _on_emergency(turn) else ()
    if not options:
        turn.say("what_else.nothing" if _on_emergency(turn) else "already")
        return Show.ANEW
    turn.push(WHAT_ELSE, "open", Lines(list(options)))
    return Show.USUAL


def _on_emergency(turn: Turn) -> bool:
    frames = turn.session.frames
    card = bool(frames) and frames[0].flow == CHECK and frames[0].state == VERDICT
    return card and turn.session.episode is not None and verdict_now(turn).urgency == "emergency_now"


# --- the list ----------------------------------------------------------------------------------------------------------


def _prompt(turn: Turn, frame: Open[Lines]) -> Reply:
    assert turn.session.episode is not None
    told = _told(turn, frame.data)
    choices = [_line(turn, atom, atom in told) for atom in frame.data.options]
    if told:
        choices.append(button(turn, "done", turn.text("done"), "last"))
    choices.append(button(turn, "back", turn.text("what_else.back"), "nav"))
    card = Card(turn.library, turn.session.person, turn.session.episode, verdict_now(turn), turn.now)
    return ask(turn, WHAT_ELSE, turn.text("what_else.ask"), choices, title=card.headline(), kind="many")


def _line(turn: Turn, atom: str, ticked: bool) -> Choice:
    act = f"{'-' if ticked else '+'}{WHAT_ELSE}.{atom.replace('.', '-')}"
    words = option_label(turn.library, turn.language, *atom.split("."))
    return msgspec.structs.replace(button(turn, act, words), id=atom, ticked=ticked)


def _told(turn: Turn, data: Lines) -> tuple[str, ...]:
    """What is ticked: the options of the list that are answers by now."""
    answers = turn.session.episode.answers if turn.session.episode is not None else {}
    return tuple(atom for atom in data.options if atom.partition(".")[2] in answers.get(atom.partition(".")[0], ()))


def _act(turn: Turn, frame: Open[Lines], act: Act) -> Show:
    if act.whole in LEAVE:
        return _leave(turn, frame.data)
    atom = act.argument.replace("-", ".", 1)
    if act.word.lstrip("+-") != WHAT_ELSE or atom not in frame.data.options:
        return not_understood(turn)
    if act.word.startswith("-"):
        untell(turn, atom)
    else:
        tell(turn, (atom,))
    return Show.REDRAW


def _choose(turn: Turn, frame: Open[Lines], ids: tuple[str, ...], whole: bool) -> Show | None:
    """Take several lines at once and go back to the card; with `whole` the others are ticked no more."""
    if len(ids) == 1 and ids[0] in LEAVE:
        return _leave(turn, frame.data)
    if not ids or not set(frame.data.options).issuperset(ids):
        return None if len(ids) == 1 else not_understood(turn)
    for atom in _told(turn, frame.data) if whole else ():
        if atom not in ids:
            untell(turn, atom)
    tell(turn, ids)
    return _leave(turn, frame.data)


def _leave(turn: Turn, data: Lines) -> Show:
    """Back to the card, with all that was told."""
    turn.pop()
    if _told(turn, data):
        go_to(turn, VERDICT)
    return Show.USUAL


def _closed(turn: Turn, frame: Open[Lines]) -> str:
    told = _told(turn, frame.data)
    if not told:
        return turn.text("what_else.ask")
    labels = turn.text("joined").join(option_label(turn.library, turn.language, *atom.split(".")) for atom in told)
    return turn.text("answered", question=turn.text("acts.what_else"), answer=labels)


# --- what is told ------------------------------------------------------------------------------------------------------


def tell(turn: Turn, atoms: tuple[str, ...]) -> None:
    """Record these as answers of the check, beside what was told of the same lists. Where one excludes another, the last holds."""
    plan = turn.library.check.plan
    for atom in atoms:
        assert turn.session.episode is not None
        name, _, option = atom.partition(".")
        question, before = plan.by_id[name], turn.session.episode
        had = before.answers.get(name, ()) if question.kind == "many" else ()
        chosen = tuple(one for one in question.options if one in (*had, option))
        answers = {**before.answers, name: chosen}
        if plan.standing(answers)[1] < plan.standing(before.answers)[1]:
            continue  # nothing that is told here takes the place of something worse
        turn.change_episode(added=tuple(dict.fromkeys((*_others(before.added, name, question.kind), atom))))
        record(turn, question, answers)
    _keep_card(turn)


def untell(turn: Turn, atom: str) -> None:
    """Take back a tick of the open list."""
    assert turn.session.episode is not None
    name, _, option = atom.partition(".")
    episode = turn.session.episode
    left = tuple(one for one in episode.answers.get(name, ()) if one != option)
    answers = {question: chosen for question, chosen in episode.answers.items() if question != name or left}
    if left:
        answers[name] = left
    turn.change_episode(added=tuple(one for one in episode.added if one != atom))
    record(turn, turn.library.check.plan.by_id[name], answers)
    _keep_card(turn)


def _keep_card(turn: Turn) -> None:
    """The card that is kept is always the one that would be shown, however the list is left."""
    if turn.session.episode is not None and turn.session.episode.verdict is not None:
        turn.change_episode(verdict=facts_of(verdict_now(turn)))


def _others(added: tuple[str, ...], name: str, kind: str) -> tuple[str, ...]:
    """What was added before and still holds beside another option of this question."""
    return added if kind == "many" else tuple(atom for atom in added if atom.partition(".")[0] != name)


# --- a list that is open no more -----------------------------------------------------------------------------------------


def old_what_else(turn: Turn, token: Token, values: tuple[str, ...]) -> Show | None:
    """A tick of an earlier list still tells what it says: on the card all of it, in a check that goes on what is urgent."""
    line = token.word == WHAT_ELSE and token.argument
    if token.sid != turn.session.sid or (token.act != "pick" and not line):
        return None
    told = values if token.act == "pick" else (token.argument.replace("-", ".", 1),)
    listed = {atom for _, atoms in turn.library.check.what_else.lists for atom in atoms}
    known = tuple(atom for atom in dict.fromkeys(told) if atom in listed)
    if token.act.startswith("-"):
        new: tuple[str, ...] = ()
    elif _on_emergency(turn):
        new = tuple(atom for atom in known if atom in untold(turn))
        tell(turn, new)
    else:
        new = tuple(atom for atom in known if _counts(turn, atom))
    for atom in new:
        turn.say("sign_counts", sign=option_label(turn.library, turn.language, *atom.split(".")))
    if line and not new:
        turn.say("already")
    return Show.ANEW if line or new else None


def _counts(turn: Turn, atom: str) -> bool:
    """Whether this is an urgent sign that was not told yet and counts from now on."""
    name, _, option = atom.partition(".")
    answers = turn.session.episode.answers if turn.session.episode is not None else {}
    urgent = turn.library.check.floors.of_option.get(atom, 0) >= URGENT
    return (
        urgent and option not in answers.get(name, ()) and tell_sign(turn, turn.library.check.plan.by_id[name], option)
    )


def _holds(turn: Turn, frame: Open[Lines]) -> bool:
    return set(frame.data.options) <= set(turn.library.check.plan.bit) and _on_emergency(turn)


WHAT_ELSE_LIST = Flow(
    _prompt, _act, data=Lines, choose=_choose, holds=_holds, beside=False, outlives=False, closed=_closed
)
