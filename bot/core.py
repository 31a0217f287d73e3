"""What an adapter needs of the rest of the bot, as one record for all platforms.

core = Core(turns=…, register=…, deliver=…, words=…, public_reply=…, clock=…)
await run(token, core, stop)                  Discord
await Telegram(token, core).run(stop)         Telegram
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime

import msgspec

from bot.base.clock import Clock
from bot.delivery.media import Media
from bot.ports import Notes, Outcome, Port, Showing, TextSource, Turns
from flows.base.replies import Reply

Deliver = Callable[[Outcome], Awaitable[None]]
"""Returns once what a turn left to deliver has been tried."""


class Core(msgspec.Struct, frozen=True, kw_only=True):
    """The conversation, the outbox, the words and the clock, as adapters know them.

    `register` is called with the adapter's port before anything comes in. `public_reply` gives, in a language, what is
    said where everyone can read it; `words` has an adapter's own words, in `languages`. `leave` is told a platform that is
    about to be left, and returns when nothing is on the wire to it. `media` has the pictures (None: words only), `notes`
    keeps what they are called once uploaded.
    `showing` finds, for a platform at an instant, the countdowns that still run in messages of an earlier run.
    """

    turns: Turns
    register: Callable[[Port], None]
    deliver: Deliver
    words: TextSource
    public_reply: Callable[[str], Reply]
    clock: Clock
    languages: Collection[str] = ("en",)
    leave: Callable[[str], Awaitable[None]] | None = None
    media: Media | None = None
    notes: Notes | None = None
    showing: Callable[[str, datetime], Awaitable[Sequence[Showing]]] | None = None
