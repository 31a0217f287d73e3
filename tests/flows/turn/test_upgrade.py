"""Other content than before: no sign, no tick and no urgent advice gets lost by that."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from flows.base.events import Chose, TimerFired
from flows.base.replies import plain_text
from flows.base.tokens import make
from flows.base.urgency import EMERGENCY, URGENT
from flows.talk.session import Frame, Retracted
from tests.flows.danger.places import at_gate
from tests.flows.support import CLOT, SORE, TWINGE, Chat, library, said, texts, told, urgency

NERVE = {"onset": "over_weeks", "spot": "from_back", "nerve": "both_weaker"}


def upgraded(chat: Chat, gone: str = "") -> Chat:
    """As if other content were there now, in which this question is no more."""
    # An answer to a question that today's content does not have is what such an answer looks like.
    answers = {("of_old" if name == gone else name): options for name, options in chat.answers.items()}
    return chat.change_episode(answers=answers).change(content="older")


def test_an_emergency_told_by_an_old_button_outlasts_it_with_its_card() -> None:
    chat = Chat().check({"danger": "foot_numb"}, until="numb_more")
    old = chat.button("numb_seat").token
    chat.tap("back")
    chat.tap("none")
    chat.send_token(old)
    assert urgency(chat) == "emergency_now"
    replies = upgraded(chat).type("hello")
    assert told(chat.session) == EMERGENCY
    assert (chat.open, replies[-1].title) == ("verdict", "CALL YOUR EMERGENCY NUMBER NOW")


def test_an_urgent_sign_told_by_an_old_button_outlasts_it_in_mid_check() -> None:
    chat = Chat().check({}, until="onset")
    chat.tap_of_old("nerve.foot_weaker")
    upgraded(chat).type("hello")
    assert told(chat.session) == URGENT
    assert chat.open == "onset"


def test_what_was_asked_because_of_a_sign_of_an_old_button_outlasts_it_too() -> None:
    chat = Chat().check({"look": "gap_lump", "onset": "pop"})
    chat.tap_of_old("danger_which.foot_drop")
    assert chat.open == "numb_more"
    chat.choose("numb_back")
    before = chat.answers
    chat.change(content="older").type("hello")
    assert chat.answers == before
    assert before["numb_more"] == ("numb_back",)


@pytest.mark.parametrize(
    ("answers", "gone", "title"),
    [(NERVE, "nerve", "CALL YOUR EMERGENCY NUMBER NOW"), (CLOT, "look", "GET SEEN TODAY")],
    ids=["emergency", "urgent"],
)
def test_urgent_advice_is_not_lowered_by_it(answers: dict[str, str], gone: str, title: str) -> None:
    chat = upgraded(Chat().check(answers), gone)
    assert chat.command("last")[-1].title == title
    assert chat.open == "verdict"
    assert gone not in chat.answers
    assert chat.command("check")[-1].paragraphs[0].startswith(f"Your last advice was: {title}.")
    chat.tap("no")
    chat.tap("change")
    chat.tap("change.danger")
    question = chat.screen
    assert question.paragraphs[0] == said("emergency_so_far") or "seen today" in question.paragraphs[0]
    chat.choose("none")
    chat.go_on(SORE)
    assert chat.seen[-1].title == title
    chat.command("restart")
    assert chat.go_on(SORE).verdict.urgency == "self_care"


def test_advice_that_was_stopped_or_is_of_the_check_before_is_not_lowered_either() -> None:
    chat = Chat().check(CLOT)
    chat.command("stop")
    assert upgraded(chat, "look").command("last")[-1].title == "GET SEEN TODAY"
    chat.command("restart")
    assert chat.command("last")[1].title == "GET SEEN TODAY"


def test_the_card_comes_again_if_a_question_above_it_had_to_go() -> None:
    chat = Chat().check(CLOT)
    chat.command("start")
    assert upgraded(chat).type("hello")[-1].title == "GET SEEN TODAY"


def test_a_slip_can_still_be_taken_back_after_it() -> None:
    chat = upgraded(Chat().check({**CLOT, "clot_risk": "none"}))
    chat.tap("change")
    chat.tap("change.look")
    chat.choose("none")
    chat.tap("yes")
    chat.go_on({"course": "long_better"})
    assert urgency(chat) != "urgent_same_day"


def test_advice_had_early_stays_open() -> None:
    chat = Chat().check({"look": "one_swollen"}, until="onset")
    chat.tap("advice")
    upgraded(chat).type("hello")
    assert chat.open == "verdict"


@pytest.mark.parametrize("own", [False, True])
def test_ticks_stay_with_their_list(own: bool) -> None:
    chat = Chat().check({"danger": "foot_numb"}, until="numb_more")
    chat.tap("numb_seat")
    if own:
        chat.command("forget")
    replies = upgraded(chat).choose("no") if own else upgraded(chat).type("hello")
    assert chat.open == "numb_more"
    assert [one.id for one in chat.screen.choices if one.ticked] == ["numb_seat"]
    assert (said("updated") in texts(replies)) == own
    assert chat.tap("done")[-1].title == "CALL YOUR EMERGENCY NUMBER NOW"


def test_an_urgent_tick_on_a_list_that_is_asked_no_more_was_told() -> None:
    chat = Chat().check({}, until="look")
    chat.tap("one_swollen")
    upgraded(chat, "side")
    assert "updated" not in plain_text(chat.type("hello")[-1])
    assert chat.open == "side"
    assert chat.answers["look"] == ("one_swollen",)
    chat.tap("left")
    assert chat.open == "look", "the rest of the list was never answered"


@pytest.mark.parametrize("answers", [SORE, TWINGE], ids=["sore", "twinge"])
@pytest.mark.parametrize("by_itself", [False, True], ids=["typed", "timer"])
def test_a_sign_that_waits_for_its_yes_outlasts_it_wherever_the_check_goes_on(
    answers: dict[str, str], by_itself: bool
) -> None:
    chat = Chat().check(answers).keep()
    chat.tap("change")
    chat.tap("change.danger")
    chat.type("my calf is very swollen and warm")
    assert chat.open == "alarm"
    upgraded(chat)
    if by_itself:
        chat.send(TimerFired("morning", {"routine": "calf_stretch"}))
    else:
        chat.type("hello")
    assert chat.open == "alarm"
    chat.tap("yes")
    assert told(chat.session) >= URGENT


def test_a_sign_that_is_no_more_takes_no_other_with_it() -> None:
    chat = Chat().check(SORE)
    chat.type("my calf is very swollen and warm")
    waiting = chat.state.frames[-1]
    asked = [
        ["pe_signs", "breath.of_old"],
        ["of_old"],
        [],
        ["a_flag_of_old", "danger.foot_cold"],
        *waiting.data["asked"],
    ]
    frames = (*chat.state.frames[:-1], replace(waiting, data={**waiting.data, "asked": asked}))
    upgraded(chat.change(frames=frames)).type("and chest pain")
    assert chat.open == "alarm"
    seen = []
    while chat.open == "alarm":
        seen.append(chat.screen_text)
        chat.tap("no")
    assert len(seen) == 3
    assert "Chest pain" in seen[0]


def test_over_the_card_of_an_emergency_no_sign_is_asked() -> None:
    chat = Chat().check(SORE)
    chat.tap("change")
    chat.tap("change.side")
    chat.type("my calf is very swollen and warm")
    assert chat.open == "alarm"
    chat.change_episode(
        answers={**{name: chat.answers[name] for name in ("danger", "look")}, "breath": ("chest_pain",)}
    )
    upgraded(chat).type("hello")
    assert (chat.open, urgency(chat)) == ("verdict", "emergency_now")


# --- options that have moved ------------------------------------------------------------------------------------------


def older(chat: Chat, question: str, *options: str) -> Chat:
    """As if older content had been answered so: options are there that today's content has elsewhere."""
    return chat.change_episode(answers={**chat.answers, question: options}).change(content="older")


