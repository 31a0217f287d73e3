"""Where the check stands: its verdict as older content and check-ins have left it, what a changed answer would come to."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from flows.base.urgency import URGENT, level
from flows.check.conditions import atoms
from flows.check.plan import TOLD, Answers, Question
from flows.check.verdict import WINDOW, Verdict, decide
from flows.checking.question import is_on_card
from flows.talk.library import Library
from flows.talk.session import Episode
from flows.talk.show import Show
from flows.talk.turn import Turn


def verdict_now(turn: Turn) -> Verdict:
    """The verdict on the answers so far."""
    episode = turn.session.episode
    return verdict_of(turn.library, episode) if episode else decide(turn.library.check, {})


def verdict_of(library: Library, episode: Episode) -> Verdict:
    """The verdict on an episode, never less urgent than advice that was given on older content."""
    verdict = _raised(library, episode, decide(library.check, episode.answers))
    if episode.at_least is None or level(verdict.urgency) >= level(episode.at_least):
        return verdict
    # What made it urgent is no longer there to be told or named; the general words of that urgency hold for anything.
    forbids = verdict.forbids.union(library.check.forbids[episode.at_least])
    return replace(
        verdict, urgency=episode.at_least, fits=("other",), named=("",), grade=None, rules=(), forbids=forbids
    )


def _raised(library: Library, episode: Episode, verdict: Verdict) -> Verdict:
    """The verdict as a check-in has raised it, if that is more urgent."""
    raised = episode.raised
    if raised is None or level(verdict.urgency) >= level(raised.urgency):
        return verdict
    forbids = verdict.forbids.union(library.check.forbids[raised.urgency])
    return replace(verdict, urgency=raised.urgency, rules=(), within=WINDOW, forbids=forbids)


def emergency_open(turn: Turn) -> bool:
    """Whether the card of an emergency is open."""
    episode = turn.session.episode
    if not is_on_card(turn) or episode is None or episode.verdict is None:
        return False
    return episode.verdict.urgency == "emergency_now"


def emergency_first(turn: Turn) -> Show | None:
    """Show the open card of an emergency once more, for what was asked for has to wait; None: there is none."""
    if not emergency_open(turn):
        return None
    turn.tell("gate.urgent")
    return Show.ANEW


def emergency_again(turn: Turn) -> Show:
    """Show the open card of an emergency once more after something beside the point."""
    return Show.ANEW if emergency_open(turn) else Show.USUAL


# --- a changed answer ------------------------------------------------------------------------------------------------


def answers_after(turn: Turn, question: Question, options: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """All answers once these options are the answer to `question`."""
    assert turn.session.episode is not None
    plan, before, floors = turn.library.check.plan, turn.session.episode.answers, turn.library.check.floors.of_option
    told, exclusive = f"{question.id}.{TOLD}", {"none", "unsure"}.intersection(options)
    answers = {**before, question.id: tuple(option for option in question.every if option in options)}
    if TOLD in before.get(question.id, ()) and not exclusive and not _named(told, answers, floors):
        # What was told in one line is not taken back by something else on the same list.
        answers[question.id] = tuple(option for option in question.every if option in (*options, TOLD))
    if _in_order(turn, question):
        return answers
    # A changed answer may leave later ones without a point. A sign that an old button told was so before; it stays.
    kept, kept_before = plan.kept(answers), plan.kept(before)
    return {name: chosen for name, chosen in answers.items() if name in kept or name not in kept_before}


def _in_order(turn: Turn, question: Question) -> bool:
    """Whether all that was answered comes before this question."""
    assert turn.session.episode is not None
    number, trail = turn.library.check.plan.number, turn.session.episode.trail
    return not trail or number[trail[-1]] < number[question.id]


def withdrawn(turn: Turn, question: Question, options: tuple[str, ...]) -> tuple[str, ...]:
    """The signs that this answer would take back: those with a floor of urgent or more, or what made it urgent together."""
    assert turn.session.episode is not None
    if _in_order(turn, question):
        return ()
    plan, floors = turn.library.check.plan, turn.library.check.floors.of_option
    before, after = turn.session.episode.answers, answers_after(turn, question, options)
    had = {f"{name}.{option}" for name, chosen in before.items() for option in chosen}
    has = {f"{name}.{option}" for name, chosen in after.items() for option in chosen}
    gone = tuple(atom for atom in plan.atoms if atom in had - has)
    signs = tuple(atom for atom in gone if floors.get(atom, 0) >= URGENT and not _named(atom, after, floors))
    urgency = plan.standing(before)[1]
    if signs or urgency < URGENT or plan.standing(after)[1] >= urgency:
        return signs
    spoken = {atom for rule in plan.rules_that_hold(plan.bits(before)) for atom in atoms(rule.when)}
    return tuple(atom for atom in gone if atom in spoken) or gone


def _named(atom: str, answers: Answers, floors: Mapping[str, int]) -> bool:
    """Whether what was told in one line is now told by a sign of the same list that is as urgent."""
    question, _, option = atom.partition(".")
    others = (f"{question}.{other}" for other in answers.get(question, ()))
    return option == TOLD and any(floors.get(other, 0) >= floors[atom] for other in others)
