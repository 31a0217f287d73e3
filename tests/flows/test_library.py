"""Broken content is refused, with every problem at once and each with its file and line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.library import CONTENT, load_library
from flows.model import URGENCIES, ContentError

QUESTIONS = "check/questions.yaml"
RULES = "check/rules.yaml"
FITS = "check/fits.yaml"
FLOORS = "check/floors.yaml"
WORDS = "words/en/questions.yaml"


class Draft:
    """A copy of the content in which an author makes slips."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        """Replace the first `old`, which must be there."""
        text = self.read(name)
        assert old in text, f"{name} no longer holds {old!r}; the test needs another place"
        (self.folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    def append(self, name: str, text: str) -> None:
        (self.folder / name).write_text(self.read(name).rstrip("\n") + "\n" + text, encoding="utf-8")

    def at(self, name: str, fragment: str) -> str:
        """`content/<name>:<line>:` of the first line that holds the fragment."""
        for number, line in enumerate(self.read(name).splitlines(), 1):
            if fragment in line:
                return f"content/{name}:{number}:"
        raise AssertionError(f"{fragment!r} is not in {name}")

    def problems(self) -> list[str]:
        with pytest.raises(ContentError) as refused:
            load_library(self.folder)
        assert str(refused.value) == "\n".join(refused.value.problems)
        return refused.value.problems


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    shutil.copytree(CONTENT, tmp_path / "content")
    return Draft(tmp_path / "content")


def test_the_content_as_it_is_loads(draft: Draft) -> None:
    library = load_library(draft.folder)
    assert [question.id for question in library.plan.questions][:2] == ["breath", "breath_which"]
    assert library.text("en", "questions.side.text")
    assert library.text("xx", "questions.side.text") == library.text("en", "questions.side.text")
    assert set(library.forbids) == set(URGENCIES)


# --- one slip, one sentence ------------------------------------------------------------------------------------------

RULE = "\n  - id: slip\n    urgency: clinician_soon\n    when: {when}\n    sources: [J]\n"
FIT = "\n  - id: slip\n    evidence:\n      - {points: 3, when: look.bruise}\n    forbids: [{act}]\n    sources: [{source}]\n"

Slip = Callable[[Draft], None]


def _with(name: str, old: str, new: str) -> Slip:
    return lambda draft: draft.change(name, old, new)


def _and(name: str, text: str) -> Slip:
    return lambda draft: draft.append(name, text)


def _rule(when: str) -> Slip:
    return _and(RULES, RULE.replace("{when}", when))


SLIPS: dict[str, tuple[Slip, str, str, str]] = {
    "an unknown key": (
        _with(QUESTIONS, "  - id: side\n", "  - id: side\n    colour: red\n"),
        QUESTIONS, "colour: red", "colour",
    ),
    "a key written twice": (
        _with(QUESTIONS, "  - id: side\n", "  - id: side\n    kind: one\n    kind: one  # again\n"),
        QUESTIONS, "# again", 'the key "kind" is here twice',
    ),
    "a missing key": (
        _with(QUESTIONS, "  - id: side\n    part: leg\n", "  - id: side\n"),
        QUESTIONS, "- id: side", "part",
    ),
    "yes for true": (
        _with(QUESTIONS, "    none: true\n", "    none: yes\n"),
        QUESTIONS, "none: yes", "yes is taken for true or false",
    ),
    "Norway": (
        _with("countries.yaml", "likely: [GB,", "likely: [NO, GB,"),
        "countries.yaml", "likely: [NO,", "NO is taken for true or false",
    ),
    "an urgency that does not exist": (
        _with(RULES, "urgency: emergency_now", "urgency: at_once"),
        RULES, "urgency: at_once", "urgency",
    ),
    "a rule on an unknown option": (_rule("look.purple"), RULES, "- id: slip", "look.purple is no option"),
    "a rule on an unknown finding": (_rule("purple_look"), RULES, "when: purple_look", '"purple_look" is neither'),
    "a rule with an unknown form": (_rule("{none: [look.bruise]}"), RULES, "when: {none:", "exactly one of all, any"),
    "a rule that says nothing": (_rule("null"), RULES, "when: null", "a condition is an option, or one of all"),
    "a rule that reads the urgency": (_rule("{below: self_care}"), RULES, "- id: slip", "below may stand in ask_if only"),
    "a rule that stands twice": (
        _and(RULES, RULE.replace("slip", "lung_clot  # again").replace("{when}", "look.bruise")),
        RULES, "# again", '"lung_clot" stands here twice',
    ),
    "a rule from nowhere": (
        _and(RULES, RULE.replace("[J]", "[Nobody]").replace("{when}", "look.bruise")),
        RULES, "[Nobody]", 'the source "Nobody" is not in sources.yaml',
    ),
    "a rule with no source": (
        _and(RULES, RULE.replace("[J]", "[]").replace("{when}", "look.bruise")),
        RULES, "sources: []", "sources",
    ),
    "a doubt about no list": (
        _with(RULES, "lists: [breath, danger]", "lists: [breath, side]"),
        RULES, "lists: [breath, side]", '"side" is no question with a "Which ones?" list',
    ),
    "a question about a later one": (
        _with(QUESTIONS, "  - id: side\n", "  - id: side\n    ask_if: onset.pop\n"),
        QUESTIONS, "- id: side", "ask_if names onset.pop, which is no option of an earlier question",
    ),
    "a finding from nothing": (
        _with(QUESTIONS, "derived:\n", "derived:\n  slip: look.purple\n"),
        QUESTIONS, "slip: look.purple", "look.purple is no option",
    ),
    "a part that does not exist": (
        _with(QUESTIONS, "parts: [safety, leg, you]", "parts: [safety, leg]"),
        QUESTIONS, "- id: clot_risk", 'the part "you" is not in parts',
    ),
    "a label with no words": (
        lambda draft: draft.change(WORDS, f"    left: {_label(draft, 'left')}\n", ""),
        QUESTIONS, "- id: side", "the words questions.side.options.left are missing",
    ),
    "a label that is too long": (
        lambda draft: draft.change(WORDS, f"    left: {_label(draft, 'left')}\n", f"    left: {'left ' * 8}\n"),
        WORDS, "left left", "a label has at most 34 characters",
    ),
    "words for no option": (
        _with(WORDS, "\nside:\n", "\nsides:\n  text: Which?\n\nside:\n"),
        WORDS, "sides:", 'there is no question "sides"',
    ),
    "words for no rule": (
        _and("words/en/rules.yaml", "slip:\n  why: It hurts.\n"),
        "words/en/rules.yaml", "slip:", 'there is nothing named "slip" in check/rules.yaml',
    ),
    "a place in a text that nothing fills": (
        _with("words/en/cards.yaml", "headline: CALL {number} NOW", "headline: CALL {nummer} NOW"),
        "words/en/cards.yaml", "CALL {nummer} NOW", "has the places {number}; found {nummer}",
    ),
    "words that are a number": (
        _and("words/en/rules.yaml", "slip: 112\n"),
        "words/en/rules.yaml", "slip: 112", "put numbers in quotes",
    ),
    "a floor on an unknown option": (
        _with(FLOORS, "    - breath.breathless\n", "    - breath.breathless\n    - breath.snoring\n"),
        FLOORS, "breath.snoring", "breath.snoring is no option",
    ),
    "a floor that stands twice": (
        _with(FLOORS, "    - breath.breathless\n", "    - breath.breathless\n    - breath.breathless  # again\n"),
        FLOORS, "# again", "breath.breathless stands here twice",
    ),
    "a combination of nothing": (
        _with(FLOORS, "\ncombinations:\n", "\ncombinations:\n  - {id: slip, urgency: self_care, of: [look.purple]}\n"),
        FLOORS, "id: slip", "look.purple is no option",
    ),
    "an excuse for no question": (
        _with(FLOORS, "\nexcused:\n", '\nexcused:\n  - {question: slip, reason: "Nobody would ever ask this."}\n'),
        FLOORS, "question: slip", 'there is no question "slip"',
    ),
    "an excuse for no option": (
        _with(FLOORS, "\nexcused:\n", '\nexcused:\n  - {question: push, options: [slip], reason: "Nobody would say so here."}\n'),
        FLOORS, "options: [slip]", '"push" has no option "slip"',
    ),
    "an excuse that comes too late": (
        _with(
            FLOORS,
            "\nexcused:\n",
            '\nexcused:\n  - {question: push, when: run_test.test_easy, reason: "Who runs has push-off."}\n',
        ),
        FLOORS, "when: run_test.test_easy", "when names run_test.test_easy, which is no option of an earlier question",
    ),
    "a doubt that spares no option": (
        _with(FLOORS, "\ndoubt:\n", '\ndoubt:\n  - {option: push.slip, reason: "Nobody would say so in doubt."}\n'),
        FLOORS, "option: push.slip", "push.slip is no option of any question",
    ),
    "an excuse with no reason": (
        _with(FLOORS, "\nexcused:\n", "\nexcused:\n  - {question: push, reason: because}\n"),
        FLOORS, "reason: because", "reason",
    ),
    "a fit that forbids an unknown act": (
        _and(FITS, FIT.replace("{act}", "juggle").replace("{source}", "J")),
        FITS, "[juggle]", 'forbids names "juggle", which is not in acts',
    ),
    "a fit with no source": (
        _and(FITS, FIT.replace("{act}", "run").replace("{source}", "Nobody")),
        FITS, "[Nobody]", 'the source "Nobody" is not in sources.yaml',
    ),
    "a fit on an unknown option": (
        _and(FITS, FIT.replace("look.bruise", "look.purple").replace("{act}", "run").replace("{source}", "J")),
        FITS, "look.purple", "look.purple is no option",
    ),
    "a point for nothing": (
        _and(FITS, FIT.replace("when: look.bruise", "when: null").replace("{act}", "run").replace("{source}", "J")),
        FITS, "when: null", "a condition is an option, or one of all",
    ),
    "an unknown likely country": (
        _with("countries.yaml", "likely: [GB,", "likely: [XX, GB,"),
        "countries.yaml", "likely:", '"XX" is in likely but not in countries',
    ),
    "an anchor": (
        _with(RULES, "when: breath.very_unwell", "when: &again breath.very_unwell"),
        RULES, "&again", "an anchor (&again) is not allowed",
    ),
    "a tab": (_and(RULES, "\t# tidy\n"), RULES, "# tidy", "there is a tab"),
}  # fmt: skip


def _label(draft: Draft, option: str) -> str:
    """How an option of `side` is worded at the moment."""
    line = next(line for line in draft.read(WORDS).splitlines() if line.startswith(f"    {option}: "))
    return line.removeprefix(f"    {option}: ")


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
