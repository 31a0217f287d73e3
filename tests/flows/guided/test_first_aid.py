"""First aid: only in the first days and only what this person may do, with the reason where not, and ice by the clock."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.flows.support import CLOT, HOUR, SORE, TEAR, TWINGE, Chat, library, texts, words


def first_aid(answers: dict[str, str] | None = None, later: timedelta = timedelta(0)) -> Chat:
    """The list of first aid, so long after the check; answers are kept."""
    chat = Chat().check(answers or TWINGE).keep()
    chat.timers.pop("expire", None)
    chat.later(later)
    chat.command("aid")
    if chat.open == "gate":
        chat.tap("gate.none")
    return chat


def items(chat: Chat) -> set[str]:
    """What can be tapped."""
    return {one.partition(".")[2] for one in chat.button_ids if one.startswith("aid.")}


def test_in_the_first_hours_all_of_it_is_there_and_what_to_avoid_is_told_at_once() -> None:
    chat = first_aid()
    assert items(chat) == {"protect", "walk", "ice", "compression", "elevation", "topicals", "painkillers"}
    for line in library().lines("en", "first_aid.avoid.points"):
        assert line in texts(chat.step.replies)


@pytest.mark.parametrize(
    ("hours", "gone"),
    [(47, set()), (49, {"ice"}), (71, {"ice"}), (73, {"ice", "protect", "compression", "elevation"})],
)
def test_what_belongs_to_the_first_days_goes_with_them(hours: int, gone: set[str]) -> None:
    chat = first_aid(later=timedelta(hours=hours))
    assert items(chat) == items(first_aid()) - gone
    assert "Ice" not in chat.screen_text or hours < 48


@pytest.mark.parametrize(
    ("answers", "item", "reason"),
    [
        ({"health": "diabetes"}, "ice", "diabetes"),
        ({"health": "diabetes"}, "compression", "diabetes"),
        ({"health": "pregnant"}, "painkillers", "pregnant"),
        ({"health": "pregnant"}, "topicals", "pregnant"),
        ({"health": "under_16"}, "painkillers", "under_16"),
        ({"walk": "limp"}, "walk", "limp"),
    ],
)
def test_what_is_not_for_somebody_is_named_with_its_reason_and_no_button(
    answers: dict[str, str], item: str, reason: str
) -> None:
    chat = first_aid({**TWINGE, **answers})
    assert item not in items(chat)
    line = words("guided.left_out", name=words(f"first_aid.{item}.name"), why=words(f"routines.why_not.{reason}"))
    assert line in texts(chat.step.replies)


def test_an_old_button_for_it_tells_the_reason_and_nothing_of_how() -> None:
    chat = first_aid()
    token = chat.button("aid.ice").token
    chat.tap("leave")
    chat.later(49 * HOUR)
    chat.command("aid")
    chat.tap("gate.none")
    told = texts(chat.send_token(token))
    assert words("first_aid.ice.how") not in told


@pytest.mark.parametrize("item", ["ice", "compression", "elevation", "topicals", "painkillers", "walk", "protect"])
def test_each_item_says_how_what_for_who_must_not_and_where_from(item: str) -> None:
    chat = first_aid()
    told = texts(chat.tap(f"aid.{item}"))
    for part in ("how", "for", "not_if"):
        assert words(f"first_aid.{item}.{part}") in told
    assert "Rests on: " in told
    assert chat.open == "aid"
    assert f"aid.{item}" in chat.button_ids


def test_no_dose_of_a_medicine_is_told() -> None:
    told = texts(first_aid().tap("aid.painkillers"))
    assert not any(f"{number} mg" in told or f"{number}mg" in told for number in range(1000))


@pytest.mark.parametrize("answers", [CLOT, {"breath": "chest_pain"}, {"danger": "foot_cold"}])
def test_urgent_advice_refuses_it(answers: dict[str, str]) -> None:
    chat = Chat().check(answers)
    assert words("gate.urgent") in texts(chat.command("aid"))
    assert chat.open == "verdict"


def test_whom_nothing_hurts_is_told_that_it_is_for_a_sore_calf() -> None:
    chat = Chat()
    chat.command("aid")
    assert words("guided.aid.for_a_sore_calf") in texts(chat.tap("gate.none"))
    assert chat.open == ""


def test_the_card_offers_it_after_a_sudden_pain_only() -> None:
    assert "aid" in Chat().check(TWINGE).button_ids
    assert "aid" in Chat().check(TEAR).button_ids
    assert "aid" not in Chat().check(SORE).button_ids
    assert "aid" not in Chat().check(CLOT).button_ids


# --- ice by the clock -------------------------------------------------------------------------------------------------


def test_ice_may_be_reminded_of_within_its_two_days() -> None:
    assert "remind.ice" in first_aid(later=40 * HOUR).button_ids
    assert "remind.ice" not in first_aid(later=49 * HOUR).button_ids
    assert "remind.ice" not in first_aid({**TWINGE, "health": "diabetes"}).button_ids


def test_it_comes_every_two_hours_by_day_and_ends_with_the_two_days() -> None:
    chat = first_aid()
    chat.tap("remind.ice")
    start, came = chat.now, []
    for _ in range(60):
        chat.later(HOUR)
        if chat.open == "reminder":
            came.append(chat.now)
            chat.tap("skip" if "skip" in chat.button_ids else "done")
    assert came[:3] == [start + 2 * HOUR, start + 4 * HOUR, start + 6 * HOUR]
    assert max(came) <= start + 48 * HOUR
    assert all(8 <= at.hour < 21 for at in came)


def test_it_ends_at_once_when_the_advice_forbids_it() -> None:
    chat = first_aid()
    chat.tap("remind.ice")
    chat.check(CLOT)
    assert chat.later(10 * HOUR) == ()
