"""First aid for the first days: only what this person may do now, each with how, what it is for, and who must not."""

from __future__ import annotations

from flows.base.replies import Reply, Section
from flows.base.tokens import Act
from flows.checking.verdicts import verdict_now
from flows.exercises.exercises import LATE, Allowed
from flows.followup.reminders import offer_reminder
from flows.gate.allowed import allowed, hours_since
from flows.gate.flow import hold_at_gate
from flows.guided.words import say_left_out, say_sources
from flows.talk.asking import ask, button, buttons, not_understood
from flows.talk.flow import Flow, Nothing, Open
from flows.talk.show import Show
from flows.talk.turn import Turn

NAME = "aid"
AVOID = "avoid"
"""The item that is told at once, without a tap."""


def open_aid(turn: Turn, argument: str) -> Show:
    """Open the list, behind the gate; with the id of an item, tell that item as well."""
    if argument not in turn.library.exercises.first_aid:
        argument = ""  # what was typed behind the command is not remembered
    held = hold_at_gate(turn, f"aid.{argument}")
    if held is not None:
        return held
    if turn.session.episode is None or turn.session.episode.verdict is None:
        turn.tell("guided.aid.for_a_sore_calf")
        return Show.USUAL
    items = dict(judged(turn))
    if argument in items:
        _tell(turn, argument, items[argument])
    if turn.frame_of(NAME) is None:
        turn.push(NAME, "more" if argument in items else "open")
    return Show.USUAL


def judged(turn: Turn) -> tuple[tuple[str, str | None], ...]:
    """Every item with None, or the reason why it is not for this person now."""
    return turn.library.exercises.aid(allowed(turn), verdict_now(turn).urgency, hours_since(turn))


def helpful(turn: Turn, may: Allowed) -> bool:
    """Whether these are the first days after a sudden pain: something that belongs to them may be offered."""
    if may.hours is None:
        return False
    timed = turn.library.exercises.first_aid
    return any(reason is None and timed[item].for_hours is not None for item, reason in judged(turn))


def _tell(turn: Turn, item: str, reason: str | None) -> None:
    """Tell one item, or why it is not for this person now."""
    key = f"first_aid.{item}"
    name = turn.words(f"{key}.name")
    if reason is not None:
        turn.message(turn.words(f"routines.why_not.{reason}"), title=name)
        return
    points = turn.library.lines(turn.language, f"{key}.points")
    turn.out.replies.append(
        Reply(
            kind="message",
            title=name,
            paragraphs=(turn.words(f"{key}.how"), turn.words(f"{key}.for")),
            sections=(
                *((Section(turn.words("guided.aid.mind"), points),) if points else ()),
                Section(turn.words("guided.aid.not_for"), (turn.words(f"{key}.not_if"),)),
            ),
            closing_line=say_sources(turn, turn.library.exercises.first_aid[item].sources),
        )
    )


def _prompt(turn: Turn, frame: Open[Nothing]) -> Reply:
    """The list; once an item was read it comes back as buttons only."""
    items, first = judged(turn), frame.state == "open"
    yes = [item for item, reason in items if reason is None]
    acts = [(f"aid.{item}", turn.words(f"first_aid.{item}.name")) for item in yes if item != AVOID]
    reminder = offer_reminder(turn, "ice") if "ice" in yes else None
    acts += [reminder] if reminder else []
    return ask(
        turn,
        NAME,
        turn.words("guided.aid.which" if first else "guided.aid.more"),
        (*buttons(turn, acts), button(turn, "leave", turn.words("guided.leave"), "last")),
        title=turn.words("guided.aid.title") if first else "",
        sections=_sections(turn, items) if first else [],
    )


def _sections(turn: Turn, items: tuple[tuple[str, str | None], ...]) -> list[Section]:
    """What to avoid, and what is not for this person now with its reason."""
    sections = []
    if (AVOID, None) in items:
        points = turn.library.lines(turn.language, f"first_aid.{AVOID}.points")
        sections.append(Section(turn.words(f"first_aid.{AVOID}.name"), points))
    refused = tuple(
        say_left_out(turn, reason, f"first_aid.{item}.name")
        for item, reason in items
        if reason is not None and reason != LATE
    )
    if refused:
        sections.append(Section(turn.words("guided.not_now"), refused))
    return sections


def _act(turn: Turn, frame: Open[Nothing], act: Act) -> Show:
    items = dict(judged(turn))
    if act.whole == "leave":
        turn.pop()
    elif act.word == NAME and act.argument in items:
        _tell(turn, act.argument, items[act.argument])
        turn.move("more")
    elif act.word == "remind":
        return turn.ways.go_on(turn, act.whole)
    else:
        return not_understood(turn)
    return Show.USUAL


AID = Flow(_prompt, _act, states=frozenset({"open", "more"}))
