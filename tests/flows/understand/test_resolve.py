"""Typed text against the choices shown: numbers, labels, several of them, labels with a slip, and what is none of these."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.base.events import Command, Typed
from flows.base.replies import Choice, Reply
from flows.places.country import find_country
from flows.understand.labels import LONGEST, Meant, resolve
from tests.flows.support import Chat, library, texts

LOOK = Chat().check({}, until="look").shown
COURSE = Chat().check({}, until="course").shown
SIDE = Chat().check({}, until="side").shown
assert LOOK is not None
assert COURSE is not None
assert SIDE is not None
ONE, MANY = SIDE.choices, LOOK.choices


def ids(meant: Meant | None) -> tuple[str, ...]:
    return tuple(choice.id for choice in meant.choices) if meant else ()


def surely(text: str, choices: tuple[Choice, ...]) -> tuple[str, ...]:
    meant = resolve(text, choices)
    assert meant is None or meant.sure, f"{text} asks to be confirmed: {ids(meant)}"
    return ids(meant)


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("1", ("one_swollen",)),
        (" 8. ", ("knee_bulge",)),
        ("1,3 and 5", ("one_swollen", "sore_vein", "calf_wood")),
        ("1, 3, and 5", ("one_swollen", "sore_vein", "calf_wood")),
        ("1 3 5", ("one_swollen", "sore_vein", "calf_wood")),
        ("1+3", ("one_swollen", "sore_vein")),
        ("5;1;5", ("calf_wood", "one_swollen")),
        ("10", ("bruise",)),
        ("11", ("none",)),
        ("12", ("unsure",)),
        ("0", ()),
        ("13", ()),
        ("99", ()),
        ("1, 99", ()),
        ("100", ()),
        ("-1", ()),
        ("1.5", ()),
        ("1 to 3", ()),
        ("3 cm", ()),
    ],
)
def test_numbers_count_the_answers_as_shown(text: str, options: tuple[str, ...]) -> None:
    assert surely(text, MANY) == options


@pytest.mark.parametrize("choices", [ONE, MANY], ids=["one", "many"])
def test_every_label_id_and_number_means_its_own_choice(choices: tuple[Choice, ...]) -> None:
    numbered = [choice for choice in choices if choice.group in ("option", "last") and choice.id != "advice"]
    for number, choice in enumerate(numbered, 1):
        for text in (choice.label, choice.label.upper(), f"  {choice.label}. ", choice.id, str(number)):
            assert surely(text, choices) == (choice.id,), text


def test_every_label_of_every_question_means_its_own_choice() -> None:
    words = library().words
    for question in library().check.plan.questions:
        asked = question.which_of or question.id
        labels = {
            option: words.text(
                "en", key if words.has("en", key := f"questions.{asked}.options.{option}") else f"talk.{option}"
            )
            for option in question.every
        }
        choices = tuple(Choice(option, label) for option, label in labels.items())
        for option, label in labels.items():
            assert surely(label, choices) == (option,), f"{question.id}: {label}"


@pytest.mark.parametrize("between", ["; ", ", ", " and ", "\n"])
def test_two_labels_of_a_list_mean_both_whatever_stands_in_them(between: str) -> None:
    words = library().words
    for question in library().check.plan.questions:
        if question.kind == "one" or question.which_of:
            continue
        shown = [option for option in question.options if option != "told"]
        choices = tuple(Choice(one, words.text("en", f"questions.{question.id}.options.{one}")) for one in shown)
        for first, second in pairwise((*choices, choices[0])):
            text = f"{first.label}{between}{second.label}"
            assert surely(text, choices) == (first.id, second.id), f"{question.id}: {text}"


def test_no_slip_of_one_letter_turns_an_answer_into_another() -> None:
    words = library().words
    for question in library().check.plan.questions:
        asked = question.which_of or question.id
        pairs = [(option, f"questions.{asked}.options.{option}") for option in question.options]
        choices = tuple(Choice(option, words.text("en", key)) for option, key in pairs)
        for choice in choices:
            for place in range(len(choice.label)):
                text = choice.label[:place] + choice.label[place + 1 :]
                assert ids(resolve(text, choices)) in ((choice.id,), ()), f"{question.id}: {text}"


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("Bruise; Rock-hard calf even when relaxed", ("bruise", "calf_wood")),
        ("bruise, rock-hard calf even when relaxed", ("bruise", "calf_wood")),
        (
            "bruise and rock-hard calf even when relaxed and small swelling at the sore spot",
            ("bruise", "calf_wood", "patch_swollen"),
        ),
        ("bruise\nrock-hard calf even when relaxed", ("bruise", "calf_wood")),
        ("bruise; bruise", ("bruise",)),
    ],
)
def test_several_labels_are_several_answers(text: str, options: tuple[str, ...]) -> None:
    assert surely(text, MANY) == options


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("brusie", "bruise"),
        ("rock-hard even when relaxd", "calf_wood"),
        ("rock-hard", "calf_wood"),
        ("thumb dent", "thumb_dent"),
        ("both calves are swolen", "both_swollen"),
    ],
)
def test_what_is_near_is_asked_about_or_plain(text: str, option: str) -> None:
    assert ids(resolve(text, MANY)) == (option,)


def test_a_short_word_with_a_slip_is_never_sure() -> None:
    meant = resolve("brusie", MANY)
    assert meant is not None
    assert not meant.sure


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "hello",
        "it hurts",
        "😭",
        "b",
        "br",
        "bruise and swelling",
        "no bruise, but it is swollen",
        "\x00",
        "¿",
        "x" * 5000,
    ],
)
def test_what_names_no_choice_or_says_more_is_not_guessed(text: str) -> None:
    assert resolve(text, MANY) is None


@pytest.mark.parametrize("text", ["no bruise", "no bruisee", "not swollen", "no calf swollen"])
def test_what_is_denied_is_not_nearly_its_contrary(text: str) -> None:
    assert resolve(text, MANY, negations=frozenset({"no", "not"})) is None


def test_two_pieces_that_fit_alike_are_not_guessed() -> None:
    assert resolve("swollen", MANY) is None


@given(st.text(max_size=LONGEST + 20))
def test_no_text_breaks_it(text: str) -> None:
    meant = resolve(text, MANY)
    assert meant is None or meant.choices


@pytest.mark.usefixtures("untraced")
@pytest.mark.parametrize("text", ["1 " * 99 + "x", "1" + " " * 190 + "x", "and" * 66, ", " * 99, "1,and," * 33])
def test_no_text_takes_long(text: str) -> None:
    start = time.perf_counter()
    resolve(text, MANY)
    assert time.perf_counter() - start < 0.5


# --- countries -------------------------------------------------------------------------------------------------------


def country(text: str) -> str | None:
    return find_country(library().country_names("en"), text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Germany", "DE"),
        ("germny", "DE"),
        ("DEUTSCHLAND", "DE"),
        ("de", "DE"),
        ("England", "GB"),
        ("uk", "GB"),
        ("U.K.", "GB"),
        ("the united states", "US"),
        ("usa", "US"),
        ("Austria", "AT"),
        ("Australia", "AU"),
        ("New Zealand", "NZ"),
        ("Slovakia", "SK"),
        ("Slovenia", "SI"),
        ("Narnia", None),
        ("", None),
        ("😭", None),
        ("x" * 1000, None),
        ("no", None),
        ("hello", None),
    ],
)
def test_a_country_by_name_other_name_code_or_slip(text: str, code: str | None) -> None:
    assert country(text) == code


def test_every_country_is_found_by_its_own_name() -> None:
    for code in library().places.countries.countries:
        assert country(library().text("en", f"countries.names.{code}")) == code
        assert country(code) == code


def test_no_slip_of_one_letter_leads_to_the_number_of_another_country() -> None:
    numbers = {code: entry.emergency[0] for code, entry in library().places.countries.countries.items()}
    for code, number in numbers.items():
        name = library().text("en", f"countries.names.{code}")
        for place in range(len(name)):
            found = country(name[:place] + name[place + 1 :])
            assert found is None or numbers[found] == number, f"{name} without letter {place + 1} is {found}"


def _said(*lines: str) -> str:
    chat = Chat()
    chat.send(Command("start"))
    replies: tuple[Reply, ...] = ()
    for line in lines:
        replies = chat.send(Typed(line))
    return texts(replies)


def test_no_is_none_of_these() -> None:
    assert "Safety 2 of 2" in _said("nope")


def test_two_signs_in_one_line_count_both() -> None:
    chat = Chat()
    chat.command("start")
    chat.type("chest pain and fainted")
    assert chat.answers["breath"] == ("chest_pain", "fainted")


def test_a_number_is_asked_back_where_the_answers_speak_of_numbers() -> None:
    assert COURSE is not None
    meant = resolve("3", COURSE.choices)
    assert meant is not None
    assert not meant.sure


def test_a_command_that_arrives_as_text_is_a_command() -> None:
    assert "Stopped." in _said("/stop")
