"""Broken content is refused, with every problem at once and each with its file and line."""

from __future__ import annotations

import pytest

from flows.base.urgency import URGENCIES
from flows.talk.library import load_library
from tests.flows.support.draft import Draft
from tests.flows.talk.slips import FLOORS, QUESTIONS, RULE, RULES, SLIPS, WORDS


def test_the_content_as_it_is_loads(draft: Draft) -> None:
    library = load_library(draft.folder)
    assert [question.id for question in library.check.plan.questions][:2] == ["breath", "breath_which"]
    assert library.text("en", "questions.side.text")
    assert library.text("xx", "questions.side.text") == library.text("en", "questions.side.text")
    assert set(library.check.forbids) == set(URGENCIES)


# --- one slip, one sentence -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_refused_with_its_line(draft: Draft, name: str) -> None:
    slip, file, fragment, said = SLIPS[name]
    slip(draft)
    place = draft.at(file, fragment)
    problems = draft.problems()
    assert any(problem.startswith(place) and said in problem for problem in problems), problems


def test_an_option_that_nothing_uses_is_refused(draft: Draft) -> None:
    draft.change(QUESTIONS, "options: [one_swollen,", "options: [freckles, one_swollen,")
    draft.change(WORDS, "    one_swollen:", "    freckles: Freckles\n    one_swollen:")
    assert draft.problems() == [
        f'{draft.at(QUESTIONS, "- id: look")} the option "freckles" of "look" is used by no rule, no fit and no question.'
    ]


def test_a_file_that_is_gone_is_named(draft: Draft) -> None:
    (draft.folder / FLOORS).unlink()
    assert draft.problems() == ["content/check/floors.yaml:1: this file cannot be read (No such file or directory)."]


def test_words_that_are_gone_are_named_once(draft: Draft) -> None:
    (draft.folder / WORDS).unlink()
    assert "content/words/en/questions.yaml:1: this file is missing." in draft.problems()


def test_one_key_too_many_in_the_words_does_not_make_the_rest_count_as_missing(draft: Draft) -> None:
    draft.append(WORDS, "side:\n  text: Which leg?\n")
    (problem,) = draft.problems()
    assert 'the key "side" is here twice' in problem


@pytest.mark.parametrize(
    "words", ["- a\n- list\n", "side: Which leg?\n", "side:\n  options:\n", "side:\n  options: [a]\n"]
)
def test_words_of_another_shape_are_refused_and_not_stumbled_over(draft: Draft, words: str) -> None:
    (draft.folder / WORDS).write_text(words, encoding="utf-8")
    assert any(problem.startswith("content/") for problem in draft.problems())


def test_several_slips_in_several_files_are_told_together(draft: Draft) -> None:
    draft.change(QUESTIONS, "  - id: side\n", "  - id: side\n    colour: red\n")
    draft.change(QUESTIONS, "    none: true\n", "    none: yes\n")
    draft.change(RULES, "urgency: emergency_now", "urgency: at_once")
    draft.change("countries.yaml", "likely: [GB,", "likely: [NO, GB,")
    draft.append(WORDS, "breath:\n  text: Twice\n")
    places = {problem.split(": ")[0] + ":" for problem in draft.problems()}
    assert places == {
        draft.at(QUESTIONS, "none: yes"),
        draft.at(RULES, "urgency: at_once"),
        draft.at("countries.yaml", "likely:"),
        f"content/{WORDS}:{len(draft.read(WORDS).splitlines()) - 1}:",
    }


def test_several_slips_between_files_are_told_together(draft: Draft) -> None:
    draft.append(RULES, RULE.replace("[J]", "[Nobody]").replace("{when}", "look.bruise"))
    draft.change(FLOORS, "    - breath.breathless\n", "    - breath.breathless\n    - breath.snoring\n")
    draft.change("countries.yaml", "likely: [GB,", "likely: [XX, GB,")
    problems = draft.problems()
    for place, said in (
        (draft.at(RULES, "[Nobody]"), "Nobody"),
        (draft.at(RULES, "- id: slip"), "the words rules.slip.why are missing"),
        (draft.at(FLOORS, "breath.snoring"), "breath.snoring"),
        (draft.at("countries.yaml", "likely:"), "XX"),
    ):
        assert any(problem.startswith(place) and said in problem for problem in problems), (place, problems)
