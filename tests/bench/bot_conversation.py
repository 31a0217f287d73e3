"""The same questions as a ConversationHandler with PicklePersistence: a state for each question, answers in `user_data`.

The persistence has its usual settings, so it writes once a minute and at the end; a kill costs up to a minute of
answers. A ConversationHandler needs updates one after the other, so that is how they are handled.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ConversationHandler, PicklePersistence
from telegram.warnings import PTBUserWarning

from tests.bench.replay import by_button, perform
from tests.bench.requests import say
from tests.bench.talks import Talk, Turn, read_talks


def conversation(talks: list[Talk]) -> ConversationHandler[Any]:
    """One state a turn, named by talk and number."""
    turns = by_button(talks)

    async def begin(update: Update, context: Any) -> str:
        number = int(context.args[0])
        context.user_data["answers"] = {}
        await perform(update, talks[number].turns[0])
        return f"{number}.1"

    def step(number: int, place: int) -> Callable[[Update, Any], Any]:
        last = place == len(talks[number].turns) - 1

        async def take(update: Update, context: Any) -> str | int:
            assert update.callback_query is not None
            token = update.callback_query.data or ""
            turn: Turn = turns[token]
            context.user_data["answers"][place] = turn.act
            await perform(update, turn)
            return ConversationHandler.END if last else f"{number}.{place + 1}"

        return take

    states: dict[object, Any] = {
        f"{number}.{place}": [CallbackQueryHandler(step(number, place), pattern=r"^k1\.")]
        for number, talk in enumerate(talks)
        for place in range(1, len(talk.turns))
    }
    return ConversationHandler(
        entry_points=[CommandHandler("check", begin)],
        states=states,
        fallbacks=[],
        allow_reentry=True,
        persistent=True,
        name="check",
    )


def main() -> None:
    url, token, talks_file, folder = sys.argv[1:]
    warnings.filterwarnings("ignore", category=PTBUserWarning)  # it advises on per_message, which is meant here
    persistence: PicklePersistence[Any, Any, Any] = PicklePersistence(Path(folder) / "conversation.pickle")
    application = Application.builder().token(token).base_url(url).persistence(persistence).build()
    application.add_handler(conversation(read_talks(talks_file)))
    say({"up": True})
    application.run_polling(allowed_updates=["message", "callback_query"])


if __name__ == "__main__":
    main()
