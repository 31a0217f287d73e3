"""Takes what a person did, waits for the commit, and sees that the interaction is answered in time."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from functools import partial
from secrets import token_hex
from typing import Any

import discord

from bot.adapters.discord.api.errors import calling
from bot.adapters.discord.api.limits import PATIENCE
from bot.adapters.discord.api.meanings import AlreadyAnswered, Closed
from bot.adapters.discord.incoming.events import belongs_to_another, event_of, message_event, place_of
from bot.adapters.discord.incoming.raw import RawInteraction, RawMessage, raw_interaction, raw_message
from bot.adapters.discord.outgoing.address import Place, write_address
from bot.adapters.discord.outgoing.interaction import AnyInteraction, InteractionAnswer
from bot.adapters.discord.outgoing.port import DiscordPort
from bot.adapters.discord.outgoing.rendering import render_note, render_reply
from bot.adapters.discord.outgoing.views import build_modal, build_view
from bot.base.allowance import Allowance
from bot.base.log import logger
from bot.core import Core
from bot.ports import DeliveryError, Intake, Lost, StoreUnavailable
from flows.base.events import Command, Event

log = logger("discord")


class InteractionHandler:
    """One for each client; `port` answers interactions as long as they are received here."""

    def __init__(self, port: DiscordPort, core: Core) -> None:
        self._port = port
        self._core = core
        self._allowance = Allowance(core.clock)
        self._promised_to: set[int] = set()
        """Who has been told in direct messages, in this run, that something will come there."""

    async def handle_interaction(self, interaction: AnyInteraction) -> None:
        """One command, tap, menu or modal."""
        event = event_of(interaction)
        if event is None:
            return
        place = place_of(interaction, self._core.clock.now())
        self._port.note(place)
        answer = InteractionAnswer(interaction, ephemeral=not place.in_dm)
        if self._port.knows(answer):
            return  # Discord may hand over an event twice after a reconnect
        try:
            if belongs_to_another(interaction):
                await answer.say(render_note(self._say(place, "not_yours")))
            elif event == "type":
                # A modal must be the first answer, so nothing is awaited before it.
                await answer.open(build_modal(self._core.words, place.language))
            elif event == "to_dm":
                await self._in_time(answer, place, self._move(place))
            else:
                await self._in_time(answer, place, self._turn(str(interaction.id), place, event))
        except AlreadyAnswered:
            log.info("answered_elsewhere")
        except DeliveryError as error:
            # The turn itself is saved; the next tap or command shows the open question.
            log.warning("interaction_not_answered", error=error)

    async def handle_message(self, message: discord.Message, bot: discord.abc.Snowflake | None) -> None:
        """One direct message; or, though it is not asked for, a mention where everyone can read."""
        if message.author.bot:
            return
        if message.guild is not None:
            if bot is not None and any(user.id == bot.id for user in message.mentions):
                await self._point_to_private(message)
            return
        event = message_event(message)
        if event is None:
            return
        place = Place("dm", message.author.id, message.channel.id)
        try:
            await self._turn(str(message.id), place, event)
        except DeliveryError as error:
            log.warning("direct_message_not_answered", error=error)

    async def handle_raw(self, name: str, payload: Any, bot: int) -> None:
        """An event that the library could not parse: its words and its tap count all the same, if they can be read."""
        try:
            if name == "MESSAGE_CREATE":
                await self._raw_message(raw_message(payload), bot)
            elif name == "INTERACTION_CREATE":
                await self._raw_interaction(raw_interaction(payload, self._core.clock.now()))
        except DeliveryError as error:
            log.warning("unreadable_not_answered", error=error)

    async def _raw_message(self, message: RawMessage | None, bot: int) -> None:
        if message is None or message.place.user == bot:
            return
        if message.event is None:
            note = render_note(self._say(message.place, "not_read"))
            await self._port.put(message.place, note, nonce=f"r{message.id or token_hex(8)}")
        else:
            await self._turn(str(message.id or token_hex(8)), message.place, message.event)

    async def _raw_interaction(self, raw: RawInteraction | None) -> None:
        """Answered by the bare call, since the library has no object to answer by; what follows comes as a followup."""
        if raw is None:
            return
        if raw.event is None:
            await self._port.answer_raw(raw.place, self._say(raw.place, "not_read"))
        else:
            await self._port.answer_raw(raw.place)
            await self._turn(str(raw.place.id), raw.place, raw.event)

    async def _in_time(self, answer: InteractionAnswer, place: Place, work: Coroutine[Any, Any, bool]) -> None:
        """Let `work` answer; show that it takes longer once `PATIENCE` is over. `work` tells if there is an answer."""
        self._port.receive(answer)
        working = asyncio.ensure_future(work)
        waiting = asyncio.ensure_future(self._core.clock.sleep(PATIENCE))
        try:
            await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                await self._defer(answer)
            if await working and answer.waits:
                await self._nothing_came(answer, place)
        finally:
            self._port.dismiss(answer)
            waiting.cancel()
            working.cancel()

    async def _nothing_came(self, answer: InteractionAnswer, place: Place) -> None:
        """No reply used the interaction: a tap is acknowledged in silence, a command is told how to go on."""
        if answer.interaction.type is discord.InteractionType.application_command:
            await self._port.put(place, render_note(self._say(place, "not_shown")), nonce=f"n{place.id}")
        else:
            await self._defer(answer)

    async def _defer(self, answer: InteractionAnswer) -> None:
        try:
            await answer.defer()
        except DeliveryError as error:
            log.warning("interaction_not_deferred", error=error)

    async def _turn(self, key: str, place: Place, event: Event) -> bool:
        """One turn of the conversation, and its replies; False if there were none."""
        now = self._core.clock.now()
        intake = Intake(f"dc:{key}", f"dc:{place.user}", event, now, write_address(place), place.home(), place.language)
        try:
            outcome = await self._core.turns.submit(intake)
        except StoreUnavailable:
            log.error("turn_not_saved")
            await self._port.put(place, render_note(self._say(place, "not_saved")), nonce=f"u{key}")
            return True
        if outcome.duplicate:
            return False
        await self._core.deliver(outcome)
        if not place.in_dm and any(delivery.reply.promise for delivery in outcome.deliveries):
            await self._promised(place)
        return True

    async def _promised(self, place: Place) -> None:
        """Something will come by direct message: say so there now, so that closed messages are found out today."""
        if place.user in self._promised_to:
            return
        self._promised_to.add(place.user)
        try:
            hello = render_note(self._say(place, "dm_agreed"))
            await self._port.put(Place("dm", place.user, language=place.language), hello, nonce=f"p{place.id}")
        except Closed:
            self._promised_to.discard(place.user)
            await self._port.put(place, render_note(self._say(place, "dm_closed_later")), nonce="")

    async def _move(self, place: Place) -> bool:
        """Go on in the direct messages, if they are open: asked for here, so the home is there from now on."""
        direct = Place("dm", place.user, language=place.language)
        try:
            hello = render_note(self._say(place, "dm_hello"))
            channel = (await self._port.put(direct, hello, nonce=f"h{place.id}")).channel
        except Closed:
            await self._port.put(place, render_note(self._say(place, "dm_closed")), nonce="")
            return True
        await self._turn(str(place.id), Place("dm", place.user, channel, place.language), Command("start"))
        await self._port.put(place, render_note(self._say(place, "dm_moved")), nonce="")
        return True

    async def _point_to_private(self, message: discord.Message) -> None:
        """Where it was asked: in a thread, there. What cannot be written costs nothing, neither words nor the minute."""
        await self._allowance.answer(message.channel.id, None, partial(self._point, message))

    async def _point(self, message: discord.Message) -> bool:
        """Whether it may have been said."""
        draft = render_reply(self._core.public_reply("en"), self._core.words, "en", in_dm=True)[-1]
        rows = build_view(draft.rows) if draft.rows else None
        try:
            async with calling():
                await message.reply(draft.content, view=rows)  # type: ignore[arg-type]
        except DeliveryError as error:
            log.info("mention_not_answered", error=error)
            return isinstance(error, Lost)
        return True

    def _say(self, place: Place, key: str) -> str:
        return self._core.words.text(place.language, f"discord.{key}")
