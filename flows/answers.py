"""Taking an answer to a check question: ticks, the answer itself, doubts about it, and the way on."""

from __future__ import annotations

from msgspec.structs import replace

from flows.check import VERDICT, following
from flows.check_plan import EMERGENCY, URGENT, Question
from flows.model import VerdictFacts
from flows.prompts import known_now, verdict_now
from flows.say import label, labels, question_text
from flows.session import Retracted
from flows.talk import Talk


def tick(talk: Talk, option: str, *, on: bool) -> None:
    """Set (never toggle) one tick of the open list; the turn stays the same."""
    others = tuple(one for one in talk.draft if one != option)
    talk.draft = (*others, option) if on else others


def answer(talk: Talk, question: Question, options: tuple[str, ...]) -> None:
    """Take the submitted options as the answer to the open question, or ask first if they contradict what was said."""
    exclusive = [option for option in options if option in ("none", "unsure")]
    ticked = tuple(option for option in (*talk.draft, *options) if option not in ("none", "unsure"))
    if exclusive and ticked:
        _ask(
            talk,
            "ticked",
            talk.text(
                "ticked_or_none",
                ticked=labels(talk.library, talk.language, question.id, ticked),
                other=label(talk.library, talk.language, question.id, exclusive[0]),
            ),
            yes=talk.text("ticked_true"),
            no=label(talk.library, talk.language, question.id, exclusive[0]),
            question=question.id,
            ticked=list(dict.fromkeys(ticked)),
            other=[exclusive[0]],
        )
        return
    if question.which_of and options == ("none",):
        back_to(talk, question.which_of)
        return
    lost = _withdrawn(talk, question, options)
    if lost:
        signs = talk.text("joined").join(label(talk.library, talk.language, *atom.split(".")) for atom in lost)
        _ask(
            talk,
            "slip",
            talk.text("slip", signs=signs),
            yes=talk.text("slip_yes"),
            no=talk.text("slip_no"),
            question=question.id,
            options=list(options),
            lost=list(lost),
        )
        return
    commit(talk, question, options)


def _ask(talk: Talk, kind: str, text: str, **data: object) -> None:
    talk.push("confirm", "open", kind=kind, text=text, **data)


def commit(talk: Talk, question: Question, options: tuple[str, ...]) -> None:
    """Record the answer, drop what no longer applies and go on to the next open question or the verdict."""
    assert talk.episode is not None
    episode = talk.episode
    ordered = tuple(option for option in question.every if option in options)
    answers = {**episode.answers, question.id: ordered}
    if question.id in episode.answers:
        answers = talk.library.plan.kept(answers)  # a changed answer may leave later ones without their question
    trail = tuple(name for name in episode.trail if name in answers and name != question.id)
    place = episode.trail.index(question.id) if question.id in episode.trail else len(trail)
    talk.change_episode(
        answers=answers,
        trail=(*trail[:place], question.id, *trail[place:]),
        answered_at={
            **{name: at for name, at in episode.answered_at.items() if name in answers},
            question.id: talk.now,
        },
    )
    talk.draft = ()
    go(talk, following(talk.library.machine, talk.library.plan, answers, question.id))


def go(talk: Talk, state: str) -> None:
    """Open `state` of the check; at the verdict, remember it, and let an emergency end everything else."""
    talk.frames = [replace(frame, state=state, data={}) for frame in talk.frames if frame.flow == "check"]
    if state != VERDICT:
        return
    verdict = verdict_now(talk)
    facts = VerdictFacts(verdict.urgency, verdict.fits, verdict.grade, verdict.reasons, verdict.sources)
    talk.change_episode(verdict=facts, verdict_at=talk.now)


def back_to(talk: Talk, name: str) -> None:
    """Ask an answered question again. What was answered stays until the new answer is in, so that no sign gets lost."""
    assert talk.episode is not None
    talk.frames = [frame for frame in talk.frames if frame.flow == "check"]
    talk.move(name)
    question = talk.library.plan.by_id[name]
    before = talk.episode.answers.get(name, ())
    talk.draft = (
        tuple(one for one in before if one in question.options) if question.kind == "many" and not question.tap else ()
    )


def previous(talk: Talk) -> str | None:
    """The question before the open one, in the order in which they were answered; None at the first."""
    assert talk.episode is not None
    assert talk.top is not None
    trail = talk.episode.trail
    place = trail.index(talk.top.state) if talk.top.state in trail else len(trail)
    return trail[place - 1] if place else None


def _withdrawn(talk: Talk, question: Question, options: tuple[str, ...]) -> tuple[str, ...]:
    """The signs that this answer would take back: those with a floor of urgent or more, or what made it urgent together."""
    assert talk.episode is not None
    before = talk.episode.answers
    if question.id not in before:
        return ()
    plan, floors = talk.library.plan, talk.library.floors.of_option
    after = plan.kept({**before, question.id: options})
    had = {f"{name}.{option}" for name, chosen in before.items() for option in chosen}
    has = {f"{name}.{option}" for name, chosen in after.items() for option in chosen}
    gone = [atom for atom in plan.atoms if atom in had - has]
    signs = tuple(atom for atom in gone if floors.get(atom, 0) >= URGENT)
    if signs:
        return signs
    urgent_before = plan.known(frozenset(before), plan.bits(before)).urgency
    urgent_after = plan.known(frozenset(after), plan.bits(after)).urgency
    return tuple(gone) if urgent_before >= URGENT and urgent_after < urgent_before else ()


def confirmed_slip(talk: Talk, question: Question, options: tuple[str, ...], lost: tuple[str, ...]) -> None:
    """It was a slip: the new answer holds, and what was taken back stays in the hand-off text."""
    assert talk.episode is not None
    taken = tuple(Retracted(atom.split(".")[0], atom.split(".")[1], talk.now) for atom in lost)
    talk.change_episode(retracted=(*talk.episode.retracted, *taken))
    talk.pop()
    commit(talk, question, options)


def add_sign(talk: Talk, question: Question, option: str) -> None:
    """A sign told out of turn (an old button): it counts from now on, and an emergency shows its card at once."""
    assert talk.episode is not None
    before = tuple(one for one in talk.episode.answers.get(question.id, ()) if one not in ("none", "unsure"))
    options = (
        tuple(one for one in question.options if one in (*before, option)) if question.kind == "many" else (option,)
    )
    answers = {**talk.episode.answers, question.id: options}
    trail = talk.episode.trail if question.id in talk.episode.trail else (*talk.episode.trail, question.id)
    talk.change_episode(answers=answers, trail=trail, answered_at={**talk.episode.answered_at, question.id: talk.now})
    if known_now(talk).urgency == EMERGENCY:
        talk.draft = ()
        go(talk, VERDICT)


def closed_text(talk: Talk, question: Question, options: tuple[str, ...]) -> str:
    """What is left in the chat in place of the answered question."""
    return talk.text(
        "answered",
        question=question_text(talk.library, talk.language, question.id),
        answer=labels(talk.library, talk.language, question.id, options),
    )
