"""A turn of somebody whose stored conversation cannot be read: they are told so first, and the check begins anew."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from flows.base.events import Command, Event
from flows.base.replies import Reply
from flows.talk.session import Session, Step

SET_ASIDE = "talk.set_aside"
"""The words that say it."""

CHECK = Command("check")

FORGET = "forget"
"""The command that is carried out all the same: who wants everything deleted need not answer questions first."""


def begin_anew(advance: Callable[[Session | None, Event], Step], event: Event, words: str) -> Step:
    """Take `event` as of someone new, or open the check: what else it asks for rests on what cannot be read.

    A sign of danger that was typed or tapped counts as ever, and so does the question whether one was meant.
    """
    step = advance(None, event)
    forgets = step.forget or (isinstance(event, Command) and event.name == FORGET)
    # Whatever insists on an answer, such as a sign that may have been meant, lets no check begin over it.
    if not (forgets or _has_begun(step)) and _has_begun(advance(step.session, CHECK)):
        step = advance(None, CHECK)
    if step.forget:
        return step
    told = Reply("message", paragraphs=(words,), repeatable=True)
    return replace(step, replies=(told, *step.replies))


def _has_begun(step: Step) -> bool:
    """Whether a check is under way, or a card has said what to do."""
    began = step.session is not None and (step.session.episode or step.session.other) is not None
    return began or any(reply.urgent for reply in step.replies)
