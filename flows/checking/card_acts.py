"""What the buttons beneath a card do, and the bot's own short questions: slip, near label, country, which answer, forget."""

from __future__ import annotations

from msgspec.structs import replace

from flows.base.replies import Reply
from flows.base.urgency import level
from flows.checking.answers import back_to
from flows.checking.card import Card
from flows.checking.handoff import handoff
from flows.checking.prompts import verdict_now
from flows.places.country import find_country
from flows.records.summary import page_of
from flows.talk.confirm import confirm_of
from flows.talk.consent import ask_keep
from flows.talk.say import phrase
from flows.talk.turn import Talk

MOST_RULES = 4
"""Rules told under *Why?*; those of the verdict's own urgency come first."""

CARD_ACTS = ("why", "handoff", "change", "country", "keep", "called", "cannot_call")
"""What the buttons beneath a card do; they go on working while that card is the latest."""


def card_act(talk: Talk, act: str) -> None:
    """One of the buttons beneath the verdict."""
    word, _, argument = act.partition(".")
    if word == "why":
        _why(talk)
    elif word == "handoff":
        _handoff(talk)
    elif word == "change":
        talk.push("change", "open")
    elif word == "country" and argument:
        set_country(talk, argument)
    elif word == "country":
        talk.push("country", "open")
    elif word == "keep":
        ask_keep(talk, "")  # a button of cards of an earlier version
    elif word in talk.house.cards:
        talk.house.cards[word](talk, argument)
    elif word == "called":
        talk.say("called", say=_card(talk).say_this())
    elif word == "cannot_call":
        talk.say("cannot_call")
    else:
        talk.say("not_understood_idle")


def _card(talk: Talk) -> Card:
    assert talk.episode is not None
    return Card(talk.library, talk.person, talk.episode, verdict_now(talk), talk.now)


def _why(talk: Talk) -> None:
    """Each deciding rule in a sentence with the numbers of its sources, and the answers that spoke for it."""
    library, language = talk.library, talk.language
    verdict = verdict_now(talk)
    of_rule = {rule.id: rule.sources for rule in library.plan.rules}
    rules = verdict.rules[:MOST_RULES]
    listed = tuple(dict.fromkeys(source for rule in rules for source in of_rule[rule]))
    paragraphs = []
    for rule in rules:
        numbers = ", ".join(str(listed.index(source) + 1) for source in of_rule[rule])
        paragraphs.append(talk.text("why_card", why=library.text(language, f"rules.{rule}.why"), sources=numbers))
    raised = talk.episode.raised if talk.episode is not None else None
    if raised is not None and level(verdict.urgency) == level(raised.urgency):
        paragraphs.append(talk.words("checkins.raised_why"))
    elif not rules:
        paragraphs.append(library.text(language, "cards.no_rule"))
    answered = ", ".join(phrase(library, language, atom) for atom in verdict.reasons)
    if answered:
        paragraphs.insert(0, f"{talk.text('why_reasons')}: {answered}.")
    if verdict.grade:
        paragraphs.append(library.text(language, f"cards.grades.{verdict.grade}"))
        paragraphs.append(library.text(language, "cards.grade_note"))
    sources = "\n".join(f"{number} {_source(talk, source)}" for number, source in enumerate(listed, 1))
    if sources:
        paragraphs.append(f"{talk.text('why_sources')}:\n{sources}")
    reviewed = talk.text("why_reviewed", date=library.reviewed_on.isoformat())
    talk.message(*paragraphs, reviewed, library.text(language, "cards.not_diagnosis"), title=talk.text("why_title"))


def _source(talk: Talk, source: str) -> str:
    if source == "J":
        return talk.text("judgement")
    entry = talk.library.sources.sources[source]
    return f"{entry.title}, {entry.where}" if entry.where else entry.title


def _handoff(talk: Talk) -> None:
    assert talk.episode is not None
    card = _card(talk)
    parts = handoff(talk.library, talk.language, talk.episode, card.headline(), card.verdict.grade)
    # On an emergency there is the text, and nothing to wait for.
    page = page_of(talk) if card.verdict.urgency != "emergency_now" else None
    title = talk.text("handoff_title")
    talk.replies.append(Reply(kind="message", title=title, paragraphs=parts, page=page))


def set_country(talk: Talk, code: str) -> None:
    """Remember the country; the card is then shown again with its number."""
    entry = talk.library.countries.countries.get(code)
    if entry is None:
        talk.say("country_unknown")
        return
    talk.person = replace(talk.person, country=code, country_at=talk.now)
    lines = [
        talk.text(
            "country_set",
            country=talk.library.text(talk.language, f"countries.names.{code}"),
            number=" / ".join(entry.emergency),
        )
    ]
    if not entry.checked:
        lines.append(talk.text("country_unchecked"))
    if entry.health_line:
        lines.append(talk.text("country_line", line=entry.health_line))
    talk.message("\n".join(lines))
    talk.redraw = True


def own_act(talk: Talk, act: str) -> None:
    """An answer to "Which country?" or "Which answer do you want to change?"."""
    word, _, argument = act.partition(".")
    top = talk.top
    assert top is not None
    if top.flow == "country":
        if word == "leave":
            talk.pop()
            return
        if word not in ("country", "typed"):
            talk.say("country_unknown")
            return
        code = argument if word == "country" else find_country(talk.library.country_names(talk.language), argument)
        if code is None:
            talk.say("country_unknown")
            return
        talk.pop()
        set_country(talk, code)
    elif word == "change" and talk.episode is not None and argument in talk.episode.answers:
        back_to(talk, argument)
    elif word == "leave":
        talk.pop()
    else:
        talk.say("not_understood")


def confirm_act(talk: Talk, act: str) -> None:
    """Yes or no to the bot's own question; what each means stands beside the code that asked it."""
    top = talk.top
    assert top is not None
    confirm = confirm_of(talk, top.data)
    if act not in ("yes", "no") or confirm is None:
        talk.say("not_understood")
    else:
        confirm.answer(talk, top.data, act == "yes")
