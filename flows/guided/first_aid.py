"""First aid for the first days: only what this person may do now, each with how, what it is for, and who must not."""

from __future__ import annotations

from flows.base.replies import Choice, QuestionFacts, Reply, Section
from flows.base.tokens import make
from flows.checking.prompts import verdict_now
from flows.exercises.exercises import LATE
from flows.followup.reminders import offer_reminder, remind
from flows.gate.flow import allowed, gated, hours_since
from flows.talk.flow import Flow
from flows.talk.turn import Talk

AVOID = "avoid"
"""The item that is told at once, without a tap."""


def show(talk: Talk, argument: str = "") -> None:
    """The list, behind the gate; with the id of an item, that item as well."""
    if not gated(talk, f"aid.{argument}"):
        return
    if talk.episode is None or talk.episode.verdict is None:
        talk.tell("guided.aid.for_a_sore_calf")
        return
    items = dict(judged(talk))
    if argument in items:
        _tell(talk, argument, items[argument])
    if talk.frame_of("aid") is None:
        talk.push("aid", "more" if argument in items else "open")


def judged(talk: Talk) -> tuple[tuple[str, str | None], ...]:
    """Every item with None, or the reason why it is not for this person now."""
    return talk.library.exercises.aid(allowed(talk), verdict_now(talk).urgency, hours_since(talk))


def helpful(talk: Talk) -> bool:
    """Whether these are the first days after a sudden pain: something that belongs to them may be offered."""
    if allowed(talk).hours is None:
        return False
    timed = talk.library.exercises.first_aid
    return any(reason is None and timed[item].for_hours is not None for item, reason in judged(talk))


def _tell(talk: Talk, item: str, reason: str | None) -> None:
    name = talk.words(f"first_aid.{item}.name")
    if reason is not None:
        talk.message(talk.words(f"routines.why_not.{reason}"), title=name)
        return
    points = talk.library.lines(talk.language, f"first_aid.{item}.points")
    talk.replies.append(
        Reply(
            kind="message",
            title=name,
            paragraphs=(talk.words(f"first_aid.{item}.how"), talk.words(f"first_aid.{item}.for")),
            sections=(
                *((Section(talk.words("guided.aid.mind"), points),) if points else ()),
                Section(talk.words("guided.aid.not_for"), (talk.words(f"first_aid.{item}.not_if"),)),
            ),
            closing_line=_sources(talk, item),
        )
    )


def _sources(talk: Talk, item: str) -> str:
    names = [
        talk.text("judgement") if source == "J" else talk.library.sources.sources[source].title
        for source in talk.library.exercises.first_aid[item].sources
    ]
    return talk.words("guided.sources", sources="; ".join(names))


def _prompt(talk: Talk) -> Reply:
    """The list; once an item was read it comes back as buttons only."""
    top = talk.top
    assert top is not None
    items = judged(talk)
    yes = [item for item, reason in items if reason is None]
    no = [(item, reason) for item, reason in items if reason is not None and reason != LATE]
    first, sections = top.state == "open", []
    if AVOID in yes and first:
        sections.append(
            Section(
                talk.words(f"first_aid.{AVOID}.name"), talk.library.lines(talk.language, f"first_aid.{AVOID}.points")
            )
        )
    if no and first:
        told = tuple(
            talk.words(
                "guided.left_out",
                name=talk.words(f"first_aid.{item}.name"),
                why=talk.words(f"routines.why_not.{reason}"),
            )
            for item, reason in no
        )
        sections.append(Section(talk.words("guided.not_now"), told))
    acts = [(f"aid.{item}", talk.words(f"first_aid.{item}.name")) for item in yes if item != AVOID]
    reminder = offer_reminder(talk, "ice") if "ice" in yes else None
    acts += [reminder] if reminder else []
    choices = [Choice(act, label, make(talk.sid, talk.turn, act)) for act, label in acts]
    choices.append(Choice("leave", talk.words("guided.leave"), make(talk.sid, talk.turn, "leave"), "last"))
    return Reply(
        kind="question",
        title=talk.words("guided.aid.title") if first else "",
        paragraphs=(talk.words("guided.aid.which" if first else "guided.aid.more"),),
        sections=tuple(sections),
        choices=tuple(choices),
        slot=str(talk.turn),
        repeatable=True,
        question=QuestionFacts("aid", "one", (1, 1)),
    )


def _act(talk: Talk, act: str) -> None:
    word, _, item = act.partition(".")
    items = dict(judged(talk))
    if act == "leave":
        talk.pop()
    elif word == "aid" and item in items:
        _tell(talk, item, items[item])
        talk.move("more")
    elif word == "remind":
        remind(talk, item)
    else:
        talk.say("not_understood")


AID = Flow(prompt=_prompt, act=_act)
