"""The questions of the check-ins as records, each with its answers.

What an answer leads to stands beside it, and the machine that every check-in runs on is made of them. An end is one of
`ENDS`, and told by its name.
"""

from __future__ import annotations

import msgspec

from flows.base.machine import FlowMachine, Guard, Row, fact

ENDS = ("done", "check", "raised", "ended")
"""`check`: the check opens again; `raised`: a clinician should look; `ended`: no more of these come; `done`: nothing else."""


class AnswerOutcome(msgspec.Struct, frozen=True):
    """Where an answer leads, to another question or an end, if the guard holds.

    `note` says in the diagram when that is.
    """

    to: str
    guard: Guard | None = None
    note: str = ""


class Answer(msgspec.Struct, frozen=True):
    """One answer and what it leads to: the first outcome that holds.

    An answer without outcomes is a sign: the check opens at once. `sign` is what the check is opened with wherever the
    answer leads there; empty: what is new has to be asked first.
    """

    name: str
    outcomes: tuple[AnswerOutcome, ...] = ()
    sign: str = "worse"


class CheckIn(msgspec.Struct, frozen=True):
    """One question of a check-in, with its answers.

    `on_a_scale`: it is answered by a number of 0 to 10; `urgent`: it is about a visit today.
    """

    id: str
    answers: tuple[Answer, ...]
    on_a_scale: bool = False
    urgent: bool = False


NEW = Answer("new", (AnswerOutcome("check", note="something new or worse"),), sign="")
"""Leads to the check from every question; most have a button for it."""
STOP = Answer("stop", (AnswerOutcome("ended"),))
"""Beneath every question: no more of these."""


def _to(name: str, to: str, note: str = "", *, sign: str = "worse") -> Answer:
    return Answer(name, (AnswerOutcome(to, note=note),), sign)


def _if(name: str, guard: str, to: str, note: str, *, otherwise: str) -> Answer:
    """An answer that leads to `to` where the fact `guard` holds."""
    return Answer(name, (AnswerOutcome(to, fact(guard), note), AnswerOutcome(otherwise)))


def _why(visit: str, *, urgent: bool = False) -> CheckIn:
    """What is in the way of a visit; whatever it is, there is an answer to it and no other question."""
    reasons = (_to(reason, "done") for reason in ("no_time", "too_far", "feels_better"))
    return CheckIn(f"{visit}_why", (*reasons, NEW), urgent=urgent)


_SIGNS = (*(Answer(name, sign=name) for name in ("look", "foot", "breath")), Answer("worse"))

QUESTIONS = (
    CheckIn("d1", (*_SIGNS, _to("none", "d1_pain"))),
    CheckIn(
        "d1_pain",
        (_if("pain", "worse", "check", "more than before, and not plain soreness", otherwise="done"),),
        on_a_scale=True,
    ),
    CheckIn(
        "d3",
        (
            _if("better", "strain", "d3_raises", "a strain, and no pop", otherwise="done"),
            _to("same", "raised"),
            _to("worse", "check"),
            _to("relapse", "check", sign="relapse"),
            NEW,
        ),
    ),
    CheckIn(
        "d3_raises",
        (_to("easy", "done"), _to("sore", "done"), _to("cannot", "raised"), _to("not_tried", "done"), NEW),
    ),
    CheckIn(
        "d7",
        (
            _to("run", "ended", "all is well"),
            _if("walk", "soreness", "raised", "soreness that is not gone", otherwise="done"),
            _to("limp", "raised"),
            _to("worse", "check"),
            NEW,
        ),
    ),
    CheckIn(
        "d14",
        (
            _to("gone", "ended", "all is well"),
            _if("better", "planned", "done", "on a plan that takes weeks", otherwise="raised"),
            _to("no_better", "raised"),
            NEW,
        ),
    ),
    CheckIn("seen", (_to("yes", "done"), _to("booked", "done"), _to("not_yet", "seen_why"), NEW)),
    CheckIn("hours", (_to("yes", "done"), _to("on_my_way", "done"), _to("not_yet", "hours_why"), NEW), urgent=True),
    _why("seen"),
    _why("hours", urgent=True),
)
BY_ID = {question.id: question for question in QUESTIONS}

ASKS = ("d1", "d1_pain", "d3", "d3_raises", "d7", "d14", "seen", "seen_why", "hours", "hours_why")
"""The states in which a check-in waits for an answer; the step `next_day` asks like `hours`."""


def checkin_machine() -> FlowMachine:
    """Each check-in from its first question to its end.

    Facts of a step: `strain`, whether heel raises are worth asking about; `worse`, whether a number has gone up;
    `soreness`, whether it is plain soreness; `planned`, whether somebody is on a plan that takes weeks.
    """
    rows = [
        Row(question.id, answer.name, outcome.to, outcome.guard, outcome.note)
        for question in QUESTIONS
        for answer in question.answers
        if answer is not NEW
        for outcome in answer.outcomes
    ]
    for state in ASKS:
        rows += [Row(state, answer.name, one.to, note=one.note) for answer in (NEW, STOP) for one in answer.outcomes]
    return FlowMachine("checkin", (*ASKS, *ENDS), rows, "d1")