def test_every_option_that_has_moved_still_leads_as_high() -> None:
    plan, floors = library().check.plan, library().check.floors.of_option
    assert plan.moved.keys() == {"danger.pain_rising", "danger_which.pain_rising", "numb_more.foot_drop"}
    for old, today in plan.moved.items():
        wanted = EMERGENCY if old == "danger.pain_rising" else URGENT
        assert max(floors.get(atom, 0) for atom in today) == wanted, old


@pytest.mark.parametrize(
    ("question", "options", "until", "reached"),
    [
        ("danger", ("pain_rising",), "side", EMERGENCY),
        ("danger", ("pain_rising", "foot_numb"), "side", EMERGENCY),
        ("danger_which", ("pain_rising",), "side", URGENT),
        ("numb_more", ("foot_drop",), "look", URGENT),
        ("numb_more", ("foot_drop", "numb_back"), "look", URGENT),
    ],
)
def test_a_stored_answer_that_has_moved_is_told_as_today(
    question: str, options: tuple[str, ...], until: str, reached: int
) -> None:
    chat = Chat().check({"danger": "foot_numb"} if question == "numb_more" else {}, until=until)
    older(chat, question, *options).type("hello")
    assert told(chat.session) == reached
    moved = library().check.plan.moved[f"{question}.{options[0]}"]
    assert all(option in chat.answers[name] for name, option in (atom.split(".") for atom in moved))
    assert (chat.open == "verdict") == (reached == EMERGENCY)


