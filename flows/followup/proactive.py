"""The one place that decides when something that comes by itself may speak, and that at most one such prompt is open."""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.base.hours import awake
from flows.base.urgency import URGENT, level
from flows.check.machine import VERDICT
from flows.checking.prompts import open_question, reached, verdict_of
from flows.talk.session import Frame
from flows.talk.turn import Talk

BUSY = timedelta(minutes=30)
"""So long after the person last did something, an open question is theirs to answer first; and so long a prompt that came
by itself has before another may take its place."""

SIGN_OPEN = timedelta(hours=4)
"""So long until it is looked again whether a typed sign has had its yes or no."""

BY_ITSELF = ("checkin", "reminder", "morning")
"""Flows whose prompts come without being asked for."""


def clear_to_speak(talk: Talk, *, quiet: bool = True) -> datetime | None:
    """None if now is a good moment, else when to try again: after an open question, and (with `quiet`) in the morning."""
    at = talk.now
    if talk.frame_of("alarm") is not None:  # whether a typed sign is so now comes before everything
        at += SIGN_OPEN
    top = talk.top
    if top is not None and not (top.flow == "check" and top.state == VERDICT):  # a card waits for no answer
        at = max(at, talk.touched + BUSY)
    if talk.spoke is not None and any(frame.flow in BY_ITSELF for frame in talk.frames):
        at = max(at, talk.spoke + BUSY)
    if quiet:
        at = awake(at, talk.person.zone)
    return at if at > talk.now else None


def make_room(talk: Talk) -> None:
    """Right before a prompt that comes by itself: close an earlier one that had no answer, which its flow counts.

    A question of the check stays beneath. The overview of the plan asks nothing: it goes, so that it is not read out again
    after every answer.
    """
    talk.spoke = talk.now
    for name in BY_ITSELF:
        flow = talk.house.flows.get(name)
        if flow is not None and flow.unanswered is not None and talk.frame_of(name) is not None:
            flow.unanswered(talk)
    talk.frames = [frame for frame in talk.frames if frame.flow not in BY_ITSELF and not _overview(frame)]


def _overview(frame: Frame) -> bool:
    return (frame.flow, frame.state) == ("plan", "show")


def restate(talk: Talk) -> None:
    """After the end of a prompt that came by itself: say so if it is a question of the check that comes back."""
    if open_question(talk) is not None:
        talk.tell("reminders.stopped_at")


def silenced(talk: Talk) -> bool:
    """Whether the latest advice is urgent, or an unfinished check already is: nothing then reminds of everyday things."""
    if talk.episode is not None and reached(talk) >= URGENT:
        return True
    for episode in (talk.episode, talk.last):
        if episode is not None and episode.verdict is not None:
            return level(verdict_of(talk.library, episode).urgency) >= URGENT
    return False
