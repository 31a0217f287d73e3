"""The Bot API methods that the bot uses, acting on the `World`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from tests.doubles.telegram import files, limits
from tests.doubles.telegram.errors import ApiError, Breach
from tests.doubles.telegram.world import GENERAL, Chat, Json, Message, World

TERMINATED = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
WEBHOOK = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
NO_THREAD = "Bad Request: message thread not found"
TOPIC_CLOSED = "Bad Request: TOPIC_CLOSED"
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def get_me(world: World, params: Json) -> Any:
    limits.known(params, set())
    return world.me.wire() | {"can_join_groups": True, "can_read_all_group_messages": False}


async def delete_webhook(world: World, params: Json) -> Any:
    limits.known(params, {"drop_pending_updates"})
    world.webhook = ""
    if params.get("drop_pending_updates"):
        world.updates.clear()
    return True


async def get_updates(world: World, params: Json) -> Any:
    """Long poll: an offset confirms what is below it; a second poller ends the first with 409."""
    limits.known(params, {"offset", "limit", "timeout", "allowed_updates"})
    if world.webhook:
        raise ApiError(409, WEBHOOK)
    offset = limits.number(params, "offset", 0)
    if "allowed_updates" in params:
        world.allowed = params["allowed_updates"]
    if offset < 0:
        kept = world.updates[offset:]
        offset = world.number_of(kept[0]) if kept else 0
    world.confirm(offset)
    if world.poller:
        world.poller.set()
    ended = world.poller = asyncio.Event()
    world.changed()
    try:
        async with asyncio.timeout(min(50, max(0, limits.number(params, "timeout", 0)))):
            await world.until(lambda: bool(world.updates) or ended.is_set(), within=60)
    except TimeoutError:
        pass
    finally:
        if world.poller is ended:
            world.poller = None
        world.changed()
    if ended.is_set():
        raise ApiError(409, TERMINATED)
    return world.updates[: min(100, max(1, limits.number(params, "limit", 100)))]


async def send_message(world: World, params: Json) -> Any:
    allowed = {"chat_id", "text", "parse_mode", "reply_markup", "link_preview_options", "reply_parameters"}
    limits.known(params, allowed | {"message_thread_id"})
    chat = _chat(world, params)
    thread = _thread(chat, params)
    text, entities = limits.text(params)
    rows = limits.keyboard(params.get("reply_markup"))
    return world.post(chat, world.me, text=text.strip(), entities=entities, rows=rows, thread=thread).wire()


async def send_photo(world: World, params: Json) -> Any:
    return _send_file(world, params, "photo")


async def send_animation(world: World, params: Json) -> Any:
    return _send_file(world, params, "animation")


async def send_document(world: World, params: Json) -> Any:
    return _send_file(world, params, "document")


async def edit_message_caption(world: World, params: Json) -> Any:
    limits.known(params, {"chat_id", "message_id", "caption", "parse_mode", "reply_markup"})
    message = _own_message(world, params)
    if message.file is None:
        raise Breach("there is no caption in the message to edit")
    text, entities = files.caption(params)
    return _edit(message, text.strip(), entities, limits.keyboard(params.get("reply_markup")))


async def edit_message_text(world: World, params: Json) -> Any:
    limits.known(params, {"chat_id", "message_id", "text", "parse_mode", "reply_markup", "link_preview_options"})
    message = _own_message(world, params)
    if message.file is not None:
        raise Breach("there is no text in the message to edit")
    text, entities = limits.text(params)
    return _edit(message, text.strip(), entities, limits.keyboard(params.get("reply_markup")))


async def edit_message_reply_markup(world: World, params: Json) -> Any:
    limits.known(params, {"chat_id", "message_id", "reply_markup"})
    message = _own_message(world, params)
    return _edit(message, message.text, message.entities, limits.keyboard(params.get("reply_markup")))


async def answer_callback_query(world: World, params: Json) -> Any:
    limits.known(params, {"callback_query_id", "text", "show_alert"})
    limits.short(params.get("text", ""), limits.CALLBACK_ANSWER, "callback answer")
    tap = world.taps.get(str(params.get("callback_query_id")))
    if tap is None or tap.answered or tap.expired:
        raise ApiError(400, TOO_OLD)
    tap.answered, tap.shown, tap.alert = True, params.get("text", ""), bool(params.get("show_alert"))
    return True


async def set_my_commands(world: World, params: Json) -> Any:
    limits.known(params, {"commands", "scope", "language_code"})
    world.commands[_scope(params)] = limits.commands(params["commands"])
    return True


async def get_my_commands(world: World, params: Json) -> Any:
    limits.known(params, {"scope", "language_code"})
    return world.commands.get(_scope(params), [])


async def set_my_description(world: World, params: Json) -> Any:
    limits.known(params, {"description", "language_code"})
    said = limits.short(params.get("description", ""), limits.DESCRIPTION, "description")
    world.descriptions[params.get("language_code", "")] = said
    return True


async def get_my_description(world: World, params: Json) -> Any:
    limits.known(params, {"language_code"})
    return {"description": world.descriptions.get(params.get("language_code", ""), "")}


async def set_my_short_description(world: World, params: Json) -> Any:
    limits.known(params, {"short_description", "language_code"})
    said = limits.short(params.get("short_description", ""), limits.SHORT_DESCRIPTION, "short description")
    world.short_descriptions[params.get("language_code", "")] = said
    return True


async def get_my_short_description(world: World, params: Json) -> Any:
    limits.known(params, {"language_code"})
    return {"short_description": world.short_descriptions.get(params.get("language_code", ""), "")}


METHODS: dict[str, Callable[[World, Json], Awaitable[Any]]] = {
    "getme": get_me,
    "deletewebhook": delete_webhook,
    "getupdates": get_updates,
    "sendmessage": send_message,
    "sendphoto": send_photo,
    "sendanimation": send_animation,
    "senddocument": send_document,
    "editmessagecaption": edit_message_caption,
    "editmessagetext": edit_message_text,
    "editmessagereplymarkup": edit_message_reply_markup,
    "answercallbackquery": answer_callback_query,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "setmydescription": set_my_description,
    "getmydescription": get_my_description,
    "setmyshortdescription": set_my_short_description,
    "getmyshortdescription": get_my_short_description,
}
"""By name in lower case, as the official server does not care about case."""


def _send_file(world: World, params: Json, kind: files.Kind) -> Json:
    limits.known(params, {"chat_id", kind, "caption", "parse_mode", "reply_markup"})
    chat = _chat(world, params)
    file = world.files.take(kind, params.get(kind))
    text, entities = files.caption(params)
    rows = limits.keyboard(params.get("reply_markup"))
    return world.post(chat, world.me, text=text.strip(), entities=entities, rows=rows, file=file).wire()


def _chat(world: World, params: Json) -> Chat:
    chat = world.chats.get(limits.number(params, "chat_id"))
    if chat is None:
        raise ApiError(400, "Bad Request: chat not found")
    if chat.moved_to is not None:
        raise ApiError(
            400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.moved_to
        )
    if chat.blocked:
        raise ApiError(403, "Forbidden: bot was blocked by the user")
    return chat


def _thread(chat: Chat, params: Json) -> int | None:
    """The topic to write to; in a forum, to name none is to write to the General one, which cannot be named."""
    thread = limits.number(params, "message_thread_id", 0)
    if thread and (thread == GENERAL or thread not in chat.topics):
        raise ApiError(400, NO_THREAD)
    topic = chat.topics.get(thread or GENERAL)
    if topic is not None and topic.closed:
        raise ApiError(400, TOPIC_CLOSED)
    return thread or None


def _own_message(world: World, params: Json) -> Message:
    message = world.find(_chat(world, params), limits.number(params, "message_id"))
    if message is None:
        raise ApiError(400, "Bad Request: message to edit not found")
    if not message.sender.is_bot:
        raise ApiError(400, "Bad Request: message can't be edited")
    return message


def _edit(message: Message, text: str, entities: list[Json], rows: list[list[Json]]) -> Json:
    if (message.text, message.entities, message.rows) == (text, entities, rows):
        raise ApiError(400, NOT_MODIFIED)
    message.text, message.entities, message.rows = text, entities, rows
    message.edits += 1
    return message.wire()


def _scope(params: Json) -> tuple[str, str]:
    return (params.get("scope") or {"type": "default"})["type"], params.get("language_code", "")
