"""Single calls of discord.py that the port makes, each with its errors in our words."""

from __future__ import annotations

from typing import Any

import discord

from bot.adapters.discord.api.errors import calling
from bot.adapters.discord.outgoing.address import Place
from bot.adapters.discord.outgoing.markup import escape
from bot.ports import Delivery

_EPHEMERAL = discord.MessageFlags(ephemeral=True).value


async def answer_raw(client: discord.Client, place: Place, text: str) -> None:
    """First answer to an interaction that the library has no object for: `text`, or "thinking…" if it is empty."""
    said = {"content": escape(text), "flags": _EPHEMERAL, "allowed_mentions": {"parse": []}}
    body = {"type": 4, "data": said} if text else {"type": 5, "data": {"flags": _EPHEMERAL}}
    path = "/interactions/{interaction_id}/{interaction_token}/callback"
    route = discord.http.Route("POST", path, interaction_id=place.id, interaction_token=place.token)
    async with calling():
        await client.http.request(route, json=body)


def webhook_of(client: discord.Client, app: int, token: str) -> discord.Webhook:
    """The interaction's token as discord.py sees it: a webhook of the application."""
    webhook = discord.Webhook.partial(app, token, client=client)
    webhook.type = discord.WebhookType.application
    return webhook


async def edit(message: discord.PartialMessage, content: Any, rows: discord.ui.View | None) -> None:
    """Edit a direct message."""
    async with calling():
        await message.edit(content=content, view=rows)


async def edit_by_token(webhook: discord.Webhook, message: int, content: Any, rows: discord.ui.View | None) -> None:
    """Edit a message that was sent by an interaction's token."""
    async with calling():
        await webhook.edit_message(message, content=content, view=rows)


def stamp_of(delivery: Delivery) -> str:
    """At most 20 characters that no other row has: numbers may start again with another database, times do not."""
    return f"{delivery.row % 10**9}.{round(delivery.at.timestamp() * 1000) % 10**10}"
