"""A session that older content wrote: answers that still mean something are kept, and the check goes on at the first
question that has none."""

from __future__ import annotations

from msgspec.structs import replace

from flows.check import VERDICT, following
from flows.library import Library
from flows.session import Episode, Frame, Session


def up_to_date(library: Library, session: Session) -> tuple[Session, bool]:
    """The session as today's content can carry it on, and whether an open question had to go."""
    if session.content == library.version:
        return session, False
    episode = _kept(library, session.episode)
    last = _kept(library, session.last)
    frames = tuple(frame for frame in session.frames if frame.flow == "check")[:1]
    moved = False
    if episode is None:
        frames = ()
    elif frames:
        state = _place(library, episode, frames[0].state)
        moved = state != frames[0].state or len(frames) != len(session.frames)
        frames = (Frame("check", state),)
    return replace(
        session,
        content=library.version,
        episode=episode,
        last=last,
        frames=frames,
        draft=() if moved else session.draft,
    ), moved


def _kept(library: Library, episode: Episode | None) -> Episode | None:
    """The episode without answers to questions or options that are no more; what was left of a list stays."""
    if episode is None:
        return None
    by_id = library.plan.by_id
    answers = {}
    for name, options in episode.answers.items():
        left = tuple(option for option in options if name in by_id and option in by_id[name].every)
        if left:
            answers[name] = left
    answers = library.plan.kept(answers)
    return replace(
        episode,
        answers=answers,
        trail=tuple(name for name in episode.trail if name in answers),
        answered_at={name: at for name, at in episode.answered_at.items() if name in answers},
        retracted=tuple(r for r in episode.retracted if r.question in by_id and r.option in by_id[r.question].every),
    )


def _place(library: Library, episode: Episode, state: str) -> str:
    """Where the check goes on: where it was if that is still a question to be asked, else at the first open one."""
    known = library.plan.known(frozenset(episode.answers), library.plan.bits(episode.answers))
    if state in library.plan.by_id and known.next is not None and (state in episode.answers or state == known.next):
        return state
    if known.next is not None:
        return known.next
    asked = [question.id for question in library.plan.questions if question.id in episode.answers]
    return following(library.machine, library.plan, episode.answers, asked[-1]) if asked else VERDICT
