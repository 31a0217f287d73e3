"""A danger typed in any flow is asked back, counts with a yes, and stays open until its yes or no, whatever is done over it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.base.urgency import EMERGENCY, URGENT
from tests.flows.danger.places import PLACES, at_checkin, card
from tests.flows.support import CLOT, SORE, TWINGE, Chat, library, texts, told, urgency

CHEST = "i have chest pain"
SWOLLEN = "my calf is very swollen and warm"


@pytest.mark.parametrize("place", PLACES)
def test_a_yes_is_the_emergency_wherever_it_is_typed(place: str) -> None:
    chat = PLACES[place]()
    reply = chat.type(CHEST)[-1]
    assert chat.open == "alarm"
    assert reply.urgent
    assert told(chat.session) < EMERGENCY, "nothing is recorded before the answer"
    replies = chat.tap("yes")
    assert replies[-1].verdict is not None
    assert replies[-1].verdict.urgency == "emergency_now"
    assert chat.answers["breath"] == ("chest_pain",)
    assert chat.open == "verdict"


@pytest.mark.parametrize("place", PLACES)
def test_an_urgent_one_counts_and_the_rest_is_asked(place: str) -> None:
    chat = PLACES[place]()
    chat.type(SWOLLEN)
    assert chat.open == "alarm"
    chat.tap("yes")
    assert told(chat.session) >= URGENT
    assert "one_swollen" in chat.answers["look"]
    assert chat.open == "verdict" or chat.open in library().check.plan.by_id or chat.open == "story"


@pytest.mark.parametrize("place", [place for place in PLACES if place != "nowhere"])
def test_a_no_records_nothing_and_leads_back(place: str) -> None:
    chat = PLACES[place]()
    was, before = chat.open, chat.session
    chat.type(CHEST)
    assert library().text("en", "alarm.not_so") in texts(chat.tap("no"))
    assert chat.open == was
    if before is not None:
        assert chat.state.episode == before.episode


@pytest.mark.parametrize(
    "text", ["no chest pain", "I don't have chest pain", "chest pain? no, none", "no swelling no warmth"]
)
@pytest.mark.parametrize("place", ["nowhere", "verdict", "routine", "log", "checkin"])
def test_what_is_denied_is_never_recorded_without_the_question(text: str, place: str) -> None:
    chat = PLACES[place]()
    before = told(chat.session)
    chat.type(text)
    assert told(chat.session) == before


# --- it is never lost -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [place for place in PLACES if place != "nowhere"])
@pytest.mark.parametrize(
    "command",
    ["stop", "log", "aid", "plan", "routine", "reminders", "learn", "last", "help", "check", "progress", "summary"],
)
def test_no_command_takes_it_away(place: str, command: str) -> None:
    chat = PLACES[place]()
    chat.type(CHEST)
    sid = chat.state.sid
    chat.command(command)
    if chat.state.sid != sid:  # a new check asks about every sign
        assert chat.open == "breath"
        return
    flows = chat.flows
    assert "alarm" in flows
    while chat.open != "alarm":
        chat.command("stop")
    chat.tap("yes")
    assert urgency(chat) == "emergency_now"


def test_after_a_stop_over_it_a_no_ends_what_was_stopped() -> None:
    chat = PLACES["hold"]()
    chat.type(CHEST)
    chat.command("stop")
    assert chat.open == "alarm"
    chat.tap("no")
    assert chat.open == "breath", "the session is over, and the check asks about what was typed"
    assert "hold" not in chat.timers


@pytest.mark.parametrize("text", [SWOLLEN, CHEST])
def test_not_sure_counts_like_a_yes(text: str) -> None:
    chat = card()
    chat.type(text)
    chat.tap("unsure")
    assert told(chat.session) >= URGENT
    assert chat.open == "verdict"


def test_words_that_close_the_last_thing_open_are_answered() -> None:
    chat = Chat()
    chat.command("learn")
    assert chat.type("Close")


@pytest.mark.parametrize("text", [SWOLLEN, "and my foot is cold and white"])
def test_a_second_sign_typed_over_it_does_not_take_its_place(text: str) -> None:
    chat = card()
    chat.type(CHEST)
    chat.type(text)
    chat.tap("no") if "chest" not in chat.screen_text.lower() else None
    seen = {chat.screen_text}
    for _ in range(3):
        if chat.open != "alarm":
            break
        chat.tap("no")
        seen.add(chat.screen_text)
    assert any("Chest pain" in one for one in seen)
    assert len(seen) > 2


def test_the_worst_of_several_is_asked_first_and_a_no_goes_on_to_the_next() -> None:
    chat = card()
    chat.type(SWOLLEN)
    chat.type(CHEST)
    assert "Chest pain" in chat.screen_text
    chat.tap("no")
    assert chat.open == "alarm"
    chat.tap("yes")
    assert "one_swollen" in chat.answers["look"]


def test_nothing_that_comes_by_itself_is_put_over_it() -> None:
    chat = at_checkin()
    chat.tap("checkin.none")
    chat.tap("pain.0")
    chat.type(CHEST)
    chat.later(timedelta(days=9))
    assert chat.open == "alarm"
    chat.tap("no")
    chat.later(timedelta(days=1))
    assert chat.open == "checkin"


def test_other_words_over_it_ask_it_again() -> None:
    chat = card()
    chat.type(CHEST)
    chat.type("what do you mean")
    assert chat.open == "alarm"


def test_it_goes_with_all_the_rest_after_a_day_without_a_word() -> None:
    chat = Chat().check(SORE)
    chat.type(CHEST)
    chat.later(timedelta(hours=25))
    assert chat.open == ""


def test_urgent_advice_does_not_hide_it() -> None:
    chat = card(CLOT)
    chat.type(CHEST)
    chat.command("routine")
    assert chat.open == "alarm"
    chat.tap("yes")
    assert urgency(chat) == "emergency_now"


@pytest.mark.parametrize("text", [SWOLLEN, "heard a pop and now my left calf is very swollen and warm"])
def test_a_yes_at_a_card_gives_the_new_card_and_no_check_that_begins_anew(text: str) -> None:
    chat = card()
    chat.type(text)
    replies = chat.tap("yes")
    while chat.open == "alarm":
        replies = chat.tap("yes")
    assert replies[-1].verdict is not None
    assert replies[-1].verdict.urgency == "urgent_same_day"
    assert chat.open == "verdict"


def test_taking_it_back_needs_a_second_question() -> None:
    chat = card()
    chat.type(SWOLLEN)
    chat.tap("yes")
    chat.tap("change")
    chat.tap("change.look")
    chat.choose("none")
    assert chat.open == "confirm"
    assert told(chat.session) >= URGENT


def test_a_general_sign_told_at_its_own_list_is_no_tick_and_none_of_these_asks_about_it() -> None:
    chat = Chat().check(SORE, until="look")
    chat.type("i think i have a blood clot")
    chat.tap("yes")
    assert chat.answers["look"] == ("told",)
    assert chat.open == "look"
    assert "done" not in chat.button_ids
    chat.choose("none")
    assert chat.open == "confirm"
    assert told(chat.session) >= URGENT


@pytest.mark.parametrize("beneath", ["learn", "log", "reminders", "plan", "routine"])
def test_its_page_read_over_three_things_leaves_it_beneath(beneath: str) -> None:
    chat = Chat()
    chat.command("check")
    if beneath != "learn":
        chat = card(TWINGE)
    chat.command(beneath)
    chat.type("chest pain")
    pages = [choice.id for choice in chat.screen.choices if choice.id.startswith("topic.")]
    chat.tap(pages[0])
    assert chat.open == "learn"
    assert "alarm" in chat.flows
    chat.command("stop")
    assert chat.open == "alarm"
    chat.tap("yes")
    assert urgency(chat) == "emergency_now"
