"""What the way back to running shows: its overview, or the one question that is open."""

from __future__ import annotations

from flows.base.replies import Choice, QuestionFacts, Reply
from flows.base.tokens import make
from flows.talk.turn import Turn
from flows.way_back import raises as plan_raises
from flows.way_back.entry import AGES, LEANS
from flows.way_back.overview import overview

PAIN = tuple(range(11))
_SAMES = ("same", "new")


def prompt(turn: Turn) -> Reply:
    """The overview, or a question with its choices; every question can be left."""
    top = turn.top
    assert top is not None
    if top.state == "show":
        return overview(turn)
    data, state, kind, title = top.data, top.state, "one", ""
    if state in ("seen", "load", "past"):
        text, acts = turn.words(f"recovery.{state}"), _yes_no(turn)
    elif state == "same":
        text, acts = turn.words("recovery.same"), [(name, turn.words(f"recovery.sames.{name}")) for name in _SAMES]
    elif state == "age":
        text, acts = turn.words("recovery.age"), [(f"age.{age}", turn.words(f"recovery.ages.{age}")) for age in AGES]
    elif state == "lean":
        text = turn.words("recovery.lean")
        acts = [(f"lean.{lean}", turn.words(f"recovery.leans.{lean}")) for lean in LEANS]
    elif state in plan_raises.STATES:
        text, found = plan_raises.asks(turn, state)
        acts, kind = list(found), "number" if state in plan_raises.COUNTING else "one"
    else:
        criterion = turn.library.ladder.criteria[data["names"][data["at"]]]
        text = turn.words(f"recovery.criteria.{criterion.id}.ask")
        title = turn.words("recovery.asking", n=data["at"] + 1, of=len(data["names"]))
        scale = criterion.kind in ("most", "least")
        kind = "number" if scale else "one"
        acts = [(f"n.{n}", str(n)) for n in PAIN] if scale else _yes_no(turn)
        acts.append(("not_tried", turn.words("recovery.not_tried")))
    choices = [
        Choice(act, label, make(turn.session.sid, turn.session.turn, act), "last" if act == "not_tried" else "option")
        for act, label in acts
    ]
    choices.append(
        Choice("leave", turn.words("recovery.leave"), make(turn.session.sid, turn.session.turn, "leave"), "nav")
    )
    return Reply(
        kind="question",
        title=title,
        paragraphs=(text,),
        choices=tuple(choices),
        slot=str(turn.session.turn),
        repeatable=True,
        question=QuestionFacts("n" if kind == "number" else "plan", kind, (1, 1)),  # type: ignore[arg-type]
    )


def _yes_no(turn: Turn) -> list[tuple[str, str]]:
    return [("yes", turn.text("near_yes")), ("no", turn.text("near_no"))]
