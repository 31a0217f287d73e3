"""The criteria of a stage, asked one by one, and what their answers come to; the same for somebody who is merely sore."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from flows.base.replies import Reply
from flows.base.tokens import Act
from flows.gate.programme import current
from flows.recovery.models import CriterionEntry
from flows.talk.asking import PAIN, button, buttons, not_understood, scale
from flows.talk.flow import Open
from flows.talk.show import Show
from flows.talk.turn import Turn
from flows.way_back.ask import COUNT, ask_or_leave, yes_or_no
from flows.way_back.raises import begin_test
from flows.way_back.state import ASK, SHOW, WayBack, go_to

NOT_TRIED = {"yes": 0, "most": 99, "least": -1, "raises": 0}
"""The answer that meets no criterion of its kind."""
ON_SCALE = ("most", "least")
"""Kinds of criterion that are answered with 0 to 10."""


# --- asking ----------------------------------------------------------------------------------------------------------


def ask_next(turn: Turn, data: WayBack) -> None:
    """Open the next criterion; the heel-raise test has questions of its own."""
    if _open_criterion(turn, data).kind == "raises":
        begin_test(turn, data)
    else:
        go_to(turn, ASK, data)


def ask_criterion(turn: Turn, frame: Open[WayBack]) -> Reply:
    """Ask about the criterion that is open."""
    criterion = _open_criterion(turn, frame.data)
    on_scale = criterion.kind in ON_SCALE
    choices = scale(turn, COUNT) if on_scale else buttons(turn, yes_or_no(turn))
    not_tried = button(turn, "not_tried", turn.words("recovery.not_tried"), "last")
    return ask_or_leave(
        turn,
        turn.words(f"recovery.criteria.{criterion.id}.ask"),
        (*choices, not_tried),
        kind="number" if on_scale else "one",
        title=turn.words("recovery.asking", n=frame.data.number + 1, of=len(frame.data.asked)),
    )


def _open_criterion(turn: Turn, data: WayBack) -> CriterionEntry:
    return turn.library.ladder.criteria[data.asked[data.number]]


# --- what is answered ------------------------------------------------------------------------------------------------


def take_criterion(turn: Turn, frame: Open[WayBack], act: Act) -> Show:
    """Take an answer to the criterion that is open."""
    value = _value(_open_criterion(turn, frame.data), act)
    if value is None:
        return not_understood(turn)
    answer_criterion(turn, frame.data, value)
    return Show.USUAL


def _value(criterion: CriterionEntry, act: Act) -> int | None:
    if act.whole == "not_tried":
        return NOT_TRIED[criterion.kind]
    if criterion.kind in ON_SCALE:
        return act.number if act.word == COUNT and act.number in PAIN else None
    return {"yes": 1, "no": 0}.get(act.whole)


def answer_criterion(turn: Turn, data: WayBack, value: int) -> None:
    """Note the answer to the criterion that is open; ask the next one, or decide."""
    answers = {**data.told, data.asked[data.number]: value}
    left = data.asked[data.number + 1 :]
    if left == (turn.library.ladder.file.skip.criterion,) and _unmet(turn, answers):
        left = ()  # nobody is asked to hop while something easier is missing
    if left:
        ask_next(turn, replace(data, at=data.number + 1, answers=answers))
    elif data.only_sore:
        _run_again(turn, answers)
    else:
        _decide(turn, answers)


def _unmet(turn: Turn, answers: Mapping[str, int]) -> list[str]:
    """The criteria whose answers do not meet them."""
    ladder = turn.library.ladder
    return [name for name, value in answers.items() if not ladder.meets(ladder.criteria[name], value)]


# --- what it comes to ------------------------------------------------------------------------------------------------


def _decide(turn: Turn, answers: dict[str, int]) -> None:
    """All criteria are answered: up, or what is still missing and what to do about it."""
    ladder, recovery = turn.library.ladder, current(turn)
    assert recovery is not None
    after = turn.session.recovery = ladder.move_up(recovery, answers, turn.now)
    if after.stage == recovery.stage:
        turn.message(turn.words("recovery.not_yet"), *_missing(turn, after.missing))
    else:
        turn.record("stage", after.program, after.stage)
        if not ladder.done(after):  # at the end the overview says it
            turn.tell("recovery.moved_up")
    go_to(turn, SHOW, WayBack(again=turn.session.turn))


def _run_again(turn: Turn, answers: dict[str, int]) -> None:
    """Plain soreness: an easy run is fine, or a day of rest comes first."""
    unmet = _unmet(turn, answers)
    turn.pop()
    if unmet:
        turn.message(turn.words("recovery.again.rest"), *_missing(turn, unmet))
    else:
        turn.tell("recovery.again.run", minutes=turn.library.ladder.file.again.minutes)


def _missing(turn: Turn, names: Iterable[str]) -> list[str]:
    """One line for each criterion that is not met: what it is, and what to do about it."""
    return [
        turn.words(
            "recovery.missing",
            what=turn.words(f"recovery.criteria.{name}.missing"),
            do=turn.words(f"recovery.criteria.{name}.do"),
        )
        for name in names
    ]
