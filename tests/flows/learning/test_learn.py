"""Reading about the subject: everything is reached by buttons, found by what is typed, and never in the way of what is urgent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.base.replies import Reply, plain_text
from tests.flows.support import SORE, Chat, library

CLOT = {"breath": "none", "danger": "none", "side": "left", "look": "one_swollen"}


def buttons(reply: Reply) -> set[str]:
    return {choice.id for choice in reply.choices}


def typo(text: str) -> str:
    """The text with one letter left out, in its longest word."""
    word = max(text.split(), key=len)
    return text.replace(word, word[:2] + word[3:], 1)


def test_every_topic_and_claim_is_reached_by_buttons_alone() -> None:
    chat = Chat()
    chat.command("learn")
    seen: set[str] = set()
    todo = [act for act in buttons(chat.seen[-1]) if act.startswith(("section.", "claims"))]
    done: set[str] = set()
    while todo:
        act = todo.pop()
        done.add(act)
        # One tap on a menu that has been reached: the frame is put where its button would lead from.
        chat.command("stop")
        chat.command("learn")
        for step in path_to(act):
            chat.tap(step)
        here = buttons(chat.seen[-1])
        seen |= {one for one in here if one.startswith(("topic.", "claim."))}
        todo += [one for one in here if one.startswith(("section.", "claims")) and one not in done]
    assert {f"topic.{name}" for name in library().topics.by_id} <= seen
    assert {f"claim.{name}" for name in library().topics.claims} <= seen


def path_to(act: str) -> list[str]:
    """The buttons from the first menu to this one."""
    if act == "claims.2":
        return ["claims", act]
    if not act.startswith("section."):
        return [act]
    parent = library().topics.sections[act.partition(".")[2]].parent
    return [*([f"section.{parent}"] if parent else []), act]


@pytest.mark.parametrize("name", library().topics.by_id)
def test_a_topic_is_found_by_its_title_with_a_typo(name: str) -> None:
    chat = Chat()
    replies = chat.type(typo(library().text("en", f"topics.{name}.title")) + "?")
    title = library().text("en", f"topics.{name}.title")
    assert replies[0].title == title or f"topic.{name}" in buttons(replies[0])


@pytest.mark.parametrize("name", library().topics.claims)
def test_a_claim_is_found_by_its_title(name: str) -> None:
    replies = Chat().type(library().text("en", f"claims.{name}.title"))
    topics = {f"topic.{one}" for one in library().topics.claims[name].topics}
    titles = {library().text("en", f"topics.{one}.title") for one in library().topics.claims[name].topics}
    assert replies[0].title in {library().text("en", f"claims.{name}.title"), *titles} or topics & buttons(replies[0])


def test_each_topic_has_more_how_sure_and_sources() -> None:
    entry = next(one for one in library().topics.by_id.values() if not one.gated and len(one.sources) > 1)
    chat = Chat()
    chat.type(library().text("en", f"topics.{entry.id}.title"))
    for act, wanted in (("more", f"topics.{entry.id}.more"), ("sure", f"topics.{entry.id}.sure")):
        told = plain_text(chat.tap(act)[0])
        lines = library().lines("en", wanted)
        assert all(line in told for line in lines)
    told = plain_text(chat.tap("sources")[0])
    for source in entry.sources:
        assert source == "J" or library().sources.sources[source].title in told


def test_doses_come_only_past_the_safety_questions() -> None:
    gated = next(entry for entry in library().topics.by_id.values() if entry.gated)
    chat = Chat()
    chat.type(library().text("en", f"topics.{gated.id}.title"))
    first = chat.tap("more")
    assert first[-1].question is not None
    assert first[-1].question.id == "gate"
    lines = library().lines("en", f"topics.{gated.id}.more")
    assert lines[0] not in plain_text(first[-1])
    assert lines[0] in plain_text(chat.tap("gate.none")[0])


def test_a_question_of_the_check_is_not_taken_for_one_to_read_about() -> None:
    chat = Chat().check({}, until="look")
    assert chat.type("hill repeats")[-1].question.id != "learn"  # type: ignore[union-attr]
    assert chat.type("should I use ice?")[-1].question.id == "learn"  # type: ignore[union-attr]
    chat.tap("leave")
    assert chat.seen[-1].question is not None
    assert chat.seen[-1].question.id == "look"


def test_nothing_to_read_takes_the_place_of_an_emergency() -> None:
    chat = Chat().check({"breath": "chest_pain"})
    for replies in (chat.type("what is a calf strain?"), chat.command("learn"), chat.command("routine")):
        assert replies[-1].verdict is not None
        assert replies[-1].verdict.urgency == "emergency_now"


def test_after_urgent_advice_what_to_do_at_home_says_so_first() -> None:
    chat = Chat().check(CLOT)
    assert chat.seen[-1].verdict is not None
    assert chat.seen[-1].verdict.urgency == "urgent_same_day"
    gated = next(entry for entry in library().topics.by_id.values() if entry.gated)
    chat.type(library().text("en", f"topics.{gated.id}.title"))
    assert library().text("en", "learn.after_urgent") in plain_text(chat.seen[-1])
    assert chat.tap("more")[-1].verdict is not None


def test_the_way_in_leads_to_the_routine() -> None:
    chat = Chat().check(SORE)
    chat.later(timedelta(minutes=1))
    named = next(
        entry for entry in library().topics.by_id.values() if entry.way and entry.way.routine == "calf_stretch"
    )
    chat.command("learn", library().text("en", f"topics.{named.id}.title"))
    assert chat.tap("routine.calf_stretch")[-1].question.id.startswith("routine_")  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["i love you", "asdf qwer", "ok", "12345"])
def test_what_is_beside_the_point_opens_nothing(text: str) -> None:
    assert Chat().type(text)[-1].question is None
