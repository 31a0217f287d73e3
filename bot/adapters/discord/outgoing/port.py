"""Deliveries to Discord: the first by answering the interaction, the next as followups or direct messages."""

from __future__ import annotations

import asyncio
from typing import Any

import discord
from msgspec.structs import replace

from bot.adapters.discord.api.errors import calling, twice
from bot.adapters.discord.api.limits import CONTENT, SERVER_WITHIN, length
from bot.adapters.discord.api.meanings import AlreadyAnswered, Closed, TokenDead
from bot.adapters.discord.outgoing.address import Place, Sent, dump_sent, load_sent, read_address, sent_by
from bot.adapters.discord.outgoing.calls import answer_raw, edit, edit_by_token, stamp_of, webhook_of
from bot.adapters.discord.outgoing.interaction import InteractionAnswer
from bot.adapters.discord.outgoing.layout import in_dm
from bot.adapters.discord.outgoing.markup import escape
from bot.adapters.discord.outgoing.remarks import remark_on, with_remark
from bot.adapters.discord.outgoing.rendering import MessageDraft, render_closed, render_note, render_reply
from bot.adapters.discord.outgoing.views import build_upload, build_view
from bot.adapters.discord.outgoing.ways import Routes
from bot.base.clock import Clock
from bot.base.log import logger
from bot.delivery.media import Attachment, Media
from bot.ports import Delivery, DeliveryError, Lost, Passage, Refused, TextSource, Throttled, Unreachable
from flows.base.replies import Reply

log = logger("discord")


