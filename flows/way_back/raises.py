"""The single-leg heel-raise test, guided: which norm, the sore leg, the other one, and what the counts come to."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from flows.base.remembered import Recovery
from flows.gate.programme import current
from flows.recovery.ladder import name_of
from flows.talk.turn import Talk

SEXES = ("men", "women", "untold")
LEGS = ("left", "right")
COUNTING = ("sore_side", "other_side")
STATES = ("sex", "leg", *COUNTING)
MOST = 100
PICKED = (0, 5, 10, 15, 20, 25, 30, 35)
"""Numbers of raises offered as buttons; any other can be typed."""


def may_test(talk: Talk, recovery: Recovery) -> bool:
    """Whether the test is for this stage: from the first one whose criteria ask for it, never before."""
    ladder = talk.library.ladder
    if ladder.done(recovery):
        return False
    stages = ladder.stages_of(recovery.program)[: recovery.stage]
    return any(ladder.criteria[name].kind == "raises" for entry in stages for name in entry.exit)


def begin_test(talk: Talk, **data: object) -> None:
    """Ask what has to be known first; `data` is what the flow goes on with afterwards."""
    side = talk.episode.answers.get("side", ("",))[0] if talk.episode else ""
    if not talk.person.sex:
        talk.move("sex", **data)
    elif side not in LEGS and "leg" not in data:
        talk.move("leg", **data)
    else:
        talk.move("sore_side", **{"leg": side, **data})


def asks(talk: Talk, state: str) -> tuple[str, Sequence[tuple[str, str]]]:
    """The question of this state, and its answers as acts with labels."""
    if state == "sex":
        return talk.words("recovery.sex"), [(f"sex.{sex}", talk.words(f"recovery.sexes.{sex}")) for sex in SEXES]
    if state == "leg":
        return talk.words("recovery.leg"), [(f"leg.{leg}", talk.words(f"recovery.legs.{leg}")) for leg in LEGS]
    return talk.words(f"recovery.{state}"), [(f"n.{n}", str(n)) for n in PICKED]


def take(talk: Talk, act: str) -> tuple[bool, bool | None]:
    """Take an answer. Whether it was one, and once both legs are counted, whether that is enough."""
    top = talk.top
    assert top is not None
    word, _, argument = act.partition(".")
    data = dict(top.data)
    if top.state == "sex" and word == "sex" and argument in SEXES:
        talk.person = replace(talk.person, sex=argument)
        begin_test(talk, **data)
    elif top.state == "leg" and word == "leg" and argument in LEGS:
        begin_test(talk, **{**data, "leg": argument})
    elif top.state == "sore_side" and word == "n" and argument.isdigit():
        talk.move("other_side", **{**data, "sore": min(int(argument), MOST)})
    elif top.state == "other_side" and word == "n" and argument.isdigit():
        return True, _told(talk, min(int(argument), MOST))
    else:
        return False, None
    return True, None


def typed(talk: Talk, text: str) -> str | None:
    """The act of a number of raises that is on no button; None: it is none."""
    top, number = talk.top, text.strip()
    plain = number.isascii() and number.isdigit() and len(number) <= 3
    return f"n.{int(number)}" if top is not None and top.state in COUNTING and plain and int(number) <= MOST else None


def _told(talk: Talk, other: int) -> bool:
    """Record both counts and say what they come to; whether they are enough."""
    top, recovery = talk.top, current(talk)
    assert top is not None
    assert recovery is not None
    ladder, person, sore = talk.library.ladder, talk.person, int(top.data["sore"])
    leg = str(top.data["leg"])
    before = [record.value for record in talk.records if record.kind == "raises" and record.what == leg]
    talk.record("raises", leg, sore)
    talk.record("raises", LEGS[leg == LEGS[0]], other)
    wanted = _wanted(talk, recovery)
    target, norm, noise = ladder.raises_target(person.age, person.sex, other, wanted), None, ladder.file.raises.noise
    norm = ladder.norm(person.age, person.sex)
    lines = [talk.words("recovery.raises_told", sore=sore, other=other)]
    if before:
        lines.append(talk.words("recovery.raises_before", before=before[-1], noise=noise))
    lines.append(talk.words("recovery.raises_enough" if sore >= target else "recovery.raises_short", target=target))
    if ladder.raises_near(sore, target):
        lines.append(talk.words("recovery.raises_near", noise=noise))
    if norm is not None:
        lines.append(talk.words("recovery.raises_norm", norm=norm))
        if other < norm - noise:
            lines.append(talk.words("recovery.raises_other_poor"))
    talk.message(*lines)
    return sore >= target


def _wanted(talk: Talk, recovery: Recovery) -> int | None:
    """How many raises the present stage asks for beside the norm; None: the usual number."""
    ladder = talk.library.ladder
    asked = (
        [ladder.criteria[name] for name in ladder.stage(recovery).exit] if name_of(recovery) in ladder.stages else []
    )
    return next((entry.limit for entry in asked if entry.kind == "raises"), None)
