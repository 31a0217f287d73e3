"""Reading about the subject: menus and topics by buttons, or found by what is typed; what each button does."""

from __future__ import annotations

from flows.base.tokens import Act
from flows.checking.verdicts import emergency_first
from flows.gate.flow import hold_at_gate
from flows.learning.pages import Reading, find_named, find_page, open_page, turn_to_page
from flows.learning.show import show_page, show_topic, source_text, title_of
from flows.talk.asking import not_understood
from flows.talk.entries import TypedWords
from flows.talk.flow import Flow, Open
from flows.talk.show import Show
from flows.talk.turn import Turn

# --- ways in ---------------------------------------------------------------------------------------------------------


def open_learning(turn: Turn, argument: str) -> Show:
    """/learn: the menu, or the topic that is named behind it."""
    emergency = emergency_first(turn)
    if emergency is not None:
        return emergency
    if not argument.strip():
        turn_to_page(turn, "menu")
    elif not find_named(turn, argument, named_only=False):
        turn.tell("learn.unknown")
        turn_to_page(turn, "menu")
    return Show.USUAL


def tell_sources(turn: Turn, argument: str) -> Show:
    """/sources: what the topics rest on; with words behind it, the sources that they name."""
    emergency = emergency_first(turn)
    if emergency is not None:
        return emergency
    found = [hit.id for hit in turn.library.topics.find_sources(argument)] if argument.strip() else []
    if found:
        turn.message("\n".join(source_text(turn, name) for name in found), title=turn.words("learn.sources"))
    else:
        turn.message(turn.words("learn.all_sources"), turn.words("learn.find_source"))
    return Show.USUAL


def open_topic(turn: Turn, name: str) -> Show:
    """Open one topic (a card act, `learn.<topic>`); an unknown one opens the menu."""
    turn_to_page(turn, "topic" if name in turn.library.topics.by_id else "menu", name)
    return Show.USUAL


def read_page(turn: Turn, words: TypedWords) -> Show | None:
    """Open the page whose title was typed."""
    page = turn.library.topics.titled(words.text, turn.language)
    return open_page(turn, page) if page else None


def read_question(turn: Turn, words: TypedWords, *, named_only: bool = True) -> Show | None:
    """Open the page that a text asks for."""
    return Show.USUAL if find_page(turn, words.text, named_only=named_only) else None


# --- what a button does ----------------------------------------------------------------------------------------------


def _act(turn: Turn, frame: Open[Reading], act: Act) -> Show:
    topics, at, name = turn.library.topics, frame.data.at, act.argument
    if act.whole == "leave":
        turn.pop()
    elif act.whole == "up":
        turn.move(*_up(turn, frame))
    elif act.word == "section" and name in topics.sections:
        turn.move("menu", Reading(name))
    elif act.word == "topic" and name in topics.by_id:
        turn.move("topic", Reading(name))
    elif act.word == "claims":
        turn.move("claims", Reading(name))
    elif act.word == "claim" and name in topics.claims:
        turn.move("claim", Reading(name))
    elif frame.state == "topic" and act.whole == "more":
        return tell_more(turn, at)
    elif frame.state == "topic" and act.whole == "sure":
        mark = f"topics.marks.{topics.by_id[at].sure}"
        turn.message(turn.words(f"{mark}.meaning"), turn.words(f"topics.{at}.sure"), title=turn.words(f"{mark}.name"))
        turn.move("topic", Reading(at, read=turn.session.turn))
    elif act.whole == "sources" and frame.state in ("topic", "claim"):
        _tell_sources_of(turn, frame.state, at)
    elif act.whole == "check":
        turn.pop()
        return turn.ways.go_on(turn, "check")
    elif frame.state == "topic" and act.whole in [one.id for one in show_topic(turn, frame, topics.by_id[at]).choices]:
        turn.pop()
        return turn.ways.go_on(turn, act.whole)
    else:
        return not_understood(turn)
    return Show.USUAL


def _tell_sources_of(turn: Turn, state: str, at: str) -> None:
    topics = turn.library.topics
    named = topics.by_id[at].sources if state == "topic" else topics.claims[at].sources
    turn.message("\n".join(source_text(turn, one) for one in named), title=turn.words("learn.sources"))
    if state == "topic":
        turn.move("topic", Reading(at, read=turn.session.turn))


def _up(turn: Turn, frame: Open[Reading]) -> tuple[str, Reading]:
    """One menu up; from a topic to the menu that it stands in."""
    topics, at = turn.library.topics, frame.data.at
    if frame.state == "topic":
        return "menu", Reading(topics.by_id[at].section)
    if frame.state == "claim":
        return "claims", Reading()
    if frame.state == "menu" and at in topics.sections:
        return "menu", Reading(topics.sections[at].parent)
    return "menu", Reading()


def tell_more(turn: Turn, name: str) -> Show:
    """Tell the whole of a topic; what holds doses or timers comes only past the safety questions."""
    entry = turn.library.topics.by_id.get(name)
    if entry is None:
        return Show.USUAL
    held = hold_at_gate(turn, f"learn_more.{name}") if entry.gated else None
    if held is not None:
        return held
    turn_to_page(turn, "topic", name)
    turn.move("topic", Reading(name, read=turn.session.turn))
    turn.message(*turn.library.lines(turn.language, f"topics.{name}.more"), title=title_of(turn, name))
    return Show.USUAL


def _typed(turn: Turn, frame: Open[Reading], text: str) -> Show | None:
    return Show.USUAL if find_page(turn, text, named_only=False) else None


def _holds(turn: Turn, frame: Open[Reading]) -> bool:
    topics, at = turn.library.topics, frame.data.at
    if frame.state == "topic":
        return at in topics.by_id
    if frame.state == "claim":
        return at in topics.claims
    if frame.state == "likely":
        return all(name in topics.by_id for name in at.split())
    return frame.state == "claims" or at in ("", *topics.sections)


STATES = frozenset({"menu", "topic", "claim", "claims", "likely"})

LEARN = Flow(show_page, _act, data=Reading, states=STATES, typed=_typed, holds=_holds)
