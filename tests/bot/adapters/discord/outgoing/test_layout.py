"""Rows of buttons and menus: within Discord's limits for whatever a reply brings along."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.discord.outgoing.layout import Button, Menu, lay_out_rows
from bot.adapters.discord.outgoing.views import build_modal, build_view
from flows.base.replies import Choice, QuestionFacts, Reply
from flows.content.words import Words
from tests.doubles.discord.limits import check_components, check_modal

NAV = (Choice("back", "Back", "k1.abcdef.3.back", "nav"), Choice("why", "Why do you ask?", "k1.abcdef.3.why", "nav"))


def ask(kind: Any, labels: list[str], last: list[str] | None = None, ticked: int | None = None) -> Reply:
    """A question with these options."""
    choices = [
        Choice(
            f"o{n}",
            label,
            f"k1.abcdef.3.{'+' if kind == 'many' else ''}quiz.o{n}",
            ticked=n == ticked if ticked else None,
        )
        for n, label in enumerate(labels)
    ]
    choices += [Choice(name.lower(), name, f"k1.abcdef.3.{name.lower()}", "last") for name in last or []]
    return Reply("question", "Quiz", choices=(*choices, *NAV), question=QuestionFacts("quiz", kind, (1, 2)))


def shape(found: tuple[Any, ...]) -> list[Any]:
    return [[o[1] for o in row.options] if isinstance(row, Menu) else tuple(b.label for b in row) for row in found]


def test_few_short_answers_are_buttons(words: Words) -> None:
    found = lay_out_rows(
        ask("one", ["Easy, pain 0 to 2", "Sore, 3 or more", "Not now, show my advice"]), words, "en", False
    )
    assert shape(found) == [
        ("Easy, pain 0 to 2", "Sore, 3 or more"),
        ("Not now, show my advice",),
        ("Back", "Why do you ask?", "Type instead", "Move to DM"),
    ]


def test_five_wide_answers_and_a_last_one_share_rows(words: Words) -> None:
    found = lay_out_rows(
        ask("one", [f"Both calves, number {n} of five" for n in range(5)], ["Unsure"]), words, "en", False
    )
    assert [len(row) for row in found if isinstance(row, tuple)] == [2, 2, 1, 1, 4]


def test_many_or_long_answers_are_a_menu(words: Words) -> None:
    found = lay_out_rows(ask("one", [f"Way {n}" for n in range(6)], ["Unsure"]), words, "en", True)
    menu = found[0]
    assert isinstance(menu, Menu)
    assert (menu.custom_id, menu.most, menu.placeholder) == ("k1.abcdef.3.pick", 1, "Choose one")
    assert menu.options[2] == ("o2", "Way 2", False)
    assert shape(found[1:]) == [("Unsure",), ("Back", "Why do you ask?", "Type instead")]
    assert isinstance(lay_out_rows(ask("one", ["x" * 39]), words, "en", True)[0], Menu)


def test_a_list_to_tick_is_a_menu_of_many_without_done(words: Words) -> None:
    found = lay_out_rows(ask("many", ["Bruise", "Dent"], ["None", "Done"]), words, "en", True)
    menu = found[0]
    assert isinstance(menu, Menu)
    assert menu.most == 2
    assert shape(found[1:2]) == [("None",)]


def test_what_is_ticked_already_is_chosen_beforehand_and_can_be_sent(words: Words) -> None:
    found = lay_out_rows(ask("many", ["Bruise", "Dent"], ["None", "Done"], ticked=1), words, "en", True)
    menu = found[0]
    assert isinstance(menu, Menu)
    assert [chosen for _, _, chosen in menu.options] == [False, True]
    assert shape(found[1:2]) == [("None", "Done")]


def test_a_card_has_its_buttons_and_none_of_ours(words: Words) -> None:
    acts = tuple(Choice(f"a{n}", f"Act {n}", f"k1.abcdef.3.a{n}", "act") for n in range(6))
    found = lay_out_rows(Reply("verdict", "SEEN TODAY", choices=acts), words, "en", False)
    assert [len(row) for row in found if isinstance(row, tuple)] == [5, 1]


def test_answers_to_something_else_stay_buttons(words: Words) -> None:
    """A menu could only name the open question's options."""
    choices = tuple(Choice(f"C{n}", f"Country {n}", f"k1.abcdef.3.country.C{n}") for n in range(7))
    found = lay_out_rows(
        Reply("question", "Where?", choices=choices, question=QuestionFacts("quiz", "one", (1, 2))), words, "en", True
    )
    assert all(isinstance(row, tuple) for row in found)


LABELS = st.lists(st.text("abc 😀", min_size=1, max_size=90), max_size=16)


@given(
    st.sampled_from(["one", "many", "number"]),
    LABELS,
    st.sets(st.sampled_from(["None", "Unsure", "Done"])),
    st.booleans(),
)
async def test_discord_takes_every_layout(
    words: Words, kind: str, labels: list[str], last: set[str], in_dm: bool
) -> None:
    found = lay_out_rows(ask(kind, labels, sorted(last)), words, "en", in_dm)
    check_components(build_view(found).to_components())
    tappable = {o[0] for row in found if isinstance(row, Menu) for o in row.options}
    tappable |= {b.custom_id.rpartition(".")[2] for row in found if isinstance(row, tuple) for b in row}
    assert {f"o{n}" for n in range(len(labels))} <= tappable


async def test_the_window_for_typing(words: Words) -> None:
    check_modal(build_modal(words, "en").to_dict())
    assert build_modal(words, "en").is_finished()
    assert build_view((((Button("One", "k1.abcdef.3.x")),),)).is_finished()
