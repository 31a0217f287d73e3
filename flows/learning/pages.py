"""Pages by their act (`topic.ice`, `claim.rest`): found by a title, or by what a text asks about, and opened."""

from __future__ import annotations

import msgspec
from msgspec import UNSET, UnsetType

from flows.base.tokens import Act
from flows.checking.question import open_question
from flows.talk.show import Show
from flows.talk.turn import Turn

NAME = "learn"

LIKELY = 3
"""Topics that are offered for a text that may mean one of them."""


class Reading(msgspec.Struct, frozen=True):
    """What is open: the id of a menu, topic or claim, or several of them; `read` is the turn in which it was read."""

    at: str = ""
    read: int | UnsetType = UNSET


def has_page(turn: Turn, act: str) -> bool:
    """Whether there is a page of this act on today's content."""
    page, topics = Act.of(act), turn.library.topics
    return page.argument in {"topic": topics.by_id, "claim": topics.claims}.get(page.word, ())


def label_of(turn: Turn, act: str) -> str:
    """The title of a page, by its act."""
    page = Act.of(act)
    return turn.words(f"{page.word}s.{page.argument}.title")


def open_page(turn: Turn, act: str) -> Show:
    """Open a page by its act."""
    page = Act.of(act)
    turn_to_page(turn, page.word, page.argument)
    return Show.USUAL


def turn_to_page(turn: Turn, state: str, at: str = "") -> None:
    """Show this page, in the place of one that is open."""
    if turn.top is not None and turn.top.flow == NAME:
        turn.move(state, Reading(at))
    else:
        turn.push(NAME, state, Reading(at))


def find_page(turn: Turn, text: str, *, named_only: bool) -> bool:
    """Open the topic that a text clearly names, or offer the likely ones; False if it is about something else.

    With a question of the check open only a text that is a question itself is taken for one.
    """
    if open_question(turn) is not None and not _is_question(turn, text):
        return False
    page = turn.library.topics.titled(text, turn.language)
    if page:
        open_page(turn, page)
        return True
    return find_named(turn, text, named_only=named_only)


def find_named(turn: Turn, text: str, *, named_only: bool) -> bool:
    """Open what the text names; unless `named_only`, offer the likely topics for words that are no question too."""
    topics, language = turn.library.topics, turn.language
    found = topics.named(text, language)
    if found is not None:
        turn_to_page(turn, "topic", found.id)
        return True
    claim = next((hit for hit in topics.find_claims(text, 1, language) if hit.score == 100.0), None)
    if claim is not None:
        turn_to_page(turn, "claim", claim.id)
        return True
    if named_only and not _is_question(turn, text):
        return False
    likely = topics.likely(text, LIKELY, language)
    if likely:
        turn_to_page(turn, "likely", " ".join(entry.id for entry in likely))
    return bool(likely)


def _is_question(turn: Turn, text: str) -> bool:
    """Whether a text is a question: by its sign, or by its first word."""
    plain = text.strip().lower()
    first = plain.split(maxsplit=1)[0].rstrip("'s?,") if plain else ""
    return plain.endswith("?") or first in turn.library.lines(turn.language, "learn.question_words")
