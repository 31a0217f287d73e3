"""What the buttons beneath a card do, and the bot's own short questions: slip, near label, country, which answer, forget."""

from __future__ import annotations

from collections.abc import Callable

from flows.base.replies import Reply
from flows.base.tokens import Act
from flows.base.urgency import level
from flows.check.machine import VERDICT
from flows.checking.card import Card
from flows.checking.country import set_country
from flows.checking.question import Again, option_phrase
from flows.checking.verdicts import verdict_now
from flows.talk.asking import buttons
from flows.talk.consent import ask_keep
from flows.talk.flow import Open
from flows.talk.show import Show
from flows.talk.turn import Turn
from flows.understand.labels import resolve

MOST_RULES = 4
"""Rules told under *Why?*; those of the verdict's own urgency come first."""

BENEATH = ("handoff", "why")
"""Acts that stand beneath the answer to *I have called* and not on the card of an emergency; on any other they do."""


def beneath_card(turn: Turn, frame: Open[Again], text: str) -> Show | None:
    """Take the words of what is beneath the card and not on it; None if it is none of that."""
    if frame.state != VERDICT:
        return None
    choices = buttons(turn, ((act, turn.text(f"acts.{act}")) for act in BENEATH), "nav")
    meant = resolve(text, choices, {act: turn.library.words.lines(turn.language, f"aliases.{act}") for act in BENEATH})
    return card_act(turn, Act.of(meant.choices[0].id)) if meant is not None and meant.sure else None


def card_act(turn: Turn, act: Act) -> Show:
    """Do what one of the buttons beneath the verdict says."""
    handler = _ACTS.get(act.word)
    if handler is not None:
        return handler(turn, act.argument)
    if turn.ways.leads(act.word):
        return turn.ways.go_on(turn, act.whole)
    turn.say("not_understood_idle")
    return Show.USUAL


def _change(turn: Turn, _argument: str) -> Show:
    turn.push("change", "open")
    return Show.USUAL


def _country(turn: Turn, code: str) -> Show:
    if code:
        return set_country(turn, code)
    turn.push("country", "open")
    return Show.USUAL


def _keep(turn: Turn, _argument: str) -> Show:
    ask_keep(turn, "")  # a button of cards of an earlier version
    return Show.USUAL


def _called(turn: Turn, _argument: str) -> Show:
    card = _card(turn)
    return _answer(turn, _voiced(turn, card, "called", say=card.say_this()))


def _cannot_call(turn: Turn, _argument: str) -> Show:
    return _answer(turn, _voiced(turn, _card(turn), "cannot_call"))


def _answer(turn: Turn, text: str) -> Show:
    """Say it, with what the card of an emergency has no room for."""
    choices = buttons(turn, ((act, turn.text(f"acts.{act}")) for act in BENEATH), "nav")
    turn.out.replies.append(Reply(kind="message", paragraphs=(text,), choices=choices))
    return Show.USUAL


def _voiced(turn: Turn, card: Card, key: str, **values: object) -> str:
    """The words of this name, or those that speak of somebody else."""
    keys = (f"whom.card.{voice}.{key}" for voice in card.voices)
    own = next((one for one in keys if turn.library.words.has(turn.language, one)), f"talk.{key}")
    return turn.words(own, **values)


def _card(turn: Turn) -> Card:
    assert turn.session.episode is not None
    return Card(turn.library, turn.session.person, turn.session.episode, verdict_now(turn), turn.now)


def _why(turn: Turn, _argument: str) -> Show:
    """Each deciding rule in a sentence with the numbers of its sources, and the answers that spoke for it."""
    library, language = turn.library, turn.language
    verdict = verdict_now(turn)
    of_rule = {rule.id: rule.sources for rule in library.check.plan.rules}
    rules = verdict.rules[:MOST_RULES]
    listed = tuple(dict.fromkeys(source for rule in rules for source in of_rule[rule]))
    paragraphs = []
    for rule in rules:
        numbers = ", ".join(str(listed.index(source) + 1) for source in of_rule[rule])
        paragraphs.append(turn.text("why_card", why=library.text(language, f"rules.{rule}.why"), sources=numbers))
    raised = turn.session.episode.raised if turn.session.episode is not None else None
    if raised is not None and level(verdict.urgency) == level(raised.urgency):
        paragraphs.append(turn.words("checkins.raised_why"))
    elif not rules:
        paragraphs.append(library.text(language, "cards.no_rule"))
    answered = turn.text("joined").join(option_phrase(library, language, atom) for atom in verdict.reasons)
    if answered:
        paragraphs.insert(0, f"{turn.text('why_reasons')}: {answered}.")
    if verdict.grade:
        paragraphs.append(library.text(language, f"cards.grades.{verdict.grade}"))
        paragraphs.append(library.text(language, "cards.grade_note"))
    sources = "\n".join(f"{number} {_source(turn, source)}" for number, source in enumerate(listed, 1))
    if sources:
        paragraphs.append(f"{turn.text('why_sources')}:\n{sources}")
    reviewed = turn.text("why_reviewed", date=library.check.reviewed_on.isoformat())
    turn.message(*paragraphs, reviewed, library.text(language, "cards.not_diagnosis"), title=turn.text("why_title"))
    return Show.USUAL


def _source(turn: Turn, source: str) -> str:
    if source == "J":
        return turn.text("judgement")
    entry = turn.library.sources.sources[source]
    return f"{entry.title}, {entry.where}" if entry.where else entry.title


_ACTS: dict[str, Callable[[Turn, str], Show]] = {
    "why": _why,
    "change": _change,
    "country": _country,
    "keep": _keep,
    "called": _called,
    "cannot_call": _cannot_call,
}


def leads(turn: Turn, word: str) -> bool:
    """Whether a button of this word stands beneath a card; such buttons go on working while that card is the latest."""
    return word in _ACTS or turn.ways.leads(word)
