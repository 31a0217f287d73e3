"""Somebody else's check touches nothing of the person who types, and is erased after a day whatever was asked to be kept."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from flows.base.events import Answered, Chose, Typed
from flows.talk.session import Other, Session
from flows.turn.registry import FOR_OTHERS
from tests.flows.support import CLOT, SORE, TWINGE, library, texts
from tests.flows.whom.answering import BLEEDING_CHILD, Answering, own

WAYS = ("nav", "typed", "danger", "under_16")
SAID = ("his foot is cold and white", "none of these", "it started two days ago", "stop", "hello", "no", "yes")


def begun() -> Answering:
    chat = Answering()
    chat.command("help")
    chat.keep().check(TWINGE)
    chat.agree_to_checkins()
    chat.command("log", "3")
    chat.command("routine", "stretch")
    return chat


def urgent() -> Answering:
    chat = Answering().check(CLOT)
    chat.keep()
    chat.tap("checkins")
    return chat


def fresh() -> Answering:
    chat = Answering()
    chat.command("help")
    return chat


OWN = {"somebody with a calm card, a log and check-ins": begun, "somebody with a same-day card": urgent, "new": fresh}


def begin(chat: Answering, way: str) -> None:
    """Begin a check for somebody else in one of the ways there are."""
    if way in ("nav", "under_16"):
        chat.command("check")
        if chat.open == "confirm":
            chat.tap("yes")
        assert chat.open == "breath"
        if way == "nav":
            chat.tap("someone_else")
            chat.tap("whom.elsewhere")
            return
        chat.answer(BLEEDING_CHILD, "whom")
        chat.tap("whom.child")
    elif way == "typed":
        chat.type("my friend popped his achilles at the club last week")
        chat.tap("whom.with_me")
    else:
        chat.type("my daughter's calf is hot and swollen since this morning")
        chat.tap("yes")
        chat.tap("whom.child")


def wander(chat: Answering, data: st.DataObject) -> None:
    """Tap and type anything in it, for as long as it is in front and nothing of one's own was asked for."""
    for _ in range(data.draw(st.integers(0, 14))):
        other = chat.state.other
        if other is None or not other.front or chat.shown is None:
            return
        calm = other.episode.verdict is not None and other.episode.verdict.urgency != "emergency_now"
        choices = [
            one for one in chat.shown.choices if f".{other.sid}." in one.token and one.id not in ("mine", "whom.me")
        ]
        if choices and (calm or data.draw(st.integers(0, 9))):  # over a card that was read, words are one's own
            chat.send(Chose(data.draw(st.sampled_from(choices)).token))
        elif data.draw(st.booleans()):
            chat.send(Answered((data.draw(st.sampled_from(("none", "unsure", "why", "back"))),)))
        else:
            chat.send(Typed(data.draw(st.sampled_from(SAID))))
        chat.now += timedelta(seconds=30)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("who", OWN)
