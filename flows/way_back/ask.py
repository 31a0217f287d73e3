"""What the way back to running shows: its overview, or the one question that is open."""

from __future__ import annotations

from flows.base.replies import Choice, QuestionFacts, Reply
from flows.base.tokens import make
from flows.talk.turn import Talk
from flows.way_back import raises as plan_raises
from flows.way_back.entry import AGES, LEANS
from flows.way_back.overview import overview

PAIN = tuple(range(11))
_SAMES = ("same", "new")


def prompt(talk: Talk) -> Reply:
    """The overview, or a question with its choices; every question can be left."""
    top = talk.top
    assert top is not None
    if top.state == "show":
        return overview(talk)
    data, state, kind, title = top.data, top.state, "one", ""
    if state in ("seen", "load", "past"):
        text, acts = talk.words(f"recovery.{state}"), _yes_no(talk)
    elif state == "same":
        text, acts = talk.words("recovery.same"), [(name, talk.words(f"recovery.sames.{name}")) for name in _SAMES]
    elif state == "age":
        text, acts = talk.words("recovery.age"), [(f"age.{age}", talk.words(f"recovery.ages.{age}")) for age in AGES]
    elif state == "lean":
        text = talk.words("recovery.lean")
        acts = [(f"lean.{lean}", talk.words(f"recovery.leans.{lean}")) for lean in LEANS]
    elif state in plan_raises.STATES:
        text, found = plan_raises.asks(talk, state)
        acts, kind = list(found), "number" if state in plan_raises.COUNTING else "one"
    else:
        criterion = talk.library.ladder.criteria[data["names"][data["at"]]]
        text = talk.words(f"recovery.criteria.{criterion.id}.ask")
        title = talk.words("recovery.asking", n=data["at"] + 1, of=len(data["names"]))
        scale = criterion.kind in ("most", "least")
        kind = "number" if scale else "one"
        acts = [(f"n.{n}", str(n)) for n in PAIN] if scale else _yes_no(talk)
        acts.append(("not_tried", talk.words("recovery.not_tried")))
    choices = [
        Choice(act, label, make(talk.sid, talk.turn, act), "last" if act == "not_tried" else "option")
        for act, label in acts
    ]
    choices.append(Choice("leave", talk.words("recovery.leave"), make(talk.sid, talk.turn, "leave"), "nav"))
    return Reply(
        kind="question",
        title=title,
        paragraphs=(text,),
        choices=tuple(choices),
        slot=str(talk.turn),
        repeatable=True,
        question=QuestionFacts("n" if kind == "number" else "plan", kind, (1, 1)),  # type: ignore[arg-type]
    )


def _yes_no(talk: Talk) -> list[tuple[str, str]]:
    return [("yes", talk.text("near_yes")), ("no", talk.text("near_no"))]
