"""The whole subject: everything can be reached from the menu and found by its own title with a typing mistake."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from flows.subject.topics import LIKELY, Topics
from flows.talk.library import Library, load_library

ASKED = Path(__file__).resolve().parents[2] / "cases" / "asked.txt"


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


@pytest.fixture(scope="module")
def topics(library: Library) -> Topics:
    return library.topics


# --- reached by buttons ----------------------------------------------------------------------------------------------


def reached(topics: Topics) -> tuple[set[str], set[str], set[str]]:
    """Topics, claims and sources that links lead to, beginning with the menus at the top and nothing else."""
    menus, found, claims, sources = list(topics.top), set[str](), set[str](), set[str]()
    seen = set(menus)
    while menus:
        section = topics.sections[menus.pop()]
        found.update(section.topics)
        menus += [inner for inner in section.sections if inner not in seen]
        seen.update(section.sections)
    for topic in [topics.by_id[name] for name in found]:
        assert set(topic.related) <= set(topics.by_id)
        claims.update(topic.claims)
        sources.update(topic.sources)
    for claim in claims:
        sources.update(topics.claims[claim].sources, topics.claims[claim].wrongly_cited)
    return found, claims, sources


def test_every_topic_claim_and_source_is_reached_from_the_menu(library: Library, topics: Topics) -> None:
    found, claims, sources = reached(topics)
    assert set(topics.by_id) - found == set()
    assert set(topics.claims) - claims == set()
    assert set(library.sources.sources) - sources == set()


def test_menus_are_short_and_not_deep(topics: Topics) -> None:
    assert len(topics.top) <= 8
    for section in topics.sections.values():
        assert 1 <= len(section.sections) + len(section.topics) <= 8
        assert not section.parent or topics.sections[section.parent].parent == ""


def test_every_topic_leads_on_to_others_and_is_led_to(topics: Topics) -> None:
    named = {other for topic in topics.by_id.values() for other in topic.related}
    assert set(topics.by_id) - named <= {"how_common", "quick_answers"}


def test_what_rests_on_a_source_is_known(topics: Topics) -> None:
    assert topics.by_source["Bayer17"]
    for source, names in topics.by_source.items():
        assert all(source in topics.by_id[name].sources for name in names)


# --- what must not be missed -----------------------------------------------------------------------------------------


CONDITIONS = """
clot lung_clot calf_pressure blood_flow muscle_breakdown infection torn_heel_cord stress_fracture nerve_back knee_cyst
""".split()


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_condition_not_to_miss_opens_with_what_to_do(library: Library, topics: Topics, condition: str) -> None:
    topic = topics.by_id[condition]
    assert topic.urgent
    assert topic.way is not None
    assert topic.way.kind == "check"
    first = library.text("en", f"topics.{condition}.short").split(". ")[0].lower()
    assert any(
        what in first for what in ("be seen", "call an ambulance", "an emergency", "emergency department", "seen today")
    )


def test_the_wrong_references_are_put_right_and_not_repeated(library: Library, topics: Topics) -> None:
    wrong = {claim.id: claim for claim in topics.claims.values() if claim.verdict == "wrong_citation"}
    assert set(wrong) == {"strength_trial", "clot_share"}
    assert wrong["clot_share"].wrongly_cited == ("Gillespie00",)
    assert "stress fractures" in library.text("en", "claims.clot_share.evidence")
    assert topics.by_source["Gillespie00"] == ("stress_fracture",)
    said = "\n".join(text for key in library.words.keys("en") for text in library.words.lines("en", key))
    assert "Torp" not in said


def test_each_claim_of_the_article_is_there(topics: Topics) -> None:
    assert len(topics.claims) == 23
    assert all(claim.sources for claim in topics.claims.values())


# --- found by its own title, mistyped --------------------------------------------------------------------------------


def mistyped(title: str) -> Iterator[str]:
    """The title with one slip: every letter left out, every two swapped, every one struck wrong."""
    for n in range(len(title)):
        yield title[:n] + title[n + 1 :]
        if n + 1 < len(title):
            yield title[:n] + title[n + 1] + title[n] + title[n + 2 :]
        yield title[:n] + "x" + title[n + 1 :]


def test_every_topic_is_found_by_its_own_title_with_one_typo(library: Library, topics: Topics) -> None:
    lost = []
    for name in topics.by_id:
        title = library.text("en", f"topics.{name}.title")
        assert topics.find(title)[0].id == name
        assert topics.named(title) == topics.by_id[name]
        lost += [(name, typed) for typed in mistyped(title) if topics.find(typed, 1)[0].id != name]
    assert lost == []


def test_every_claim_is_found_by_its_own_title_with_one_typo(library: Library, topics: Topics) -> None:
    lost = []
    for name in topics.claims:
        title = library.text("en", f"claims.{name}.title")
        lost += [(name, typed) for typed in (title, *mistyped(title)) if topics.find_claims(typed, 1)[0].id != name]
    assert lost == []


def test_every_source_is_found_by_its_own_title_with_one_typo(library: Library, topics: Topics) -> None:
    """Several pages share a title; all of them are among the eight best."""
    turn = count()
    lost = []
    for name, entry in library.sources.sources.items():
        slips = list(mistyped(entry.title))
        for typed in (entry.title, *slips[next(turn) % 7 :: 7]):  # a seventh of the slips, another seventh each time
            if name not in [hit.id for hit in topics.find_sources(typed, 8)]:
                lost.append((name, typed))
    assert lost == []


def test_every_question_that_a_topic_lists_finds_it(library: Library, topics: Topics) -> None:
    lost = []
    for name in topics.by_id:
        for ask in library.lines("en", f"topics.{name}.asks"):
            if topics.find(ask, 1)[0].id != name:
                lost.append((name, ask, topics.find(ask, 1)[0].id))
    assert lost == []


# --- found by what people ask ----------------------------------------------------------------------------------------


def asked(part: str) -> list[tuple[str, set[str]]]:
    block = ASKED.read_text(encoding="utf-8").split(f"## {part}\n")[1].split("\n## ")[0]
    rows = [line.partition(" | ") for line in block.splitlines() if line.strip()]
    return [(question, set(wanted.split(",")) - {""}) for question, _, wanted in rows]


@pytest.mark.parametrize(("part", "first", "three"), [("tuned", 0.85, 0.95), ("kept aside", 0.85, 0.92)])
def test_a_question_finds_its_topic(topics: Topics, part: str, first: float, three: float) -> None:
    rows = asked(part)
    assert {name for _, wanted in rows for name in wanted} <= set(topics.by_id)
    found = [([hit.id for hit in topics.find(question)], wanted) for question, wanted in rows]
    assert sum(ids[0] in wanted for ids, wanted in found if ids) >= first * len(rows)
    assert sum(bool(wanted & set(ids)) for ids, wanted in found) >= three * len(rows)
    opened = [
        (question, topic.id)
        for question, wanted in rows
        if (topic := topics.named(question)) and topic.id not in wanted
    ]
    assert opened == []


def test_what_is_about_something_else_opens_no_topic(topics: Topics) -> None:
    rows = asked("about something else")
    assert [question for question, _ in rows if topics.named(question)] == []
    assert len([question for question, _ in rows if topics.likely(question)]) <= len(rows) / 2


def test_likely_topics_are_near_enough(topics: Topics) -> None:
    scores = {hit.id: hit.score for hit in topics.find("ice bath or ice pack", 8)}
    assert all(scores[topic.id] >= LIKELY for topic in topics.likely("ice bath or ice pack", 8))
    assert topics.likely("") == ()
    assert topics.named("") is None
