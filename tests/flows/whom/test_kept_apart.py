"""Somebody else's check works like one's own, and nothing that was told in either is lost to the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec.structs import replace

from flows.base.replies import plain_text
from tests.flows.support import CLOT, SORE, texts, words
from tests.flows.whom.answering import Answering, own


def emergency(whom: str = "elsewhere") -> Answering:
    chat = Answering().for_other(whom, until="breath")
    chat.tap("chest_pain")
    return chat


# --- what stands on its card leads somewhere ----------------------------------------------------------------------------


def test_what_else_fills_the_sentence_for_somebody_else() -> None:
    chat = emergency()
    before = own(chat.state)
    chat.tap("what_else")
    chat.tap("clot_risk.long_trip")
    card = chat.tap("done")[-1]
    assert card.verdict is not None
    assert "trip of 4 hours" in plain_text(card)
    assert "someone elsewhere" in plain_text(card)
    assert chat.theirs.answers["clot_risk"] == ("long_trip",)
    assert own(chat.state) == before


def test_a_stale_tick_of_what_else_counts_for_them() -> None:
    chat = emergency()
    chat.tap("what_else")
    tick = chat.button("look.one_swollen").token
    chat.tap("back")
    card = chat.send_token(tick)[-1]
    assert card.verdict is not None
    assert "one calf or ankle more swollen" in plain_text(card).lower()
    assert chat.state.episode is None


@pytest.mark.parametrize("command", ["check", "start"])
def test_a_new_check_over_what_is_open_on_their_urgent_card_is_asked_back(command: str) -> None:
    chat = Answering().for_other("child", CLOT)
    chat.tap("country")
    asked = chat.command(command)[-1]
    assert "The last advice for them was" in plain_text(asked)
    assert "Your last advice" not in plain_text(asked)
    chat.tap("no")
    assert chat.screen.verdict is not None
    chat.tap("country")
    chat.command(command)
    chat.tap("yes")
    assert (chat.open, chat.theirs.whom, chat.theirs.answers) == ("breath", "child", {})


def test_a_story_over_their_urgent_card_asks_first_and_loses_nothing() -> None:
    chat = Answering().for_other("child", {**CLOT, "look": "one_swollen warm_red"})
    answers = chat.theirs.answers
    chat.type("my daughter's calf is hot and swollen since this morning")  # told already: no sign that is new
    assert chat.open == "story"
    chat.tap("yes")
    assert "The last advice for them was" in chat.screen_text
    chat.tap("no")
    assert chat.theirs.answers == answers


def test_starting_over_says_whose_advice_holds() -> None:
    said = texts(emergency().command("restart"))
    assert "The last advice for them was" in said
    assert "/last shows it" not in said


# --- the button that asks for whom ------------------------------------------------------------------------------------------


def emergency_of_a_child() -> Answering:
    """It is told that they are under 16, and not whose calf it is; then a sign is typed."""
    chat = Answering().check(CLOT)
    chat.command("check")
    chat.tap("yes")
    chat.answer({"health": "under_16"}, "whom")
    chat.type("I have chest pain")
    chat.tap("yes")
    return chat


def emergency_of_someone() -> Answering:
    chat = Answering().check(CLOT)
    chat.type("my daughter has chest pain")
    chat.tap("yes")
    return chat


@pytest.mark.parametrize("above", ["whom", "country", "change", "a sign"])
@pytest.mark.parametrize("who", [emergency_of_a_child, emergency_of_someone])
def test_it_does_no_harm_beneath_something_else(who: Callable[[], Answering], above: str) -> None:
    chat = who()
    button = chat.button("whom").token
    if above == "a sign":
        chat.type("my foot is cold and white" if who is emergency_of_a_child else "her foot is cold and white")
    else:
        chat.tap(above)
    before, open_now = chat.state, chat.open
    chat.now += timedelta(minutes=1)
    chat.send_token(button)
    assert chat.open == open_now
    assert (chat.state.episode, chat.state.frames) == (before.episode, before.frames)
    assert (chat.state.other and chat.state.other.episode) == (before.other and before.other.episode)


def test_once_it_is_answered_it_asks_no_more() -> None:
    chat = emergency_of_someone()
    button = chat.button("whom").token
    chat.tap("whom")
    chat.tap("whom.child")
    chat.now += timedelta(minutes=1)
    chat.send_token(button)
    assert chat.open == "verdict"
    assert chat.theirs.whom == "child"


# --- nothing takes its place while it is under way ------------------------------------------------------------------------


def left_for_own(until: str = "side") -> Answering:
    """Their check has a sign that cannot wait a day; a question of one's own is in front."""
    chat = Answering().check(SORE)
    chat.for_other("with_me", {"look": "one_swollen"}, until=until)
    chat.command("log")
    assert not chat.other.front
    return chat


