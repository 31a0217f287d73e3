"""Cards, scripts and the text for the doctor follow for whom it is."""

from __future__ import annotations

import re
from random import Random

import pytest

from flows.base.replies import Reply, plain_text
from flows.base.urgency import URGENT, level
from flows.check.verdict import decide
from flows.checking.card import Card
from flows.talk.session import Episode, Person, Whom
from tests.flows.support import CLOT, NOON, SORE, library, texts
from tests.flows.support.well_formed import card_faults
from tests.flows.whom.answering import Answering

OTHERS: tuple[Whom, ...] = ("child", "with_me", "elsewhere", "someone")
SELF = re.compile(r"\b(my|i|me|mine)\b", re.IGNORECASE)
FOR_WHOM = {
    "child": "My child",
    "with_me": "I am with someone wh",
    "elsewhere": "I am calling for someone elsewhere, wh",
    "someone": "I am calling for someone else, wh",
}
"""Whose calf it is: said first, but for an emergency after the signs."""


def says_whose(card: Card, whose: str) -> bool:
    said = card.say_this()
    if card.verdict.urgency == "emergency_now":
        return f". {whose}" in said and not said.startswith(whose)
    return said.startswith(whose)


def answers_at_random(random: Random) -> dict[str, tuple[str, ...]]:
    """A few answers that may stand together, a danger among them now and then."""
    plan = library().check.plan
    asked = [question for question in plan.questions if not question.which_of and random.random() < 0.5]
    return {question.id: (random.choice([*question.options]),) for question in asked}


def cards(whom: Whom, country: str, n: int = 250) -> list[tuple[Card, Reply]]:
    random, made = Random(7), []
    person = Person(country=country, country_at=NOON if country else None)
    for _ in range(n):
        answers = answers_at_random(random)
        card = Card(library(), person, Episode(NOON, answers, whom=whom), decide(library().check, answers), NOON)
        made.append((card, card.reply("")))
    return made


@pytest.mark.parametrize("country", ["", "GB"])
@pytest.mark.parametrize("whom", OTHERS)
def test_what_is_said_on_the_phone_is_not_said_of_oneself(whom: Whom, country: str) -> None:
    for card, reply in cards(whom, country):
        said = card.say_this()
        assert says_whose(card, FOR_WHOM[whom]), said
        assert not SELF.search(said.replace(FOR_WHOM[whom], "", 1)), said
        assert "drive yourself" not in plain_text(reply) or whom == "child"


def test_every_question_at_the_end_that_speaks_of_oneself_has_one_that_does_not() -> None:
    words = library().words
    asks = [key for key in words.keys("en") if re.match(r"(fits|rules|cards)\b.*\.ask(_with|_first)?\b", key)]
    of_oneself = [key for key in asks if SELF.search(words.text("en", key))]
    assert len(of_oneself) > 10
    assert [key for key in of_oneself if not words.has("en", f"whom.asks.{key}")] == []
    assert not [key for key in of_oneself if SELF.search(words.text("en", f"whom.asks.{key}"))]


@pytest.mark.parametrize("whom", OTHERS)
def test_headlines_stay_short(whom: Whom) -> None:
    for _, reply in cards(whom, "GB"):
        assert not [fault for fault in card_faults(reply) if fault.startswith("headline")]


def test_someone_elsewhere_gets_the_ambulance_to_their_own_address() -> None:
    urgent = [plain_text(reply) for card, reply in cards("elsewhere", "GB") if card.verdict.urgency == "emergency_now"]
    assert urgent
    for text in urgent:
        assert "THEIR address, not yours" in text
        assert "Stay on the line with them." in text
        assert "Do not drive yourself" not in text


def test_ones_own_cards_say_nothing_of_it() -> None:
    own: tuple[Whom, ...] = ("", "me")
    for whom in own:
        for card, reply in cards(whom, "GB"):
            text = plain_text(reply)
            assert "is the one in pain" not in text
            assert says_whose(card, "My ") or says_whose(card, "I have"), card.say_this()


def test_a_child_who_types_alone_is_told_to_tell_an_adult_with_the_number() -> None:
    for card, reply in cards("me", "GB"):
        young = "under_16" in card.episode.answers.get("health", ())
        text = plain_text(reply)
        if not young:
            assert "adult" not in text
        elif level(card.verdict.urgency) >= URGENT:
            assert "Tell an adult now" in text
            assert "999" in text
        else:
            assert "Show this to a parent." in text


def test_having_called_and_not_being_able_to_follow() -> None:
    chat = Answering().for_other("elsewhere", until="breath")
    chat.tap("chest_pain")
    cannot_call = chat.button("cannot_call").token
    assert "THEIR address" in texts(chat.tap("called"))
    said = texts(chat.send_token(cannot_call))
    assert "THEIR address" in said
    assert "drive yourself" not in said


@pytest.mark.parametrize(
    ("whom", "words"),
    [("child", "a child; the answers are an adult's"), ("with_me", "who is with them"), ("elsewhere", "not with them")],
)
def test_the_text_for_the_doctor_says_for_whom_it_was_asked(whom: str, words: str) -> None:
    chat = Answering().for_other(whom, SORE)
    assert words in texts(chat.tap("handoff"))


def test_the_text_for_the_doctor_of_ones_own_says_nothing_of_it() -> None:
    assert "Asked for" not in texts(Answering().check(CLOT).tap("handoff"))
