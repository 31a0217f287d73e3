"""Where the buttons of a reply go on Discord: rows of at most five, menus for long lists, the adapter's own last."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bot.adapters.discord.api.limits import IN_A_ROW, LABEL, OPTION_LABEL, OPTIONS, PLACEHOLDER, ROWS, fit
from bot.ports import TextSource
from flows.base.replies import Choice, Reply
from flows.base.tokens import make, parse

TYPE = "dc.type"
"""The button that opens the modal for typed words."""
TO_DM = "dc.dm"
"""The button that takes the conversation to a direct message."""
BEGIN = "dc.start"
"""The button on a message that everyone sees: the conversation itself is for the person who taps."""

_FEW = 5
_SHORT = 38
"""Longer labels are cut on a telephone, so they go into a menu."""
_WIDE = 17
"""Two labels longer than this do not fit side by side on a telephone."""


class Button(msgspec.Struct, frozen=True):
    """A button. `plain` ones (*Back*, *Type instead*) are grey."""

    label: str
    custom_id: str
    plain: bool = False


class Menu(msgspec.Struct, frozen=True):
    """A select menu: `options` are (value, label, chosen beforehand)."""

    custom_id: str
    placeholder: str
    options: tuple[tuple[str, str, bool], ...]
    most: int


Row = tuple[Button, ...] | Menu


def lay_out_rows(reply: Reply, words: TextSource, language: str, in_dm: bool) -> tuple[Row, ...]:
    """The rows under `reply`: answers, then *None of these* and the like, then *Back*, *Why* and the adapter's own."""
    menu = _menu(reply, words, language)
    shown = [choice for choice in reply.choices if not (menu and choice.group == "option")]
    if menu and not any(chosen for _, _, chosen in menu.options):
        shown = [choice for choice in shown if choice.id != "done"]  # a menu sends itself when it closes
    # Beneath urgent advice no button has a colour: none of them is what to do, the words are.
    answers = [
        _button(choice, plain=reply.urgent and choice.group == "act")
        for choice in shown
        if choice.group in ("option", "act")
    ]
    last = [_button(choice) for choice in shown if choice.group == "last"]
    end = [_button(choice, plain=True) for choice in shown if choice.group == "nav"]
    end += _own(reply, words, language, in_dm)
    room = ROWS - (1 if menu else 0)
    return ((menu,) if menu else ()) + _fitted(answers, last, end, room)


def in_dm(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The same rows where *Move to DM* leads nowhere."""
    kept = (row if isinstance(row, Menu) else tuple(b for b in row if b.custom_id != TO_DM) for row in rows)
    return tuple(row for row in kept if row)


def _menu(reply: Reply, words: TextSource, language: str) -> Menu | None:
    """A menu for a question with a list to tick, or with more or longer answers than buttons can hold."""
    options = [choice for choice in reply.choices if choice.group == "option"]
    if reply.question is None or not 0 < len(options) <= OPTIONS:
        return None
    token = parse(options[0].token)
    if token is None or token.word != reply.question.id:
        return None  # these are no answers to the question, so no pick could name them
    many = reply.question.kind == "many"
    if not many and len(options) <= _FEW and all(len(choice.label) <= _SHORT for choice in options):
        return None
    return Menu(
        make(token.sid, token.turn, "pick"),
        fit(words.text(language, "discord.pick_many" if many else "discord.pick_one"), PLACEHOLDER),
        tuple((choice.id, fit(choice.label, OPTION_LABEL), bool(choice.ticked)) for choice in options),
        most=len(options) if many else 1,
    )


def _own(reply: Reply, words: TextSource, language: str, in_dm: bool) -> list[Button]:
    if reply.question is None:
        return []
    own = [Button(fit(words.text(language, "discord.type_instead"), LABEL), TYPE, plain=True)]
    if not in_dm:
        own.append(Button(fit(words.text(language, "discord.move_to_dm"), LABEL), TO_DM, plain=True))
    return own


def _button(choice: Choice, plain: bool = False) -> Button:
    label = choice.label if choice.ticked is not True else f"✓ {choice.label}"
    return Button(fit(label, LABEL), BEGIN if choice.link == "private" else choice.token, plain)


def _fitted(answers: list[Button], last: list[Button], end: list[Button], room: int) -> tuple[Row, ...]:
    """Rows as airy as `room` allows: one wide answer a row, else two, else as many as a row takes."""
    closing = [*_chunks(last, IN_A_ROW), *_chunks(end, IN_A_ROW)]
    for most in (1, 2, IN_A_ROW):
        opening = _packed(answers, most)
        if len(opening) + len(closing) <= room:
            return tuple(opening + closing)
    return tuple(_chunks([*answers, *last, *end], IN_A_ROW))


def _packed(buttons: Sequence[Button], most_wide: int) -> list[Row]:
    """Rows in order; a row with a wide label takes at most `most_wide` buttons."""
    packed: list[list[Button]] = []
    for button in buttons:
        row = [*packed[-1], button] if packed else [button]
        limit = most_wide if any(len(other.label) > _WIDE for other in row) else IN_A_ROW
        if packed and len(row) <= limit:
            packed[-1] = row
        else:
            packed.append([button])
    return [tuple(row) for row in packed]


def _chunks(buttons: Sequence[Button], size: int) -> list[Row]:
    return [tuple(buttons[start : start + size]) for start in range(0, len(buttons), size)]