class DiscordPort:
    """`bot.ports.Port` over a discord.py client."""

    platform = "dc"
    closes_first = True  # a tap is answered by changing the message that was tapped

    def __init__(self, client: discord.Client, words: TextSource, clock: Clock, media: Media | None = None) -> None:
        self._client = self._urgent = client
        self._words = words
        self._clock = clock
        self._media = media
        self._answers: dict[int, InteractionAnswer] = {}
        self._ways = Routes()
        self._shut: set[int] = set()
        """Who has been told in this run that what is urgent cannot be kept for them."""

    def use(self, client: discord.Client) -> None:
        """Send by this client from now on: the one before has lost its line for good."""
        self._client = self._urgent = client
        self._answers.clear()

    def hurry_by(self, client: discord.Client) -> None:
        """Send what is urgent into direct messages by this client from now on: it has a line and limits of its own."""
        self._urgent = client

    def receive(self, answer: InteractionAnswer) -> None:
        """Answer this interaction directly until it is dismissed."""
        self._answers[answer.interaction.id] = answer

    def note(self, place: Place) -> None:
        """Somebody has done something at `place`: they can be written to there for a while."""
        self._ways.note(place, self._clock.now())

    def dismiss(self, answer: InteractionAnswer) -> None:
        """What is still to come for this interaction comes as followups."""
        self._answers.pop(answer.interaction.id, None)

    def knows(self, answer: InteractionAnswer) -> bool:
        """Whether this very interaction is being answered already."""
        return answer.interaction.id in self._answers

    async def send(self, delivery: Delivery, passage: Passage) -> str:
        """Send the reply, in several messages if it is long; the one with the buttons is the one returned.

        The parts are the numbers of its messages, from 0 on.
        """
        self._check()
        home = read_address(delivery.address)
        place = self._ways.of(home, delivery.reply, self._clock.now())
        drafts = self._drafts(delivery, place, moved=home.kind == "home" and place.in_dm)
        if delivery.reply.page is None:
            drafts = (*drafts[:-1], replace(drafts[-1], file=await self._file(delivery.reply)))
        message = ""
        try:
            for number, draft in enumerate(drafts):
                if str(number) in passage.parts:
                    message = passage.parts[str(number)]
                    continue
                message = dump_sent(await self._in_time(place, draft, nonce=f"{stamp_of(delivery)}.{number}"))
                if number < len(drafts) - 1 or delivery.reply.page is not None or delivery.reply.urgent:
                    await passage.arrived(str(number), message)
            if delivery.reply.page is not None:
                await self._page(place, delivery)
            if delivery.reply.urgent and not load_sent(message).channel:
                message = dump_sent(await self._keep_copy(place, delivery, load_sent(message)))
        except DeliveryError:
            if not delivery.reply.urgent or place.in_dm or message:
                raise
            kept = await self._copy(place, delivery)  # the one way that is left
            if kept is None:
                raise
            return dump_sent(kept)
        return message

    async def _in_time(self, place: Place, draft: MessageDraft, nonce: str) -> Sent:
        """One message; what is urgent waits for no server that does not answer, since there is another way."""
        if place.in_dm or not draft.urgent:
            return await self.put(place, draft, nonce)
        try:
            async with asyncio.timeout(SERVER_WITHIN):
                return await self.put(place, draft, nonce)
        except TimeoutError:
            raise Lost("the server did not answer in time") from None

    async def redraw(self, delivery: Delivery, message: str) -> None:
        """Draw the reply over an earlier message of this person."""
        place = read_address(delivery.address)
        draft = render_reply(delivery.reply, self._words, place.language, place.in_dm)[-1]
        await self._rewrite(place, load_sent(message), draft)

    async def close(self, delivery: Delivery, message: str) -> None:
        """Leave the closing text in an earlier message, and no buttons."""
        place, sent, left = read_address(delivery.address), load_sent(message), render_closed(delivery.reply)
        if sent.copy:
            try:
                await self._rewrite(place, Sent(sent.copy, channel=sent.copy_in), left)
            except (Refused, Lost, Unreachable) as error:
                log.info("copy_not_closed", error=error)
        await self._rewrite(place, sent, left)

    async def _keep_copy(self, place: Place, delivery: Delivery, sent: Sent) -> Sent:
        """Put what is urgent into the direct messages too: what only one person sees in a server is gone with the app.

        Where those are closed the person is told so, once, and how to get it again.
        """
        copy = await self._copy(place, delivery)
        if copy is not None:
            self._shut.discard(place.user)
            return replace(sent, copy=copy.message, copy_in=copy.channel)
        if place.user not in self._shut:
            self._shut.add(place.user)
            await self._put(place, render_note(self._words.text(place.language, "discord.not_kept")), nonce="")
        return sent

    async def _copy(self, place: Place, delivery: Delivery) -> Sent | None:
        """The reply in the direct messages, with a word what it is; None if they are closed."""
        reply = with_remark(delivery.reply, self._words, place.language, "also_here")
        drafts = render_reply(reply, self._words, place.language, in_dm=True)
        try:
            sent = [
                await self._into_dm(place.direct(), draft, nonce=f"{stamp_of(delivery)}.d{number}")
                for number, draft in enumerate(drafts)
            ]
        except Unreachable:
            return None
        return sent[-1]

    async def _page(self, place: Place, delivery: Delivery) -> None:
        """The page comes after the words, since it takes a while to be made; without it they stand by themselves."""
        file = await self._file(delivery.reply)
        if file is None:
            return
        try:
            await self._put(place, MessageDraft(None, file=file), nonce=f"{stamp_of(delivery)}.f")
        except Throttled:
            raise
        except DeliveryError as error:
            log.warning("file_not_sent", name=file.name, error=error)

    async def _file(self, reply: Reply) -> Attachment | None:
        return await self._media.of(reply) if self._media is not None else None

    def _drafts(self, delivery: Delivery, place: Place, moved: bool = False) -> tuple[MessageDraft, ...]:
        answer = self._answers.get(place.id)
        remark = remark_on(delivery.reply, place, self._clock.now(), moved, answer is not None and answer.opens_a_chat)
        reply = with_remark(delivery.reply, self._words, place.language, remark)
        return render_reply(reply, self._words, place.language, place.in_dm)

    def _check(self) -> None:
        """After the connection is closed nothing may be called a failure: the row goes out after the next start."""
        if self._client.is_closed():
            raise Throttled(1.0)

    async def put(self, place: Place, draft: MessageDraft, nonce: str) -> Sent:
        """One message to `place`, without its file if that is not taken.

        Discord drops a repeat of the same `nonce` in direct messages for some minutes.
        """
        try:
            return await self._put(place, draft, nonce)
        except (TokenDead, AlreadyAnswered):
            raise
        except (Refused, Lost) as error:
            if draft.file is None:
                raise
            log.warning("file_not_sent", name=draft.file.name, error=error)
        return await self._put(place, replace(draft, file=None), nonce)

    async def _put(self, place: Place, draft: MessageDraft, nonce: str) -> Sent:
        try:
            return await self._put_there(place, draft, nonce)
        except (TokenDead, AlreadyAnswered) as error:
            return await self._put_elsewhere(place, draft, nonce, error)

    async def _put_elsewhere(self, place: Place, draft: MessageDraft, nonce: str, error: Refused) -> Sent:
        """By the newest token that lives, else in the direct messages with a word why; never nowhere in silence.

        Raises `error` if they take none: the person is still there, and their next tap shows what is open.
        """
        self._ways.spoil(place)
        newest = self._ways.newest(place.user, self._clock.now())
        if newest is not None:
            try:
                return await self._put_there(newest, draft, nonce)
            except (TokenDead, AlreadyAnswered):
                self._ways.spoil(newest)
        log.info("token_used_up")
        remark = escape(self._words.text(place.language, "discord.why_here"))
        moved = replace(
            draft, content=f"{draft.content}\n\n{remark}" if draft.content else remark, rows=in_dm(draft.rows)
        )
        if length(moved.content or "") > CONTENT:
            moved = replace(moved, content=draft.content)
        try:
            return await self._into_dm(place.direct(), moved, nonce)
        except Closed:
            raise error from None

    async def _put_there(self, place: Place, draft: MessageDraft, nonce: str) -> Sent:
        answer = self._answers.get(place.id)
        if answer is not None:
            try:
                message = await answer.say(draft)
            except TokenDead:
                if not place.in_dm:
                    raise
            else:
                if message is not None:
                    return sent_by(place, message)
        return await (self._into_dm(place, draft, nonce) if place.in_dm else self._follow_up(place, draft))

    async def _rewrite(self, place: Place, sent: Sent, draft: MessageDraft) -> None:
        self._check()
        answer = self._answers.get(place.id)
        if answer is not None:
            try:
                if await answer.rewrite(sent.message, draft):
                    return
            except TokenDead:
                if not sent.channel:
                    raise
        content: Any = discord.utils.MISSING if draft.content is None else draft.content
        rows = build_view(draft.rows) if draft.rows else None
        if sent.channel:
            message = self._client.get_partial_messageable(sent.channel).get_partial_message(sent.message)
            await twice(lambda: edit(message, content, rows))
        elif sent.expired(self._clock.now()):
            raise Refused("Discord lets nobody edit this message any more")
        else:
            webhook = webhook_of(self._client, sent.app, sent.token)
            await twice(lambda: edit_by_token(webhook, sent.message, content, rows))

    async def _follow_up(self, place: Place, draft: MessageDraft) -> Sent:
        """A further message by the interaction's token, for the person's eyes only."""
        if place.expired(self._clock.now()):
            raise TokenDead("the interaction is more than 15 minutes old")
        rows = build_view(draft.rows) if draft.rows else discord.utils.MISSING
        webhook = webhook_of(self._client, place.app, place.token)
        async with calling():
            message = await webhook.send(
                draft.content or "",
                view=rows,
                file=build_upload(draft.file) if draft.file else discord.utils.MISSING,
                ephemeral=True,
                wait=True,
            )
        return sent_by(place, message.id)

    async def _into_dm(self, place: Place, draft: MessageDraft, nonce: str) -> Sent:
        client = self._urgent if draft.urgent else self._client
        channel = place.channel or await self.direct(place.user, client)
        messageable = client.get_partial_messageable(channel)

        async def once() -> discord.Message:
            rows = build_view(draft.rows) if draft.rows else None
            async with calling():
                file = build_upload(draft.file) if draft.file else None
                return await messageable.send(draft.content, view=rows, file=file, nonce=nonce)  # type: ignore[arg-type]

        return Sent((await twice(once)).id, channel=channel)

    async def answer_raw(self, place: Place, text: str = "") -> None:
        """First answer to an interaction that the library has no object for: `text`, else "thinking…"."""
        await answer_raw(self._client, place, text)

    async def direct(self, user: int, client: discord.Client | None = None) -> int:
        """The id of the direct message channel with `user`, opened if need be (that alone shows nothing to them)."""
        async with calling():
            return (await (client or self._client).create_dm(discord.Object(user))).id
