"""What Discord hands over, read as events: commands, taps, menus, typed words; and the adapter's own buttons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Literal

import discord

from bot.adapters.discord.incoming.commands import COMMANDS
from bot.adapters.discord.outgoing.address import Place
from bot.adapters.discord.outgoing.interaction import AnyInteraction
from bot.adapters.discord.outgoing.layout import BEGIN, TO_DM, TYPE
from bot.adapters.discord.outgoing.views import TYPED
from flows.base.events import Chose, Command, Event, SentFile, Typed

Own = Literal["type", "to_dm"]
"""A tap on one of the adapter's own buttons that is no event for the conversation."""


def event_of(interaction: AnyInteraction) -> Event | Own | None:
    """What the person did; None for what concerns nobody (a ping)."""
    return read_interaction(interaction.type.value, interaction.data or {})


def read_interaction(kind: int, data: Mapping[str, Any]) -> Event | Own | None:
    """The same from its bare type and data, as Discord sends them."""
    if kind == discord.InteractionType.application_command.value:
        name = str(data.get("name", ""))
        return Command(COMMANDS.get(name, name), _argument(data))
    custom_id = str(data.get("custom_id", ""))
    if kind == discord.InteractionType.modal_submit.value:
        return Typed("\n".join(value for name, value in _fields(data) if name == TYPED))
    if kind != discord.InteractionType.component.value:
        return None
    if custom_id == TYPE:
        return "type"
    if custom_id == TO_DM:
        return "to_dm"
    if custom_id == BEGIN:
        return Command("start")
    return Chose(custom_id, tuple(str(value) for value in data.get("values", ())))


def _argument(data: Mapping[str, Any]) -> str:
    """What was filled in behind a slash command; a command has one option at most."""
    return " ".join(str(option.get("value", "")) for option in data.get("options") or ()).strip()


def _fields(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The fields of a submitted modal, whichever way they are wrapped: (custom id, value)."""
    if "value" in data:
        yield str(data.get("custom_id", "")), str(data["value"])
    for inner in [*data.get("components", ()), *([data["component"]] if "component" in data else [])]:
        yield from _fields(inner)


def place_of(interaction: AnyInteraction, at: datetime) -> Place:
    """Where the answer goes. Only the direct messages with the bot itself are private by themselves."""
    context = interaction.context
    elsewhere = context.guild or context.private_channel or interaction.guild_id is not None
    with_bot = context.dm_channel or not elsewhere
    return Place(
        "interaction",
        interaction.user.id,
        channel=(interaction.channel_id or 0) if with_bot else 0,
        language=interaction.locale.value.partition("-")[0],
        id=interaction.id,
        token=interaction.token,
        app=interaction.application_id,
        at=at,
    )


def belongs_to_another(interaction: AnyInteraction) -> bool:
    """Whether the tapped message was an answer to someone else."""
    asked = interaction.message.interaction_metadata if interaction.message else None
    return asked is not None and asked.user.id != interaction.user.id


def message_event(message: discord.Message) -> Event | None:
    """What a direct message says; None if there is nothing in it (a call, a pin)."""
    said = read_text(message.content)
    if said is not None:
        return said
    if message.attachments:
        kind = (message.attachments[0].content_type or "file").partition("/")[0]
        return SentFile(kind)
    return SentFile("sticker") if message.stickers else None


def read_text(content: str) -> Event | None:
    """What was typed: a command with a slash, or words; None for nothing."""
    text = content.strip()
    name, _, argument = text[1:].partition(" ")
    if text.startswith("/") and name.lower() in COMMANDS:
        return Command(COMMANDS[name.lower()], argument.strip())
    return Typed(content) if text else None
