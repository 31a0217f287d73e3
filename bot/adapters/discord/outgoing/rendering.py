"""A reply as the messages that Discord is to show: markdown texts, the buttons under the last one."""

from __future__ import annotations

import math
from datetime import datetime

import msgspec

from bot.adapters.discord.outgoing.layout import Row, lay_out_rows
from bot.adapters.discord.outgoing.markup import escape, split_messages, write_paragraphs
from bot.delivery.media import Attachment
from bot.ports import TextSource
from flows.base.replies import Reply


class MessageDraft(msgspec.Struct, frozen=True):
    """One message. `content` None leaves the text as it is (when a message is edited); `file` goes with it.

    What is `urgent` takes a line of its own.
    """

    content: str | None
    rows: tuple[Row, ...] = ()
    file: Attachment | None = None
    urgent: bool = False


def render_reply(reply: Reply, words: TextSource, language: str, in_dm: bool) -> tuple[MessageDraft, ...]:
    """At least one; only the last has rows. A countdown is a time that the app itself counts down to."""
    ends = [_ends(reply.until, words, language)] if reply.until else []
    texts = split_messages([*write_paragraphs(reply), *ends]) or ["…"]
    *before, last = texts
    rows = lay_out_rows(reply, words, language, in_dm)
    return (
        *(MessageDraft(text, urgent=reply.urgent) for text in before),
        MessageDraft(last, rows, urgent=reply.urgent),
    )


def render_closed(reply: Reply) -> MessageDraft:
    """What is left of an earlier question once it is answered."""
    texts = split_messages([escape(reply.closed_text)] if reply.closed_text else [])
    return MessageDraft(texts[0] if texts else None)


def render_note(text: str) -> MessageDraft:
    """A sentence of the adapter's own, without buttons."""
    return MessageDraft(escape(text))


def _ends(until: datetime, words: TextSource, language: str) -> str:
    """The line that says when the countdown ends, as seen from the moment in which it is read."""
    place = "\0"  # stands in while everything else is escaped
    return escape(words.text(language, "discord.ends", when=place)).replace(
        place, f"<t:{math.ceil(until.timestamp())}:R>"
    )
