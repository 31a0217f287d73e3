"""The conversation turn by turn: taps, ticks, back and change, doubts, slips, what closes what, and what text does."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from flows.base.events import Chose, SentFile, TimerFired
from flows.base.replies import Reply, plain_text
from flows.base.urgency import URGENT
from flows.turn.public import group_reply
from tests.flows.support import CLOT, SORE, TEAR, Chat, calmest, check_reply, library, said, texts, told, urgency


def ticked(chat: Chat) -> set[str]:
    return {choice.id for choice in chat.screen.choices if choice.ticked}


# --- taps and ticks --------------------------------------------------------------------------------------------------


def test_a_tap_is_the_answer_where_one_thing_excludes_the_rest() -> None:
    chat = Chat().check({}, until="side")
    chat.tap("left")
    assert chat.answers["side"] == ("left",)
    assert chat.open == "look"


@pytest.mark.parametrize("sign", ["breathless", "very_unwell"])
def test_a_tap_on_a_sign_of_the_first_screen_is_the_emergency_at_once(sign: str) -> None:
    chat = Chat()
    chat.command("start")
    replies = chat.tap(sign)
    assert [reply.kind for reply in replies] == ["verdict"]
    assert replies[0].title == "CALL YOUR EMERGENCY NUMBER NOW"
    assert replies[0].urgent
    assert [one.id for one in replies[0].choices[:3]] == ["called", "cannot_call", "country.GB"]


def test_ticks_are_set_and_unset_in_place_and_the_turn_stays() -> None:
    chat = Chat().check({}, until="look")
    turn = chat.state.turn
    (reply,) = chat.tap("bruise")
    assert reply.replaces == reply.slot == str(turn)
    assert ticked(chat) == {"bruise"}
    assert chat.button("bruise").token.endswith("-look.bruise")
    chat.tap("calf_wood")
    assert ticked(chat) == {"bruise", "calf_wood"}
    chat.tap("calf_wood")
    assert ticked(chat) == {"bruise"}
    assert (chat.state.turn, chat.state.draft) == (turn, ("bruise",))
    assert "look" not in chat.answers
    chat.tap("done")
    assert chat.answers["look"] == ("bruise",)


def test_done_is_there_only_once_something_is_ticked() -> None:
    chat = Chat().check({}, until="look")
    assert "done" not in [one.id for one in chat.screen.choices]
    assert chat.forge_tap("done")[-1].question is not None
    assert chat.open == "look"


def test_a_menu_gives_all_options_at_once() -> None:
    chat = Chat().check({}, until="look")
    pick = chat.button("none").token.replace("look.none", "pick")
    chat.send_token(pick, "calf_wood", "bruise")
    assert chat.answers["look"] == ("calf_wood", "bruise")


@pytest.mark.parametrize("values", [(), ("nonsense",), ("bruise", "nonsense"), ("back", "bruise")])
def test_a_menu_with_something_else_in_it_changes_nothing(values: tuple[str, ...]) -> None:
    chat = Chat().check({}, until="look")
    replies = chat.forge_tap("pick", *values)
    assert "I did not understand that" in texts(replies)
    assert chat.open == "look"


def test_why_answers_and_shows_the_question_again() -> None:
    chat = Chat().check({}, until="look")
    chat.tap("bruise")
    replies = chat.tap("why")
    assert replies[0].paragraphs[0].startswith("A clot can look just like a pulled calf.")
    assert replies[1].question is not None
    assert ticked(chat) == {"bruise"}


# --- the same tap twice, old taps, foreign taps ----------------------------------------------------------------------


@pytest.mark.parametrize("button", ["left", "back", "why"])
def test_the_same_tap_twice_acts_once_and_is_silent(button: str) -> None:
    chat = Chat().check({}, until="side")
    token = chat.button(button).token
    chat.send_token(token)
    after = chat.session
    assert chat.send_token(token) == ()
    assert chat.session == after


@pytest.mark.parametrize("button", ["done", "+"])
def test_so_do_the_same_tick_and_done(button: str) -> None:
    chat = Chat().check({}, until="look")
    tick = chat.button("bruise").token
    chat.send_token(tick)
    token = chat.button("done").token if button == "done" else tick
    if button == "done":
        chat.send_token(token)
    assert chat.send_token(token) == ()
    assert chat.open == ("onset" if button == "done" else "look")


def test_a_double_tap_on_a_confirmed_slip_takes_back_once() -> None:
    chat = Chat().check(CLOT)
    chat.tap("change")
    chat.tap("change.look")
    chat.choose("none")
    token = chat.button("yes").token
    chat.send_token(token)
    assert chat.send_token(token) == ()
    assert len(chat.episode.retracted) == 1


def test_later_on_the_same_tap_shows_what_is_open_in_case_it_got_lost() -> None:
    chat = Chat().check({}, until="side")
    token = chat.button("left").token
    chat.send_token(token)
    chat.later(timedelta(minutes=1))
    replies = chat.send_token(token)
    assert replies[0].paragraphs == (said("already"),)
    assert replies[1].question is not None
    assert replies[1].question.id == "look"


def test_an_old_tap_says_so_and_changes_nothing() -> None:
    chat = Chat().check({}, until="onset")
    old = chat.seen[-3].choices[1].token
    assert ".side." in old
    answers = chat.answers
    replies = chat.send_token(old)
    assert replies[0].paragraphs == (said("already"),)
    assert replies[-1].question is not None
    assert replies[-1].question.id == "onset"
    assert chat.answers == answers


@pytest.mark.parametrize(
    "token", ["", "garbage", "k1.zzzzzz.1.left", "k1.zzzzzz.1.side.left", "k1.a.1.side.left", "x" * 5000]
)
def test_a_foreign_tap_is_refused_kindly_and_shows_the_way(token: str) -> None:
    assert "/check" in texts(Chat().send_token(token))
    chat = Chat().check({}, until="onset")
    replies = chat.send_token(token)
    assert replies[0].paragraphs == (said("old_button"),)
    assert replies[-1].question is not None


def test_buttons_of_the_card_go_on_working_after_it_has_moved_up() -> None:
    chat = Chat().check(SORE)
    why = chat.button("why").token
    chat.tap("country")
    chat.type("Ireland")
    chat.later(timedelta(minutes=1))
    assert chat.send_token(why)[0].title == said("why_title")


def test_an_old_yes_to_an_emergency_sign_counts_at_once() -> None:
    chat = Chat().check({}, until="onset")
    replies = chat.tap_of_old("breath.chest_pain")
    assert replies[-1].verdict is not None
    assert replies[-1].verdict.urgency == "emergency_now"


def test_an_old_yes_to_an_urgent_sign_counts_and_says_so() -> None:
    chat = Chat().check({}, until="onset")
    replies = chat.tap_of_old("+numb_more.foot_drop")
    assert replies[0].paragraphs == ("That counts from now on: Foot drops or drags.",)
    assert replies[-1].question is not None
    assert "You need to be seen today." in texts(replies)
    chat.go_on({})
    assert urgency(chat) == "urgent_same_day"
    assert chat.answers["numb_more"] == ("foot_drop",)


def test_an_old_yes_at_the_card_makes_a_new_card() -> None:
    chat = Chat().check(SORE)
    replies = chat.tap_of_old("walk.cannot_4")
    assert replies[-1].title == "GET SEEN TODAY"
    assert urgency(chat) == "urgent_same_day"


def test_an_old_yes_never_takes_the_place_of_something_worse() -> None:
    chat = Chat().check({"onset": "over_weeks", "spot": "from_back", "nerve": "both_weaker"})
    assert urgency(chat) == "emergency_now"
    replies = chat.tap_of_old("nerve.foot_weaker")
    assert replies[0].paragraphs == (said("old_button"),)
    assert urgency(chat) == "emergency_now"
    assert chat.answers["nerve"] == ("both_weaker",)


def test_an_old_yes_after_stopping_goes_on_with_the_check() -> None:
    chat = Chat().check({}, until="onset")
    chat.command("stop")
    chat.tap_of_old("look.one_swollen")
    assert chat.open == "onset"
    assert told(chat.session) == URGENT


@pytest.mark.parametrize("act", ["-breath.chest_pain", "breath.none", "numb_more.none", "side.left", "look.bruise"])
def test_only_a_yes_to_a_sign_counts_from_an_old_button(act: str) -> None:
    chat = Chat().check({}, until="onset")
    answers = chat.answers
    chat.tap_of_old(f"{act}")
    assert chat.answers == answers


# --- back and change -------------------------------------------------------------------------------------------------


def test_back_asks_the_question_before_with_its_ticks() -> None:
    chat = Chat().check({"look": "bruise calf_wood"}, until="onset")
    chat.tap("back")
    assert chat.open == "look"
    assert ticked(chat) == {"bruise", "calf_wood"}
    chat.tap("back")
    assert chat.open == "side"
    chat.tap("right")
    assert chat.open == "onset", "what was answered is not asked again"
    assert chat.answers["look"] == ("calf_wood", "bruise")


def test_there_is_no_way_back_from_the_first_question() -> None:
    chat = Chat()
    chat.command("start")
    assert [one.id for one in chat.screen.choices if one.group == "nav"] == ["why"]
    assert "I did not understand that" in texts(chat.type("nonsense"))
    chat.choose("back")
    assert chat.open == "breath"


def test_back_from_a_question_that_a_change_has_opened_goes_to_the_one_before_it() -> None:
    chat = Chat().check(TEAR)
    chat.tap("change")
    chat.tap("change.spot")
    chat.choose("behind_knee")
    assert chat.open == "knee"
    chat.tap("back")
    assert chat.open == "push"


def test_a_changed_answer_drops_those_that_have_lost_their_question() -> None:
    chat = Chat().check({"onset": "over_weeks", "spot": "behind_knee", "knee": "knee_arthritis"}, until="verdict")
    assert "knee" in chat.answers
    chat.tap("change")
    chat.tap("change.spot")
    chat.choose("all_over")
    while chat.open == "confirm":
        chat.tap("yes")
    assert "knee" not in chat.answers
    assert "knee" not in chat.episode.trail


def test_a_changed_answer_asks_what_is_now_missing_and_then_gives_the_new_card() -> None:
    chat = Chat().check(SORE)
    assert urgency(chat) == "self_care"
    chat.tap("change")
    chat.tap("change.look")
    chat.choose("unsure")
    assert chat.open == "measure"
    chat.choose("yes_3cm")
    chat.go_on({})
    assert urgency(chat) == "urgent_same_day"


def test_a_changed_answer_that_makes_an_emergency_of_a_later_one_shows_its_card_at_once() -> None:
    chat = Chat().check({"look": "calf_wood"})
    assert urgency(chat) == "urgent_same_day"
    changed(chat, "danger", "foot_numb")
    assert urgency(chat) == "emergency_now"


def test_which_answer_can_be_left_as_it_is() -> None:
    chat = Chat().check(SORE)
    question = chat.tap("change")[-1]
    assert [one.id for one in question.choices][:2] == ["change.breath", "change.danger"]
    assert question.choices[2].label == "which leg: Both calves, all over"
    chat.tap("leave")
    assert chat.open == "verdict"


# --- ticks that were not submitted -------------------------------------------------------------------------------------


def test_back_with_an_emergency_ticked_shows_its_card_at_once() -> None:
    chat = Chat().check({"danger": "foot_numb"}, until="numb_more")
    chat.tap("numb_seat")
    assert chat.tap("back")[-1].title == "CALL YOUR EMERGENCY NUMBER NOW"
    assert chat.answers["numb_more"] == ("numb_seat",)


@pytest.mark.parametrize("way", ["tap", "type", "choose"])
def test_back_with_an_urgent_sign_ticked_keeps_it_and_asks_the_list_again(way: str) -> None:
    chat = Chat().check({}, until="look")
    chat.tap("one_swollen")
    {"tap": chat.tap, "type": chat.type, "choose": chat.choose}[way]("back")
    assert chat.open == "side"
    assert told(chat.session) == URGENT
    chat.tap("back")
    chat.tap("none")
    assert chat.open == "look", "the rest of the list was never answered"
    assert ticked(chat) == {"one_swollen"}
    chat.tap("none")
    chat.tap("no")
    assert chat.seen[-1].paragraphs == ("You told me: Whole calf or ankle more swollen. Was that a slip?",)
    chat.tap("no")
    chat.go_on({})
    assert urgency(chat) == "urgent_same_day"


def test_a_list_left_twice_is_asked_twice() -> None:
    chat = Chat().check({}, until="look")
    chat.tap("one_swollen")
    for _ in range(2):
        chat.tap("back")
        chat.tap("left")
        assert chat.open == "look"
    chat.tap("done")
    assert chat.open == "onset"


def test_advice_now_counts_what_is_ticked() -> None:
    chat = Chat().check({"danger": "foot_numb", "numb_more": "foot_drop"}, until="look")
    chat.tap("calf_wood")
    chat.tap("advice")
    assert urgency(chat) == "emergency_now"


@pytest.mark.parametrize("sign", ["one_swollen", "bruise"])
def test_the_answer_to_another_question_leaves_the_ticks_beneath_it(sign: str) -> None:
    chat = Chat().check({}, until="look")
    chat.tap(sign)
    chat.command("forget")
    chat.choose("no")
    assert ticked(chat) == {sign}
    chat.choose("why")
    assert ticked(chat) == {sign}


def test_a_whole_answer_beside_an_urgent_tick_asks_whether_that_was_a_slip() -> None:
    chat = Chat().check({}, until="look")
    chat.tap("one_swollen")
    asked = chat.choose("none")[-1]
    assert asked.paragraphs == ("You told me: Whole calf or ankle more swollen. Was that a slip?",)


def test_and_beside_an_emergency_it_shows_the_card() -> None:
    chat = Chat().check({"danger": "foot_numb"}, until="numb_more")
    chat.tap("numb_seat")
    assert chat.choose("none")[-1].title == "CALL YOUR EMERGENCY NUMBER NOW"


def test_an_urgent_tick_is_not_lost_to_an_emergency_told_beside_it() -> None:
    chat = Chat().check({}, until="look")
    chat.tap("one_swollen")
    chat.tap_of_old("breath.chest_pain")
    assert chat.answers["look"] == ("one_swollen",)


# --- slips -----------------------------------------------------------------------------------------------------------


def changed(chat: Chat, question: str, *options: str) -> Reply:
    chat.tap("change")
    chat.tap(f"change.{question}")
    return chat.choose(*options)[-1]


def test_taking_back_a_sign_is_asked_about_and_a_slip_stays_on_paper() -> None:
    chat = Chat().check({**CLOT, "clot_risk": "none"})
    asked = changed(chat, "look", "none")
    assert asked.paragraphs == ("You told me: Whole calf or ankle more swollen. Was that a slip?",)
    assert told(chat.session) == URGENT
    chat.tap("yes")
    chat.go_on({"course": "long_better"})
    assert urgency(chat) != "urgent_same_day"
    assert "Ticked, then called a slip: Whole calf or ankle more swollen (2026-03-02 12:00)." in texts(
        chat.tap("handoff")
    )


def test_it_is_true_leaves_everything_as_it_was() -> None:
    chat = Chat().check(CLOT)
    answers = chat.answers
    changed(chat, "look", "none")
    chat.tap("no")
    assert chat.open == "verdict"
    assert chat.answers == answers
    assert chat.episode.retracted == ()


def test_taking_back_one_half_of_an_urgent_pair_is_asked_about_as_well() -> None:
    chat = Chat().check({"side": "left", "onset": "pop", "spot": "heel_cord"}, until="verdict")
    assert urgency(chat) == "urgent_same_day"
    asked = changed(chat, "spot", "inner_mid")
    assert asked.paragraphs == ("You told me: Cord above the heel. Was that a slip?",)


def test_an_answer_that_takes_a_sign_along_is_asked_about() -> None:
    chat = Chat().check({"danger": "foot_numb", "numb_more": "foot_drop"}, until="verdict")
    asked = changed(chat, "danger", "none")
    assert asked.paragraphs == ("You told me: Foot drops or drags. Was that a slip?",)


def test_a_change_that_takes_nothing_urgent_back_is_not_asked_about() -> None:
    chat = Chat().check({**TEAR, "walk": "cannot_4"}, until="verdict")
    assert urgency(chat) == "urgent_same_day"
    changed(chat, "spot", "behind_knee")
    assert chat.open == "knee"
    assert "You need to be seen today." in plain_text(chat.seen[-1]), "what was told further on still counts"
    chat.command("stop")
    assert chat.open == "verdict"


def test_none_with_ticks_asks_which_is_true() -> None:
    chat = Chat().check({}, until="look")
    chat.tap("bruise")
    asked = chat.tap("none")[-1]
    assert asked.paragraphs == ("You ticked: Bruise. And now: Nothing different. Which is true?",)
    assert [one.label for one in asked.choices] == ["What I ticked", "Nothing different"]
    chat.tap("yes")
    assert chat.answers["look"] == ("bruise",)


def test_and_none_may_be_true() -> None:
    chat = Chat().check({}, until="look")
    chat.tap("bruise")
    chat.type("nothing different")
    assert chat.open == "confirm"
    chat.tap("no")
    assert chat.answers["look"] == ("none",)


# --- not sure --------------------------------------------------------------------------------------------------------


def test_not_sure_on_a_list_of_emergencies_opens_the_plainer_list() -> None:
    chat = Chat()
    chat.command("start")
    question = chat.tap("unsure")[-1]
    assert chat.open == "breath_which"
    assert question.paragraphs == (said("which"),)
    assert [one.label for one in question.choices if one.group == "last"] == [said("which_none"), "Not sure"]
    chat.tick("chest_pain")
    assert told(chat.session) == URGENT


def test_none_after_all_leads_back_to_the_list_itself() -> None:
    chat = Chat()
    chat.command("start")
    chat.tap("unsure")
    chat.tap("none")
    assert chat.open == "breath"
    chat.tap("none")
    assert chat.open == "danger"
    assert chat.answers == {"breath": ("none",)}


def test_two_doubts_are_the_emergency_itself() -> None:
    chat = Chat()
    chat.command("start")
    chat.tap("unsure")
    assert chat.tick("chest_pain", "fainted")[-1].title == "CALL YOUR EMERGENCY NUMBER NOW"


# --- urgent in mid-check ---------------------------------------------------------------------------------------------


def test_once_it_is_urgent_the_question_says_so_and_the_advice_can_be_had() -> None:
    chat = Chat().check({"look": "one_swollen"}, until="onset")
    assert plain_text(chat.seen[-1]).count("You need to be seen today.") == 1
    chat.tap("advice")
    assert urgency(chat) == "urgent_same_day"


def test_while_an_answer_is_changed_under_an_emergency_nothing_softer_is_said() -> None:
    chat = Chat()
    chat.command("check")
    chat.tap("chest_pain")
    chat.tap("change")
    question = chat.tap("change.breath")[-1]
    assert question.paragraphs[0] == said("emergency_so_far")
    assert "today" not in plain_text(question)
    assert chat.tap("advice")[-1].title == "CALL YOUR EMERGENCY NUMBER NOW"


@pytest.mark.parametrize("ask", ["advice", said("advice")])
def test_before_that_it_cannot(ask: str) -> None:
    chat = Chat().check({}, until="onset")
    chat.forge_tap("advice") if ask == "advice" else chat.type(ask)
    assert chat.open == "onset"


# --- what closes, replaces and names what ----------------------------------------------------------------------------


def test_the_next_turn_closes_the_answered_question_with_its_answer() -> None:
    chat = Chat().check({}, until="side")
    (reply,) = chat.tap("left")
    assert (reply.slot, reply.closes) == (str(chat.state.turn), str(chat.state.turn - 1))
    assert reply.closed_text == "Which leg hurts?\n→ Left leg only"


def test_only_the_first_reply_of_a_turn_closes() -> None:
    chat = Chat().check(SORE)
    chat.tap("country")
    replies = chat.type("Ireland")
    assert [bool(reply.closes) for reply in replies] == [True, False]
    assert replies[0].closed_text.startswith(said("acts.country"))


def test_a_question_asked_again_is_closed_without_an_answer() -> None:
    chat = Chat().check({}, until="look")
    (reply,) = chat.tap("back")
    assert reply.closed_text.startswith("Socks and sleeves off.")
    assert "→" not in reply.closed_text


def test_a_card_is_never_closed() -> None:
    chat = Chat().check(SORE)
    for button in ("change", "leave", "country", "leave", "checkins", "days.0", "no"):
        before = chat.open
        replies = chat.tap(button)
        assert before != "verdict" or not any(reply.closes for reply in replies)


def test_what_changes_nothing_closes_nothing() -> None:
    chat = Chat().check({}, until="side")
    for replies in (chat.type("nonsense"), chat.command("help"), chat.tap("why")):
        assert [reply.closes for reply in replies] == ["", ""]
        assert replies[-1].slot == str(chat.session and chat.session.turn)
        assert not replies[-1].replaces


def test_questions_may_be_sent_twice_and_messages_not() -> None:
    chat = Chat().check(SORE)
    assert all(reply.repeatable for reply in chat.seen if reply.kind == "question")
    assert not any(reply.repeatable for reply in chat.seen if reply.kind == "message")


# --- progress --------------------------------------------------------------------------------------------------------


def test_progress_never_grows() -> None:
    rng = random.Random(7)
    for _ in range(300):
        chat = Chat()
        chat.command("check")
        total = left = 99
        while chat.open != "verdict":
            facts = chat.seen[-1].question
            assert facts is not None
            number, most = facts.progress
            assert number == len(chat.answers) + 1
            assert most <= total, f"{chat.answers}: {total} → {most}"
            assert most - number < left
            assert number <= most <= 14
            total, left = most, most - number
            question = library().plan.by_id[chat.open]
            chat.choose(rng.choice([calmest(question.id), rng.choice(question.every)]))


def test_what_is_left_is_told_from_five_on() -> None:
    chat = Chat()
    chat.command("check")
    titles = []
    while chat.open != "verdict":
        reply = chat.seen[-1]
        assert reply.question is not None
        number, most = reply.question.progress
        titles.append((most - number + 1, reply.title))
        chat.choose(SORE.get(chat.open, calmest(chat.open)))
    assert [title for _, title in titles[:3]] == ["Safety 1 of 2", "Safety 2 of 2", "Your leg"]
    for left, title in titles[2:]:
        wanted = "Last one" if left == 1 else f"About {left} left" if left <= 5 else ""
        assert title.partition(" · ")[2] == wanted, (left, title)
    assert titles[-1][0] == 1


# --- text ------------------------------------------------------------------------------------------------------------


def test_a_tap_a_number_a_label_and_an_id_are_equal() -> None:
    ways = []
    for way in ("tap", "type", "number", "choose"):
        chat = Chat().check({}, until="side")
        if way == "tap":
            chat.tap("right")
        elif way == "choose":
            chat.choose("right")
        else:
            chat.type("3" if way == "number" else "right leg only")
        ways.append((chat.state.episode, chat.state.frames, chat.state.turn, chat.seen[-1].choices))
    assert ways.count(ways[0]) == 4


def test_typed_signs_join_those_that_are_ticked() -> None:
    chat = Chat().check({}, until="look")
    chat.tap("one_swollen")
    chat.type("bruise")
    assert chat.answers["look"] == ("one_swollen", "bruise")


def test_a_near_label_is_confirmed_first() -> None:
    chat = Chat().check({}, until="look")
    asked = chat.type("brusie")[-1]
    assert asked.paragraphs == ("Did you mean: Bruise?",)
    assert "look" not in chat.answers
    chat.tap("yes")
    assert chat.answers["look"] == ("bruise",)


def test_no_to_a_near_label_shows_the_question_again() -> None:
    chat = Chat().check({}, until="look")
    chat.type("brusie")
    chat.tap("no")
    assert chat.open == "look"
    assert "look" not in chat.answers


def test_other_text_at_a_near_label_is_read_against_the_question() -> None:
    chat = Chat().check({}, until="look")
    chat.type("brusie")
    chat.type("calf hard as wood")
    assert chat.answers["look"] == ("calf_wood",)


def test_a_misspelt_yes_to_a_near_label_never_answers_the_question_beneath_it() -> None:
    chat = Chat().check(CLOT)
    changed(chat, "look", "none")
    assert chat.type("it is tru")[-1].paragraphs == ("Did you mean: It is true?",)
    chat.type("yess")
    assert "Did you mean: Yes?" not in plain_text(chat.seen[-1])
    assert chat.answers["look"] == ("one_swollen",)
    chat.type("it is true")
    assert chat.open == "verdict"
    assert chat.answers["look"] == ("one_swollen",)


@pytest.mark.parametrize("text", ["99", "0", "hmm", "😭😭", "", "\x00", "\u200b", "my calf hurts"])
def test_text_that_means_nothing_changes_nothing(text: str) -> None:
    chat = Chat().check({}, until="side")
    replies = chat.type(text)
    assert replies[0].paragraphs == (said("not_understood"),)
    assert replies[-1].question is not None
    assert chat.answers.keys() == {"breath", "danger"}


def test_very_long_text_is_not_read() -> None:
    chat = Chat().check({}, until="side")
    replies = chat.type("left " * 25_000)
    assert replies[0].paragraphs[0].startswith("That message is too long for me.")
    assert chat.open == "side"


def test_a_picture_says_what_can_be_read_and_when_to_call() -> None:
    for chat in (Chat(), Chat().check({}, until="side")):
        replies = chat.send(SentFile("voice"))
        assert "I can only read text and taps." in texts(replies)
        assert "call your emergency number" in texts(replies)


def test_what_was_heard_in_a_text_is_told() -> None:
    chat = Chat().check({}, until="look")
    heard = chat.type("1, 8")[0].heard
    assert heard is not None
    assert heard.answers == {"look": ("one_swollen", "bruise")}
    assert (heard.intent, heard.red_flags) == (None, ())
    nothing = chat.type("hello")[0].heard
    assert nothing is not None
    assert nothing.answers == {}
    assert all(reply.heard is None for reply in chat.tap("no_reason"))


def test_a_confirmed_near_label_counts_as_heard_when_it_is_typed() -> None:
    chat = Chat().check({}, until="look")
    asked = chat.type("brusie")[0].heard
    assert asked is not None
    assert asked.answers == {}
    heard = chat.type("yes")[0].heard
    assert heard is not None
    assert heard.answers == {"look": ("bruise",)}


def test_a_withdrawal_that_is_asked_about_was_not_heard_yet() -> None:
    chat = Chat().check(CLOT)
    chat.tap("change")
    chat.tap("change.look")
    chat.tap("one_swollen")
    heard = chat.type("bruise")[0].heard
    assert chat.open == "confirm"
    assert heard is not None
    assert heard.answers == {}


# --- country ---------------------------------------------------------------------------------------------------------


def test_the_number_is_line_one_once_the_country_is_known() -> None:
    chat = Chat()
    chat.command("start")
    chat.tap("chest_pain")
    replies = chat.tap("country.GB")
    assert replies[-1].title == "CALL 999 NOW"
    assert replies[-1].copies[0].text == "999"


def test_a_typed_country_is_looked_up_before_it_is_taken_for_a_button() -> None:
    chat = Chat().check(SORE)
    chat.tap("country")
    chat.type("Austria")
    assert chat.state.person.country == "AT"


def test_an_unknown_country_gets_the_general_wording_and_a_way_out() -> None:
    chat = Chat().check(SORE)
    chat.tap("country")
    replies = chat.type("Narnia")
    assert "112" in texts(replies)
    assert chat.open == "country"
    chat.tap("leave")
    assert chat.open == "verdict"


# --- the rest --------------------------------------------------------------------------------------------------------


def test_a_language_without_words_falls_back_to_english() -> None:
    assert library().text("xx", "talk.done") == "Done"
    assert group_reply(library(), "xx") == group_reply(library(), "en")


def test_a_group_hears_nothing_about_a_person() -> None:
    reply = group_reply(library(), "en")
    check_reply(reply)
    (choice,) = reply.choices
    assert (choice.link, choice.token) == ("private", "")
    assert reply.kind == "message"
    assert reply.question is None
    assert reply.verdict is None


@pytest.mark.parametrize("name", ["expire", "nonsense"])
def test_a_timer_that_nobody_set_does_nothing(name: str) -> None:
    for chat in (Chat(), Chat().check({}, until="side")):
        assert chat.send(TimerFired(name)) == ()
    assert chat.open == "side"


def test_who_has_never_written_can_tap_as_well() -> None:
    chat = Chat()
    chat.send(Chose("k1.zzzzzz.4.breath.fainted"))
    assert urgency(chat) == "emergency_now"


def test_the_text_for_the_doctor_tells_what_was_asked_denied_and_unsure() -> None:
    chat = Chat().check({**TEAR, "health": "unsure"})
    text = texts(chat.tap("handoff"))
    assert "Not a diagnosis." in text
    assert "Asked 2026-03-02 12:00 to 2026-03-02 12:00 UTC." in text
    assert "- 2026-03-02 12:00 How did it start? Sudden sharp pain, had to stop" in text
    assert "Asked and denied: New breathlessness, Chest pain" in text
    assert "Not sure about: medicines and health." in text
    assert "Advice given: SEE A DOCTOR OR PHYSIO" in text
    for fit in chat.verdict.fits:
        assert library().text("en", f"fits.{fit}.name") not in text


def test_why_names_the_rules_the_answers_and_the_sources() -> None:
    text = texts(Chat().check(CLOT).tap("why"))
    assert "Signed off by a clinician: not yet." in text
    assert "Your answers:" in text
    assert "NICE" in text or "158" in text
    assert "Information, not a diagnosis." in text
