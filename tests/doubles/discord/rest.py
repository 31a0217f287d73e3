"""The REST routes that a bot of ours may use; any other is a failure of the test, never a polite guess."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.doubles.discord import answers, errors
from tests.doubles.discord.limits import check_commands, check_message
from tests.doubles.discord.world import BOT_DM, Channel, Json, Message, World


@dataclass
class Ask:
    """One request, as a route sees it."""

    world: World
    match: re.Match[str]
    body: Any
    query: Mapping[str, str]

    def number(self, name: str) -> int:
        return int(self.match[name])


@dataclass(frozen=True)
class Route:
    """`by_bot` routes need the bot's token; the others carry their own in the path."""

    method: str
    path: re.Pattern[str]
    handle: Callable[[Ask], Any]
    by_bot: bool


ROUTES: list[Route] = []


def _route(method: str, path: str, by_bot: bool = True) -> Callable[[Callable[[Ask], Any]], Callable[[Ask], Any]]:
    pattern = re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", path))

    def add(handle: Callable[[Ask], Any]) -> Callable[[Ask], Any]:
        ROUTES.append(Route(method, pattern, handle, by_bot))
        return handle

    return add


def find(method: str, path: str) -> tuple[Route, re.Match[str]] | None:
    """The route of a request, if this Discord has it."""
    for route in ROUTES:
        match = route.path.fullmatch(path)
        if match and route.method == method:
            return route, match
    return None


@_route("GET", "/users/@me")
def _me(ask: Ask) -> Json:
    return {**ask.world.bot.wire(), "verified": True, "mfa_enabled": True, "flags": 0, "locale": "en-US"}


@_route("GET", "/oauth2/applications/@me")
def _application(ask: Ask) -> Json:
    return {
        "id": str(ask.world.application),
        "name": "Calfwise",
        "description": "",
        "icon": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": {"id": "1", "username": "owner", "discriminator": "0", "avatar": None},
        "verify_key": "0" * 64,
        "flags": 0,
        "team": None,
    }


@_route("PUT", "/applications/{application}/commands")
def _commands(ask: Ask) -> list[Json]:
    check_commands(ask.body)
    old, ask.world.commands = ask.world.commands, {}
    for command in ask.body:
        known = old.get(command["name"])
        ask.world.commands[command["name"]] = {
            "id": known["id"] if known else str(ask.world.new_id()),
            "application_id": str(ask.world.application),
            "type": 1,
            "version": "1",
            "default_member_permissions": None,
            "nsfw": False,
            **command,
        }
    ask.world.changed()
    return list(ask.world.commands.values())


@_route("POST", "/interactions/{interaction}/{token}/callback", by_bot=False)
def _callback(ask: Ask) -> Json | None:
    receipt = answers.answer(ask.world, ask.number("interaction"), ask.match["token"], ask.body)
    return receipt if ask.query.get("with_response") in ("1", "true") else None


@_route("POST", "/webhooks/{application}/{token}", by_bot=False)
def _follow_up(ask: Ask) -> Json | None:
    interaction = answers.by_token(ask.world, ask.number("application"), ask.match["token"])
    return answers.follow_up(ask.world, interaction, ask.body).wire()


def _by_token(ask: Ask) -> Message:
    interaction = answers.by_token(ask.world, ask.number("application"), ask.match["token"])
    return answers.reachable(interaction, ask.match["message"])


@_route("GET", "/webhooks/{application}/{token}/messages/{message}", by_bot=False)
def _read_by_token(ask: Ask) -> Json:
    return _by_token(ask).wire()


@_route("PATCH", "/webhooks/{application}/{token}/messages/{message}", by_bot=False)
def _edit_by_token(ask: Ask) -> Json:
    return answers.change(ask.world, _by_token(ask), ask.body).wire()


@_route("POST", "/users/@me/channels")
def _open_dm(ask: Ask) -> Json:
    user = ask.world.users.get(int(ask.body["recipient_id"]))
    if user is None:
        raise errors.unknown_user()
    return ask.world.dm(user).wire()


def _channel(ask: Ask) -> Channel:
    channel = ask.world.channels.get(ask.number("channel"))
    if channel is None:
        raise errors.unknown_channel()
    return channel


@_route("POST", "/channels/{channel}/messages")
def _send(ask: Ask) -> Json:
    channel = _channel(ask)
    check_message(ask.body)
    if channel.context == BOT_DM and channel.recipient and not channel.recipient.dms_open:
        raise errors.cannot_message_user()
    if channel.closed:
        raise errors.missing_permissions()
    nonce = ask.body.get("nonce")
    if nonce is not None and len(str(nonce)) > 25:
        raise errors.invalid("nonce", "Must be 25 or fewer in length.")
    if nonce is not None and ask.body.get("enforce_nonce"):
        for message in ask.world.messages.values():
            if message.nonce == nonce and message.channel is channel and not message.deleted:
                return message.wire()
    message = Message(
        ask.world.new_id(),
        channel,
        ask.world.bot,
        content=ask.body.get("content") or "",
        components=list(ask.body.get("components") or []),
        embeds=list(ask.body.get("embeds") or []),
        attachments=list(ask.body.get("attachments") or []),
        flags=int(ask.body.get("flags") or 0),
        nonce=nonce,
    )
    return ask.world.add(message).wire()


@_route("PATCH", "/channels/{channel}/messages/{message}")
def _edit(ask: Ask) -> Json:
    message = ask.world.messages.get(ask.number("message"))
    if message is None or message.channel is not _channel(ask) or message.only_for is not None:
        raise errors.unknown_message()  # ephemeral messages exist for their token only
    if message.author is not ask.world.bot:
        raise errors.not_the_author()
    return answers.change(ask.world, message, ask.body).wire()
