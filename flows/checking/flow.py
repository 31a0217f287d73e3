"""The check as a flow: what its buttons do, how an answer is taken, and the way on to the next question or the card."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import UNSET

from flows.base.machine import FlowMachine
from flows.base.replies import Reply
from flows.base.tokens import Act
from flows.base.urgency import EMERGENCY, URGENT
from flows.check.conditions import atoms
from flows.check.machine import VERDICT
from flows.check.plan import TOLD, Answers, Known, Plan, Question
from flows.checking.card_acts import BENEATH, beneath_card, card_act
from flows.checking.card_view import CARD, reach_verdict, show_card
from flows.checking.change import back_to
from flows.checking.question import (
    CHECK,
    FOR_OTHER,
    Again,
    Slip,
    Ticked,
    closed_question,
    may_be_for_other,
    previous,
    show_question,
)
from flows.talk.asking import not_understood
from flows.talk.confirm import ask_back
from flows.talk.flow import Flow, Open
from flows.talk.show import Show
from flows.talk.turn import Turn

NAVIGATION = ("back", "why", "done", "advice", FOR_OTHER)
"""Acts of a question that are no answers."""

# --- what a button does ----------------------------------------------------------------------------------------------


def _act(turn: Turn, frame: Open[Again], act: Act) -> Show:
    if frame.state == VERDICT:
        return card_act(turn, act)
    question = turn.library.check.plan.by_id[frame.state]
    name, option = act.word.lstrip("+-"), act.argument
    if name == question.id and (option in question.every or (question.which_of and option == "none")):
        if act.word[0] not in "+-":
            return answer(turn, question, (option,))
        tick(turn, option, on=act.word[0] == "+")
    elif act.whole == "why":
        turn.message(turn.words(f"questions.{question.which_of or question.id}.why"))
    elif act.whole == "back":
        earlier = previous(turn)
        if earlier is not None:
            back_from(turn, question, earlier)
    elif act.whole == FOR_OTHER and may_be_for_other(turn):
        return turn.ways.go_on(turn, "whom")
    elif act.whole == "advice" and turn.reached >= URGENT:
        tell_ticks(turn)
        turn.session.draft = ()
        go_to(turn, VERDICT)
    elif act.whole == "done" and turn.session.draft:
        return answer(turn, question, turn.session.draft)
    else:
        return not_understood(turn)
    return Show.USUAL


def _choose(turn: Turn, frame: Open[Again], ids: tuple[str, ...], whole: bool) -> Show | None:
    """Take several options at once; with `whole` these are all of them, else they are named beside what is ticked."""
    if frame.state == VERDICT:
        return card_act(turn, Act(ids[0])) if len(ids) == 1 and ids[0] in BENEATH else None
    question = turn.library.check.plan.by_id[frame.state]
    navigates = any(option in NAVIGATION for option in ids)
    if whole:
        known = {*question.every, *NAVIGATION, *(("none",) if question.which_of else ())}
        if not ids or not known.issuperset(ids):
            return not_understood(turn)
        if not navigates:
            # These are all of them; but a sign that is ticked beside them was told, and is not lost without a question.
            told = tell_new_ticks(turn, question)
            turn.session.draft = ()
            if told and turn.reached == EMERGENCY:
                go_to(turn, VERDICT)
                return Show.USUAL
        ids = tuple(dict.fromkeys(ids))
    if navigates and len(ids) == 1:
        return _act(turn, frame, Act(ids[0]))
    if navigates or (question.kind == "one" and len(ids) > 1):
        return not_understood(turn)
    if question.kind == "many" and not {"none", "unsure"} & set(ids):
        ids = tuple(dict.fromkeys((*turn.session.draft, *ids)))
    return answer(turn, question, ids)


# --- an answer -------------------------------------------------------------------------------------------------------


def tick(turn: Turn, option: str, *, on: bool) -> None:
    """Set (never toggle) one tick of the open list; the turn stays the same."""
    others = tuple(one for one in turn.session.draft if one != option)
    turn.session.draft = (*others, option) if on else others


def answer(turn: Turn, question: Question, options: tuple[str, ...]) -> Show:
    """Take the options as the answer to the open question, or ask first if they contradict what was said."""
    exclusive = [option for option in options if option in ("none", "unsure")]
    ticked = tuple(option for option in (*turn.session.draft, *options) if option not in ("none", "unsure"))
    if exclusive and ticked:
        turn.session.draft = tuple(dict.fromkeys(ticked))
        ask_back(turn, "ticked", Ticked(question.id, list(turn.session.draft), exclusive[:1]))
    elif question.which_of and options == ("none",):
        back_to(turn, question.which_of)
    elif lost := _withdrawn(turn, question, options):
        ask_back(turn, "slip", Slip(question.id, list(options), list(lost)))
    else:
        commit(turn, question, options)
    return Show.USUAL


def commit(turn: Turn, question: Question, options: tuple[str, ...]) -> None:
    """Record the answer, drop what no longer applies and go on to the next open question or the verdict."""
    assert turn.session.episode is not None
    added = tuple(atom for atom in turn.session.episode.added if atom.partition(".")[0] != question.id)
    record(turn, question, _after(turn, question, options))
    turn.change_episode(added=added)  # now it has been asked in full
    turn.session.draft = ()
    # A changed answer can make an emergency of what was told further on, which the machine has not come to yet.
    if turn.reached == EMERGENCY:
        go_to(turn, VERDICT)
        return
    library, answers, number = turn.library, turn.session.episode.answers, turn.library.check.plan.number
    partly = library.check.plan.partly(added, answers)  # asked all the same
    full = {name: chosen for name, chosen in answers.items() if name not in partly}
    state = following(library.check.machine, library.check.plan, full, question.id, turn.known)
    before = CHECK_FLOW.opened(turn.session.frames[0]).data
    again = question.id if before.again is UNSET else before.again
    unfinished = again in answers and number[again] > number[question.id]
    go_to(turn, state)
    if unfinished and (state == VERDICT or number[again] < number[state]):
        back_to(turn, again)
        turn.move(again, Again(again))
    elif unfinished:
        turn.move(state, Again(again))  # it is still ahead
    elif state in partly:
        back_to(turn, state)


def following(machine: FlowMachine, plan: Plan, answers: Answers, state: str, known: Known | None = None) -> str:
    """The state after `state` was answered: the machine's next one, past all that have an answer already.

    `known` is what these answers come to, if that has been worked out.
    """
    known = known or plan.known(frozenset(answers), plan.bits(answers))
    while True:
        state = machine.step(state, "answered", plan_bits=known.true, urgency=known.urgency)
        if state == VERDICT or state not in answers:
            return state


def _after(turn: Turn, question: Question, options: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
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


def _withdrawn(turn: Turn, question: Question, options: tuple[str, ...]) -> tuple[str, ...]:
    """The signs that this answer would take back: those with a floor of urgent or more, or what made it urgent together."""
    assert turn.session.episode is not None
    if _in_order(turn, question):
        return ()
    plan, floors = turn.library.check.plan, turn.library.check.floors.of_option
    before, after = turn.session.episode.answers, _after(turn, question, options)
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


def record(turn: Turn, question: Question, answers: dict[str, tuple[str, ...]]) -> None:
    """Keep these as all answers; the one to `question` is new."""
    assert turn.session.episode is not None
    times = {**turn.session.episode.answered_at, question.id: turn.now}
    turn.change_episode(
        answers=answers,
        trail=tuple(sorted(answers, key=turn.library.check.plan.number.__getitem__)),
        answered_at={name: at for name, at in times.items() if name in answers},
    )


# --- the way on ------------------------------------------------------------------------------------------------------


def go_to(turn: Turn, state: str) -> None:
    """Open `state` of the check; at the verdict, remember it, and let an emergency end everything else."""
    turn.keep_only(CHECK)
    if turn.top is not None:
        turn.move(state)
    episode = turn.session.episode
    if episode is not None and state in episode.hinted and state not in episode.answers:
        turn.session.draft = episode.hinted[state]  # a story named these; the rest of the list is asked all the same
    if state == VERDICT:
        reach_verdict(turn)
    elif episode is not None and episode.verdict is not None:
        # The advice given before was on other answers; what is left of them may be too little for any.
        turn.change_episode(verdict=None, verdict_at=None)


def back_from(turn: Turn, question: Question, earlier: str) -> None:
    """Go back from a question to an earlier one; a list with an urgent sign ticked but not submitted is asked again."""
    data = CHECK_FLOW.opened(turn.session.frames[0]).data
    if tell_new_ticks(turn, question):
        if turn.reached == EMERGENCY:
            turn.session.draft = ()
            go_to(turn, VERDICT)
            return
        data = Again(question.id)
    back_to(turn, earlier)
    turn.move(earlier, data)


def tell_ticks(turn: Turn) -> None:
    """Count what is ticked, submitted or not, as an answer if that makes it urgent."""
    state = next(frame.state for frame in turn.session.frames if frame.flow == CHECK)
    if not turn.session.draft or state == VERDICT:
        return
    before, urgency = turn.session.episode, turn.reached
    add_signs(turn, turn.library.check.plan.by_id[state], turn.session.draft)
    if turn.reached < max(urgency, URGENT):
        turn.session.episode = before


def tell_new_ticks(turn: Turn, question: Question) -> bool:
    """Count the ticks of the open list if there are more than were answered to it; says whether that counts now."""
    assert turn.session.episode is not None
    told = turn.session.episode.answers.get(question.id, ())
    if set(turn.session.draft) <= set(told):
        return False
    tell_ticks(turn)
    return turn.session.episode.answers.get(question.id, ()) != told


def add_signs(turn: Turn, question: Question, signs: tuple[str, ...]) -> Answers:
    """Record these signs beside what was answered to the same list; gives all answers then."""
    assert turn.session.episode is not None
    before = turn.session.episode.answers.get(question.id, ()) if question.kind == "many" else ()
    ordered = tuple(option for option in question.options if option in (*before, *signs))
    record(turn, question, answers := {**turn.session.episode.answers, question.id: ordered})
    return answers


def _prompt(turn: Turn, frame: Open[Again]) -> Reply:
    return show_card(turn) if frame.state == VERDICT else show_question(turn, frame.state)


def _closed(turn: Turn, frame: Open[Again]) -> str:
    return "" if frame.state == VERDICT else closed_question(turn, frame.state)


CHECK_FLOW = Flow(
    _prompt,
    _act,
    data=Again,
    states=frozenset(),
    typed=beneath_card,
    choose=_choose,
    beside=False,
    notice=CARD,
    closed=_closed,
)
