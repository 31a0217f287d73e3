"""A reply as Telegram shows it: HTML with everything escaped, titles and labels in bold, buttons in rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

import msgspec
from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.adapters.telegram.api.limits import CAPTION, COPY_TEXT, ROW_LABELS, TEXT, units
from flows.base.replies import Choice, Reply, Section

TICK = "✓ "


class Block(msgspec.Struct, frozen=True):
    """A paragraph: a bold beginning (may be empty), then plain text (may be empty)."""

    bold: str
    plain: str

    @property
    def units(self) -> int:
        """The length of the paragraph as Telegram counts it."""
        return units(self.bold) + units(self.plain)

    def html(self) -> str:
        """The paragraph as HTML, with everything escaped."""
        bold = f"<b>{escape(self.bold, quote=False)}</b>" if self.bold else ""
        return bold + escape(self.plain, quote=False)


def texts(reply: Reply, left: str = "", limit: int = TEXT) -> list[str]:
    """The reply's words as HTML, in as many messages as they need: mostly one, cut between paragraphs.

    `left` says what is left of its countdown; it stands last, in bold. `limit` is what one message holds.
    """
    return _messages([*_blocks(reply), *([Block(left, "")] if left else [])], limit)


def caption(reply: Reply, left: str = "") -> str | None:
    """The reply's words as the caption of its file, what a picture shows last if they do not say it; None if too long."""
    alt = reply.picture.alt if reply.picture is not None and not reply.picture.told else ""
    blocks = [*_blocks(reply), *([Block("", alt)] if alt else []), *([Block(left, "")] if left else [])]
    fitting = _messages(blocks, CAPTION)
    return fitting[0] if len(fitting) == 1 else None


def closed(text: str, limit: int = TEXT) -> str:
    """What is left in an answered question, as HTML. It is one message already; if it is too long its end is kept."""
    return _messages([Block("", text)], limit)[-1]


def keyboard(reply: Reply, private_link: str = "") -> InlineKeyboardMarkup | None:
    """The reply's buttons, or None. A button to the private chat leads to `private_link`; without it there is none."""
    choices = [choice for choice in reply.choices if private_link or choice.link != "private"]
    rows = [
        *_rows(_copy_button(copy.label, copy.text) for copy in reply.copies if units(copy.text) <= COPY_TEXT),
        # What can be ticked stays one a row, so that nothing moves under the thumb when a tick makes a label longer.
        *([_button(choice, private_link)] for choice in choices if choice.ticked is not None),
        *_rows(
            _button(choice, private_link)
            for choice in choices
            if choice.ticked is None and choice.group in ("option", "act")
        ),
        *([_button(choice, private_link)] for choice in choices if choice.ticked is None and choice.group == "last"),
        [_button(choice, private_link) for choice in choices if choice.group == "nav"],
    ]
    rows = [row for row in rows if row]
    return InlineKeyboardMarkup(rows) if rows else None


def _blocks(reply: Reply) -> list[Block]:
    blocks = [Block(reply.title, "")] if reply.title else []
    blocks += [Block("", paragraph) for paragraph in reply.paragraphs]
    blocks += [_section(section) for section in reply.sections]
    if reply.closing_line:
        blocks.append(Block("", reply.closing_line))
    # A text too long for a copy button can still be selected by hand.
    blocks += [Block(f"{copy.label}:", f"\n{copy.text}") for copy in reply.copies if units(copy.text) > COPY_TEXT]
    return blocks


def _section(section: Section) -> Block:
    if not section.label:
        return Block("", "\n".join(section.items))
    if len(section.items) == 1:
        return Block(f"{section.label}:", f" {section.items[0]}")
    return Block(f"{section.label}:", "".join(f"\n• {item}" for item in section.items))


def _messages(blocks: Iterable[Block], limit: int = TEXT) -> list[str]:
    messages: list[str] = []
    parts: list[str] = []
    used = 0
    for block in blocks:
        for piece in _pieces(block, limit):
            if parts and used + 2 + piece.units > limit:
                messages.append("\n\n".join(parts))
                parts, used = [], 0
            used += piece.units + (2 if parts else 0)
            parts.append(piece.html())
    messages.append("\n\n".join(parts))
    return messages


def _pieces(block: Block, limit: int) -> Iterator[Block]:
    if block.units <= limit:
        yield block
        return
    yield from (Block(part, "") for part in _cut(block.bold, limit))
    yield from (Block("", part) for part in _cut(block.plain, limit))


def _cut(text: str, limit: int) -> Iterator[str]:
    """Cut at the last line end, else the last space, else anywhere, so that each part fits."""
    while units(text) > limit:
        end = limit
        while units(text[:end]) > limit:
            end -= 1
        at = max(text.rfind("\n", 0, end), 0) or max(text.rfind(" ", 0, end), 0) or end
        yield text[:at]
        text = text[at:].lstrip("\n ")
    if text:
        yield text


def _button(choice: Choice, private_link: str) -> InlineKeyboardButton:
    label = TICK + choice.label if choice.ticked else choice.label
    if choice.link == "private":
        return InlineKeyboardButton(label, url=private_link)
    return InlineKeyboardButton(label, callback_data=choice.token)


def _copy_button(label: str, text: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, copy_text=CopyTextButton(text))


def _rows(buttons: Iterable[InlineKeyboardButton]) -> Iterator[list[InlineKeyboardButton]]:
    """Neighbours share a row while every label in it stays readable."""
    row: list[InlineKeyboardButton] = []
    for button in buttons:
        longest = max(units(other.text) for other in [*row, button])
        if row and longest > ROW_LABELS.get(len(row) + 1, 0):
            yield row
            row = []
        row.append(button)
    if row:
        yield row
