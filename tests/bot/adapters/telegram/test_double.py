"""The local Telegram itself, judged through the unmodified client library: it must refuse what Telegram refuses."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from telegram import Bot as PlainBot
from telegram import BotCommand, CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.adapters.telegram.api.client import Bot
from tests.doubles.telegram import ApiError, TelegramDouble


def buttons(*labels: str, data: str = "k") -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)] for label in labels])


async def test_the_plain_library_talks_to_it_unmodified(telegram: TelegramDouble) -> None:
    ann = telegram.person()
    ann.say("hello")
    async with PlainBot(telegram.token, base_url=telegram.base_url) as bot:
        assert bot.username == "calfwise_bot"
        (update,) = await bot.get_updates()
        assert update.message is not None
        sent = await update.message.reply_text("<b>hi</b> &lt;3", parse_mode=ParseMode.HTML, reply_markup=buttons("Go"))
        assert sent.text == "hi <3"
        assert ann.last.bold() == ["hi"]
        tap = ann.tap("Go")
        (update,) = await bot.get_updates(offset=update.update_id + 1)
        assert update.callback_query is not None
        assert await update.callback_query.answer("ok")
        await update.callback_query.edit_message_text("done")
    assert (tap.answered, tap.shown) == (True, "ok")
    assert (ann.last.text, ann.last.labels, ann.last.edits) == ("done", [], 1)


async def test_an_update_stays_until_a_later_offset_confirms_it(telegram: TelegramDouble, bot: Bot) -> None:
    ann = telegram.person()
    first, second = ann.say("one"), ann.say("two")
    assert [update.update_id for update in await bot.get_updates()] == [first, second]
    assert [update.update_id for update in await bot.get_updates(offset=first)] == [first, second]
    assert [update.update_id for update in await bot.get_updates(offset=second)] == [second]
    assert telegram.world.confirmed == first
    assert await bot.get_updates(offset=second + 1) == ()


async def test_a_long_poll_waits_for_news(telegram: TelegramDouble, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await telegram.polling()
    assert not poll.done()
    number = telegram.person().say("news")
    assert [update.update_id for update in await poll] == [number]


async def test_a_second_poller_ends_the_first(telegram: TelegramDouble, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await telegram.polling()
    async with PlainBot(telegram.token, base_url=telegram.base_url) as rival:
        second = asyncio.create_task(rival.get_updates(timeout=30))
        with pytest.raises(Conflict, match="terminated by other getUpdates"):
            await first
        telegram.person().say("for the second")
        assert len(await second) == 1


async def test_a_poll_that_was_hung_up_is_no_rival(telegram: TelegramDouble, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await telegram.polling()
    poll.cancel()
    await telegram.world.until(lambda: telegram.world.poller is None, "the hang-up")
    telegram.person().say("hello")
    assert len(await bot.get_updates(timeout=30)) == 1


async def test_unwanted_kinds_of_update_are_not_queued(telegram: TelegramDouble, bot: Bot) -> None:
    ann = telegram.person()
    await bot.get_updates(allowed_updates=["message"])
    ann.say("one")
    ann.edit("won")
    assert len(await bot.get_updates()) == 1


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ("a < b", "unescaped"),
        ("a > b", "unescaped"),
        ("salt & vinegar", "unescaped"),
        ("&nbsp;", "unknown entity"),
        ("<h1>x</h1>", "unsupported start tag"),
        ("<b>x", "can't find end tag"),
        ("<b><i>x</b></i>", "unexpected end tag"),
        ("<b></b>", "message text is empty"),
        ("  ", "message text is empty"),
        ("x" * 4097, "message is too long"),
        ("🦵" * 2049, "message is too long"),
        ("x" * 33_000, "text is too long"),
    ],
)
async def test_text_that_telegram_would_not_take(telegram: TelegramDouble, bot: Bot, html: str, problem: str) -> None:
    ann = telegram.person()
    ann.say("hello")
    with pytest.raises(BadRequest, match=f"(?i){problem}"):
        await bot.send_message(ann.user.id, html, parse_mode=ParseMode.HTML)
    assert len(telegram.forgive()) == 1
    assert ann.sees() == []


async def test_text_of_just_the_longest_length_is_taken(telegram: TelegramDouble, bot: Bot) -> None:
    ann = telegram.person()
    ann.say("hello")
    await bot.send_message(ann.user.id, "<b>" + "&amp;" * 4096 + "</b>", parse_mode=ParseMode.HTML)
    assert ann.last.text == "&" * 4096


@pytest.mark.parametrize(
    ("keyboard", "problem"),
    [
        (buttons("x", data="k" * 65), "BUTTON_DATA_INVALID"),
        (buttons(*"x" * 101), "reply markup is too long"),
        (InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="k")] * 9]), "a row has 9"),
        (InlineKeyboardMarkup([[InlineKeyboardButton("x")]]), "Text buttons are not allowed"),
        (InlineKeyboardMarkup([[InlineKeyboardButton("x", url="nowhere")]]), "BUTTON_URL_INVALID"),
        (InlineKeyboardMarkup([[InlineKeyboardButton("x", copy_text=CopyTextButton("y" * 257))]]), "COPY_TEXT"),
        (InlineKeyboardMarkup([[InlineKeyboardButton(" ", callback_data="k")]]), "must be non-empty"),
    ],
)
async def test_keyboards_that_telegram_would_not_take(
    telegram: TelegramDouble, bot: Bot, keyboard: InlineKeyboardMarkup, problem: str
) -> None:
    ann = telegram.person()
    ann.say("hello")
    with pytest.raises(BadRequest, match=f"(?i){problem}"):
        await bot.send_message(ann.user.id, "hi", reply_markup=keyboard)
    assert len(telegram.forgive()) == 1


async def test_profile_texts_have_limits(telegram: TelegramDouble, bot: Bot) -> None:
    for attempt in (
        bot.set_my_description("x" * 513),
        bot.set_my_short_description("x" * 121),
        bot.set_my_commands([BotCommand("Check", "upper case")]),
        bot.set_my_commands([BotCommand("check", "x" * 257)]),
    ):
        with pytest.raises(BadRequest):
            await attempt
    assert len(telegram.forgive()) == 4


async def test_states_are_refused_without_blaming_the_bot(telegram: TelegramDouble, bot: Bot) -> None:
    ann = telegram.person()
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(ann.user.id, "hi")
    mine = ann.say("hello")
    sent = await bot.send_message(ann.user.id, "hi", reply_markup=buttons("Go"))
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_text("hi", ann.user.id, sent.message_id, reply_markup=buttons("Go"))
    with pytest.raises(BadRequest, match="can't be edited"):
        await bot.edit_message_text("no", ann.user.id, ann.chat.messages[0].id)
    tap = ann.tap("Go")
    assert await bot.answer_callback_query(tap.id)
    with pytest.raises(BadRequest, match="too old"):
        await bot.answer_callback_query(tap.id)
    ann.last.deleted = True
    with pytest.raises(BadRequest, match="not found"):
        await bot.edit_message_text("gone", ann.user.id, sent.message_id)
    ann.block()
    with pytest.raises(Forbidden, match="blocked"):
        await bot.send_message(ann.user.id, "hi")
    assert mine
    assert telegram.complaints == []


async def test_a_wrong_token_and_an_unknown_method_are_loud(telegram: TelegramDouble, bot: Bot) -> None:
    with pytest.raises(InvalidToken):
        async with PlainBot("1:wrong", base_url=telegram.base_url):
            pass
    with pytest.raises(TelegramError):
        await bot.do_api_request("sendTelepathy")
    with pytest.raises(AssertionError, match="sendTelepathy"):
        telegram.verify()
    telegram.forgive()


def test_nobody_taps_what_is_not_there(telegram: TelegramDouble) -> None:
    ann = telegram.person()
    ann.say("hello")
    with pytest.raises(AssertionError, match="no buttons"):
        ann.tap("Go")
    telegram.world.post(ann.chat, telegram.world.me, text="hi", rows=[[{"text": "Go", "callback_data": "k"}]])
    with pytest.raises(AssertionError, match="no button 'Stop'"):
        ann.tap("Stop")


async def test_faults_come_when_ordered(telegram: TelegramDouble, bot: Bot) -> None:
    ann = telegram.person()
    ann.say("hello")
    faults = telegram.faults

    faults.add("sendMessage", nth=2, error=ApiError(429, "Too Many Requests: retry after 7", retry_after=7))
    await bot.send_message(ann.user.id, "first")
    with pytest.raises(RetryAfter) as slow_down:
        await bot.send_message(ann.user.id, "second")
    assert slow_down.value.retry_after == timedelta(seconds=7)

    faults.add("sendMessage", drop=True)
    with pytest.raises(NetworkError):
        await bot.send_message(ann.user.id, "third")
    faults.add("sendMessage", drop=True, after=True)
    with pytest.raises(NetworkError):
        await bot.send_message(ann.user.id, "fourth")
    faults.add("sendMessage", status=502, body="<html>")
    with pytest.raises(NetworkError):
        await bot.send_message(ann.user.id, "fifth")
    faults.add("sendMessage", truncate=True)
    with pytest.raises(TelegramError, match="not Telegram's, status 200"):
        await bot.send_message(ann.user.id, "sixth")
    await bot.send_message(ann.user.id, "seventh")
    assert [message.text for message in ann.sees()] == ["first", "fourth", "sixth", "seventh"]
