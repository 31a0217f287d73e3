"""Every subject loads by itself, the library is frozen, and all of it comes from the folder given."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flows.base.errors import ContentError
from flows.check.load import load_check
from flows.check.verdict import decide
from flows.checking.question import list_options
from flows.content.common import Common, load_common
from flows.content.file import ContentFile, read_file
from flows.content.problems import Problems
from flows.content.sources import SourcesFile, load_sources
from flows.content.strict_yaml import Document
from flows.content.words import load_words
from flows.exercises.load import load_exercises
from flows.places.load import load_places
from flows.recovery.load import load_ladder
from flows.subject.load import load_topics
from flows.talk.library import CONTENT, load_library
from flows.understand.load import Lexicons
from tests.flows.support import library
from tests.flows.support.draft import Draft


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    shutil.copytree(CONTENT, tmp_path / "content")
    return Draft(tmp_path / "content")


@pytest.fixture(scope="module")
def common() -> Common:
    return load_common(CONTENT, Problems())


# --- the collector ---------------------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> ContentFile[dict[str, list[str]]]:
    (tmp_path / "some.yaml").write_text("ids:\n  - a\n  - b\n  - a\n", encoding="utf-8")
    found = read_file(tmp_path, "some.yaml", dict[str, list[str]], Problems())
    assert found is not None
    return found


def test_a_content_file_knows_its_name_and_its_lines(file: ContentFile[dict[str, list[str]]], tmp_path: Path) -> None:
    assert file.model == {"ids": ["a", "b", "a"]}
    assert file.name == f"{tmp_path.name}/some.yaml"
    assert file.problem("It is odd.", "ids", 1) == f"{file.name}:3: It is odd."


def test_what_is_unknown_twice_or_without_words_is_told_at_its_place(file: ContentFile[dict[str, list[str]]]) -> None:
    problems = Problems()
    problems.unknown(file, "there is no {}.", [(("ids",), ["a", "c"])], {"a"})
    problems.twice(file, ("ids",), file.model["ids"])
    problems.twice(file, ("ids",), ["b"], reserved=("b",))
    problems.missing_words(file, [(("ids", 1), "some.b.name")])
    assert problems.found == [
        f"{file.name}:1: there is no c.",
        f'{file.name}:4: "a" stands here twice.',
        f'{file.name}:2: "b" stands here twice or is a reserved word.',
        f"{file.name}:3: the words some.b.name are missing.",
    ]


def test_a_file_of_another_shape_is_none_and_its_problem_is_noted(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text("sources: 3\n", encoding="utf-8")
    problems = Problems()
    assert read_file(tmp_path, "sources.yaml", SourcesFile, problems) is None
    assert all(problem.startswith(f"{tmp_path.name}/sources.yaml:") for problem in problems.found)
    assert problems.found


# --- each part alone -------------------------------------------------------------------------------------------------


def test_words_and_sources_load_alone() -> None:
    problems = Problems()
    sources = load_sources(CONTENT, problems)
    assert sources is not None
    assert "J" in sources.sources
    assert load_words(CONTENT, problems).text("en", "questions.side.text")
    assert problems.found == []


def test_places_load_alone(common: Common) -> None:
    problems = Problems()
    places = load_places(CONTENT, common, problems)
    assert places is not None
    assert set(places.zones.countries) == set(places.countries.countries)
    assert problems.found == []


def test_the_check_loads_alone_and_decides(common: Common) -> None:
    problems = Problems()
    check = load_check(CONTENT, common, problems)
    assert check is not None
    assert decide(check, {"breath": ("fainted",)}).urgency == "emergency_now"
    assert problems.found == []


def test_exercises_and_the_ladder_load_on_the_check(common: Common) -> None:
    problems = Problems()
    check = load_check(CONTENT, common, problems)
    loaded = load_exercises(CONTENT, common, check, problems)
    ladder = load_ladder(CONTENT, common, check, loaded, problems)
    assert loaded is not None
    assert loaded.exercises is not None
    assert ladder is not None
    assert set(loaded.exercises.routines) == loaded.routine_ids
    assert {entry.routine for entry in ladder.file.stages} <= {*loaded.routine_ids, "walk_run", ""}
    assert problems.found == []


def test_topics_load_without_a_check(common: Common) -> None:
    problems = Problems()
    topics = load_topics(CONTENT, common, None, problems)
    assert topics is not None
    assert set(topics.by_id) == set(library().topics.by_id)
    assert problems.found == []


def test_what_stands_on_nothing_is_none_and_says_no_more(common: Common) -> None:
    problems = Problems()
    assert load_exercises(CONTENT, common, None, problems) is None
    assert load_ladder(CONTENT, common, None, None, problems) is None
    assert problems.found == []


# --- every problem at once -------------------------------------------------------------------------------------------


def test_every_problem_of_two_broken_files_is_told_at_once(draft: Draft) -> None:
    draft.change("recovery.yaml", "\nslow_days:", "\ncolour: red\nslow_days:")
    draft.change("recovery.yaml", "skip: {grade: 1,", "skip: {odd: 1, grade: 1,")
    draft.change("countries.yaml", "likely: [GB,", "likely: [NO, GB,")
    draft.append("countries.yaml", "odd: yes\n")
    places = {":".join(problem.split(":")[:2]) + ":" for problem in draft.problems()}
    assert places == {
        draft.at("recovery.yaml", "colour: red"),
        draft.at("recovery.yaml", "odd: 1"),
        draft.at("countries.yaml", "likely:"),
        draft.at("countries.yaml", "odd: yes"),
    }


def test_a_broken_file_hides_nothing_that_is_wrong_in_another_subject(draft: Draft) -> None:
    draft.change("recovery.yaml", "routine: ", "colour: red\n    routine: ")
    draft.append("sources.yaml", "\n  - odd\n")
    draft.change("check/floors.yaml", "    - breath.breathless\n", "    - breath.breathless\n    - breath.snoring\n")
    draft.change("topics.yaml", "related: [", "related: [nowhere, ")
    problems = draft.problems()
    for place in (
        draft.at("recovery.yaml", "colour: red"),
        draft.at("check/floors.yaml", "breath.snoring"),
        draft.at("topics.yaml", "[nowhere, "),
    ):
        assert any(problem.startswith(place) for problem in problems), (place, problems)
    assert any(problem.startswith("content/sources.yaml:") for problem in problems)
    assert not any("is not in sources.yaml" in problem for problem in problems)


def test_words_that_cannot_be_read_are_not_told_as_missing_by_the_way_back(draft: Draft) -> None:
    draft.append("words/en/recovery.yaml", "stages: again\n")
    (problem,) = draft.problems()
    assert 'the key "stages" is here twice' in problem


# --- typed text ------------------------------------------------------------------------------------------------------


def test_phrases_are_read_from_the_folder_given(draft: Draft) -> None:
    draft.change("phrases/en.yaml", "finding: breath.chest_pain", "finding: breath.chest_ache")
    place = draft.at("phrases/en.yaml", "breath.chest_ache")
    broken = load_library(draft.folder)
    with pytest.raises(ContentError, match="no option of any question") as refused:
        broken.prepare()
    assert all(problem.startswith("content/phrases/en.yaml:") for problem in refused.value.problems)
    assert any(problem.startswith(place) for problem in refused.value.problems)
    with pytest.raises(ContentError):
        broken.lexicons.of_language("en")


def test_the_problems_of_all_languages_are_told_at_once(draft: Draft) -> None:
    (draft.folder / "phrases" / "de.yaml").write_text("language: de\n", encoding="utf-8")
    draft.append("phrases/en.yaml", "odd: 1\n")
    with pytest.raises(ContentError) as refused:
        Lexicons(draft.folder, library().check.plan.bit).prepare(["de", "en", "xx"])
    assert {problem.partition(":")[0] for problem in refused.value.problems} == {
        "content/phrases/de.yaml",
        "content/phrases/en.yaml",
    }


def test_a_language_without_phrases_is_read_as_english_by_the_same_lexicon() -> None:
    assert library().lexicons.of_language("xx") is library().lexicons.of_language("en")


# --- the library -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["words", "check", "places", "exercises", "ladder", "topics", "media", "plan", "odd"])
def test_the_library_is_frozen(name: str) -> None:
    with pytest.raises(AttributeError):
        setattr(library(), name, None)


@pytest.mark.parametrize("name", ["plan", "floors", "fits", "machine"])
def test_the_check_is_frozen(name: str) -> None:
    with pytest.raises(AttributeError):
        setattr(library().check, name, None)


@pytest.mark.parametrize("name", ["countries", "zones"])
def test_places_are_frozen(name: str) -> None:
    with pytest.raises(AttributeError):
        setattr(library().places, name, None)


def test_options_are_put_into_words_once() -> None:
    assert list_options(library(), "en", "side") is list_options(library(), "en", "side")


def test_a_document_alone_has_problems_too() -> None:
    problems = Problems()
    problems.add(Document("content/some.yaml"), "it is empty.")
    assert problems.found == ["content/some.yaml:1: it is empty."]
