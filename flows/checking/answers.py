"""Taking an answer to a check question: ticks, the answer itself, doubts about it, and the way on."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from flows.base.replies import VerdictFacts
from flows.base.urgency import EMERGENCY, URGENT
from flows.check.machine import VERDICT, following
from flows.check.plan import TOLD, Answers, Question
from flows.checking.prompts import known_now, reached, urgency_of, verdict_now
from flows.talk.confirm import Asked, Confirm, Data, ask_back
from flows.talk.say import label, labels, question_text
from flows.talk.session import Frame, Retracted
from flows.talk.turn import Talk


def tick(talk: Talk, option: str, *, on: bool) -> None:
    """Set (never toggle) one tick of the open list; the turn stays the same."""
    others = tuple(one for one in talk.draft if one != option)
    talk.draft = (*others, option) if on else others


def answer(talk: Talk, question: Question, options: tuple[str, ...]) -> None:
    """Take the submitted options as the answer to the open question, or ask first if they contradict what was said."""
    exclusive = [option for option in options if option in ("none", "unsure")]
    ticked = tuple(option for option in (*talk.draft, *options) if option not in ("none", "unsure"))
    if exclusive and ticked:
        talk.draft = tuple(dict.fromkeys(ticked))
        ask_back(talk, "ticked", question=question.id, ticked=list(talk.draft), other=[exclusive[0]])
        return
    if question.which_of and options == ("none",):
        back_to(talk, question.which_of)
        return
    lost = _withdrawn(talk, question, options)
    if lost:
        ask_back(talk, "slip", question=question.id, options=list(options), lost=list(lost))
        return
    commit(talk, question, options)


def _ask_ticked(talk: Talk, data: Data) -> Asked:
    library, language, question = talk.library, talk.language, data["question"]
    other = label(library, language, question, data["other"][0])
    ticked = labels(library, language, question, tuple(data["ticked"]))
    return Asked(talk.text("ticked_or_none", ticked=ticked, other=other), talk.text("ticked_true"), other)


def _take_ticked(talk: Talk, data: Data, yes: bool) -> None:
    talk.pop()
    talk.draft = ()
    answer(talk, talk.library.plan.by_id[data["question"]], tuple(data["ticked"] if yes else data["other"]))


TICKED = Confirm(_ask_ticked, _take_ticked)


def _ask_slip(talk: Talk, data: Data) -> Asked:
    signs = talk.text("joined").join(label(talk.library, talk.language, *atom.split(".")) for atom in data["lost"])
    return Asked(talk.text("slip", signs=signs), talk.text("slip_yes"), talk.text("slip_no"))


def _take_slip(talk: Talk, data: Data, yes: bool) -> None:
    question = talk.library.plan.by_id[data["question"]]
    if yes:
        _confirm_slip(talk, question, tuple(data["options"]), tuple(data["lost"]))
        return
    assert talk.episode is not None
    talk.pop()  # it was true after all: the old answer stands, and the check goes on where it would have been
    if question.id in talk.episode.answers:
        commit(talk, question, talk.episode.answers[question.id])


SLIP = Confirm(_ask_slip, _take_slip)


def commit(talk: Talk, question: Question, options: tuple[str, ...]) -> None:
    """Record the answer, drop what no longer applies and go on to the next open question or the verdict."""
    _record(talk, question, _after(talk, question, options))
    talk.draft = ()
    assert talk.episode is not None
    # A changed answer can make an emergency of what was told further on, which the machine has not come to yet.
    if reached(talk) == EMERGENCY:
        go(talk, VERDICT)
        return
    library, answers, number = talk.library, talk.episode.answers, talk.library.plan.number
    state = following(library.machine, library.plan, answers, question.id, known_now(talk))
    again = talk.frames[0].data.get("again", question.id)
    unfinished = again in answers and number[again] > number[question.id]
    go(talk, state)
    if unfinished and (state == VERDICT or number[again] < number[state]):
        back_to(talk, again)
        talk.move(again, again=again)
    elif unfinished:
        talk.move(state, again=again)  # it is still ahead


def _after(talk: Talk, question: Question, options: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """All answers once these options are the answer to `question`."""
    assert talk.episode is not None
    plan, before, floors = talk.library.plan, talk.episode.answers, talk.library.floors.of_option
    told, exclusive = f"{question.id}.{TOLD}", {"none", "unsure"}.intersection(options)
    answers = {**before, question.id: tuple(option for option in question.every if option in options)}
    if TOLD in before.get(question.id, ()) and not exclusive and not _named(told, answers, floors):
        # What was told in one line is not taken back by something else on the same list.
        answers[question.id] = tuple(option for option in question.every if option in (*options, TOLD))
    if _in_order(talk, question):
        return answers
    # A changed answer may leave later ones without a point. A sign that an old button told was so before; it stays.
    kept, kept_before = plan.kept(answers), plan.kept(before)
    return {name: chosen for name, chosen in answers.items() if name in kept or name not in kept_before}


def _in_order(talk: Talk, question: Question) -> bool:
    """Whether all that was answered comes before this question."""
    assert talk.episode is not None
    number, trail = talk.library.plan.number, talk.episode.trail
    return not trail or number[trail[-1]] < number[question.id]


def _record(talk: Talk, question: Question, answers: dict[str, tuple[str, ...]]) -> None:
    """These are now all answers; the one to `question` is new."""
    assert talk.episode is not None
    times = {**talk.episode.answered_at, question.id: talk.now}
    talk.change_episode(
        answers=answers,
        trail=tuple(sorted(answers, key=talk.library.plan.number.__getitem__)),
        answered_at={name: at for name, at in times.items() if name in answers},
    )


def go(talk: Talk, state: str) -> None:
    """Open `state` of the check; at the verdict, remember it, and let an emergency end everything else."""
    talk.frames = [replace(frame, state=state, data={}) for frame in talk.frames if frame.flow == "check"]
    if talk.episode is not None and state in talk.episode.hinted and state not in talk.episode.answers:
        talk.draft = talk.episode.hinted[state]  # a story named these; the rest of the list is asked all the same
    if state != VERDICT:
        if talk.episode is None or talk.episode.verdict is None:
            return
        # The advice given before was on other answers; what is left of them may be too little for any.
        talk.change_episode(verdict=None, verdict_at=None)
        return
    verdict = verdict_now(talk)
    facts = VerdictFacts(verdict.urgency, verdict.fits, verdict.grade, verdict.reasons, verdict.sources)
    talk.change_episode(verdict=facts, verdict_at=talk.now)
    talk.house.settled(talk)


def back_to(talk: Talk, name: str) -> None:
    """Ask an answered question again. What was answered stays until the new answer is in, so that no sign gets lost."""
    assert talk.episode is not None
    talk.frames = [frame for frame in talk.frames if frame.flow == "check"]
    talk.move(name)
    question = talk.library.plan.by_id[name]
    before = talk.episode.answers.get(name, ())
    # What was told in one line is no button of the list, so it is no tick either: `_after` keeps it until it is named closer.
    ticked = tuple(one for one in before if one in question.options and one != TOLD)
    talk.draft = ticked if _by_ticks(question) else ()


def back_from(talk: Talk, question: Question, earlier: str) -> None:
    """Go back from a question to an earlier one; a list with an urgent sign ticked but not submitted is asked again."""
    again = {"again": question.id} if tell_new_ticks(talk, question) else talk.frames[0].data
    if again is not talk.frames[0].data and reached(talk) == EMERGENCY:
        talk.draft = ()
        go(talk, VERDICT)
        return
    back_to(talk, earlier)
    talk.move(earlier, **again)


def _withdrawn(talk: Talk, question: Question, options: tuple[str, ...]) -> tuple[str, ...]:
    """The signs that this answer would take back: those with a floor of urgent or more, or what made it urgent together."""
    assert talk.episode is not None
    if _in_order(talk, question):
        return ()
    plan, floors = talk.library.plan, talk.library.floors.of_option
    before, after = talk.episode.answers, _after(talk, question, options)
    had = {f"{name}.{option}" for name, chosen in before.items() for option in chosen}
    has = {f"{name}.{option}" for name, chosen in after.items() for option in chosen}
    gone = tuple(atom for atom in plan.atoms if atom in had - has)
    signs = tuple(atom for atom in gone if floors.get(atom, 0) >= URGENT and not _named(atom, after, floors))
    if signs:
        return signs
    urgency = urgency_of(plan, before)
    return gone if urgency >= URGENT and urgency_of(plan, after) < urgency else ()


def _named(atom: str, answers: Answers, floors: Mapping[str, int]) -> bool:
    """Whether what was told in one line is now told by a sign of the same list that is as urgent."""
    question, _, option = atom.partition(".")
    others = (f"{question}.{other}" for other in answers.get(question, ()))
    return option == TOLD and any(floors.get(other, 0) >= floors[atom] for other in others)


def _confirm_slip(talk: Talk, question: Question, options: tuple[str, ...], lost: tuple[str, ...]) -> None:
    """It was a slip: the new answer holds, and what was taken back stays in the hand-off text."""
    assert talk.episode is not None
    taken = tuple(Retracted(atom.split(".")[0], atom.split(".")[1], talk.now) for atom in lost)
    talk.change_episode(retracted=(*talk.episode.retracted, *taken))
    talk.pop()
    commit(talk, question, options)


def tell_sign(talk: Talk, question: Question, option: str) -> bool:
    """A sign told out of turn (an old button): it counts from now on, and an emergency shows its card at once.

    It does not if it would take the place of a worse one; the result says whether it counts. What was open above the
    check is left; a check that was stopped, or never begun, goes on at its first open question.
    """
    if talk.episode is None:
        talk.begin()
    before = talk.episode
    assert before is not None
    told = _add(talk, question, (option,))
    if urgency_of(talk.library.plan, told) < urgency_of(talk.library.plan, before.answers):
        talk.episode = before
        return False
    talk.frames = [frame for frame in talk.frames if frame.flow == "check"] or [Frame("check", "")]
    state = talk.frames[0].state
    if reached(talk) == EMERGENCY or state == VERDICT:
        floors = talk.library.floors.of_option
        if any(floors.get(f"{state}.{ticked}", 0) >= URGENT for ticked in talk.draft):
            tell_ticks(talk)
        talk.draft = ()
        go(talk, VERDICT)
    elif not state:
        go(talk, known_now(talk).next or VERDICT)
    elif state == question.id and _by_ticks(question) and option != TOLD:  # that is no button of the list
        tick(talk, option, on=True)
    return True


def tell_ticks(talk: Talk) -> None:
    """What is ticked was told, submitted or not: it counts as an answer if that makes it urgent."""
    state = next(frame.state for frame in talk.frames if frame.flow == "check")
    if not talk.draft or state == VERDICT:
        return
    before, urgency = talk.episode, reached(talk)
    _add(talk, talk.library.plan.by_id[state], talk.draft)
    if reached(talk) < max(urgency, URGENT):
        talk.episode = before


def tell_new_ticks(talk: Talk, question: Question) -> bool:
    """The same of the open list, if more is ticked than was answered to it before; whether that counts now."""
    assert talk.episode is not None
    told = talk.episode.answers.get(question.id, ())
    if set(talk.draft) <= set(told):
        return False
    tell_ticks(talk)
    return talk.episode.answers.get(question.id, ()) != told


def _add(talk: Talk, question: Question, signs: tuple[str, ...]) -> Answers:
    """Record these signs beside what was answered to the same list; gives all answers then."""
    assert talk.episode is not None
    before = talk.episode.answers.get(question.id, ()) if question.kind == "many" else ()
    ordered = tuple(option for option in question.options if option in (*before, *signs))
    _record(talk, question, answers := {**talk.episode.answers, question.id: ordered})
    return answers


def _by_ticks(question: Question) -> bool:
    return question.kind == "many" and not question.tap


def closed_text(talk: Talk, question: Question, options: tuple[str, ...]) -> str:
    """What is left in the chat in place of the answered question."""
    return talk.text(
        "answered",
        question=question_text(talk.library, talk.language, question.id),
        answer=labels(talk.library, talk.language, question.id, options),
    )
