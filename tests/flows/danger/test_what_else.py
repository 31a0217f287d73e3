"""*What else?*: what it offers beneath an emergency, that a tick counts and lowers nothing, and all ways out of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.base.replies import Reply
from flows.base.urgency import EMERGENCY
from flows.checking.question import option_phrase, option_sentence
from tests.flows.support import Chat, library, said, texts

BREATH = ["breathless", "chest_pain", "cough_blood", "fainted", "heart_racing", "very_unwell"]
DANGER = ["foot_cold", "toe_agony", "saddle", "dark_urine", "fever_leg"]
PAIN = [{"pain_still", "pain_rising"}, {"pain_fresh"}, {"pain_thinner"}]
NUMB = ["tight_hard", "foot_colder", "numb_sudden", "numb_seat", "both_legs"]
FIRST = [
    *(("breath", {sign}) for sign in BREATH),
    *(("danger", {sign}) for sign in DANGER),
    *(("pain_more", signs) for signs in PAIN),
    *(("numb_more", {sign}) for sign in NUMB),
]
"""Every way into an emergency by the first lists: the list, and what is ticked on it."""


def emergency(question: str = "breath", signs: set[str] | None = None) -> Chat:
    """A chat at the card of an emergency by this list."""
    chat = Chat()
    chat.command("check")
    to = {"pain_more": "pain_extreme", "numb_more": "foot_numb"}
    if question != "breath":
        chat.choose("none")
    if question in to:
        chat.choose(to[question])
    chat.choose(*sorted(signs or {"breathless"}))
    assert chat.open == "verdict"
    assert chat.verdict.urgency == "emergency_now"
    return chat


def list_open(question: str = "breath", signs: set[str] | None = None) -> Chat:
    """The same, with *What else?* open."""
    chat = emergency(question, signs)
    chat.tap("what_else")
    assert chat.open == "what_else"
    return chat


def offered(chat: Chat) -> list[str]:
    return [one.id for one in chat.screen.choices if one.ticked is not None]


def sentence(card: Reply) -> str:
    """What stands under *Say this*."""
    return next(section.items[0] for section in card.sections if section.label == "Say this")


def is_said(atom: str, card: Reply) -> bool:
    """Whether the option stands in the sentence to say, as a clause, a sentence of its own or the leg that hurts."""
    said_so = sentence(card).lower()
    if atom.startswith("side."):
        return f"my {atom.partition('.')[2]} calf hurts" in said_so
    return any(words(library(), "en", atom).lower() in said_so for words in (option_phrase, option_sentence))


# --- what is offered ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("question", "signs"), FIRST)
def test_the_list_is_short_and_asks_nothing_that_was_told_or_asked(question: str, signs: set[str]) -> None:
    chat = list_open(question, signs)
    lines = offered(chat)
    assert 3 <= len(lines) <= 7
    assert not [one for one in lines if one.startswith(("breath.", f"{question}."))]
    assert [one.id for one in chat.screen.choices if one.ticked is None] == ["back"]
    assert not {"none", "unsure"} & chat.button_ids
    assert chat.screen.title == "CALL YOUR EMERGENCY NUMBER NOW"


def test_a_clot_in_the_lung_is_asked_about_its_leg_and_its_risks() -> None:
    assert offered(list_open())[:4] == [
        "look.one_swollen",
        "health.thinner",
        "clot_risk.clot_before",
        "clot_risk.surgery_bed",
    ]


def test_what_was_told_makes_room_for_what_was_not() -> None:
    chat = list_open()
    first = offered(chat)
    chat.tick("side.left", "clot_risk.clot_before")
    chat.tap("what_else")
    again = offered(chat)
    assert not {"side.left", "side.right", "clot_risk.clot_before"} & set(again)
    assert set(first) - {"side.left", "side.right", "clot_risk.clot_before"} <= set(again)
    assert "clot_risk.pill_hrt" in again


def test_the_button_goes_when_there_is_nothing_left_to_tell() -> None:
    chat = emergency("breath", {"very_unwell"})
    button = chat.button("what_else").token
    for _ in range(9):
        if "what_else" not in chat.button_ids:
            break
        chat.tap("what_else")
        chat.choose(*(one for one in offered(chat) if one != "side.right"))
    assert "what_else" not in chat.button_ids
    assert said("what_else.nothing") in texts(chat.send_token(button))
    assert chat.screen.verdict is not None


# --- what a tick does --------------------------------------------------------------------------------------------------


def test_ticks_fill_the_sentence_and_the_card_comes_again() -> None:
    chat = list_open()
    (drawn,) = chat.tap("look.one_swollen")
    assert drawn.replaces == drawn.slot
    assert chat.ticked == {"look.one_swollen"}
    chat.tap("side.left")
    chat.tap("health.thinner")
    (card,) = chat.tap("done")
    assert card.title == "CALL YOUR EMERGENCY NUMBER NOW"
    assert card.urgent
    for atom in ("side.left", "breath.breathless", "look.one_swollen", "health.thinner"):
        assert is_said(atom, card)
    assert chat.answers["look"] == ("one_swollen",)
    assert card.closed_text.startswith("What else?\n→ ")


def test_a_tick_is_taken_back_by_the_same_line_and_one_leg_excludes_the_other() -> None:
    chat = list_open()
    chat.tap("health.thinner")
    chat.tap("health.thinner")
    assert "health" not in chat.answers
    chat.tap("side.left")
    chat.tap("side.right")
    assert chat.ticked == {"side.right"}
    assert is_said("side.right", chat.tap("done")[-1])


@pytest.mark.parametrize("ticks", [(), ("look.one_swollen",)])
def test_the_list_is_left_with_one_tap_and_what_is_ticked_stays(ticks: tuple[str, ...]) -> None:
    chat = list_open()
    for one in ticks:
        chat.tap(one)
    replies = chat.tap("back")
    assert replies[-1].kind == "verdict"
    assert chat.open == "verdict"
    assert all(is_said(one, replies[-1]) for one in ticks)


def test_numbers_and_words_can_be_typed() -> None:
    chat = list_open()
    first, second = offered(chat)[1], offered(chat)[4]
    card = chat.type("2, 5")[-1]
    assert is_said(first, card)
    assert is_said(second, card)
    chat.tap("what_else")
    assert is_said("look.one_swollen", chat.type("one calf or ankle more swollen")[-1])
    chat.tap("what_else")
    assert chat.type("back")[-1].kind == "verdict"


def test_a_menu_says_all_that_is_ticked_at_once() -> None:
    chat = list_open()
    chat.tap("health.thinner")
    card = chat.forge_tap("pick", "look.one_swollen", "side.left")[-1]
    assert is_said("look.one_swollen", card)
    assert "health" not in chat.answers
    chat.tap("what_else")
    assert "I did not understand that" in texts(chat.forge_tap("pick", "side.left", "nonsense"))
    assert chat.open == "what_else"


@settings(max_examples=60)
@given(st.data())
def test_after_any_emergency_any_ticks_keep_it_and_are_all_in_the_sentence(data: st.DataObject) -> None:
    chat = emergency(*data.draw(st.sampled_from(FIRST)))
    told: list[str] = []
    for _ in range(data.draw(st.integers(1, 3))):
        if "what_else" not in chat.button_ids:
            break
        chat.tap("what_else")
        for one in data.draw(st.lists(st.sampled_from(offered(chat)), max_size=9)):
            chat.tap(one)
            assert chat.state.episode is not None
            assert library().check.plan.standing(chat.answers)[1] == EMERGENCY
        told += sorted(chat.ticked)
        card = chat.tap(data.draw(st.sampled_from(sorted({"done", "back"} & chat.button_ids))))[-1]
        assert card.verdict is not None
        assert card.verdict.urgency == "emergency_now"
        for atom in told:
            assert is_said(atom, card), f"{atom} is not in: {sentence(card)}"


# --- stale and double taps -----------------------------------------------------------------------------------------------


def test_a_stale_tick_still_tells_what_it_says_and_a_stale_way_out_does_nothing() -> None:
    chat = list_open()
    tick, back = chat.button("look.one_swollen").token, chat.button("back").token
    chat.tap("back")
    chat.later(timedelta(minutes=1))
    replies = chat.send_token(tick)
    assert "That counts from now on: One calf or ankle more swollen." in texts(replies)
    assert is_said("look.one_swollen", replies[-1])
    before = chat.answers
    for token in (back, tick):
        replies = chat.send_token(token)
        assert said("already") in texts(replies)
        assert replies[-1].verdict is not None
    assert chat.answers == before


def test_what_an_old_tick_tells_is_in_what_is_kept_of_the_card() -> None:
    chat = list_open("danger", {"dark_urine"})
    tick = chat.button("look.one_swollen").token
    chat.tap("back")
    chat.send_token(tick)
    card = chat.screen.verdict
    assert card is not None
    assert chat.verdict.fits == card.fits
    assert "dvt" in card.fits


def test_what_is_ticked_is_in_what_is_kept_of_the_card_however_the_list_is_left() -> None:
    chat = list_open("danger", {"dark_urine"})
    tick = chat.button("look.one_swollen").token
    chat.send_token(tick)
    assert "dvt" in chat.verdict.fits
    chat.command("check")
    chat.tap("no")
    assert chat.open == "verdict"
    assert chat.screen.verdict is not None
    assert chat.verdict.fits == chat.screen.verdict.fits


def test_a_stale_menu_still_tells_what_was_picked() -> None:
    chat = list_open()
    menu = f"k1.{chat.state.sid}.{chat.state.turn}.pick"
    chat.tap("back")
    assert is_said("health.thinner", chat.send_token(menu, "health.thinner", "nonsense")[-1])


def test_a_double_tap_does_no_harm() -> None:
    chat = list_open()
    tick = chat.button("look.one_swollen").token
    chat.send_token(tick)
    assert chat.send_token(tick) == ()
    chat.later(timedelta(minutes=1))
    chat.send_token(tick)
    assert chat.ticked == {"look.one_swollen"}
    done = chat.button("done").token
    chat.send_token(done)
    assert chat.send_token(done) == ()
    assert chat.open == "verdict"


def test_a_list_that_was_left_behind_tells_only_what_is_urgent_once_the_check_goes_on() -> None:
    chat = list_open()
    swollen, trip = chat.button("look.one_swollen").token, chat.button("clot_risk.long_trip").token
    chat.tap("back")
    mistake(chat)
    chat.send_token(trip)
    assert "clot_risk" not in chat.answers
    chat.send_token(swollen)
    assert chat.answers["look"] == ("one_swollen",)


# --- while it is open ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["/routine", "/plan", "/log", "how do I stretch my calf", "what shoes should I wear"])
def test_nothing_else_comes_in_between(words: str) -> None:
    chat = list_open()
    replies = chat.command(words[1:]) if words.startswith("/") else chat.type(words)
    assert chat.open in ("what_else", "verdict")
    assert "CALL YOUR EMERGENCY NUMBER NOW" in texts(replies)


def test_a_sign_that_is_typed_meanwhile_is_asked_back_and_ticks_are_kept() -> None:
    chat = list_open()
    chat.tap("health.thinner")
    chat.type("my foot has gone ice cold and white")
    if chat.open == "alarm":
        chat.tap("yes")
    assert chat.answers["health"] == ("thinner",)
    assert chat.verdict.urgency == "emergency_now"


def test_it_opens_from_an_earlier_card_too_and_only_once() -> None:
    chat = emergency()
    button = chat.button("what_else").token
    chat.tap("what_else")
    chat.later(timedelta(minutes=1))
    chat.send_token(button)
    assert chat.flows == ["check", "what_else"]


# --- that was a mistake --------------------------------------------------------------------------------------------------


def mistake(chat: Chat) -> None:
    """The first sign was no sign after all."""
    chat.tap("change")
    chat.tap("change.breath")
    chat.choose("none")
    assert chat.open == "confirm"
    chat.tap("yes")


def test_a_mistake_goes_on_with_the_check_and_what_was_told_beside_it_is_kept() -> None:
    chat = list_open()
    chat.tick("look.one_swollen", "clot_risk.long_trip", "side.left")
    mistake(chat)
    assert chat.open == "danger"
    assert chat.answers["look"] == ("one_swollen",)
    chat.choose("none")
    assert chat.open == "look", "the leg is told, and the list of which one line was told is asked in full"
    assert chat.ticked == {"one_swollen"}
    chat.tick("warm_red")
    assert set(chat.answers["look"]) == {"one_swollen", "warm_red"}
    chat.go_on({"onset": "no_reason", "clot_risk": "long_trip pill_hrt"})
    assert chat.answers["clot_risk"] == ("long_trip", "pill_hrt")
    assert chat.verdict.urgency == "urgent_same_day"
    assert set(chat.episode.added) == {"side.left"}


def test_a_mistake_takes_back_no_other_emergency_that_was_told() -> None:
    chat = list_open("breath", {"very_unwell"})
    chat.tick("danger.dark_urine")
    mistake(chat)
    assert chat.open == "verdict"
    assert chat.verdict.urgency == "emergency_now"


@pytest.mark.parametrize("told", ["health.thinner", "clot_risk.surgery_bed"])
def test_no_list_is_spared_because_one_line_of_it_was_told(told: str) -> None:
    chat = list_open()
    chat.tick(told)
    mistake(chat)
    name, _, option = told.partition(".")
    chat.go_on({"onset": "over_weeks", "pattern": "rest_night", "course": "week_better"}, until=name)
    assert chat.ticked == {option}
