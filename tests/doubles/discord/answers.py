"""The life of an interaction: one first answer within three seconds, then fifteen minutes of followups and edits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tests.doubles.discord import errors
from tests.doubles.discord.limits import check_message, check_modal
from tests.doubles.discord.world import COMMAND, EPHEMERAL, LOADING, MODAL, Interaction, Json, Message, World

MESSAGE, DEFERRED, QUIET, UPDATE, SHOW_MODAL = 4, 5, 6, 7, 9
"""Types of callback."""

_DEADLINE = timedelta(seconds=3)
_LIFE = timedelta(minutes=15)


def answer(world: World, interaction_id: int, token: str, body: Mapping[str, Any]) -> Json:
    """The callback. What is refused does not count as an answer."""
    interaction = world.interactions.get(interaction_id)
    if interaction is None or interaction.token != token:
        raise errors.unknown_interaction()
    if interaction.answer is not None:
        raise errors.already_acknowledged()
    if world.clock.now() - interaction.at > _DEADLINE:
        raise errors.unknown_interaction()
    kind, data = body.get("type"), dict(body.get("data") or {})
    message: Message | None = None
    if kind == MESSAGE:
        check_message(data)
        message = interaction.original = _new(world, interaction, data)
    elif kind == DEFERRED:
        message = interaction.original = _new(world, interaction, {"flags": data.get("flags", 0) | LOADING})
    elif kind in (QUIET, UPDATE):
        if interaction.type == COMMAND or interaction.source is None:
            raise errors.invalid("type", "There is no message to update.")
        message = interaction.original = interaction.source
        if kind == UPDATE:
            change(world, interaction.source, data)
    elif kind == SHOW_MODAL:
        if interaction.type == MODAL:
            raise errors.invalid("type", "A modal cannot answer a modal.")
        check_modal(data)
        interaction.modal = data
    else:
        raise errors.invalid("type", f"Unknown callback type {kind}.")
    interaction.answer = kind
    world.changed()
    return _receipt(interaction, kind, message)


def _receipt(interaction: Interaction, kind: int, message: Message | None) -> Json:
    receipt: Json = {
        "interaction": {
            "id": str(interaction.id),
            "type": interaction.type,
            "response_message_id": str(message.id) if message and kind != QUIET else None,
            "response_message_loading": kind == DEFERRED,
            "response_message_ephemeral": bool(message and message.flags & EPHEMERAL),
        },
        "resource": {"type": kind},
    }
    if message and kind in (MESSAGE, UPDATE):
        receipt["resource"]["message"] = message.wire()
    return receipt


def by_token(world: World, application: int, token: str) -> Interaction:
    """The interaction that a webhook call is about."""
    interaction = next((one for one in world.interactions.values() if one.token == token), None)
    if interaction is None or application != world.application or interaction.answer is None:
        raise errors.unknown_webhook()
    if world.clock.now() - interaction.at >= _LIFE:
        raise errors.invalid_webhook_token()
    return interaction


def follow_up(world: World, interaction: Interaction, body: Mapping[str, Any]) -> Message:
    """A further message; if a "thinking…" still waits, it is filled instead."""
    if interaction.answer == DEFERRED and interaction.original and interaction.original.loading:
        return change(world, interaction.original, body)
    check_message(body)
    if interaction.user_install and len(interaction.followups) >= 5:
        raise errors.too_many_followups()
    message = _new(world, interaction, body)
    interaction.followups.append(message)
    return message


def reachable(interaction: Interaction, which: str) -> Message:
    """The message that this token may read, edit or delete: the original answer or one of its followups."""
    if which == "@original":
        found = interaction.original
    else:
        candidates = [*([interaction.original] if interaction.original else []), *interaction.followups]
        found = next((message for message in candidates if str(message.id) == which), None)
    if found is None or found.deleted:
        raise errors.unknown_message()
    return found


def change(world: World, message: Message, body: Mapping[str, Any]) -> Message:
    """Edit; whether it is ephemeral was decided when it was made."""
    if message.deleted:
        raise errors.unknown_message()
    now = {
        "content": message.content,
        "components": message.components,
        "embeds": message.embeds,
        "attachments": message.attachments,
    }
    check_message(body, before=now)
    message.content = body.get("content", message.content) or ""
    message.components = list(body.get("components", message.components) or [])
    message.embeds = list(body.get("embeds", message.embeds) or [])
    message.attachments = list(body.get("attachments", message.attachments) or [])
    message.flags &= ~LOADING
    world.touch(message)
    return message


def _new(world: World, interaction: Interaction, data: Mapping[str, Any]) -> Message:
    flags = int(data.get("flags") or 0)
    return world.add(
        Message(
            world.new_id(),
            interaction.channel,
            world.bot,
            content=data.get("content") or "",
            components=list(data.get("components") or []),
            embeds=list(data.get("embeds") or []),
            attachments=list(data.get("attachments") or []),
            flags=flags,
            only_for=interaction.user.id if flags & EPHEMERAL else None,
            asked_by=interaction,
        )
    )
