"""One interaction and its first answer, which Discord takes once only and within three seconds.

OPEN ──say──▶ ANSWERED          a new message
OPEN ──rewrite──▶ ANSWERED      the message that was tapped, changed in place
OPEN ──defer──▶ THINKING        "thinking…", filled by the next `say` (commands)
OPEN ──defer──▶ QUIET           nothing to see; the tapped message can still be changed (buttons, modals)
any  ──too late──▶ DEAD         the token is of no use
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from enum import Enum, auto
from typing import Any, TypeVar

import discord

from bot.adapters.discord.api.errors import calling, twice
from bot.adapters.discord.api.meanings import AlreadyAnswered, TokenDead
from bot.adapters.discord.outgoing.layout import BEGIN
from bot.adapters.discord.outgoing.rendering import MessageDraft
from bot.adapters.discord.outgoing.views import build_upload, build_view
from bot.base.log import logger
from bot.delivery.media import Attachment
from bot.ports import DeliveryError, Lost, Refused

T = TypeVar("T")
AnyInteraction = discord.Interaction[Any]

log = logger("discord")


class AnswerState(Enum):
    """How far the answering has come."""

    OPEN = auto()
    THINKING = auto()
    QUIET = auto()
    ANSWERED = auto()
    DEAD = auto()


class InteractionAnswer:
    """The answering of one interaction. `ephemeral` messages are seen by the person only."""

    def __init__(self, interaction: AnyInteraction, ephemeral: bool) -> None:
        self.interaction = interaction
        self.state = AnswerState.OPEN
        self._ephemeral = ephemeral
        self._one_at_a_time = asyncio.Lock()
        self._command = interaction.type is discord.InteractionType.application_command
        self._on = interaction.message.id if interaction.message else None

    @property
    def waits(self) -> bool:
        """Whether the person still waits for something to happen on the screen."""
        return self.state in (AnswerState.OPEN, AnswerState.THINKING)

    @property
    def opens_a_chat(self) -> bool:
        """Whether the person has just come in, by a command or by the button under a public message."""
        return self.waits and (self._command or self.interaction.custom_id == BEGIN)

    async def say(self, draft: MessageDraft) -> int | None:
        """Answer with a new message and return its id; None if the first answer has been given (send a followup)."""
        async with self._one_at_a_time:
            if self.state is AnswerState.OPEN:
                message = await self._first(lambda: self._send(draft), lambda: self._found(draft), AnswerState.ANSWERED)
                if message is not None and draft.file is not None:
                    await self._add(draft.file)
                return message
            if self.state is AnswerState.THINKING:
                message = await twice(lambda: self._edit_original(draft))
                self.state = AnswerState.ANSWERED
                return message
            if self.state is AnswerState.DEAD:
                raise TokenDead("the interaction was not answered in time")
            return None

    async def rewrite(self, message: int, draft: MessageDraft) -> bool:
        """Change the tapped message in place; False if `message` is another, or can only be edited by its own token."""
        async with self._one_at_a_time:
            if message != self._on or self.state not in (AnswerState.OPEN, AnswerState.QUIET):
                return False
            if self.state is AnswerState.OPEN:
                await self._first(lambda: self._update(draft), lambda: self._update_later(draft), AnswerState.ANSWERED)
            else:
                await twice(lambda: self._edit_original(draft))
            return True

    async def defer(self) -> None:
        """Show that it takes longer, unless it has been answered; whatever goes wrong here shows at the answer."""
        async with self._one_at_a_time:
            if self.state is AnswerState.OPEN:
                await self._first(self._defer, _nothing, AnswerState.THINKING if self._command else AnswerState.QUIET)

    async def open(self, modal: discord.ui.Modal) -> None:
        """Answer with a modal."""
        async with self._one_at_a_time:
            await self._first(lambda: self._modal(modal), _nothing, AnswerState.ANSWERED)

    async def _first(self, call: Callable[[], Awaitable[T]], after: Callable[[], Awaitable[T]], done: AnswerState) -> T:
        """The first answer. A lost one is sent again: Discord takes it once, so "already answered" may mean ours.

        `after` finds out what the answer became, or makes sure that it took effect.
        """
        try:
            result = await twice(call)
        except AlreadyAnswered:
            self.state = AnswerState.ANSWERED
            return await after()
        except TokenDead:
            self.state = AnswerState.DEAD
            raise
        except Lost:
            self.state = AnswerState.ANSWERED
            raise
        self.state = done
        return result

    async def _send(self, draft: MessageDraft) -> int | None:
        async with calling():
            answer = await self.interaction.response.send_message(
                draft.content,
                view=build_view(draft.rows) if draft.rows else discord.utils.MISSING,
                ephemeral=self._ephemeral,
            )
            return answer.message_id or (await self.interaction.original_response()).id

    async def _add(self, file: Attachment) -> None:
        """Put the file to the words that have just gone out: an answer that is due in seconds waits for no upload."""
        try:
            async with calling():
                await self.interaction.edit_original_response(attachments=[build_upload(file)])
        except DeliveryError as error:
            log.warning("file_not_sent", name=file.name, error=error)

    async def _found(self, draft: MessageDraft) -> int | None:
        """The id of our own answer if it is there; None if someone else answered this interaction."""
        async with calling():
            there = await self.interaction.original_response()
        return there.id if there.content == draft.content else None

    async def _update(self, draft: MessageDraft) -> int | None:
        async with calling():
            await self.interaction.response.edit_message(
                content=_content(draft), view=build_view(draft.rows) if draft.rows else None
            )
        return self._on

    async def _update_later(self, draft: MessageDraft) -> int | None:
        """The interaction was answered before: make the change unless its answer was another message."""
        async with calling():
            there = await self.interaction.original_response()
        if there.id != self._on:
            raise Refused("the interaction was answered elsewhere")
        return await self._edit_original(draft)

    async def _edit_original(self, draft: MessageDraft) -> int:
        async with calling():
            message = await self.interaction.edit_original_response(
                content=_content(draft),
                view=build_view(draft.rows) if draft.rows else None,
                attachments=[build_upload(draft.file)] if draft.file else discord.utils.MISSING,
            )
        return message.id

    async def _defer(self) -> None:
        async with calling():
            await self.interaction.response.defer(ephemeral=self._ephemeral)

    async def _modal(self, modal: discord.ui.Modal) -> None:
        async with calling():
            await self.interaction.response.send_modal(modal)


async def _nothing() -> None:
    """Nothing to find out."""


def _content(draft: MessageDraft) -> Any:
    return discord.utils.MISSING if draft.content is None else draft.content
