"""Something is new or worse: the check is opened again with what is known, and what was told in one line counts at once."""

from __future__ import annotations

from datetime import timedelta

from msgspec import UNSET

from flows.base.remembered import Raised
from flows.base.urgency import EMERGENCY, URGENT, level
from flows.check.machine import VERDICT
from flows.check.plan import TOLD, Question
from flows.checking.flow import add_signs, back_from, go_to, tell_ticks, tick
from flows.checking.question import CHECK, Again
from flows.talk.show import Show
from flows.talk.turn import Turn

FRESH = timedelta(hours=12)
"""How long a *None of these* about danger signs holds; after that it is asked again."""

TOLD_IN = {"breath": "breath", "foot": "danger", "look": "look"}
"""What is told in one line → the list of the check that it belongs to."""

OF_TODAY = ("course", "walk", "run_test")
"""Questions about how it is now: a new answer takes the place of an old one."""

OF_THE_INJURY = ("look", "push")
"""Questions that a new injury puts anew, however lately they were answered."""
SUDDEN = ("pop", "sharp_stopped", "blow")
"""Beginnings that a new sudden pain does not make worse; in place of any other it counts as one that stopped them."""

AGAIN = {"pop": "onset", "relapse": "look", "worse": ""}


def tell_sign(turn: Turn, question: Question, option: str) -> bool:
    """Count a sign told out of turn; an emergency shows its card at once.

    It does not count if it would take the place of a worse one; the result says whether it does. What was open above the
    check is left; a check that was stopped, or never begun, goes on at its first open question.
    """
    if turn.session.episode is None:
        turn.begin()
    before = turn.session.episode
    assert before is not None
    plan = turn.library.check.plan
    told = add_signs(turn, question, (option,))
    if plan.standing(told)[1] < plan.standing(before.answers)[1]:
        turn.session.episode = before
        return False
    turn.keep_only(CHECK)
    if not turn.session.frames:
        turn.push(CHECK, "")
    state = turn.session.frames[0].state
    opened = _opened_before(turn, state)
    if turn.reached == EMERGENCY or (state == VERDICT and not opened):
        floors = turn.library.check.floors.of_option
        if any(floors.get(f"{state}.{ticked}", 0) >= URGENT for ticked in turn.session.draft):
            tell_ticks(turn)
        turn.session.draft = ()
        go_to(turn, VERDICT)
    elif state == VERDICT:
        if before.verdict is not None:
            turn.session.last = before
        go_to(turn, opened)
    elif not state:
        go_to(turn, turn.known.next or VERDICT)
    elif opened:
        back_from(turn, plan.by_id[state], opened)
    elif state == question.id and question.by_ticks and option != TOLD:  # that is no button of the list
        tick(turn, option, on=True)
    return True


def _opened_before(turn: Turn, state: str) -> str:
    """The question about danger signs that a sign told out of turn has opened behind what is open; empty if none."""
    plan, following = turn.library.check.plan, turn.known.next
    if following is None or plan.by_id[following].part != plan.questions[0].part or state in ("", following):
        return ""
    return following if state == VERDICT or plan.number[following] < plan.number[state] else ""


def recheck(turn: Turn, what: str, fresh: timedelta = FRESH) -> Show:
    """Open the check again because of `what`; an emergency sign shows its card at once.

    `what` is `breath`, `foot` or `look` (a sign), `pop` (a new injury), `worse`, or `relapse` (better, then worse). Nothing
    that was told is lost; what was not so before is asked again.
    """
    if turn.session.episode is None:
        turn.begin()
    if what == "pop" and turn.session.recovery is not None:  # whatever comes of the check, the way back starts over
        turn.session.recovery = turn.library.ladder.anew(turn.session.recovery, turn.now)
        turn.record("stage", turn.session.recovery.program, 1)
    told = TOLD_IN.get(what)
    if told is not None:
        tell_sign(turn, turn.library.check.plan.by_id[told], TOLD)
        if turn.reached == EMERGENCY:
            return Show.USUAL
    reopen(turn, told or AGAIN[what], relapse=what == "relapse", injury=what == "pop", fresh=fresh)
    return Show.USUAL


def reopen(
    turn: Turn, question: str = "", *, relapse: bool = False, injury: bool = False, fresh: timedelta = FRESH
) -> None:
    """Ask again what may have changed, and `question` (which keeps its answer until it has a new one).

    A *None of these* older than `fresh` is asked again.
    """
    episode = turn.session.episode
    assert episode is not None
    if episode.verdict is not None:
        turn.session.last = episode
    urgent = episode.verdict is not None and level(episode.verdict.urgency) >= URGENT
    gone = {
        name
        for name, options in episode.answers.items()
        if name != question
        and (
            (options == ("none",) and turn.now - episode.answered_at.get(name, episode.began) >= fresh)
            or (name in OF_TODAY and not urgent)
            or (injury and name in OF_THE_INJURY and options == ("none",))
            or (injury and name == "spot" and not urgent)
        )
    }
    answers = {name: options for name, options in episode.answers.items() if name not in gone}
    if relapse:
        answers["course"] = ("relapse",)
    if injury and answers.get("onset", ("none",))[0] not in SUDDEN:
        answers["onset"] = ("sharp_stopped",)
    number = turn.library.check.plan.number
    times = {**episode.answered_at, "course": turn.now} if relapse else episode.answered_at
    turn.change_episode(
        answers=answers,
        trail=tuple(sorted(answers, key=number.__getitem__)),
        answered_at={name: at for name, at in times.items() if name in answers},
        verdict=None,
        verdict_at=None,
        raised=None,
        seen=False,  # what is new has not been looked at
        onset=turn.now if injury else episode.onset,  # the first days count from the new injury
    )
    turn.session.draft = ()
    turn.tell("gate.recheck_injury" if injury else "gate.recheck")
    after = turn.known.next
    again = question if question in answers else ""
    if again and (after is None or number[again] < number[after]):
        turn.open_only(CHECK, again, Again(again))
    elif after is not None:
        turn.open_only(CHECK, after, Again(again or UNSET))
    else:
        turn.open_only(CHECK, VERDICT)
        go_to(turn, VERDICT)


def see_clinician(turn: Turn, why: str) -> Show:
    """Raise the advice to `clinician_soon` because of `why`, an id of the content, and open its card; nobody has looked yet."""
    turn.change_episode(raised=Raised("clinician_soon", why, turn.now), seen=False)
    turn.open_only(CHECK, VERDICT)
    go_to(turn, VERDICT)
    return Show.USUAL
