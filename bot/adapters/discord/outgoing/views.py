"""Rows and modals as discord.py's objects; stopped before they are sent, or the library keeps each one for ever."""

from __future__ import annotations

import io
from typing import Any

import discord

from bot.adapters.discord.api.limits import ALT, INPUT_LABEL, INPUT_TEXT, MODAL_TITLE, fit
from bot.adapters.discord.outgoing.layout import Button, Menu, Row
from bot.delivery.media import Attachment
from bot.ports import TextSource

TYPED = "dc.typed"
"""The custom id of the modal, and of its one input."""


def build_view(rows: tuple[Row, ...]) -> discord.ui.View:
    """The rows as a view that discord.py will not remember: taps reach `on_interaction`, after a restart as before."""
    built = discord.ui.View(timeout=None)
    for number, row in enumerate(rows):
        items = [_select(row)] if isinstance(row, Menu) else [_button(button) for button in row]
        for item in items:
            item.row = number
            built.add_item(item)
    built.stop()
    return built


def build_modal(words: TextSource, language: str) -> discord.ui.Modal:
    """The modal behind *Type instead*: one field, sent as `TYPED`."""
    built = discord.ui.Modal(title=fit(words.text(language, "discord.modal_title"), MODAL_TITLE), custom_id=TYPED)
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=TYPED, style=discord.TextStyle.paragraph, max_length=INPUT_TEXT
    )
    built.add_item(
        discord.ui.Label(text=fit(words.text(language, "discord.modal_label"), INPUT_LABEL), component=field)
    )
    built.stop()
    return built


def build_upload(attachment: Attachment) -> discord.File:
    """The file to send, with what it shows as its description. Used up by one call, so each call needs another."""
    return discord.File(
        io.BytesIO(attachment.data), filename=attachment.name, description=fit(attachment.alt, ALT) or None
    )


def _button(button: Button) -> discord.ui.Item[Any]:
    style = discord.ButtonStyle.secondary if button.plain else discord.ButtonStyle.primary
    return discord.ui.Button(label=button.label, custom_id=button.custom_id, style=style)


def _select(menu: Menu) -> discord.ui.Item[Any]:
    options = [discord.SelectOption(value=value, label=label, default=chosen) for value, label, chosen in menu.options]
    return discord.ui.Select(
        custom_id=menu.custom_id, placeholder=menu.placeholder, options=options, max_values=menu.most
    )
