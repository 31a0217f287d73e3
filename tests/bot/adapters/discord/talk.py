"""A very small conversation to test the adapter with: three questions of the three shapes, a card, a few remarks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flows.base.events import Chose, Command, Event, SentFile, Typed
from flows.base.replies import Choice, Copyable, QuestionFacts, Reply, Section, VerdictFacts
from flows.base.tokens import make, parse
from flows.talk.session import Session, Step

DANGER = {"chest_pain": "Chest pain", "fainted": "Fainted or nearly fainted", "cough_blood": "Coughing up blood"}
SIDE = {"both": "Both calves, all over", "left": "Left leg only", "right": "Right leg only"}
ONSET = {f"way_{number}": f"Way number {number}" for number in range(1, 9)}
QUESTIONS: list[tuple[str, str, str, dict[str, str]]] = [
    ("breath", "many", "Safety first. Have you had any of these?", DANGER),
    ("side", "one", "Which leg hurts?", SIDE),
    ("onset", "one", "How did it start?", ONSET),
]
LONG = "\n\n".join(f"Paragraph {number}: " + "a long way to run. " * 20 for number in range(20))


def question(session: Session, closes: str = "", closed_text: str = "") -> Reply:
    """The open question."""
    name, kind, text, options = QUESTIONS[session.turn - 1]
    sign = "+" if kind == "many" else ""
    choices = [
        Choice(option, label, make(session.sid, session.turn, f"{sign}{name}.{option}"), ticked=False if sign else None)
        for option, label in options.items()
    ]
    if kind == "many":
        choices += [_last(session, "none", "None of these"), _last(session, "unsure", "Not sure")]
        choices.append(_last(session, "done", "Done"))
    choices += [
        Choice("back", "Back", make(session.sid, session.turn, "back"), group="nav"),
        Choice("why", "Why do you ask?", make(session.sid, session.turn, "why"), group="nav"),
    ]
    return Reply(
        "question",
        title="Your leg",
        paragraphs=(text,),
        choices=tuple(choices),
        slot=str(session.turn),
        closes=closes,
        closed_text=closed_text,
        question=QuestionFacts(name, "many" if kind == "many" else "one", (session.turn, 3)),
    )


def _last(session: Session, name: str, label: str) -> Choice:
    return Choice(name, label, make(session.sid, session.turn, name), group="last")


def card(session: Session, closes: str, closed_text: str) -> Reply:
    """The end of it."""
    return Reply(
        "verdict",
        title="GET SEEN TODAY",
        paragraphs=("It can fit a clot in the leg. Only a scan can tell.",),
        sections=(Section("Why", ("left calf swollen", "no injury")), Section("Do now", ("Call 111",))),
        closing_line="Information, not a diagnosis.",
        copies=(Copyable("Say this", 'My "left" calf is swollen, with no injury.'),),
        choices=(Choice("why_card", "Why this advice?", make(session.sid, session.turn, "reasons"), group="act"),),
        slot=str(session.turn),
        closes=closes,
        closed_text=closed_text,
        verdict=VerdictFacts("urgent_same_day", ("dvt",), None, (), ()),
    )


def advance(_library: Any, session: Session | None, event: Event, now: datetime, fresh: str) -> Step:
    """One turn."""
    if session is None or (isinstance(event, Command) and event.name == "restart"):
        session = Session(sid=fresh, turn=1)
        return Step(session, (Reply("message", paragraphs=("Hi. I help runners.",)), question(session)))
    if isinstance(event, Command):
        if event.name == "forget":
            return Step(None, (Reply("message", paragraphs=("All gone.",)),), forget=True)
        if event.argument == "hold":
            return Step(session, (Reply("message", paragraphs=("Hold.",), until=now + timedelta(seconds=30)),))
        if event.argument == "urgent":
            return Step(session, (Reply("message", paragraphs=("Call 112 now.",), urgent=True, repeatable=True),))
        if event.argument == "promise":
            return Step(session, (Reply("message", paragraphs=("Agreed. I ask tomorrow.",), promise=True),))
        if event.name == "nothing":
            return Step(session, ())
        return Step(session, (question(session),))
    if isinstance(event, Chose):
        return _chosen(session, event)
    if isinstance(event, Typed):
        if event.text == "long":
            return Step(session, (Reply("message", paragraphs=tuple(LONG.split("\n\n"))),))
        for option, label in QUESTIONS[session.turn - 1][3].items() if session.turn <= 3 else ():
            if event.text == label:
                return _answered(session, [option])
        return Step(session, (Reply("message", paragraphs=(f"I heard: {event.text}",)),))
    if isinstance(event, SentFile):
        return Step(session, (Reply("message", paragraphs=("I can only read text and taps.",)),))
    return Step(session, ())


def _chosen(session: Session, event: Chose) -> Step:
    token = parse(event.token)
    if token is None or token.sid != session.sid or token.turn != session.turn:
        return Step(session, (Reply("message", paragraphs=("That question is already answered.",)), question(session)))
    if token.act == "why":
        return Step(session, (Reply("message", paragraphs=("Because it cannot wait.",), repeatable=True),))
    if token.act == "reasons":
        return Step(session, (Reply("message", paragraphs=("A scan can tell.",)),))
    if token.act == "pick":
        return _answered(session, list(event.values))
    if token.act in ("none", "unsure", "back"):
        return _answered(session, [token.act])
    return _answered(session, [token.argument])


def _answered(session: Session, options: list[str]) -> Step:
    _name, _, text, labels = QUESTIONS[session.turn - 1]
    closed = f"{text}\n→ {'; '.join(labels.get(option, option) for option in options)}"
    after = Session(sid=session.sid, turn=session.turn + 1, rev=session.rev + 1)
    closes = str(session.turn)
    return Step(
        after, (card(after, closes, closed) if after.turn > len(QUESTIONS) else question(after, closes, closed),)
    )
