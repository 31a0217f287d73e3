"""The single-leg heel-raise test, guided: which norm, the sore leg, the other one, and what the counts come to."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import get_args

from msgspec import UNSET
from msgspec.structs import replace

from flows.base.remembered import Recovery
from flows.base.replies import Reply
from flows.base.tokens import Act
from flows.gate.programme import current
from flows.recovery.ladder import name_of
from flows.talk.asking import Kind, buttons
from flows.talk.flow import Open
from flows.talk.turn import Turn
from flows.way_back.ask import COUNT, ask_or_leave
from flows.way_back.state import RaisesState, WayBack, go_to

SEXES = ("men", "women", "untold")
LEGS = ("left", "right")
COUNTING = ("sore_side", "other_side")
RAISES_STATES: tuple[RaisesState, ...] = get_args(RaisesState)
MOST = 100
PICKED = (0, 5, 10, 15, 20, 25, 30, 35)
"""Numbers of raises offered as buttons; any other can be typed."""


class RaisesAnswer(Enum):
    """What has become of the test with an answer."""

    NOT_ONE = "it is no answer to what is asked"
    GOES_ON = "its next question is open"
    ENOUGH = "both legs are counted, and the sore one did enough"
    TOO_FEW = "both legs are counted, and the sore one did not do enough"


def may_test(turn: Turn, recovery: Recovery) -> bool:
    """Whether the test is for this stage: from the first one whose criteria ask for it, never before."""
    ladder = turn.library.ladder
    if ladder.done(recovery):
        return False
    stages = ladder.stages_of(recovery.program)[: recovery.stage]
    return any(ladder.criteria[name].kind == "raises" for entry in stages for name in entry.exit)


def begin_test(turn: Turn, data: WayBack) -> None:
    """Ask what has to be known first; `data` is what the way back goes on with afterwards."""
    side = turn.session.episode.answers.get("side", ("",))[0] if turn.session.episode else ""
    if not turn.session.person.sex:
        go_to(turn, "sex", data)
    elif data.leg is not UNSET:
        go_to(turn, "sore_side", data)
    elif side in LEGS:
        go_to(turn, "sore_side", replace(data, leg=side))
    else:
        go_to(turn, "leg", data)


# --- asking ----------------------------------------------------------------------------------------------------------


def ask_raises(turn: Turn, frame: Open[WayBack]) -> Reply:
    """Ask the question of this state of the test."""
    kind: Kind = "number" if frame.state in COUNTING else "one"
    choices = buttons(turn, _choices(turn, frame.state))
    return ask_or_leave(turn, turn.words(f"recovery.{frame.state}"), choices, kind)


def _choices(turn: Turn, state: str) -> Sequence[tuple[str, str]]:
    if state == "sex":
        return [(f"sex.{sex}", turn.words(f"recovery.sexes.{sex}")) for sex in SEXES]
    if state == "leg":
        return [(f"leg.{leg}", turn.words(f"recovery.legs.{leg}")) for leg in LEGS]
    return [(f"{COUNT}.{number}", str(number)) for number in PICKED]


def read_count(text: str) -> int | None:
    """The number of raises that a text says, also one that is on no button; None if it says none."""
    number = text.strip()
    plain = number.isascii() and number.isdigit() and len(number) <= len(str(MOST))
    return int(number) if plain and int(number) <= MOST else None


# --- what is answered ------------------------------------------------------------------------------------------------


def answer_raises(turn: Turn, frame: Open[WayBack], act: Act) -> RaisesAnswer:
    """Take an answer to the question of this state of the test."""
    match frame.state, act.word:
        case "sex", "sex" if act.argument in SEXES:
            turn.session.person = replace(turn.session.person, sex=act.argument)
            begin_test(turn, frame.data)
        case "leg", "leg" if act.argument in LEGS:
            begin_test(turn, replace(frame.data, leg=act.argument))
        case "sore_side" | "other_side", word if word == COUNT and act.number is not None:
            return count_raises(turn, frame, min(act.number, MOST))
        case _:
            return RaisesAnswer.NOT_ONE
    return RaisesAnswer.GOES_ON


def count_raises(turn: Turn, frame: Open[WayBack], number: int) -> RaisesAnswer:
    """Take the count of the leg that is asked about; with both of them, record and tell what they come to."""
    if frame.state == "sore_side":
        go_to(turn, "other_side", replace(frame.data, sore=number))
        return RaisesAnswer.GOES_ON
    leg, sore = frame.data.leg, frame.data.sore
    assert leg is not UNSET
    assert sore is not UNSET
    before = [record.value for record in turn.session.records if record.kind == "raises" and record.what == leg]
    turn.record("raises", leg, sore)
    turn.record("raises", "right" if leg == "left" else "left", number)
    person = turn.session.person
    target = turn.library.ladder.raises_target(person.age, person.sex, number, _wanted(turn))
    _tell_counts(turn, sore, number, before=before[-1] if before else None, target=target)
    return RaisesAnswer.ENOUGH if sore >= target else RaisesAnswer.TOO_FEW


def _wanted(turn: Turn) -> int | None:
    """How many raises the present stage asks for beside the norm; None: the usual number."""
    ladder, recovery = turn.library.ladder, current(turn)
    assert recovery is not None
    exits = ladder.stage(recovery).exit if name_of(recovery) in ladder.stages else []
    return next((ladder.criteria[name].limit for name in exits if ladder.criteria[name].kind == "raises"), None)


def _tell_counts(turn: Turn, sore: int, other: int, *, before: int | None, target: int) -> None:
    ladder, person = turn.library.ladder, turn.session.person
    noise, norm = ladder.file.raises.noise, ladder.norm(person.age, person.sex)
    lines = [turn.words("recovery.raises_told", sore=sore, other=other)]
    if before is not None:
        lines.append(turn.words("recovery.raises_before", before=before, noise=noise))
    lines.append(turn.words("recovery.raises_enough" if sore >= target else "recovery.raises_short", target=target))
    if ladder.raises_near(sore, target):
        lines.append(turn.words("recovery.raises_near", noise=noise))
    if norm is not None:
        lines.append(turn.words("recovery.raises_norm", norm=norm))
        if other < norm - noise:
            lines.append(turn.words("recovery.raises_other_poor"))
    turn.message(*lines)
