"""Reading about the subject: menus and topics by buttons, or found by what is typed; what each button does."""

from __future__ import annotations

from flows.checking.first import emergency_first
from flows.checking.prompts import open_question
from flows.gate.flow import gated
from flows.learning.show import show_page, show_topic, source_text, title_of
from flows.talk.flow import Flow
from flows.talk.turn import Talk

TITLE = 90.0
"""A likeness from which a text is the title of a page: one letter may be wrong."""
LIKELY = 3
"""Topics that are offered for a text that may mean one of them."""


def command(talk: Talk, argument: str = "") -> None:
    """/learn: the menu, or the topic that is named behind it."""
    if emergency_first(talk):
        return
    if argument.strip():
        if not _find(talk, argument, named_only=False):
            talk.tell("learn.unknown")
            _open(talk, "menu")
    else:
        _open(talk, "menu")


def sources(talk: Talk, argument: str = "") -> None:
    """/sources: what the topics rest on; with words behind it, the sources that they name."""
    if emergency_first(talk):
        return
    found = [hit.id for hit in talk.library.topics.find_sources(argument)] if argument.strip() else []
    if not found:
        talk.message(talk.words("learn.all_sources"), talk.words("learn.find_source"))
        return
    talk.message("\n".join(source_text(talk, name) for name in found), title=talk.words("learn.sources"))


def topic(talk: Talk, name: str) -> None:
    """Open one topic (a card act, `learn.<topic>`); an unknown one opens the menu."""
    _open(talk, "topic" if name in talk.library.topics.by_id else "menu", name)


def typed(talk: Talk, text: str, *, named_only: bool = True) -> bool:
    """Open the topic that a text clearly names, or offer the likely ones; False if it is about something else.

    With a question of the check open only a text that is a question itself is taken for one.
    """
    if open_question(talk) is not None and not _asks(talk, text):
        return False
    page = titled(talk, text)
    if page:
        open_page(talk, page)
        return True
    return _find(talk, text, named_only=named_only)


def titled(talk: Talk, text: str) -> str:
    """The page whose title or question the text is, but for a slip, as an act (`topic.ice`); empty: there is none."""
    topics, language = talk.library.topics, talk.language
    for kind, found in (("topic", topics.find(text, 1, language)), ("claim", topics.find_claims(text, 1, language))):
        if found and found[0].score >= TITLE:
            return f"{kind}.{found[0].id}"
    return ""


def has_page(talk: Talk, act: str) -> bool:
    """Whether there is a page of this act on today's content."""
    kind, _, name = act.partition(".")
    return kind in ("topic", "claim") and _known(talk, kind, name)


def label_of(talk: Talk, act: str) -> str:
    """The title of a page, by its act."""
    kind, _, name = act.partition(".")
    return talk.words(f"{kind}s.{name}.title")


def open_page(talk: Talk, act: str) -> None:
    """Open a page by its act."""
    kind, _, name = act.partition(".")
    _open(talk, kind, name)


def _find(talk: Talk, text: str, *, named_only: bool) -> bool:
    found = talk.library.topics.named(text, talk.language)
    if found is not None:
        _open(talk, "topic", found.id)
        return True
    claim = next((hit for hit in talk.library.topics.find_claims(text, 1, talk.language) if hit.score == 100.0), None)
    if claim is not None:
        _open(talk, "claim", claim.id)
        return True
    if named_only and not _asks(talk, text):
        return False
    likely = talk.library.topics.likely(text, LIKELY, talk.language)
    if not likely:
        return False
    _open(talk, "likely", " ".join(entry.id for entry in likely))
    return True


def _asks(talk: Talk, text: str) -> bool:
    """Whether a text is a question: by its sign, or by its first word."""
    plain = text.strip().lower()
    first = plain.split(maxsplit=1)[0].rstrip("'s?,") if plain else ""
    return plain.endswith("?") or first in talk.library.lines(talk.language, "learn.question_words")


def _open(talk: Talk, state: str, at: str = "") -> None:
    if talk.top is not None and talk.top.flow == "learn":
        talk.move(state, at=at)
    else:
        talk.push("learn", state, at=at)


def _act(talk: Talk, act: str) -> None:
    top = talk.top
    assert top is not None
    word, _, name = act.partition(".")
    topics, at = talk.library.topics, str(top.data.get("at", ""))
    if act == "leave":
        talk.pop()
    elif act == "up":
        _up(talk)
    elif word == "section" and name in topics.sections:
        talk.move("menu", at=name)
    elif word == "topic" and name in topics.by_id:
        talk.move("topic", at=name)
    elif word == "claims":
        talk.move("claims", at=name)
    elif word == "claim" and name in topics.claims:
        talk.move("claim", at=name)
    elif top.state == "topic" and act == "more":
        more(talk, at)
    elif top.state == "topic" and act == "sure":
        entry = topics.by_id[at]
        meaning = talk.words(f"topics.marks.{entry.sure}.meaning")
        name = talk.words(f"topics.marks.{entry.sure}.name")
        talk.message(meaning, talk.words(f"topics.{at}.sure"), title=name)
        talk.move("topic", at=at, read=talk.turn)
    elif act == "sources" and top.state in ("topic", "claim"):
        named = topics.by_id[at].sources if top.state == "topic" else topics.claims[at].sources
        talk.message("\n".join(source_text(talk, one) for one in named), title=talk.words("learn.sources"))
        if top.state == "topic":
            talk.move("topic", at=at, read=talk.turn)
    elif act == "check":
        talk.pop()
        talk.go_on("check")
    elif top.state == "topic" and act in [choice.id for choice in show_topic(talk, topics.by_id[at]).choices]:
        talk.pop()
        talk.house.cards[word](talk, name)
    else:
        talk.say("not_understood")


def _up(talk: Talk) -> None:
    """One menu up; from a topic to the menu that it stands in."""
    top, topics = talk.top, talk.library.topics
    assert top is not None
    at = str(top.data.get("at", ""))
    if top.state == "topic":
        talk.move("menu", at=topics.by_id[at].section)
    elif top.state == "claim":
        talk.move("claims", at="")
    elif top.state == "menu" and at in topics.sections:
        talk.move("menu", at=topics.sections[at].parent)
    else:
        talk.move("menu", at="")


def more(talk: Talk, name: str) -> None:
    """The whole of a topic; what holds doses or timers comes only past the safety questions."""
    entry = talk.library.topics.by_id.get(name)
    if entry is None or (entry.gated and not gated(talk, f"learn_more.{name}")):
        return
    _open(talk, "topic", name)
    talk.move("topic", at=name, read=talk.turn)
    lines = talk.library.lines(talk.language, f"topics.{name}.more")
    talk.message(*lines, title=title_of(talk, name))


LEARN = Flow(
    prompt=show_page,
    act=_act,
    typed=lambda talk, text: typed(talk, text, named_only=False),
    holds=lambda talk, frame: _known(talk, frame.state, str(frame.data.get("at", ""))),
)


def _known(talk: Talk, state: str, at: str) -> bool:
    topics = talk.library.topics
    if state == "topic":
        return at in topics.by_id
    if state == "claim":
        return at in topics.claims
    if state == "likely":
        return all(name in topics.by_id for name in at.split())
    return state == "claims" or at in ("", *topics.sections)
