"""The slash commands, as Discord registers them: names, descriptions, where they can be used and installed."""

from __future__ import annotations

from typing import Any

from bot.adapters.discord.api.limits import ARGUMENT, COMMAND_DESCRIPTION, fit
from bot.ports import TextSource

COMMANDS = {
    "calf": "check",
    "start": "start",
    "check": "check",
    "routine": "routine",
    "aid": "aid",
    "plan": "plan",
    "log": "log",
    "progress": "progress",
    "summary": "summary",
    "reminders": "reminders",
    "learn": "learn",
    "sources": "sources",
    "stop": "stop",
    "restart": "restart",
    "last": "last",
    "help": "help",
    "privacy": "privacy",
    "forget": "forget",
    "about": "about",
}
"""Slash command -> the conversation's command. /calf is the door that the welcome text of a club names."""

ARGUMENTS = {"routine": "what", "log": "value", "learn": "what", "sources": "what"}
"""Slash command -> the name of its one option, which is never required: `/routine what: warmup`, `/log value: 3`."""

_TEXT = 3
"""The type of an option that takes any words."""

_EVERYWHERE = [0, 1, 2]
"""Contexts: a server, the direct messages with the bot, any other private channel. The defaults surprise people."""
_SERVER_AND_USER = [0, 1]
"""Install types: added to a server, or by a person for themselves."""


def command_payloads(words: TextSource, language: str = "en") -> list[dict[str, Any]]:
    """What is registered at every start; registering the same again changes nothing."""
    return [
        {
            "type": 1,
            "name": name,
            "description": fit(words.text(language, f"discord.command_{name}"), COMMAND_DESCRIPTION),
            "options": _options(words, language, name),
            "contexts": _EVERYWHERE,
            "integration_types": _SERVER_AND_USER,
        }
        for name in COMMANDS
    ]


def _options(words: TextSource, language: str, command: str) -> list[dict[str, Any]]:
    if command not in ARGUMENTS:
        return []
    return [
        {
            "type": _TEXT,
            "name": ARGUMENTS[command],
            "description": fit(words.text(language, f"discord.option_{command}"), COMMAND_DESCRIPTION),
            "required": False,
            "max_length": ARGUMENT,
        }
    ]
