"""What Telegram itself, or something in between, does to the bot that takes in its updates."""

from __future__ import annotations

from typing import Any

from tests.doubles.telegram.errors import ApiError
from tests.faults.hands import LIST
from tests.faults.load import answer_to
from tests.faults.rows import Measured, row
from tests.faults.stage import Stage, stage, step_until

WEBHOOK = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
PAGE = "<html>Sign in to this network</html>"


@row(
    "bad-update",
    "one update that the library cannot parse (a field missing)",
    "Telegram stops for everybody: the offset never moves",
    "passed over, its person is told, everybody else is answered within 5 s",
)
async def update_without_a_field() -> Measured:
    async with stage() as s:
        await s.bot.start()
        ann = s.person()
        await ann.begins()
        await s.telegram.polling()
        seen = len(ann.person.sees())
        s.telegram.world.poller, hanging = None, s.telegram.world.poller  # nothing is given away before it is spoilt
        ann.say("hello")
        del s.telegram.world.updates[0]["message"]["date"]
        s.telegram.world.poller = hanging
        s.telegram.world.changed()
        took = await answer_to(s)
        told = await step_until(s.bot, lambda: len(ann.person.sees()) > seen, 10) < 10
        return Measured(f"another is answered in {took:.2f} s, the person is told: {told}", took <= 5 and told)


async def polls_fail(s: Stage, method: str, times: int, **how: Any) -> tuple[int, list[str]]:
    """So many polls go wrong: seconds until somebody is answered after the last, and what was logged of it."""
    lines = len(s.bot.log())
    fault = s.telegram.faults.add(method, times=times, **how)
    ann = s.person()
    ann.say("/start")
    await step_until(s.bot, lambda: fault.struck >= times, 240)
    after = await step_until(s.bot, lambda: bool(ann.showing(LIST)), 240)
    events = [line["event"] for line in s.bot.log()[lines:] if line.get("level") in ("warning", "error")]
    assert ann.showing(LIST), f"nobody is answered any more; logged: {', '.join(events[-4:])}"
    return after, events


@row(
    "webhook",
    "somebody sets a webhook while the bot polls",
    "409 for ever, logged as another process",
    "deleted again, the true cause logged once",
)
async def webhook_set() -> Measured:
    async with stage() as s:
        await s.bot.start()
        await s.person().begins()
        deleted = len(s.telegram.calls("deleteWebhook"))

        def there() -> bool:
            return len(s.telegram.calls("deleteWebhook")) == deleted

        lines = len(s.bot.log())
        s.telegram.faults.add("getUpdates", times=10**6, during=there, error=ApiError(409, WEBHOOK))
        ann, ben = s.person(), s.person()
        ann.say("/start")  # ends the poll that hangs
        await ann.sees(LIST)
        ben.say("/start")
        after = await step_until(s.bot, lambda: bool(ben.showing(LIST)), 30)
        events = [line["event"] for line in s.bot.log()[lines:] if line.get("level") in ("warning", "error")]
        said = f"answered after {after} s" if after < 30 else "409 for ever"
        met = after <= 5 and len(events) == 1 and "webhook" in events[0]
        return Measured(f"{said}; logged {', '.join(events[:3])}", met)


@row("unauthorized", "401 to five polls, then all is well", "the bot ends", "goes on; the true cause logged once")
async def refused_token() -> Measured:
    async with stage() as s:
        await s.bot.start()
        await s.person().begins()
        after, events = await polls_fail(s, "getUpdates", 5, error=ApiError(401, "Unauthorized"))
        return Measured(f"answered {after} s after; logged {', '.join(events)}", after <= 60 and len(set(events)) <= 2)


@row("page", "a page of HTML to five polls, then all is well", "—", "goes on; the true cause logged once")
async def a_page() -> Measured:
    async with stage() as s:
        await s.bot.start()
        await s.person().begins()
        after, events = await polls_fail(s, "getUpdates", 5, status=200, body=PAGE)
        return Measured(
            f"answered {after} s after; logged {len(events)} lines: {', '.join(sorted(set(events)))}",
            after <= 60 and 1 <= len(events) <= 2,
        )


@row(
    "api-address",
    "CALFWISE_TELEGRAM_API without /bot at its end, as .env.example says",
    "never connects",
    "works with and without",
)
async def address_as_in_the_example() -> Measured:
    ways = {}
    for name, end in (("with", "/bot"), ("without", "")):
        async with stage() as s:
            s.bot.set("CALFWISE_TELEGRAM_API", s.telegram.base_url.removesuffix("/bot") + end)
            await s.bot.start()
            ann = s.person()
            ann.say("/start")
            try:
                ways[name] = f"{await ann.sees(LIST, within=5):.2f} s"
            except AssertionError:
                ways[name] = "never connects"
            s.telegram.forgive()
    return Measured(", ".join(f"{name}: {took}" for name, took in ways.items()), "never connects" not in ways.values())


@row("topic", "/check in a topic of a forum group", "answered in another topic", "answered in that topic")
async def in_a_topic() -> Measured:
    async with stage() as s:
        await s.bot.start()
        group, ann = s.telegram.group(), s.telegram.person("Ann")
        open_topic: Any = getattr(group, "open_topic", None)
        if open_topic is None:
            return Measured("the local Telegram has no topics", met=False)
        thread = open_topic(ann.user)
        say: Any = ann.say
        say("/check@calfwise_bot", to=group, thread=thread)
        await s.until(lambda: bool(group.sees()), "an answer in the group", 10)
        there: Any = group.sees()[-1]
        return Measured(f"answered in topic {there.thread} of {thread}", there.thread == thread)
