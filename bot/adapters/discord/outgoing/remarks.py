"""What the adapter adds to a reply: who can read it, where the next one comes, why it comes here."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from bot.adapters.discord.outgoing.address import Place
from bot.adapters.discord.outgoing.ways import last_here
from bot.ports import TextSource
from flows.base.replies import Reply


def remark_on(reply: Reply, place: Place, now: datetime, moved: bool, opens_a_chat: bool) -> str:
    """The key of what is to be added, empty if nothing is.

    Who has just come in (`opens_a_chat`), in a server, is told who can read what there. `moved`: it comes to the direct
    messages though it began in a server, and says so. The last step that a server can show says where the next one comes.
    """
    if moved and reply.live:
        return "why_here"
    if last_here(place, reply, now):
        return "next_in_dm"
    if opens_a_chat and not place.in_dm and reply.kind == "message" and not reply.urgent:
        return "only_you"
    return ""


def with_remark(reply: Reply, words: TextSource, language: str, key: str) -> Reply:
    """The reply with these words of the adapter's own beneath it."""
    return replace(reply, paragraphs=(*reply.paragraphs, words.text(language, f"discord.{key}"))) if key else reply
