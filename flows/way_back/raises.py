"""The single-leg heel-raise test, guided: which norm, the sore leg, the other one, and what the counts come to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from flows.base.remembered import Recovery
from flows.gate.programme import current
from flows.recovery.ladder import name_of
from flows.talk.turn import Turn

SEXES = ("men", "women", "untold")
LEGS = ("left", "right")
COUNTING = ("sore_side", "other_side")
STATES = ("sex", "leg", *COUNTING)
MOST = 100
PICKED = (0, 5, 10, 15, 20, 25, 30, 35)
"""Numbers of raises offered as buttons; any other can be typed."""


def may_test(turn: Turn, recovery: Recovery) -> bool:
    """Whether the test is for this stage: from the first one whose criteria ask for it, never before."""
    ladder = turn.library.ladder
    if ladder.done(recovery):
        return False
    stages = ladder.stages_of(recovery.program)[: recovery.stage]
    return any(ladder.criteria[name].kind == "raises" for entry in stages for name in entry.exit)


def begin_test(turn: Turn, **data: Any) -> None:
    """Ask what has to be known first; `data` is what the flow goes on with afterwards."""
    side = turn.session.episode.answers.get("side", ("",))[0] if turn.session.episode else ""
    if not turn.session.person.sex:
        turn.move("sex", **data)
    elif side not in LEGS and "leg" not in data:
        turn.move("leg", **data)
    else:
        turn.move("sore_side", **{"leg": side, **data})


def asks(turn: Turn, state: str) -> tuple[str, Sequence[tuple[str, str]]]:
    """The question of this state, and its answers as acts with labels."""
    if state == "sex":
        return turn.words("recovery.sex"), [(f"sex.{sex}", turn.words(f"recovery.sexes.{sex}")) for sex in SEXES]
    if state == "leg":
        return turn.words("recovery.leg"), [(f"leg.{leg}", turn.words(f"recovery.legs.{leg}")) for leg in LEGS]
    return turn.words(f"recovery.{state}"), [(f"n.{n}", str(n)) for n in PICKED]


def take(turn: Turn, act: str) -> tuple[bool, bool | None]:
    """Take an answer. Whether it was one, and once both legs are counted, whether that is enough."""
    top = turn.top
    assert top is not None
    word, _, argument = act.partition(".")
    data: dict[str, Any] = dict(top.data)
    if top.state == "sex" and word == "sex" and argument in SEXES:
        turn.session.person = replace(turn.session.person, sex=argument)
        begin_test(turn, **data)
    elif top.state == "leg" and word == "leg" and argument in LEGS:
        begin_test(turn, **{**data, "leg": argument})
    elif top.state == "sore_side" and word == "n" and argument.isdigit():
        turn.move("other_side", **{**data, "sore": min(int(argument), MOST)})
    elif top.state == "other_side" and word == "n" and argument.isdigit():
        return True, _told(turn, min(int(argument), MOST))
    else:
        return False, None
    return True, None


def typed(turn: Turn, text: str) -> str | None:
    """The act of a number of raises that is on no button; None: it is none."""
    top, number = turn.top, text.strip()
    plain = number.isascii() and number.isdigit() and len(number) <= 3
    return f"n.{int(number)}" if top is not None and top.state in COUNTING and plain and int(number) <= MOST else None


def _told(turn: Turn, other: int) -> bool:
    """Record both counts and say what they come to; whether they are enough."""
    top, recovery = turn.top, current(turn)
    assert top is not None
    assert recovery is not None
    ladder, person, sore = turn.library.ladder, turn.session.person, int(top.data["sore"])
    leg = str(top.data["leg"])
    before = [record.value for record in turn.session.records if record.kind == "raises" and record.what == leg]
    turn.record("raises", leg, sore)
    turn.record("raises", LEGS[leg == LEGS[0]], other)
    wanted = _wanted(turn, recovery)
    target, norm, noise = ladder.raises_target(person.age, person.sex, other, wanted), None, ladder.file.raises.noise
    norm = ladder.norm(person.age, person.sex)
    lines = [turn.words("recovery.raises_told", sore=sore, other=other)]
    if before:
        lines.append(turn.words("recovery.raises_before", before=before[-1], noise=noise))
    lines.append(turn.words("recovery.raises_enough" if sore >= target else "recovery.raises_short", target=target))
    if ladder.raises_near(sore, target):
        lines.append(turn.words("recovery.raises_near", noise=noise))
    if norm is not None:
        lines.append(turn.words("recovery.raises_norm", norm=norm))
        if other < norm - noise:
            lines.append(turn.words("recovery.raises_other_poor"))
    turn.message(*lines)
    return sore >= target


def _wanted(turn: Turn, recovery: Recovery) -> int | None:
    """How many raises the present stage asks for beside the norm; None: the usual number."""
    ladder = turn.library.ladder
    asked = (
        [ladder.criteria[name] for name in ladder.stage(recovery).exit] if name_of(recovery) in ladder.stages else []
    )
    return next((entry.limit for entry in asked if entry.kind == "raises"), None)
