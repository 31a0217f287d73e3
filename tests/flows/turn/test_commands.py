"""The commands: each answers at any moment, and what was open is then shown again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec.structs import replace

from flows.base.replies import Reply, plain_text
from flows.checking.begin import GO_ON
from flows.talk.session import Person
from flows.turn.commands import COMMANDS
from tests.flows.support import CLOT, NOON, RUNS, SORE, TEAR, Chat, said, texts


def idle() -> Chat:
    chat = Chat()
    chat.command("help")
    return chat


def first_question() -> Chat:
    chat = Chat()
    chat.command("start")
    return chat


def mid_question() -> Chat:
    return Chat().check(SORE, until="onset")


def ticking() -> Chat:
    chat = Chat().check(SORE, until="look")
    chat.tap("bruise")
    return chat


def which_list() -> Chat:
    chat = Chat().check({}, until="danger")
    chat.tap("unsure")
    return chat


def near() -> Chat:
    chat = Chat().check(SORE, until="look")
    chat.type("brusie")
    return chat


def slip() -> Chat:
    chat = Chat().check(CLOT)
    chat.tap("change")
    chat.tap("change.look")
    chat.choose("none")
    return chat


def country() -> Chat:
    chat = Chat().check(SORE)
    chat.tap("country")
    return chat


def changing() -> Chat:
    chat = Chat().check(SORE)
    chat.tap("change")
    return chat


def forgetting() -> Chat:
    chat = mid_question()
    chat.command("forget")
    return chat


PLACES: list[Callable[[], Chat]] = [
    first_question, mid_question, ticking, which_list, near, slip, country, changing, forgetting
]  # fmt: skip


def in_mid_check(chat: Chat) -> bool:
    """Whether a question of the check is open, perhaps beneath a question of the bot's own; at the verdict none is."""
    return chat.session is not None and all(frame.state != "verdict" for frame in chat.session.frames)


def bare(reply: Reply) -> tuple[object, ...]:
    """A prompt without what tells one showing of it from another."""
    return (reply.kind, plain_text(reply), [(one.id, one.label, one.ticked) for one in reply.choices])


@pytest.mark.parametrize("command", ["help", "privacy", "about", "last", "nonsense", ""])
@pytest.mark.parametrize("place", PLACES)
def test_an_answer_beside_the_point_shows_what_was_open_again(place: Callable[[], Chat], command: str) -> None:
    chat = place()
    before, frames = bare(chat.screen), chat.state.frames
    replies = chat.command(command)
    assert len(replies) >= 2
    assert replies[0].kind == "message"
    assert bare(replies[-1]) == before
    assert chat.state.frames == frames


@pytest.mark.parametrize("command", [*COMMANDS, "nonsense"])
def test_a_command_out_of_nothing_is_answered(command: str) -> None:
    for chat in (Chat(), idle()):
        assert chat.command(command)


@pytest.mark.parametrize("command", ["start", "check"])
@pytest.mark.parametrize("place", [place for place in PLACES if in_mid_check(place())])
def test_start_in_mid_check_goes_on_where_it_stopped(place: Callable[[], Chat], command: str) -> None:
    chat = place()
    before = bare(chat.screen)
    replies = chat.command(command)
    assert replies[0].paragraphs == (said("resume"),)
    assert bare(replies[-1]) == before


def test_the_first_question_comes_with_the_welcome() -> None:
    replies = Chat().command("start")
    assert [reply.kind for reply in replies] == ["message", "question"]
    assert "I am not a doctor" in replies[0].paragraphs[0]
    assert "/privacy" in replies[0].paragraphs[1]
    assert replies[1].question is not None
    assert replies[1].question.id == "breath"


def test_a_second_check_begins_without_the_welcome() -> None:
    chat = Chat().check(SORE)
    replies = chat.command("check")
    assert [reply.kind for reply in replies] == ["question"]
    assert chat.open == "breath"


def emergency() -> Chat:
    chat = Chat()
    chat.command("check")
    chat.tap("chest_pain")
    return chat


@pytest.mark.parametrize("command", ["start", "check"])
@pytest.mark.parametrize("stopped", [False, True])
def test_a_new_check_over_fresh_urgent_advice_is_asked_about(command: str, stopped: bool) -> None:
    for chat, headline in ((Chat().check(CLOT), "GET SEEN TODAY"), (emergency(), "CALL YOUR EMERGENCY NUMBER NOW")):
        if stopped:
            chat.command("stop")
        answers = chat.answers
        asked = chat.command(command)[-1]
        assert asked.paragraphs[0].startswith(f"Your last advice was: {headline}. It still holds.")
        assert plain_text(chat.command(command)[-1]) == plain_text(asked)
        card = chat.tap("no")[-1]
        assert (card.title, chat.open, chat.answers) == (headline, "verdict", answers)
        assert card.choices
        chat.command(command)
        chat.tap("yes")
        assert (chat.open, chat.answers) == ("breath", {})
        assert chat.command("last")[1].title == headline


