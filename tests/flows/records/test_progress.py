"""/progress and /summary: what was noted, as a chart, as a page and in words; nothing that names a diagnosis or a person."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from flows.base.drawings import Page
from flows.base.replies import Reply, plain_text
from flows.talk.pictures import picture
from tests.flows.history import three_weeks
from tests.flows.support import CLOT, SORE, TEAR, Chat, library


def page(chat: Chat) -> Page:
    """The page of /summary."""
    found = chat.command("summary")[0].page
    assert found is not None
    return found


def part(of: Page, name: str) -> tuple[str, ...]:
    label = library().text("en", f"summary.parts.{name}")
    return next((one.lines for one in of.parts if one.label == label), ())


# --- progress --------------------------------------------------------------------------------------------------------


def test_nothing_yet_is_said_kindly() -> None:
    (reply,) = Chat().command("progress")
    assert reply.chart is None
    assert "nothing to show yet" in plain_text(reply)


def test_one_entry_is_told_and_the_chart_comes_with_the_second() -> None:
    chat = Chat()
    chat.type("pain 5")
    reply = chat.command("progress")[0]
    assert reply.chart is None
    assert "At rest: 5 of 10 (today)." in plain_text(reply)
    assert "24 hours" in plain_text(reply)
    chat.later(timedelta(hours=20))
    chat.type("pain 3")
    reply = chat.command("progress")[0]
    assert reply.chart is not None
    assert [(line.name, line.points) for line in reply.chart.pain] == [
        ("At rest", ((date(2026, 3, 2), 5), (date(2026, 3, 3), 3)))
    ]
    assert "At rest: from 5 (Mon 2 March) to 3 (today), at worst 5 of 10." in plain_text(reply)


def test_of_several_on_one_day_the_worst_counts() -> None:
    chat = Chat()
    for pain in (3, 7, 2):
        chat.type(f"pain {pain}")
    reply = chat.command("progress")[0]
    assert "At rest: 7 of 10 (today)." in plain_text(reply)


def test_three_weeks_are_all_there_in_the_chart_and_in_the_words() -> None:
    reply = three_weeks().command("progress")[0]
    chart = reply.chart
    assert chart is not None
    assert [line.name for line in chart.pain] == ["At rest", "Walking", "During a session", "The morning after"]
    assert chart.stages is not None
    assert [stage for _, stage in chart.stages.points] == [1, 2, 3, 2, 3]
    assert len(chart.done) == 9
    words = plain_text(reply)
    assert "Stage 3 since Fri 20 March." in words
    assert "left 17, right 26" in words
    assert "9, the latest" in words
    assert "24 hours" not in words
    for line in (line for section in reply.sections for line in section.items):
        assert line in chart.alt, "what the chart shows is told to those who do not see it"


def test_an_open_question_is_asked_again_after_it() -> None:
    chat = Chat()
    chat.command("start")
    replies = chat.command("progress")
    assert [reply.kind for reply in replies] == ["message", "question"]


@pytest.mark.parametrize("command", ["progress", "summary"])
def test_an_emergency_stays_on_top(command: str) -> None:
    chat = Chat()
    chat.command("start")
    chat.choose("breathless")
    replies = chat.command(command)
    assert [reply.kind for reply in replies] == ["message", "verdict"]
    assert replies[-1].urgent
    assert replies[-1].picture is None


# --- summary ---------------------------------------------------------------------------------------------------------


def test_with_nothing_told_there_is_no_page() -> None:
    (reply,) = Chat().command("summary")
    assert reply.page is None
    assert "/check" in plain_text(reply)


def test_the_page_has_all_that_was_told() -> None:
    found = page(three_weeks())
    assert part(found, "course") == (
        "2026-03-01 pain began, as told",
        "2026-03-02 12:00 asked the first question",
        "2026-03-02 12:00 advice: SEE A DOCTOR OR PHYSIO WITHIN 5 DAYS",
        "Strain grade estimated from answers: 2",
        "2026-03-05 12:00 see a clinician, from a check-in: no better after 3 days",
        "Has been seen by a clinician, as told",
    )
    assert "how it began: Sudden pain on the move, stopped" in part(found, "answers")
    assert part(found, "denied")[0].startswith("breath, chest or fainting: New breathlessness; Chest pain,")
    assert part(found, "retracted") == ("2026-03-02 12:02 Foot cold, pale or blue at rest",)
    assert part(found, "checkins") == ("2026-03-05 How is the calf, compared with its worst day? The same",)
    assert part(found, "pain")[0].startswith("At rest: 2026-03-02 6; 2026-03-03 5")
    assert len(part(found, "sessions")) == 9
    assert "2026-03-20 single-leg heel raises: left 17, right 26" in part(found, "strength")
    assert found.chart is not None


def test_what_is_not_sure_is_told() -> None:
    chat = Chat()
    chat.check({**CLOT, "clot_risk": "unsure", "clot_risk_which": "unsure"})
    assert part(page(chat), "unsure")


def test_a_check_that_is_not_finished_says_so() -> None:
    chat = Chat()
    chat.command("start")
    chat.choose("none")
    assert part(page(chat), "course")[-1] == "The questions are not finished."


def test_after_a_new_start_the_latest_check_is_told() -> None:
    chat = Chat()
    chat.check(SORE)
    chat.command("start")
    assert part(page(chat), "answers")


def test_no_diagnosis_and_no_person_stands_there() -> None:
    fits = {library().text("en", f"fits.{fit.id}.name").lower() for fit in library().check.fits}
    for answers in (SORE, TEAR, CLOT):
        chat = Chat()
        chat.check(answers)
        reply = chat.command("summary")[0]
        told = [line for section in reply.sections for line in section.items]
        assert not [name for name in fits for line in told if name in line.lower()]
        assert "not a diagnosis" in reply.closing_line


def test_the_words_say_what_the_page_says() -> None:
    reply = three_weeks().command("summary")[0]
    assert reply.page is not None
    assert tuple(section.items for section in reply.sections) == tuple(one.lines for one in reply.page.parts)


def test_the_text_for_the_doctor_brings_the_page_but_not_in_an_emergency() -> None:
    chat = Chat()
    chat.check(TEAR)
    assert chat.tap("handoff")[0].page is not None
    chat = Chat()
    chat.command("start")
    chat.choose("breathless")
    chat.tap("called")
    assert chat.tap("handoff")[0].page is None


def test_an_answered_check_in_is_kept() -> None:
    chat = Chat()
    chat.check(SORE)
    chat.tap("checkins")
    for _ in range(5):
        if chat.session is not None and chat.state.checkins is not None:
            break
        chat.tap(chat.screen.choices[0].id)
    chat.later(chat.checkins.at[0] - chat.now)
    chat.tap("checkin.none")
    assert [record.what for record in chat.state.records if record.kind == "checkin"] == ["d1.none"]


# --- pictures --------------------------------------------------------------------------------------------------------


def test_calm_cards_carry_their_mark_and_urgent_ones_none() -> None:
    for answers, mark in ((SORE, "mark_self_care_en.png"), (TEAR, "mark_clinician_soon_en.png"), (CLOT, None)):
        chat = Chat()
        chat.check(answers)
        card: Reply = chat.command("last")[-1]
        assert (card.picture.file if card.picture else None) == mark


def test_where_it_hurts_is_asked_with_the_map() -> None:
    chat = Chat()
    chat.check(TEAR, until="spot")
    assert chat.screen.picture is not None
    assert chat.screen.picture.file == "map_calf.png"
    assert "10 from the back" in chat.screen.picture.alt


def test_the_muscles_are_shown_with_their_topic() -> None:
    chat = Chat()
    reply = chat.command("learn", library().text("en", "topics.calf_muscles.title"))[-1]
    assert reply.picture is not None
    assert (reply.picture.file, reply.picture.told) == ("anatomy_en.png", False)


def test_every_exercise_is_shown_moving() -> None:
    for name in library().exercises.by_id:
        found = picture(library(), "en", name)
        assert found is not None, name
        assert found.file == f"{name}.gif"


def test_a_session_shows_each_exercise_before_it_begins() -> None:
    chat = Chat()
    chat.command("routine", "warm_up")
    chat.tap("gate.none")
    while chat.screen.question is not None and chat.screen.question.id == "pain":
        chat.tap("pain.0")
    assert chat.screen.question is not None
    assert chat.screen.question.id == "routine_shown"
    assert chat.screen.picture is not None
    about, again = chat.tap("about")
    assert about.picture is None, "it comes again right below, with the exercise"
    assert again.picture is not None
    chat.tap("start")
    assert chat.screen.picture is None, "a countdown has no picture"
