"""Discord: slash commands, buttons, menus and modals, with no privileged intent; what concerns a person only they see.

`run(token, core, stop)` keeps the bot on Discord until it is told to stop; `bot.core.Core` is what it needs of the
rest of the bot, `Wiring` how Discord is reached. Not here: what is said, and when something is sent again.
"""

from bot.adapters.discord.api.errors import DiscordError
from bot.adapters.discord.api.wiring import Wiring
from bot.adapters.discord.running import run

__all__ = ["DiscordError", "Wiring", "run"]
