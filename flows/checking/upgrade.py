"""A session that older content wrote: answers that still mean something are kept, and the check goes on at the first
question that has none."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from flows.base.urgency import EMERGENCY, URGENCIES, URGENT, level
from flows.check.machine import VERDICT
from flows.check.plan import Answers, Question
from flows.check.verdict import decide
from flows.checking.flow import following
from flows.checking.question import CHECK
from flows.checking.verdicts import facts_of, verdict_of
from flows.talk.library import Library
from flows.talk.session import Aside, Episode, Frame, Session


def up_to_date(
    library: Library, session: Session, ending: frozenset[str], insisting: frozenset[str]
) -> tuple[Session, bool]:
    """The session as today's content can carry it on, and whether what was open had to go.

    Frames of the flows `ending` go: they are about answers that may be no more. Those of the flows `insisting` stay, but not
    over the card of an emergency. Ticks stay as long as their list is open. Advice that was urgent stays, and so does its
    card.
    """
    episode = _kept(library, session.episode)
    # A session of exercises, a check-in and the like go on; what no longer makes sense of them is put away later.
    beside = tuple(frame for frame in session.frames if frame.flow != CHECK and frame.flow not in ending)
    frames: tuple[Frame, ...] = beside
    waiting: tuple[Frame, ...] = ()
    draft: tuple[str, ...] = ()
    check = next((frame for frame in session.frames if frame.flow == CHECK), None)
    if episode is not None and check is not None:
        asked = library.check.plan.by_id.get(check.state)
        for name, ticks in library.check.plan.today(check.state, session.draft).items():
            if name == check.state:
                draft = tuple(option for option in ticks if asked and option in asked.options)
            else:  # what was ticked there stands on another list today
                other = library.check.plan.by_id[name]
                episode = _told(library, episode, other, ticks, session.touched or episode.began)
        state = _place(library, episode, check.state)
        frames = (check, *beside)
        if state != check.state:
            before = episode
            if asked is not None:
                episode = _told(library, episode, asked, draft, session.touched or episode.began)
            state = _place(library, episode, "")
            # A list of which only the ticks are known is asked again in its turn.
            frames = (
                Frame(CHECK, state, {"again": check.state} if episode is not before and state != VERDICT else {}),
            )
            draft = ()
            waiting = tuple(frame for frame in beside if frame.flow in insisting)
        if state == VERDICT:
            episode = _advised(library, episode, session.touched)
        if state != VERDICT or verdict_of(library, episode).urgency != "emergency_now":
            frames += waiting
    elif episode is not None and session.frames and not frames and _counts_as_urgent(episode):
        # What was asked about this advice is asked no more; the advice stays.
        episode, frames = _advised(library, episode, session.touched), (Frame(CHECK, VERDICT),)
    same = frames == session.frames or (bool(waiting) and frames[-1] == session.frames[-1])
    return replace(
        session,
        content=library.version,
        episode=episode,
        last=_kept(library, session.last),
        frames=frames,
        draft=draft,
        aside=_aside(library, session, ending, insisting),
    ), bool(frames) and not same


def _aside(library: Library, session: Session, ending: frozenset[str], insisting: frozenset[str]) -> Aside | None:
    """What was there before the check under way, as today's content can carry it on should that be somebody else's."""
    aside = session.aside
    if aside is None:
        return None
    before = replace(
        session, episode=aside.episode, last=aside.last, frames=aside.frames, draft=aside.draft, aside=None
    )
    kept, _ = up_to_date(library, before, ending, insisting)
    return replace(aside, episode=kept.episode, last=kept.last, frames=kept.frames, draft=kept.draft)


def _kept(library: Library, episode: Episode | None) -> Episode | None:
    """The episode without answers to questions or options that are no more; what was left of a list stays.

    An option that has moved is told as it is today. A sign that is urgent by itself stays even if its question would not be
    asked: an old button may have told it.
    """
    if episode is None:
        return None
    by_id, floors = library.check.plan.by_id, library.check.floors.of_option
    answers, times = _as_today(library, episode)
    urgent = {name for name, options in answers.items() if any(floors.get(f"{name}.{o}", 0) >= URGENT for o in options)}
    answers = library.check.plan.kept(answers, urgent)
    retracted = tuple(
        replace(old, question=name, option=options[0])
        for old in episode.retracted
        for name, options in library.check.plan.today(old.question, (old.option,)).items()
    )
    given = [level(one) for one in (episode.at_least, episode.verdict and episode.verdict.urgency) if one]
    held = max(given, default=0)
    return replace(
        episode,
        answers=answers,
        trail=tuple(sorted(answers, key=library.check.plan.number.__getitem__)),
        answered_at={name: at for name, at in times.items() if name in answers},
        retracted=tuple(r for r in retracted if r.question in by_id and r.option in by_id[r.question].every),
        hinted=_of_today(library, episode.hinted),
        at_least=URGENCIES[held] if held >= URGENT and level(decide(library.check, answers).urgency) < held else None,
    )


def _as_today(library: Library, episode: Episode) -> tuple[Answers, dict[str, datetime]]:
    """The answers as they are told today, and when each was: what an option that has moved tells is as old as it was."""
    times = dict(episode.answered_at)
    for name, options in episode.answers.items():
        for today in library.check.plan.today(name, options):
            if today not in times and name in times:
                times[today] = times[name]
    return _of_today(library, episode.answers), times


def _of_today(library: Library, answers: Answers) -> dict[str, tuple[str, ...]]:
    """What is left of these answers today. *None of these* goes where a sign has moved to its list."""
    plan = library.check.plan
    told: dict[str, tuple[str, ...]] = {}
    for name, options in answers.items():
        for today, some in plan.today(name, options).items():
            told[today] = tuple(dict.fromkeys((*told.get(today, ()), *some)))
    left = {}
    for name, options in told.items():
        known = tuple(one for one in options if name in plan.by_id and one in plan.by_id[name].every)
        signs = tuple(one for one in known if one != "none")
        if signs or known:
            left[name] = signs or known
    return left


def _told(library: Library, episode: Episode, asked: Question, ticks: tuple[str, ...], at: datetime) -> Episode:
    """Urgent signs that were ticked on a list that is open no more were told all the same."""
    floors, before = library.check.floors.of_option, episode.answers.get(asked.id, ())
    signs = tuple(tick for tick in ticks if floors.get(f"{asked.id}.{tick}", 0) >= URGENT)
    if not signs:
        return episode
    answers = {**episode.answers, asked.id: tuple(one for one in asked.options if one in (*before, *signs))}
    return replace(
        episode,
        answers=answers,
        trail=tuple(sorted(answers, key=library.check.plan.number.__getitem__)),
        answered_at={**episode.answered_at, asked.id: at},
    )


def _advised(library: Library, episode: Episode, at: datetime | None) -> Episode:
    """The episode with the advice that its card gives today."""
    facts = facts_of(verdict_of(library, episode))
    return replace(episode, verdict=facts, verdict_at=episode.verdict_at or at or episode.began)


def _counts_as_urgent(episode: Episode) -> bool:
    """Whether urgent advice was given and nobody has looked at the leg since."""
    return not episode.seen and episode.verdict is not None and level(episode.verdict.urgency) >= URGENT


def _place(library: Library, episode: Episode, state: str) -> str:
    """Where the check goes on: where it was if that is still a question to be asked, else at the first open one.

    An emergency is at its card, and an urgent card stays.
    """
    reached = max(library.check.plan.standing(episode.answers)[1], level(episode.at_least) if episode.at_least else 0)
    if (reached == EMERGENCY and state not in episode.answers) or (reached >= URGENT and state == VERDICT):
        return VERDICT
    known = library.check.plan.known(frozenset(episode.answers), library.check.plan.bits(episode.answers))
    if (
        state in library.check.plan.by_id
        and known.next is not None
        and (state in episode.answers or state == known.next)
    ):
        return state
    if known.next is not None:
        return known.next
    asked = [question.id for question in library.check.plan.questions if question.id in episode.answers]
    return following(library.check.machine, library.check.plan, episode.answers, asked[-1]) if asked else VERDICT
