"""When something that comes by itself may speak; one such prompt at a time.

The one place that decides it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.base.hours import awake
from flows.base.urgency import URGENT, level
from flows.check.machine import VERDICT
from flows.checking.question import open_question
from flows.checking.verdicts import verdict_of
from flows.talk.session import Frame
from flows.talk.turn import Turn

BUSY = timedelta(minutes=30)
"""So long after the person last did something, an open question is theirs to answer first; and so long a prompt that came
by itself has before another may take its place."""

SIGN_OPEN = timedelta(hours=4)
"""So long until it is looked again whether a typed sign has had its yes or no."""

BY_ITSELF = ("checkin", "reminder", "morning")
"""Flows whose prompts come without being asked for."""


def clear_to_speak(turn: Turn, *, quiet: bool = True) -> datetime | None:
    """None if now is a good moment, else when to try again.

    That is after an open question, and (with `quiet`) in the morning.
    """
    at = turn.now
    if turn.frame_of("alarm") is not None:  # whether a typed sign is so now comes before everything
        at += SIGN_OPEN
    top = turn.top
    if top is not None and not (top.flow == "check" and top.state == VERDICT):  # a card waits for no answer
        at = max(at, turn.touched + BUSY)
    other = turn.session.other
    if other is not None and other.front:  # somebody else is being answered for; their card is read as long
        at = max(at, turn.touched + BUSY)
    if turn.session.spoke is not None and any(frame.flow in BY_ITSELF for frame in turn.session.frames):
        at = max(at, turn.session.spoke + BUSY)
    if quiet:
        at = awake(at, turn.session.person.zone)
    return at if at > turn.now else None


def make_room(turn: Turn) -> None:
    """Close an earlier prompt that had no answer, which its flow counts.

    Called right before a prompt that comes by itself. A question of the check stays beneath. The overview of the plan asks
    nothing: it goes, so that it is not read out again after every answer.
    """
    turn.session.spoke = turn.now
    turn.ways.give_way(turn, BY_ITSELF)
    turn.session.frames = tuple(frame for frame in turn.session.frames if not _overview(frame))


def _overview(frame: Frame) -> bool:
    return (frame.flow, frame.state) == ("plan", "show")


def announce_question(turn: Turn) -> None:
    """Say so if it is a question of the check that comes back.

    Called at the end of a prompt that came by itself.
    """
    if open_question(turn) is not None:
        turn.tell("reminders.stopped_at")


def is_silenced(turn: Turn) -> bool:
    """Whether the advice is urgent: nothing then reminds of everyday things.

    The latest advice counts, and what an unfinished check has reached.
    """
    if turn.session.episode is not None and turn.reached >= URGENT:
        return True
    for episode in (turn.session.episode, turn.session.last):
        if episode is not None and episode.verdict is not None:
            return level(verdict_of(turn.library, episode).urgency) >= URGENT
    return False