def test_advice_of_yesterday_or_calm_advice_is_not_asked_about() -> None:
    for wait, answers in ((24, CLOT), (1, SORE)):
        chat = Chat().check(answers)
        if chat.verdict.urgency == "urgent_same_day":
            chat.session = replace(chat.session, person=Person(keep=True)) if chat.session else None
        chat.later(timedelta(hours=wait))
        chat.command("check")
        assert chat.open == "breath"


def test_restart_at_urgent_advice_begins_at_once_and_repeats_what_holds() -> None:
    chat = emergency()
    replies = chat.command("restart")
    assert chat.open == "breath"
    assert replies[0].paragraphs == (
        "Your last advice was CALL YOUR EMERGENCY NUMBER NOW. It still holds for that pain. /last shows it.",
    )
    assert chat.command("last")[1].urgent
    assert "still holds" not in texts(Chat().check(SORE).command("restart"))


@pytest.mark.parametrize("beneath", [False, True])
def test_stop_at_urgent_advice_repeats_it(beneath: bool) -> None:
    for chat in (emergency(), Chat().check(CLOT)):
        title = chat.seen[-1].title
        if beneath:
            chat.tap("country")
        replies = chat.command("stop")
        assert chat.open == ""
        assert replies[0].paragraphs == (said("stopped"),)
        assert replies[-1].title == title
    assert [reply.kind for reply in Chat().check(SORE).command("stop")] == ["message"]


def test_a_program_opened_again_shows_the_open_card() -> None:
    for chat in (emergency(), Chat().check(CLOT), Chat().check(SORE)):
        card, answers = bare(chat.seen[-1]), chat.answers
        assert bare(chat.command("start", GO_ON)[-1]) == card
        assert chat.answers == answers
    assert Chat().command("start", GO_ON)[-1].question


def test_restart_begins_anew_and_old_buttons_belong_to_no_check() -> None:
    chat = mid_question()
    old = chat.button("hours_later").token
    sid = chat.state.sid
    replies = chat.command("restart")
    assert chat.open == "breath"
    assert chat.state.sid != sid
    assert replies[0].paragraphs == (said("restarted"),)
    assert chat.answers == {}
    replies = chat.send_token(old)
    assert replies[0].paragraphs == (said("old_button"),)
    assert replies[-1].question is not None
    assert chat.answers == {}


def test_stop_ends_it_and_the_next_message_offers_a_start() -> None:
    chat = mid_question()
    old = chat.button("hours_later").token
    assert chat.command("stop")[0].paragraphs[0].startswith("Stopped.")
    assert chat.open == ""
    assert chat.command("stop")[0].paragraphs == (said("stopped_idle"),)
    assert "/check" in texts(chat.type("hello"))
    assert chat.send_token(old)[0].paragraphs == (said("old_button"),)


@pytest.mark.parametrize("command", ["stop", "restart"])
def test_a_sign_that_was_told_has_its_advice_first(command: str) -> None:
    chat = Chat().check(CLOT, until="onset")
    replies = chat.command(command)
    assert chat.open == "verdict"
    assert replies[-1].verdict is not None
    assert replies[-1].verdict.urgency == "urgent_same_day"
    chat.command(command)
    assert chat.open == {"stop": "", "restart": "breath"}[command]


@pytest.mark.parametrize("command", ["stop", "restart"])
def test_a_sign_that_is_ticked_but_not_submitted_was_told_as_well(command: str) -> None:
    chat = Chat().check(CLOT, until="look")
    chat.tap("bruise")
    chat.tap("one_swollen")
    replies = chat.command(command)
    assert replies[-1].verdict is not None
    assert replies[-1].verdict.urgency == "urgent_same_day"
    assert chat.answers["look"] == ("one_swollen", "bruise")


@pytest.mark.parametrize("command", ["stop", "restart"])
def test_so_was_one_of_which_it_is_asked_whether_it_is_true(command: str) -> None:
    chat = Chat()
    chat.command("check")
    chat.choose("chest_pain", "none")
    assert chat.open == "confirm"
    replies = chat.command(command)
    assert replies[-1].verdict is not None
    assert replies[-1].verdict.urgency == "emergency_now"


def test_harmless_ticks_do_not_hold_anybody_back() -> None:
    chat = ticking()
    chat.command("stop")
    assert chat.open == ""
    assert "look" not in chat.answers


def test_last_shows_the_latest_advice_with_its_time() -> None:
    chat = Chat().check(SORE)
    chat.command("stop")
    chat.later(timedelta(hours=3))
    replies = chat.command("last")
    assert replies[0].paragraphs == ("Your last advice, from 2026-03-02 12:00 UTC.",)
    assert replies[1].title == "LOOK AFTER IT AT HOME"
    assert replies[1].choices == ()


def test_last_at_the_card_shows_the_card_with_its_buttons() -> None:
    chat = Chat().check(SORE)
    replies = chat.command("last")
    assert replies[-1].verdict is not None
    assert replies[-1].choices


def test_last_in_a_new_check_shows_the_earlier_advice_and_then_the_open_question() -> None:
    chat = Chat().check(CLOT)
    chat.check(SORE, until="side")
    replies = chat.command("last")
    assert [reply.kind for reply in replies] == ["message", "verdict", "question"]
    assert replies[1].title == "GET SEEN TODAY"
    chat.go_on(SORE)
    assert chat.command("last")[-1].title == "LOOK AFTER IT AT HOME"


