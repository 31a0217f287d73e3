"""The bot's public face: its command menu and the words of an empty chat. Sent only where it differs."""

from __future__ import annotations

from telegram import BotCommand, BotCommandScopeAllPrivateChats
from telegram.error import TelegramError

from bot.adapters.telegram.client import RETRIES, Bot
from bot.log import logger
from flows.commands import COMMANDS
from flows.library import Library
from flows.words import FALLBACK

log = logger("telegram")


async def publish(bot: Bot, library: Library) -> None:
    """Bring commands and descriptions up to date. If Telegram will not take them, the chat works all the same."""
    for language in library.words.languages:
        # The default language is what people without a translation of their own see.
        code = None if language == FALLBACK else language
        try:
            await _commands(bot, library, language, code)
            await _description(bot, library.text(language, "telegram.description"), code)
            await _short_description(bot, library.text(language, "telegram.short_description"), code)
        except TelegramError as error:
            log.warning("profile_not_updated", error=error)


async def _commands(bot: Bot, library: Library, language: str, code: str | None) -> None:
    wanted = tuple(BotCommand(name, library.text(language, f"telegram.commands.{name}")) for name in COMMANDS)
    scope = BotCommandScopeAllPrivateChats()
    if await bot.get_my_commands(scope=scope, language_code=code, rate_limit_args=RETRIES) != wanted:
        await bot.set_my_commands(wanted, scope=scope, language_code=code, rate_limit_args=RETRIES)


async def _description(bot: Bot, wanted: str, code: str | None) -> None:
    current = await bot.get_my_description(language_code=code, rate_limit_args=RETRIES)
    if current.description != wanted:
        await bot.set_my_description(wanted, language_code=code, rate_limit_args=RETRIES)


async def _short_description(bot: Bot, wanted: str, code: str | None) -> None:
    current = await bot.get_my_short_description(language_code=code, rate_limit_args=RETRIES)
    if current.short_description != wanted:
        await bot.set_my_short_description(wanted, language_code=code, rate_limit_args=RETRIES)
