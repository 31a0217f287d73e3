"""What a card offers to do next: the fitting routine, the first days, the way back to running, and a check-in."""

from __future__ import annotations

from flows.check.verdict import Verdict
from flows.checking.verdicts import verdict_now
from flows.exercises.exercises import Allowed
from flows.followup.schedule import PLAN_OF, SOON, steps_to_come
from flows.gate.allowed import allowed
from flows.guided.first_aid import helpful, judged
from flows.guided.menu import named_shortly, open_to
from flows.talk.turn import Turn
from flows.way_back.entry import may_plan

MOST = 3
"""Offers on a card, so that with the explaining buttons there are six at most."""


def offers(turn: Turn) -> list[tuple[str, str]]:
    """Acts with their labels, best first. An emergency offers nothing; a same-day card only to ask whether they were seen."""
    verdict = verdict_now(turn)
    if verdict.urgency == "emergency_now":
        return []
    found: list[tuple[str, str]] = []
    if verdict.urgency != "urgent_same_day":
        may = allowed(turn)
        found += _routine(turn, verdict, may)
        if helpful(turn, may) or (
            turn.session.wanted.startswith("aid.") and any(reason is None for _, reason in judged(turn))
        ):
            found.append(("aid", turn.words("guided.aid.open")))
        if may_plan(turn) is None:
            found.append(("plan", turn.words("recovery.open")))
        wanted = turn.session.wanted.partition(".")[
            0
        ]  # asked for before the check: it was said that it comes afterwards
        found.sort(key=lambda offer: offer[0].partition(".")[0] != wanted)
        found = found[: MOST - 1]
    if turn.session.checkins is None:
        found.append(("checkins", _ask_label(turn, verdict)))
    return found


def _routine(turn: Turn, verdict: Verdict, may: Allowed) -> list[tuple[str, str]]:
    exercises = turn.library.exercises
    if turn.session.wanted == "routines." and open_to(turn)[0]:
        return [("routines", turn.words("guided.list"))]
    wanted = turn.session.wanted.removeprefix("routine.") if turn.session.wanted.startswith("routine.") else ""
    fitting = [
        routine.id
        for routine in exercises.routines.values()
        if routine.stage is None and verdict.urgency in routine.for_urgency and verdict.fits[0] in routine.for_fits
    ]
    for name in (wanted, *fitting):
        offer = exercises.offer(name, may) if name in exercises.routines else None
        # What was asked for is begun with whatever is left of it; by itself a card offers no stretches without stretches.
        if offer is not None and len(offer.steps) > (0 if name == wanted else len(offer.refused)):
            return [(f"routine.{name}", named_shortly(turn, name))]
    return []


def _ask_label(turn: Turn, verdict: Verdict) -> str:
    if verdict.urgency == "urgent_same_day":
        return turn.words("checkins.open.hours")
    if verdict.urgency == "clinician_soon":
        return turn.words("checkins.open.days", days=verdict.within[1])
    episode = turn.session.episode
    assert episode is not None
    ahead = steps_to_come(PLAN_OF[verdict.urgency], episode, turn.now, turn.session.person.zone, verdict.within[1])
    near = bool(ahead) and ahead[0][1] - turn.now <= SOON
    return turn.words("checkins.open.tomorrow" if near else "checkins.open.later")


def may_offer(turn: Turn, act: str) -> bool:
    """Whether this card act may be offered now; asked before something comes by itself."""
    word, _, argument = act.partition(".")
    exercises = turn.library.exercises
    if word == "routine" and argument in exercises.routines:
        return bool(exercises.offer(argument, allowed(turn)).steps)
    if word == "aid" and turn.session.episode is not None and turn.session.episode.verdict is not None:
        return dict(judged(turn)).get(argument, "") is None
    return word not in ("routine", "aid")
