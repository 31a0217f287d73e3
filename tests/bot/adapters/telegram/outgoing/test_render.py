from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup

from bot.adapters.telegram.api.limits import TEXT, units
from bot.adapters.telegram.outgoing.render import closed, keyboard, texts
from flows.base.replies import Choice, Copyable, Reply, Section, plain_text
from tests.doubles.telegram.markup import parse


def labels(keyboard: InlineKeyboardMarkup | None) -> list[list[str]]:
    return [[button.text for button in row] for row in keyboard.inline_keyboard] if keyboard else []


def options(*names: str, **how: object) -> tuple[Choice, ...]:
    return tuple(Choice(name, name, f"k1.aaaaaa.1.{number}", **how) for number, name in enumerate(names))  # type: ignore[arg-type]


def test_a_card_has_its_title_and_labels_in_bold_and_everything_escaped() -> None:
    card = Reply(
        "verdict",
        title="GET SEEN <TODAY>",
        paragraphs=("It can fit this & that.",),
        sections=(
            Section("Why", ("left calf swollen",)),
            Section("Do now", ("leg up", "ice < 20 min")),
            Section("", ("no label",)),
        ),
        closing_line="Information, not a diagnosis.",
    )
    (html,) = texts(card)
    plain, entities = parse(html)
    assert plain == (
        "GET SEEN <TODAY>\n\nIt can fit this & that.\n\nWhy: left calf swollen\n\n"
        "Do now:\n• leg up\n• ice < 20 min\n\nno label\n\nInformation, not a diagnosis."
    )
    bold = [plain[entity["offset"] : entity["offset"] + entity["length"]] for entity in entities]
    assert bold == ["GET SEEN <TODAY>", "Why:", "Do now:"]
    assert all(entity["type"] == "bold" for entity in entities)


def test_short_labels_share_a_row_and_long_ones_stand_alone() -> None:
    reply = Reply(
        "question",
        choices=options("Yes", "No", "Not yet", "Maybe", "I limp", "Cannot take 4 steps", "Seventeen letters", "Short"),
    )
    assert labels(keyboard(reply)) == [
        ["Yes", "No", "Not yet"],
        ["Maybe", "I limp"],
        ["Cannot take 4 steps"],
        ["Seventeen letters", "Short"],
    ]


def test_the_last_options_take_a_row_each_and_navigation_shares_one() -> None:
    reply = Reply(
        "question",
        choices=(
            *options("Left leg only"),
            Choice("none", "None", "k1.aaaaaa.1.n", group="last"),
            Choice("unsure", "Unsure", "k1.aaaaaa.1.u", group="last"),
            Choice("back", "Back", "k1.aaaaaa.1.back", group="nav"),
            Choice("why", "Why do you ask?", "k1.aaaaaa.1.why", group="nav"),
        ),
    )
    assert labels(keyboard(reply)) == [["Left leg only"], ["None"], ["Unsure"], ["Back", "Why do you ask?"]]


def test_ticks_are_marked_and_move_nothing() -> None:
    unticked = Reply("question", choices=options("Bruise", "Warm", ticked=False))
    ticked = Reply(
        "question", choices=(Choice("Bruise", "Bruise", "k", ticked=True), Choice("Warm", "Warm", "k", ticked=False))
    )
    assert labels(keyboard(unticked)) == [["Bruise"], ["Warm"]]
    assert labels(keyboard(ticked)) == [["✓ Bruise"], ["Warm"]]


def test_what_can_be_copied_comes_first_as_a_copy_button() -> None:
    reply = Reply("verdict", title="CALL", copies=(Copyable("Copy the number", "112"),), choices=options("Why?"))
    buttons = keyboard(reply)
    assert buttons is not None
    assert labels(buttons) == [["Copy the number"], ["Why?"]]
    copy = buttons.inline_keyboard[0][0].copy_text
    assert copy is not None
    assert copy.text == "112"


def test_what_is_too_long_to_copy_is_shown_instead() -> None:
    reply = Reply("message", title="For the clinician", copies=(Copyable("Text", "x" * 257),))
    assert keyboard(reply) is None
    assert parse(texts(reply)[0])[0] == "For the clinician\n\nText:\n" + "x" * 257


def test_a_button_to_the_private_chat_is_a_link() -> None:
    buttons = keyboard(Reply("message", choices=options("Go on in private", link="private")), "https://t.me/x?start=y")
    assert buttons is not None
    assert buttons.inline_keyboard[0][0].url == "https://t.me/x?start=y"
    assert buttons.inline_keyboard[0][0].callback_data is None


def test_in_the_private_chat_there_is_no_button_to_it() -> None:
    assert keyboard(Reply("message", choices=options("Go on in private", link="private"))) is None


def test_no_choices_no_keyboard() -> None:
    assert keyboard(Reply("message", paragraphs=("hi",))) is None


def test_a_long_text_is_cut_between_paragraphs() -> None:
    reply = Reply("message", title="T", paragraphs=("a" * 3000, "b" * 1000, "c" * 3000))
    assert [parse(html)[0] for html in texts(reply)] == [f"T\n\n{'a' * 3000}\n\n{'b' * 1000}", "c" * 3000]


def test_a_closed_question_is_plain_and_keeps_its_end() -> None:
    assert closed("Which leg?\n→ <Left>") == "Which leg?\n→ &lt;Left&gt;"
    assert parse(closed("x " * 3000 + "→ Left"))[0].endswith("→ Left")


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)
longer = st.one_of(words, st.builds(lambda word, times: (word + " ") * times, words, st.integers(1, 900)))


@given(
    st.builds(
        Reply,
        kind=st.just("message"),
        title=words,
        paragraphs=st.lists(longer, max_size=4).map(tuple),
        sections=st.lists(
            st.builds(Section, label=st.one_of(st.just(""), words), items=st.lists(longer, max_size=4).map(tuple)),
            max_size=3,
        ).map(tuple),
    )
)
def test_whatever_is_said_fits_and_loses_no_word(reply: Reply) -> None:
    def bare(text: str) -> str:
        return re.sub(r"[\s•-]+", "", text)

    parts = [parse(html)[0] for html in texts(reply)]
    assert all(units(part) <= TEXT for part in parts)
    assert bare("".join(parts)) == bare(plain_text(reply))
