"""Reminders: from the yes to the last one, through nights, clock changes, snoozes and silence."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.store import open_store
from bot.turns.service import TurnService
from bot.turns.timers import due_now
from flows.engine import advance
from flows.model import Chose, Command, Event, Reply, TimerFired, Typed
from flows.reminder_list import read_time
from flows.reminders import offer_reminder
from flows.talk import Talk
from tests.bot.core import arrived, asked
from tests.flows.reminding import furnish, house, reminded, utc, wanting, with_card
from tests.flows.support import NOON, SORE, Chat, calmest, library, texts


@pytest.fixture(autouse=True)
def furnished(monkeypatch: pytest.MonkeyPatch) -> None:
    furnish(monkeypatch)


def lines(chat: Chat) -> list[str]:
    """What the list says."""
    chat.command("reminders")
    assert chat.shown is not None
    told = chat.shown.paragraphs[0].splitlines()
    chat.tap("leave")
    return told


def in_london(chat: Chat) -> Chat:
    chat.type("London")
    chat.tap("zone.0")
    return chat


# --- asking for one --------------------------------------------------------------------------------------------------


def test_it_takes_a_yes_a_zone_and_a_time() -> None:
    chat = wanting(with_card(), "calf_stretch")
    assert "30 days" in texts([chat.shown] if chat.shown else [])
    assert chat.open == "confirm"
    chat.tap("yes")
    assert chat.session is not None
    assert chat.session.person.keep
    assert chat.open == "zone"
    in_london(chat)
    said = chat.tap("at.1080")
    assert "Set: Calf stretch, every day at 18:00. First today 18:00." in texts(said)
    assert chat.timers["reminder.1"].at == utc("2026-03-02 18:00")
    assert lines(chat) == ["Calf stretch: every day at 18:00"]


def test_no_costs_nothing_and_nothing_is_set() -> None:
    chat = wanting(with_card(), "calf_stretch")
    chat.tap("no")
    assert chat.open == "verdict"
    assert chat.session is not None
    assert not chat.session.reminders
    assert not chat.session.person.keep


def test_without_a_zone_there_is_none() -> None:
    chat = wanting(with_card(), "calf_stretch")
    chat.tap("yes")
    assert "could wake you at night" in texts(chat.tap("leave"))
    assert chat.session is not None
    assert not chat.session.reminders
    wanting(chat, "calf_stretch")
    assert chat.open == "zone", "it is asked again only when it is wanted again"


def test_no_more_than_five_and_none_twice() -> None:
    chat = reminded("18:00")
    for number in range(4):
        wanting(chat, f"routine_{number}")
        chat.tap("at.1080")
    assert "5 reminders is the most" in texts(wanting(chat, "routine_4").step.replies)
    chat.tap("leave")
    assert "already" in texts(wanting(chat, "calf_stretch").step.replies)
    assert len(lines(chat)) == 5


@pytest.mark.parametrize("what", ["", "nothing_known", "x" * 20])
def test_what_does_not_exist_is_no_reminder(what: str) -> None:
    chat = with_card()
    wanting(chat, what)
    assert chat.open == "verdict"
    assert chat.session is not None
    assert not chat.session.reminders


def test_what_the_advice_forbids_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    chat = with_card()
    assert chat.session is not None
    talk = Talk(library(), chat.session, NOON, "aaaaaa", house())
    assert offer_reminder(talk, "calf_stretch") == ("remind.calf_stretch", "Remind me each day")
    furnish(monkeypatch, forbidden=("routine.calf_stretch",))
    talk = Talk(library(), chat.session, NOON, "aaaaaa", house())
    assert offer_reminder(talk, "calf_stretch") is None
    assert "does not go with your present advice" in texts(wanting(chat, "calf_stretch").step.replies)


# --- when it is due --------------------------------------------------------------------------------------------------


def test_it_comes_each_day_and_starts_what_it_is_of() -> None:
    chat = reminded("18:00")
    assert "Time for: Calf stretch" in texts(chat.later(timedelta(hours=6)))
    assert "Begun: calf_stretch." in texts(chat.tap("start"))
    assert "Time for: Calf stretch" in texts(chat.later(timedelta(hours=24)))


def test_at_the_same_hour_when_the_clocks_change() -> None:
    for start, hour in (("2026-03-28 12:00", "18:00"), ("2026-10-24 12:00", "18:00")):
        chat = reminded(hour, utc(start))
        for _ in range(3):
            due = chat.timers["reminder.1"].at
            asked = chat.later(due - chat.now)
            assert "Time for" in texts(asked)
            chat.tap("skip")
        assert chat.timers["reminder.1"].at == utc(start[:8] + f"{int(start[8:10]) + 3} {hour}")


def test_in_an_hour() -> None:
    chat = reminded("18:00")
    chat.later(timedelta(hours=6))
    assert "I remind you today 19:00" in texts(chat.tap("hour"))
    assert "Time for: Calf stretch" in texts(chat.later(timedelta(hours=1)))
    assert "I remind you tomorrow 18:00" in texts(chat.tap("skip"))
    assert chat.later(timedelta(hours=22, minutes=59)) == ()
    assert "Time for" in texts(chat.later(timedelta(minutes=1)))


def test_an_hour_later_is_night_so_it_is_tomorrow() -> None:
    chat = reminded("20:30")
    chat.later(timedelta(hours=8, minutes=30))
    assert "too late or at night. I remind you tomorrow 20:30" in texts(chat.tap("hour"))


def test_not_today_means_tomorrow() -> None:
    chat = reminded("18:00")
    chat.later(timedelta(hours=6))
    assert "tomorrow 18:00" in texts(chat.tap("skip"))
    assert chat.later(timedelta(hours=23)) == ()
    assert "Time for" in texts(chat.later(timedelta(hours=1)))


def test_a_time_at_night_is_asked_about_and_then_kept() -> None:
    chat = reminded("6:30")
    assert lines(chat) == ["Calf stretch: every day at 06:30"]
    due = chat.later(timedelta(hours=18, minutes=30))
    assert "Time for" in texts(due)
    chat = wanting(reminded("18:00"), "strength")
    chat.type("22:15")
    chat.tap("at.480")
    assert lines(chat)[1] == "Calf strength: every day at 08:00"


def test_one_that_is_late_keeps_to_the_quiet_hours() -> None:
    chat = reminded("20:00")
    due = chat.timers.pop("reminder.1")
    chat.now = utc("2026-03-02 23:00")  # the machine was off
    assert chat.send(TimerFired(due.name, due.data)) == ()
    assert chat.timers["reminder.1"].at == utc("2026-03-03 20:00")


def test_three_without_an_answer_end_it_with_a_word() -> None:
    chat = reminded("18:00")
    said = [texts(chat.later(timedelta(days=1))) for _ in range(5)]
    assert ["Time for" in one for one in said] == [True, True, True, False, False]
    assert "no answer to the last three reminders of Calf stretch" in said[3]
    assert said[4] == ""
    assert chat.session is not None
    assert not chat.session.reminders
    assert "reminder.1" not in chat.timers


def test_an_answer_begins_the_count_anew() -> None:
    chat = reminded("18:00")
    for _ in range(3):
        for _ in range(2):
            assert "Time for" in texts(chat.later(timedelta(days=1)))
        chat.tap("skip")
    assert chat.session is not None
    assert chat.session.reminders[0].unanswered == 0


def test_nothing_forbidden_comes_and_it_comes_again_when_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    chat = reminded("18:00")
    furnish(monkeypatch, forbidden=("routine.calf_stretch",))
    assert chat.later(timedelta(days=3)) == ()
    furnish(monkeypatch)
    assert "Time for" in texts(chat.later(timedelta(days=1)))


def test_two_at_one_time_come_half_an_hour_apart() -> None:
    chat = wanting(reminded("18:00"), "strength")
    chat.tap("at.1080")
    assert "Time for: Calf stretch" in texts(chat.later(timedelta(hours=6)))
    assert "Time for: Calf strength" in texts(chat.later(timedelta(minutes=30)))
    assert chat.session is not None
    assert [one.unanswered for one in chat.session.reminders] == [1, 0]


def test_stop_this_reminder() -> None:
    chat = reminded("18:00")
    chat.later(timedelta(hours=6))
    chat.tap("stop")
    assert chat.open == "verdict"
    assert lines(chat) == ["There are no reminders. You can set one at the end of a routine, or on your card."]
    assert chat.later(timedelta(days=3)) == ()


# --- ice -------------------------------------------------------------------------------------------------------------


def iced() -> Chat:
    """Since noon; the check was at noon too."""
    chat = wanting(with_card(), "ice")
    chat.tap("yes")
    return in_london(chat)


def test_ice_comes_every_two_hours_by_day_for_two_days() -> None:
    chat = iced()
    assert "first today 14:00, until Wed 4 March, 12:00" in texts(chat.step.replies)
    came = []
    while "reminder.1" in chat.timers:
        due = chat.timers["reminder.1"].at
        if "Time for ice" in texts(chat.later(due - chat.now)):
            came.append(f"{chat.now:%d %H}")
            chat.tap("skip")
    assert came == ["02 14", "02 16", "02 18", "02 20"] + [f"03 {hour:02}" for hour in (*range(8, 21, 2),)] + [
        "04 08",
        "04 10",
        "04 12",
    ]
    assert chat.session is not None
    assert not chat.session.reminders


def test_ice_three_times_unanswered() -> None:
    chat = iced()
    said = texts(chat.later(timedelta(hours=48)))
    assert said.count("Time for ice") == 3
    assert said.count("no answer to the last three reminders of Ice") == 1


def test_ice_is_for_the_first_two_days() -> None:
    chat = Chat().check({**SORE, "course": "week_better"})
    wanting(chat, "ice")
    chat.tap("yes")
    assert "Those are over" in texts(in_london(chat).step.replies)


# --- the list --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("7:30", 450),
        ("07.30", 450),
        ("at 7:30 pm", 1170),
        ("19h", 1140),
        ("19h30", 1170),
        ("7 am", 420),
        ("12 am", 0),
        ("12pm", 720),
        ("0730", 450),
        ("18", 1080),
        ("24:00", None),
        ("7:60", None),
        ("13 pm", None),
        ("soon", None),
        ("", None),
        ("7:3", None),
    ],
)
def test_typed_times(text: str, minute: int | None) -> None:
    assert read_time(text) == minute


def test_the_time_is_changed() -> None:
    chat = reminded("18:00")
    chat.command("reminders")
    chat.tap("one.1")
    chat.tap("time")
    assert "First tomorrow 09:15" in texts(chat.type("9:15"))
    assert chat.open == "reminders"
    assert lines(chat) == ["Calf stretch: every day at 09:15"]
    assert chat.timers["reminder.1"].at == utc("2026-03-03 09:15")


def test_a_number_is_the_number_of_a_choice() -> None:
    chat = wanting(reminded("18:00"), "strength")
    chat.type("2")
    assert chat.open == "confirm"
    chat.tap("yes")
    assert lines(chat)[1] == "Calf strength: every day at 12:30"


def test_one_is_deleted() -> None:
    chat = reminded("18:00")
    chat.later(timedelta(hours=6))
    chat.command("reminders")
    chat.tap("one.1")
    assert "deleted" in texts(chat.tap("delete"))
    chat.tap("leave")
    assert chat.open == "verdict", "the prompt of the one that was deleted is gone too"
    assert chat.later(timedelta(days=3)) == ()


def test_another_zone_moves_them() -> None:
    chat = reminded("18:00")
    chat.command("reminders")
    chat.tap("zone")
    chat.type("New York")
    chat.tap("zone.0")
    assert chat.timers["reminder.1"].at == utc("2026-03-02 23:00")


def test_urgent_advice_says_that_they_are_silent() -> None:
    chat = reminded("18:00")
    chat.check({"breath": "chest_pain"})
    said = chat.command("reminders")
    assert "no reminders until a new check is calmer" in texts(said)
    assert said[-1].verdict is not None, "the card of the emergency is shown again"
    assert chat.open == "verdict"


# --- through the store -----------------------------------------------------------------------------------------------


def test_through_the_store_until_it_is_forgotten(tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "calfwise.db", tmp_path / "keys")) as store:
        road = TurnService(store, library(), advance)
        shown: list[Reply] = []

        def send(event: Event) -> None:
            taken = road.submit_now(arrived("mem:1", event, at=NOON))
            shown.extend(one.reply for one in taken.deliveries)

        def tap(id: str) -> None:
            send(Chose(next(one.token for one in shown[-1].choices if one.id == id)))

        shown.extend(one.reply for one in road.submit_now(asked("mem:1", "check", at=NOON)).deliveries)
        while (facts := shown[-1].question) is not None:
            tap(SORE.get(facts.id, calmest(facts.id)))
        session = road.session_now("mem:1")
        assert session is not None
        send(Chose(f"k1.{session.sid}.{session.turn}.remind.calf_stretch"))
        tap("yes")
        send(Typed("Leeds"))
        tap("zone.0")
        tap("at.1080")

        assert due_now(store, road, "mem:1", utc("2026-03-02 17:59")) == []
        (due,) = due_now(store, road, "mem:1", utc("2026-03-02 18:00"))
        assert "Time for: Calf stretch" in texts(one.reply for one in due.deliveries)
        assert due_now(store, road, "mem:1", utc("2026-03-02 18:00")) == []
        days = due_now(store, road, "mem:1", utc("2026-03-08 18:00"))
        said = [texts(one.reply for one in outcome.deliveries) for outcome in days]
        assert [("Time for" in one, "last three" in one) for one in said] == [
            (True, False),
            (True, False),
            (False, True),
        ]

        send(Command("reminders"))
        tap("leave")
        session = road.session_now("mem:1")
        assert session is not None
        send(Chose(f"k1.{session.sid}.{session.turn}.remind.calf_stretch"))
        tap("at.1080")
        send(Command("forget"))
        tap("yes")
        assert road.session_now("mem:1") is None
        assert due_now(store, road, "mem:1", utc("2026-06-01 18:00")) == []
