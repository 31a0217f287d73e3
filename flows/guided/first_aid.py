"""First aid for the first days: only what this person may do now, each with how, what it is for, and who must not."""

from __future__ import annotations

from flows.base.replies import Choice, QuestionFacts, Reply, Section
from flows.base.tokens import make
from flows.checking.verdicts import verdict_now
from flows.exercises.exercises import LATE
from flows.followup.reminders import offer_reminder, remind
from flows.gate.allowed import allowed, hours_since
from flows.gate.flow import gated
from flows.talk.flow import legacy as Flow
from flows.talk.turn import Turn

AVOID = "avoid"
"""The item that is told at once, without a tap."""


def show(turn: Turn, argument: str = "") -> None:
    """The list, behind the gate; with the id of an item, that item as well."""
    if not gated(turn, f"aid.{argument}"):
        return
    if turn.session.episode is None or turn.session.episode.verdict is None:
        turn.tell("guided.aid.for_a_sore_calf")
        return
    items = dict(judged(turn))
    if argument in items:
        _tell(turn, argument, items[argument])
    if turn.frame_of("aid") is None:
        turn.push("aid", "more" if argument in items else "open")


def judged(turn: Turn) -> tuple[tuple[str, str | None], ...]:
    """Every item with None, or the reason why it is not for this person now."""
    return turn.library.exercises.aid(allowed(turn), verdict_now(turn).urgency, hours_since(turn))


def helpful(turn: Turn) -> bool:
    """Whether these are the first days after a sudden pain: something that belongs to them may be offered."""
    if allowed(turn).hours is None:
        return False
    timed = turn.library.exercises.first_aid
    return any(reason is None and timed[item].for_hours is not None for item, reason in judged(turn))


def _tell(turn: Turn, item: str, reason: str | None) -> None:
    name = turn.words(f"first_aid.{item}.name")
    if reason is not None:
        turn.message(turn.words(f"routines.why_not.{reason}"), title=name)
        return
    points = turn.library.lines(turn.language, f"first_aid.{item}.points")
    turn.out.replies.append(
        Reply(
            kind="message",
            title=name,
            paragraphs=(turn.words(f"first_aid.{item}.how"), turn.words(f"first_aid.{item}.for")),
            sections=(
                *((Section(turn.words("guided.aid.mind"), points),) if points else ()),
                Section(turn.words("guided.aid.not_for"), (turn.words(f"first_aid.{item}.not_if"),)),
            ),
            closing_line=_sources(turn, item),
        )
    )


def _sources(turn: Turn, item: str) -> str:
    names = [
        turn.text("judgement") if source == "J" else turn.library.sources.sources[source].title
        for source in turn.library.exercises.first_aid[item].sources
    ]
    return turn.words("guided.sources", sources="; ".join(names))


def _prompt(turn: Turn) -> Reply:
    """The list; once an item was read it comes back as buttons only."""
    top = turn.top
    assert top is not None
    items = judged(turn)
    yes = [item for item, reason in items if reason is None]
    no = [(item, reason) for item, reason in items if reason is not None and reason != LATE]
    first, sections = top.state == "open", []
    if AVOID in yes and first:
        sections.append(
            Section(
                turn.words(f"first_aid.{AVOID}.name"), turn.library.lines(turn.language, f"first_aid.{AVOID}.points")
            )
        )
    if no and first:
        told = tuple(
            turn.words(
                "guided.left_out",
                name=turn.words(f"first_aid.{item}.name"),
                why=turn.words(f"routines.why_not.{reason}"),
            )
            for item, reason in no
        )
        sections.append(Section(turn.words("guided.not_now"), told))
    acts = [(f"aid.{item}", turn.words(f"first_aid.{item}.name")) for item in yes if item != AVOID]
    reminder = offer_reminder(turn, "ice") if "ice" in yes else None
    acts += [reminder] if reminder else []
    choices = [Choice(act, label, make(turn.session.sid, turn.session.turn, act)) for act, label in acts]
    choices.append(
        Choice("leave", turn.words("guided.leave"), make(turn.session.sid, turn.session.turn, "leave"), "last")
    )
    return Reply(
        kind="question",
        title=turn.words("guided.aid.title") if first else "",
        paragraphs=(turn.words("guided.aid.which" if first else "guided.aid.more"),),
        sections=tuple(sections),
        choices=tuple(choices),
        slot=str(turn.session.turn),
        repeatable=True,
        question=QuestionFacts("aid", "one", (1, 1)),
    )


def _act(turn: Turn, act: str) -> None:
    word, _, item = act.partition(".")
    items = dict(judged(turn))
    if act == "leave":
        turn.pop()
    elif word == "aid" and item in items:
        _tell(turn, item, items[item])
        turn.move("more")
    elif word == "remind":
        remind(turn, item)
    else:
        turn.say("not_understood")


AID = Flow(prompt=_prompt, act=_act)