def test_a_sign_typed_of_them_meanwhile_goes_to_their_check() -> None:
    chat = left_for_own("onset")
    before, sid = own(chat.state), chat.other.sid
    chat.type("he has chest pain")
    assert chat.other.sid == sid
    card = chat.tap("yes")[-3:]
    assert any(reply.verdict is not None and reply.verdict.urgency == "emergency_now" for reply in card)
    assert {"look", "breath"} <= set(chat.theirs.answers)
    assert own(chat.state) == before


def test_a_sign_typed_after_their_card_counts_with_what_was_told() -> None:
    chat = Answering().check(SORE).for_other("with_me", CLOT)
    chat.command("log")
    assert not chat.other.front
    chat.type("he has chest pain")
    chat.tap("yes")
    assert chat.theirs.answers["look"] == ("one_swollen",)
    assert chat.theirs.verdict is not None
    assert chat.theirs.verdict.urgency == "emergency_now"


def test_a_no_to_it_takes_nothing_with_it() -> None:
    chat = left_for_own("onset")
    chat.type("he has chest pain")
    chat.tap("no")
    assert chat.theirs.answers["look"] == ("one_swollen",)
    assert chat.open == "onset"


@pytest.mark.parametrize("way", ["typed", "button"])
def test_another_is_not_begun_over_it_and_it_comes_to_the_front(way: str) -> None:
    chat = left_for_own("onset")
    sid = chat.other.sid
    if way == "typed":
        chat.tap("leave")
        chat.change(other=replace(chat.other, front=False))
        chat.type("my friend has sore calves")
    else:
        chat.change(frames=(), other=replace(chat.other, front=False))
        chat.command("check")
        chat.tap("someone_else")
    assert (chat.other.sid, chat.other.front, chat.open) == (sid, True, "onset")
    assert chat.other.episode.answers["look"] == ("one_swollen",)


def test_one_whose_card_was_read_makes_room_and_urgent_advice_is_told_once_more() -> None:
    chat = Answering().for_other("child", CLOT)
    sid = chat.other.sid
    said = texts(chat.type("my friend has sore calves"))
    assert chat.other.sid != sid
    assert words("whom.still_holds", headline="GET YOUR CHILD SEEN TODAY") in said


def test_one_whose_calm_card_was_read_makes_room() -> None:
    chat = Answering().for_other("with_me", SORE)
    sid = chat.other.sid
    chat.for_other("child", until="breath")
    assert chat.other.sid != sid


# --- the one question, and what was there before ----------------------------------------------------------------------------


def test_what_was_agreed_for_an_earlier_one_is_not_asked_of_the_next() -> None:
    chat = Answering().for_other("child", CLOT)
    chat.tap("once")
    chat.for_other("with_me", CLOT)
    assert chat.later(timedelta(hours=5)) == ()


def test_new_content_in_between_takes_nothing_of_what_was_there_before() -> None:
    chat = Answering().check(CLOT)
    chat.keep()
    chat.tap("checkins")
    before = {name: value for name, value in own(chat.state).items() if name not in ("turn", "slot")}
    chat.command("check")
    chat.tap("yes")
    chat.change(content="older")
    chat.tap("someone_else")
    chat.tap("whom.child")
    after = own(chat.state)
    assert {name: after[name] for name in before} == before
    assert chat.episode.verdict is not None
    assert chat.episode.verdict.urgency == "urgent_same_day"


def test_ones_own_unfinished_check_with_an_urgent_sign_is_told_as_that() -> None:
    chat = Answering()
    chat.check({"danger": "foot_drop"}, until="numb_more")
    chat.type("my daughter has chest pain")
    said = texts(chat.tap("yes"))
    assert words("whom.own_check_urgent") in said