def test_a_stored_tick_that_has_moved_was_told() -> None:
    chat = Chat().check({"danger": "foot_numb"}, until="numb_more")
    chat.change(content="older", draft=("foot_drop", "numb_back")).type("hello")
    assert told(chat.session) == URGENT
    assert chat.answers["danger"] == ("foot_numb", "foot_drop")
    assert (chat.open, chat.ticked) == ("numb_more", {"numb_back"})


def test_a_sign_of_a_story_and_one_called_a_slip_have_moved_along() -> None:
    chat = Chat().check({"danger": "foot_numb"}, until="look")
    chat.change_episode(
        hinted={"numb_more": ("foot_drop", "of_old")}, retracted=(Retracted("numb_more", "foot_drop", chat.now),)
    ).change(content="older")
    chat.type("hello")
    assert chat.episode.hinted == {"danger": ("foot_drop",)}
    assert [(one.question, one.option) for one in chat.episode.retracted] == [("danger", "foot_drop")]


def test_a_sign_that_waits_for_its_yes_is_asked_as_today() -> None:
    chat = Chat().check(SORE)
    chat.type("my calf is very swollen and warm")
    waiting = chat.state.frames[-1]
    asked = [["compartment_signs", "danger.pain_rising"], *waiting.data["asked"]]
    frames = (*chat.state.frames[:-1], replace(waiting, data={**waiting.data, "asked": asked}))
    chat.change(frames=frames, content="older").type("hello")
    assert "Extreme pain, worse by the hour" in chat.screen_text
    chat.tap("yes")
    assert told(chat.session) == EMERGENCY


@pytest.mark.parametrize("current", [True, False], ids=["open", "old"])
@pytest.mark.parametrize("picked", [False, True], ids=["tapped", "picked"])
def test_a_button_of_older_content_counts_as_it_is_told_today(current: bool, picked: bool) -> None:
    chat = Chat().check({}, until="danger" if current else "onset")
    act = "pick" if picked else "danger.pain_rising"
    token = make(chat.state.sid, chat.state.turn if current else 2, act)
    replies = chat.send(Chose(token, ("pain_rising",) if picked else ()))
    assert replies[-1].title == "CALL YOUR EMERGENCY NUMBER NOW"
    assert chat.answers["pain_more"] == ("told",)


@pytest.mark.parametrize("picked", [False, True], ids=["tapped", "picked"])
def test_so_does_one_of_an_open_list(picked: bool) -> None:
    chat = Chat().check({"danger": "foot_numb"}, until="numb_more")
    if picked:
        chat.send(Chose(make(chat.state.sid, chat.state.turn, "pick"), ("foot_drop", "numb_back")))
    else:
        chat.tap("numb_back")
        chat.send(Chose(make(chat.state.sid, chat.state.turn, "+numb_more.foot_drop")))
    assert chat.answers["danger"] == ("foot_numb", "foot_drop")
    assert (chat.open, chat.ticked) == ("numb_more", set() if picked else {"numb_back"})
    chat.go_on({"numb_more": "numb_back"})
    assert urgency(chat) == "urgent_same_day"


def test_a_picked_option_of_today_is_not_taken_for_the_one_that_has_moved() -> None:
    chat = Chat().check({"danger": "pain_extreme", "pain_more": "pain_rising"}, until="side")
    chat.send(Chose(make(chat.state.sid, 3, "pick"), ("pain_rising",)))
    assert told(chat.session) == URGENT


@pytest.mark.parametrize("line", ["breath", "look"])
def test_a_line_of_the_safety_questions_counts_though_what_was_open_had_to_go(line: str) -> None:
    chat = at_gate()
    token = make(chat.state.sid, chat.state.turn, f"gate.{line}")
    chat.change(content="older", frames=(*chat.state.frames, Frame("country", "open"))).send(Chose(token))
    assert told(chat.session) >= URGENT