@settings(
    max_examples=20,
    phases=(Phase.explicit, Phase.generate),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_without_it_the_session_is_what_it_was(who: str, way: str, data: st.DataObject) -> None:
    chat = OWN[who]()
    before, timers = own(chat.state), {name: at for name, at in chat.timers.items() if name != "expire"}
    begin(chat, way)
    wander(chat, data)
    after = own(chat.state)
    if before["episode"] is None or way in ("nav", "under_16"):
        # /check has asked whether it is meant, or has made the first message of all.
        for name in ("turn", "slot", "sid") if before["episode"] is None else ("turn", "slot"):
            before.pop(name), after.pop(name)
    assert after == before
    ours = {name: at for name, at in chat.timers.items() if name not in ("expire", "once")}
    assert ours == timers


def test_no_record_plan_reminder_or_check_in_has_a_place_in_it() -> None:
    places = {field.name for field in msgspec.structs.fields(Other)}
    assert not places & {"records", "reminders", "checkins", "recovery", "healthy_at", "wanted", "last", "person"}
    assert not set(FOR_OTHERS.flows) & {
        "log",
        "plan",
        "routine",
        "menu",
        "aid",
        "gate",
        "checkin",
        "morning",
        "reminder",
    }
    assert set(FOR_OTHERS.timers) == {"once"}
    assert set(FOR_OTHERS.cards) == {"handoff", "once", "what_else", "whom"}


def test_its_card_offers_nothing_to_do_and_asks_to_keep_nothing() -> None:
    chat = Answering().for_other("with_me", SORE)
    assert chat.button_ids == {"handoff", "why", "change", "country"}
    chat.for_other("child", CLOT)
    assert chat.button_ids == {"once", "handoff", "why", "change", "country"}


def test_the_country_of_it_is_not_ones_own() -> None:
    chat = Answering().for_other("elsewhere", SORE)
    chat.tap("country")
    chat.type("Ireland")
    assert chat.other.country == "IE"
    assert chat.state.person.country == ""


def test_ones_own_urgent_card_stands_and_its_buttons_go_on() -> None:
    chat = Answering().check(CLOT)
    button = chat.button("why").token
    said = texts(chat.for_other("with_me", SORE).step.replies)
    assert "Your own last advice stands: GET SEEN TODAY." in said
    assert chat.verdict.urgency == "urgent_same_day"
    assert "Why this advice" in texts(chat.send_token(button))
    assert "clot" in texts(chat.command("last"))


def test_ones_own_check_in_comes_and_asks_about_ones_own() -> None:
    chat = Answering().check(CLOT)
    chat.tap("checkins")
    chat.tap("yes")
    chat.for_other("with_me", SORE)
    chat.later(timedelta(hours=5))
    assert chat.state.frames[-1].flow == "checkin"
    chat.tap("checkin.yes")
    assert chat.episode.seen


def test_a_check_of_ones_own_under_way_goes_on_after_it() -> None:
    chat = Answering().check(SORE, until="side")
    chat.type("my daughter's calf is hot and swollen since this morning")
    chat.tap("yes")
    chat.tap("whom.child")
    chat.tap("no")
    chat.answer({}, "verdict")
    assert "/check goes on with it" in texts(chat.step.replies)
    chat.command("check")
    assert chat.open == "side"


# --- commands ----------------------------------------------------------------------------------------------------------


def test_commands_are_about_ones_own_and_its_question_comes_back() -> None:
    chat = Answering().for_other("with_me", until="side")
    chat.keep()
    chat.command("log", "4")
    assert chat.noted("pain") == [("rest", 4)]
    assert chat.open == "side"
    assert chat.step.replies[-1].question is not None
    assert chat.step.replies[-1].question.id == "side"


def test_a_question_of_ones_own_has_its_answer_first() -> None:
    chat = Answering().for_other("with_me", until="side")
    chat.keep()
    chat.command("log")
    assert chat.open == "log"
    chat.tap("pain.4")
    assert chat.open == "side"
    assert chat.noted("pain") == [("rest", 4)]


@pytest.mark.parametrize("command", ["plan", "routine", "aid"])
def test_the_gate_asks_about_ones_own_calf(command: str) -> None:
    chat = Answering().for_other("with_me", CLOT)
    chat.command(command)
    assert chat.state.frames[-1].flow in ("gate", "menu")
    assert "once" not in chat.button_ids


@pytest.mark.parametrize("command", ["progress", "summary"])
def test_charts_and_pages_know_nothing_of_it(command: str) -> None:
    chat = Answering().for_other("with_me", CLOT)
    assert "nothing" in texts(chat.command(command)).lower()


def test_last_shows_ones_own_and_says_that_there_is_another() -> None:
    chat = Answering().check(SORE).for_other("with_me", CLOT)
    replies = chat.command("last")
    assert "LOOK AFTER IT AT HOME" in [reply.title for reply in replies]
    assert "There is also a check for someone else" in texts(replies)
    assert "GET THEM SEEN TODAY" in texts(replies)
    assert "GET THEM SEEN TODAY" not in [reply.title for reply in replies]


def test_stop_ends_it_and_an_urgent_sign_has_its_card_first() -> None:
    chat = Answering().for_other("with_me", until="side")
    chat.command("stop")
    assert chat.state.other is None
    chat.for_other("with_me", {"look": "one_swollen", "side": "left"}, until="onset")
    chat.command("stop")
    assert chat.theirs.verdict is not None
    assert chat.theirs.verdict.urgency == "urgent_same_day"


def test_restart_begins_it_anew_for_the_same() -> None:
    chat = Answering().for_other("child", until="side")
    chat.command("restart")
    assert chat.open == "breath"
    assert chat.theirs.whom == "child"
    assert chat.theirs.answers == {}
    assert chat.state.episode is None


def test_forget_deletes_it_too() -> None:
    chat = Answering().for_other("with_me", CLOT)
    chat.command("forget")
    chat.tap("yes")
    assert chat.session is None


def test_the_emergency_card_comes_back_after_whatever_else_was_asked() -> None:
    chat = Answering().for_other("with_me", until="breath")
    chat.tap("chest_pain")
    assert chat.command("progress")[-1].verdict is not None
    assert chat.command("last")[-1].verdict is not None


# --- erased ------------------------------------------------------------------------------------------------------------


def test_it_is_erased_after_a_day_whatever_is_kept_of_ones_own() -> None:
    chat = Answering().check(SORE)
    chat.tap("checkins")
    chat.tap("days.0")
    chat.tap("yes")
    if chat.open == "zone":
        chat.tap("leave")
    assert chat.state.person.keep
    chat.for_other("with_me", CLOT)
    chat.later(timedelta(hours=23))
    assert chat.state.other is not None
    chat.later(timedelta(hours=2))
    assert chat.state.other is None
    assert chat.episode.verdict is not None
    assert "expire" in chat.timers


def test_a_sign_on_a_button_of_an_erased_one_is_asked_about_and_is_not_ones_own() -> None:
    chat = Answering().for_other("with_me", until="breath")
    button = chat.button("chest_pain").token
    chat.later(timedelta(hours=25))
    assert chat.state.other is None
    chat.send_token(button)
    assert chat.open == "alarm"
    assert chat.state.episode is None
    chat.tap("yes")
    assert chat.theirs.verdict is not None
    assert chat.theirs.verdict.urgency == "emergency_now"


def test_its_messages_have_names_of_their_own() -> None:
    chat = Answering().check(SORE).for_other("with_me", CLOT)
    theirs = {reply.slot for reply in chat.seen if reply.slot and any(chat.other.sid in c.token for c in reply.choices)}
    ours = {
        reply.slot for reply in chat.seen if reply.slot and not any(chat.other.sid in c.token for c in reply.choices)
    }
    assert theirs
    assert not theirs & ours


def test_it_survives_new_questions() -> None:
    chat = Answering().for_other("child", until="side")
    session = msgspec.structs.replace(chat.state, content="older")
    assert isinstance(session, Session)
    assert session.other is not None
    chat.session = msgspec.structs.replace(session, other=msgspec.structs.replace(session.other, content="older"))
    chat.choose("left")
    assert chat.theirs.answers["side"] == ("left",)
    assert chat.other.content == library().version
