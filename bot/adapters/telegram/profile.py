"""The bot's public face: its command menu and the words of an empty chat. Sent only where it differs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from telegram import BotCommand, BotCommandScopeAllPrivateChats
from telegram.error import RetryAfter, TelegramError

from bot.adapters.telegram.api.client import Bot, asked_to_wait
from bot.base.clock import Clock
from bot.base.log import logger
from bot.core import Core
from flows.content.words import FALLBACK
from flows.turn.registry import COMMANDS

log = logger("telegram")

TRIES = 3
"""How often one call is made when Telegram asks to wait."""


async def publish(bot: Bot, core: Core) -> None:
    """Bring commands and descriptions up to date. If Telegram will not take them, the chat works all the same."""
    for language in core.languages:
        # The default language is what people without a translation of their own see.
        code = None if language == FALLBACK else language

        def text(key: str, language: str = language) -> str:
            return core.words.text(language, f"telegram.{key}")

        await _patiently(
            core.clock, partial(_commands, bot, code, {name: text(f"commands.{name}") for name in COMMANDS})
        )
        await _patiently(core.clock, partial(_description, bot, code, text("description")))
        await _patiently(core.clock, partial(_short_description, bot, code, text("short_description")))


async def _patiently(clock: Clock, update: Callable[[], Awaitable[None]]) -> None:
    for _ in range(TRIES):
        try:
            return await update()
        except RetryAfter as error:
            await clock.sleep(asked_to_wait(error))
        except (TelegramError, ValueError, TypeError, LookupError, AttributeError) as error:
            log.warning("profile_not_updated", error=error)
            return


async def _commands(bot: Bot, code: str | None, words: dict[str, str]) -> None:
    wanted = tuple(BotCommand(name, description) for name, description in words.items())
    scope = BotCommandScopeAllPrivateChats()
    if await bot.get_my_commands(scope=scope, language_code=code) != wanted:
        await bot.set_my_commands(wanted, scope=scope, language_code=code)


async def _description(bot: Bot, code: str | None, wanted: str) -> None:
    if (await bot.get_my_description(language_code=code)).description != wanted:
        await bot.set_my_description(wanted, language_code=code)


async def _short_description(bot: Bot, code: str | None, wanted: str) -> None:
    if (await bot.get_my_short_description(language_code=code)).short_description != wanted:
        await bot.set_my_short_description(wanted, language_code=code)
