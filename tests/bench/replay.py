"""Makes the calls that Calfwise makes for a turn, from a list, the way a handler of python-telegram-bot would."""

from __future__ import annotations

import os
from typing import Any

from telegram import InlineKeyboardMarkup, LinkPreviewOptions, Update
from telegram.constants import ParseMode

from tests.bench.talks import Call, Talk, Turn

os.environ.setdefault("PTB_TIMEDELTA", "1")
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def by_button(talks: list[Talk]) -> dict[str, Turn]:
    """Each turn by the whole token of the button that leads to it."""
    found: dict[str, Turn] = {}
    for talk in talks:
        before: dict[str, str] = {}
        for turn in talk.turns:
            if turn.act:
                found[before[turn.act]] = turn
            for call in turn.calls:
                rows = (call.markup or {}).get("inline_keyboard", ())
                tokens = [button["callback_data"] for row in rows for button in row if "callback_data" in button]
                before.update({token.split(".", 3)[-1]: token for token in tokens})
    return found


async def perform(update: Update, turn: Turn) -> None:
    """Answer the tap, then edit and send as written down."""
    query, chat = update.callback_query, update.effective_chat
    assert chat is not None
    bot: Any = update.get_bot()
    if query is not None:
        await query.answer()
    for call in turn.calls:
        if not call.edit:
            await bot.send_message(chat.id, call.text, reply_markup=_markup(call), **_LOOKS)
            continue
        assert query is not None
        assert query.message is not None
        where = (chat.id, query.message.message_id)
        if call.text:
            await bot.edit_message_text(call.text, *where, reply_markup=_markup(call), **_LOOKS)
        else:
            await bot.edit_message_reply_markup(*where, reply_markup=_markup(call))


_LOOKS: dict[str, Any] = {"parse_mode": ParseMode.HTML, "link_preview_options": _NO_PREVIEW}


def _markup(call: Call) -> InlineKeyboardMarkup | None:
    return InlineKeyboardMarkup.de_json(call.markup, None) if call.markup else None