def test_last_before_any_advice_says_so() -> None:
    assert "no advice yet" in texts(Chat().command("last"))


def test_last_never_shows_a_verdict_on_half_of_the_answers() -> None:
    chat = Chat().check(RUNS)
    chat.tap("change")
    chat.tap("change.onset")
    chat.choose("over_weeks")
    assert chat.open == "pattern"
    assert [reply.kind for reply in chat.command("last")] == ["message", "question"]
    chat.command("stop")
    assert [reply.kind for reply in chat.command("last")] == ["message"]


def test_forget_takes_two_taps_and_leaves_nothing() -> None:
    chat = Chat().check(TEAR)
    question = chat.command("forget")[-1]
    assert [one.label for one in question.choices] == [said("forget_yes"), "Keep it"]
    replies = chat.tap("yes")
    assert chat.step.forget
    assert chat.session is None
    assert replies[0].paragraphs[0].startswith("Everything about you is deleted.")
    assert "no advice yet" in texts(chat.command("last"))


def test_forget_can_be_called_off_and_the_question_is_still_there() -> None:
    chat = mid_question()
    chat.command("forget")
    chat.command("forget")
    assert chat.flows == ["check", "confirm"]
    replies = chat.tap("no")
    assert replies[0].paragraphs == (said("kept_on"),)
    assert chat.open == "onset"


@pytest.mark.parametrize("command", ["help", "privacy", "about", "nonsense", "last"])
def test_an_emergency_card_does_not_scroll_away(command: str) -> None:
    chat = Chat()
    chat.command("check")
    chat.tap("chest_pain")
    assert chat.command(command)[-1].verdict is not None
    assert chat.type("what now")[-1].verdict is not None
    assert chat.type("x" * 100_000)[-1].verdict is not None


def test_a_calm_card_is_not_shown_again_after_everything() -> None:
    chat = Chat().check(SORE)
    assert [reply.kind for reply in chat.command("help")] == ["message"]


# --- keeping and erasing ---------------------------------------------------------------------------------------------


def test_what_was_not_kept_is_gone_after_a_day_without_a_word() -> None:
    chat = Chat().check(SORE)
    chat.later(timedelta(hours=23))
    assert chat.open == "verdict"
    assert chat.later(timedelta(hours=2)) == ()
    assert chat.state.episode is None
    assert chat.state.frames == ()
    assert "no advice yet" in texts(chat.command("last"))


def test_an_earlier_check_is_gone_as_well() -> None:
    chat = Chat().check(CLOT)
    chat.check(SORE, until="side")
    chat.later(timedelta(hours=25))
    assert chat.state.last is None
    assert "no advice yet" in texts(chat.command("last"))


def test_a_day_counts_from_the_last_sign_of_life() -> None:
    chat = Chat().check(SORE, until="onset")
    chat.later(timedelta(hours=20))
    chat.choose("hours_later")
    chat.later(timedelta(hours=20))
    assert chat.open == "course"
    chat.later(timedelta(hours=5))
    assert chat.open == ""


def test_a_button_of_an_erased_check_is_an_old_button() -> None:
    chat = Chat().check(SORE, until="onset")
    old = chat.button("hours_later").token
    chat.later(timedelta(hours=25))
    replies = chat.send_token(old)
    assert replies[0].paragraphs == (said("old_button"),)
    assert "/check" in texts(replies)


def test_an_explicit_yes_keeps_it_for_thirty_days() -> None:
    chat = Chat().check(SORE)
    chat.tap("checkins")
    ask = chat.tap("days.0")[-1]
    assert "30 days" in ask.paragraphs[0]
    replies = chat.tap("yes")
    assert replies[0].paragraphs == ("Kept until 2026-04-01. /forget deletes them at once.",)
    replies = chat.tap("leave")
    assert "checkins" not in [one.id for one in replies[-1].choices]
    chat.command("stop")
    chat.later(timedelta(days=29))
    assert any(reply.verdict for reply in chat.command("last"))
    chat.later(timedelta(days=31))
    assert "no advice yet" in texts(chat.command("last"))
    assert not chat.state.person.keep


def test_no_thanks_costs_nothing() -> None:
    chat = Chat().check(SORE)
    chat.tap("checkins")
    chat.tap("days.0")
    replies = chat.tap("no")
    assert replies[0].paragraphs == (said("keep_not"),)
    assert replies[-1].verdict is not None
    assert (chat.state.checkins, chat.state.person.keep) == (None, False)


def test_the_country_told_once_is_used_for_thirty_days() -> None:
    chat = Chat().check(SORE)
    chat.tap("country")
    chat.type("germny")
    assert chat.state.person.country == "DE"
    assert chat.state.person.country_at == NOON
    assert "Call 112" in plain_text(chat.check(SORE).seen[-1])
    chat.later(timedelta(days=31))
    assert "Call an ambulance" in plain_text(chat.check(SORE).seen[-1])
