"""The bare handler: python-telegram-bot's own application makes the same calls for each turn and remembers nothing.

Updates are handled one after the other, as is usual. (Told to handle them side by side it was slower still here: its
connection pool looks at every connection for every call.)
"""

from __future__ import annotations

import sys
from typing import Any

from telegram import Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler

from tests.bench.replay import by_button, perform
from tests.bench.requests import say
from tests.bench.talks import read_talks


def main() -> None:
    url, token, talks_file, _ = sys.argv[1:]
    talks = read_talks(talks_file)
    turns = by_button(talks)

    async def command(update: Update, context: Any) -> None:
        await perform(update, talks[int(context.args[0])].turns[0])

    async def tap(update: Update, _context: Any) -> None:
        assert update.callback_query is not None
        await perform(update, turns[update.callback_query.data or ""])

    application = Application.builder().token(token).base_url(url).build()
    application.add_handler(CommandHandler("check", command))
    application.add_handler(CallbackQueryHandler(tap))
    say({"up": True})
    application.run_polling(allowed_updates=["message", "callback_query"])


if __name__ == "__main__":
    main()
