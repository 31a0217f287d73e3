"""How many buttons the card of an emergency really has on Discord, that none has a colour, and its list as a menu."""

from __future__ import annotations

import discord

from bot.adapters.discord.outgoing.layout import Menu, Row, lay_out_rows
from bot.adapters.discord.outgoing.views import build_view
from flows.base.replies import Reply
from flows.content.words import Words
from tests.doubles.discord.limits import check_components
from tests.flows.support import Chat

FIVE = ["I have called", "I cannot call", "What else?", "Which country are you in?", "That was a mistake"]


def emergency() -> Chat:
    chat = Chat()
    chat.command("start")
    chat.tap("breathless")
    return chat


def rows_of(reply: Reply, words: Words) -> tuple[Row, ...]:
    rows = lay_out_rows(reply, words, "en", False)
    check_components(build_view(rows).to_components())
    return rows


def labels(rows: tuple[Row, ...]) -> list[str]:
    return [button.label for row in rows if not isinstance(row, Menu) for button in row]


def test_five_buttons_and_none_of_the_adapters_own(words: Words) -> None:
    assert labels(rows_of(emergency().screen, words)) == FIVE


def test_no_button_has_a_colour(words: Words) -> None:
    view = build_view(rows_of(emergency().screen, words))
    styles = {item.style for item in view.children if isinstance(item, discord.ui.Button)}
    assert styles == {discord.ButtonStyle.secondary}


def test_the_list_is_a_menu_with_its_way_back(words: Words) -> None:
    chat = emergency()
    chat.tap("what_else")
    menu, *rest = rows_of(chat.screen, words)
    assert isinstance(menu, Menu)
    assert 3 <= len(menu.options) == menu.most <= 7
    assert labels(tuple(rest)) == ["Back to the advice", "Type instead", "Move to DM"]
    chat.send_token(menu.custom_id, "look.one_swollen", "side.left")
    assert chat.screen.verdict is not None
    assert chat.answers["look"] == ("one_swollen",)


def test_the_answer_to_the_call_brings_two_more(words: Words) -> None:
    (reply,) = emergency().tap("called")
    assert labels(rows_of(reply, words)) == ["Text for the doctor", "Why this advice?"]
