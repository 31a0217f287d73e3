"""What a card offers to do next: the fitting routine, the first days, the way back to running, and a check-in."""

from __future__ import annotations

from flows.check.verdict import Verdict
from flows.followup.schedule import PLAN_OF, SOON, steps_to_come
from flows.gate.flow import allowed
from flows.guided.first_aid import helpful, judged
from flows.guided.menu import named_shortly, open_to
from flows.talk.turn import Talk
from flows.way_back.entry import may_plan

MOST = 3
"""Offers on a card, so that with the explaining buttons there are six at most."""


def offers(talk: Talk, verdict: Verdict) -> list[tuple[str, str]]:
    """Acts with their labels, best first. An emergency offers nothing; a same-day card only to ask whether they were seen."""
    if verdict.urgency == "emergency_now":
        return []
    found: list[tuple[str, str]] = []
    if verdict.urgency != "urgent_same_day":
        found += _routine(talk, verdict)
        if helpful(talk) or (talk.wanted.startswith("aid.") and any(reason is None for _, reason in judged(talk))):
            found.append(("aid", talk.words("guided.aid.open")))
        if may_plan(talk) is None:
            found.append(("plan", talk.words("recovery.open")))
        wanted = talk.wanted.partition(".")[0]  # asked for before the check: it was said that it comes afterwards
        found.sort(key=lambda offer: offer[0].partition(".")[0] != wanted)
        found = found[: MOST - 1]
    if talk.checkins is None:
        found.append(("checkins", _ask_label(talk, verdict)))
    return found


def _routine(talk: Talk, verdict: Verdict) -> list[tuple[str, str]]:
    exercises, may = talk.library.exercises, allowed(talk)
    if talk.wanted == "routines." and open_to(talk)[0]:
        return [("routines", talk.words("guided.list"))]
    wanted = talk.wanted.removeprefix("routine.") if talk.wanted.startswith("routine.") else ""
    fitting = [
        routine.id
        for routine in exercises.routines.values()
        if routine.stage is None and verdict.urgency in routine.for_urgency and verdict.fits[0] in routine.for_fits
    ]
    for name in (wanted, *fitting):
        if name in exercises.routines and exercises.offer(name, may).steps:
            return [(f"routine.{name}", named_shortly(talk, name))]
    return []


def _ask_label(talk: Talk, verdict: Verdict) -> str:
    if verdict.urgency == "urgent_same_day":
        return talk.words("checkins.open.hours")
    if verdict.urgency == "clinician_soon":
        return talk.words("checkins.open.days", days=verdict.within[1])
    episode = talk.episode
    assert episode is not None
    ahead = steps_to_come(PLAN_OF[verdict.urgency], episode, talk.now, talk.person.zone, verdict.within[1])
    near = bool(ahead) and ahead[0][1] - talk.now <= SOON
    return talk.words("checkins.open.tomorrow" if near else "checkins.open.later")


def may_offer(talk: Talk, act: str) -> bool:
    """Whether this card act may be offered now; asked before something comes by itself."""
    word, _, argument = act.partition(".")
    exercises = talk.library.exercises
    if word == "routine" and argument in exercises.routines:
        return bool(exercises.offer(argument, allowed(talk)).steps)
    if word == "aid" and talk.episode is not None and talk.episode.verdict is not None:
        return dict(judged(talk)).get(argument, "") is None
    return word not in ("routine", "aid")
