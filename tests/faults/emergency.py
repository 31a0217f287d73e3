"""An emergency on Telegram, and what used to hold it up."""

from __future__ import annotations

import asyncio

from tests.doubles.telegram.errors import ApiError
from tests.faults.hands import ASKED, CARD, WORDS, Hand
from tests.faults.rows import Measured, row
from tests.faults.stage import Stage, stage, step_until

QUICK = 2.0
"""Seconds in which a card has to be there."""

BAD_GATEWAY = {"status": 502, "body": "<html><h1>502 Bad Gateway</h1></html>"}
HOUR = 3600


def too_many(seconds: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


@row(
    "wait-600",
    "a 429 of 600 s once on /privacy, then Chest pain is tapped",
    "no card in 20 s",
    "the card within 2 s; what it passed after it, once the 600 s are over",
)
async def told_to_wait() -> Measured:
    async with stage() as s:
        await s.bot.start()
        ann = s.person()
        await ann.begins()
        slow = s.telegram.faults.add("sendMessage", error=too_many(600))
        ann.say("/privacy")
        await s.until(lambda: slow.struck == 1, "the 429")
        ann.tap("Chest pain, or pain breathing in")
        took = await ann.sees(CARD)
        early = len(ann.showing("What I keep"))
        await step_until(s.bot, lambda: bool(ann.showing("What I keep")), 1200, step=30)
        await ann.sees("What I keep")
        order = [one.id for part in (CARD, "What I keep") for one in ann.showing(part)]
        met = took <= QUICK and not early and order == sorted(order)
        return Measured(f"card after {took:.2f} s, /privacy after it", met)


@row("wait-2", "a 429 of 2 s on an ordinary message", "—", "sent once, two seconds later, in its place")
async def told_to_wait_a_little() -> Measured:
    async with stage() as s:
        await s.bot.start()
        ann = s.person()
        await ann.begins()
        slow = s.telegram.faults.add("sendMessage", error=too_many(2))
        ann.say("/privacy")
        ann.say("/about")
        await s.until(lambda: slow.struck == 1, "the 429")
        took = await ann.sees("What I keep")
        await ann.sees("Calfwise is a free")
        order = [one.id for part in ("What I keep", "Calfwise is a free") for one in ann.showing(part)]
        return Measured(f"after {took:.2f} s", 1.5 < took < 4 and len(order) == 2 and order == sorted(order))


@row(
    "wait-on-card",
    "a 429 of 600 s on the card itself",
    "—",
    "tried again after 30 s at most",
)
async def card_told_to_wait() -> Measured:
    async with stage() as s:
        await s.bot.start()
        ann = s.person()
        await ann.begins()
        slow = s.telegram.faults.add("sendMessage", error=too_many(600))
        ann.tap("Chest pain, or pain breathing in")
        await s.until(lambda: slow.struck == 1, "the 429")
        after = await step_until(s.bot, lambda: bool(ann.showing(CARD)), 90)
        return Measured(f"card after {after} s", after <= 31)


@row(
    "fail-27",
    "sendMessage answers 502 for 27 s, then is healthy; Chest pain",
    "card lost after 1 + 5 + 15 s",
    "tried until it is out; the operator is told",
)
async def failing_for_a_while() -> Measured:
    async with stage() as s:
        await s.bot.start()
        ann = s.person()
        await ann.begins()
        passed = 0
        down = s.telegram.faults.add("sendMessage", times=10**6, during=lambda: passed < 27, **BAD_GATEWAY)
        ann.tap("Chest pain, or pain breathing in")
        await s.until(lambda: down.struck > 0, "the first 502")
        while passed < 27:
            await step_until(s.bot, lambda: False, 1)
            passed += 1
        after = 27 + await step_until(s.bot, lambda: bool(ann.showing(CARD)), 120)
        told = bool(s.bot.logged("urgent_delayed", "error"))
        met = len(ann.showing(CARD)) == 1 and told
        return Measured(f"card after {after} s, {down.struck} tries failed, operator told: {told}", met)


@row(
    "fail-hour",
    "an hour of 502; then somebody writes again",
    "card lost after 1 + 5 + 15 s",
    "an hour of tries; an ERROR line without content; the card first at the next word",
)
async def failing_for_an_hour() -> Measured:
    async with stage() as s:
        await s.bot.start()
        ann = s.person()
        await ann.begins()
        s.telegram.faults.add("sendMessage", times=10**6, **BAD_GATEWAY)
        ann.tap("Chest pain, or pain breathing in")
        passed = 0
        while passed < 2 * HOUR and s.fates().get("owed", 0) == 0:
            passed += 31
            await s.bot.let_pass(30)
            await step_until(s.bot, lambda: False, 1)
        lines = s.bot.logged("urgent_not_delivered", "error")
        s.telegram.faults.clear()
        first = await first_after_a_word(s, ann)
        quiet = not any(CARD in str(line) for line in s.bot.log())
        return Measured(
            f"given up after {passed / 60:.0f} min, {len(lines)} ERROR, then first: {first[:20]!r}",
            passed >= HOUR and len(lines) == 1 and quiet and CARD in first,
        )


async def first_after_a_word(s: Stage, ann: Hand) -> str:
    """The person says hello: what they are sent first."""
    seen = len(ann.person.sees())
    ann.say("hello")
    # The poll, which was told of the hour too, comes back once its own pause is over.
    await step_until(s.bot, lambda: len(ann.person.sees()) > seen, 300)
    await s.until(lambda: len(ann.person.sees()) > seen, "an answer")
    return ann.person.sees()[seen].text


@row("burst-60", "60 messages of one chat, then emergency words in it", "56 s", "≤ 2 s")
async def after_a_burst() -> Measured:
    async with stage() as s:
        await s.bot.start()
        ann = s.person()
        ann.say("/routine")
        await ann.sees("First, for safety")
        for number in range(60):
            ann.say(f"hello {number}")
        ann.say(WORDS)
        took = await ann.sees(ASKED, within=80)
        return Measured(f"{took:.2f} s", took <= QUICK)


async def spoiled(s: Stage, **how: object) -> tuple[int, int]:
    """The card's first three sends go wrong in this way: how many copies are seen once it is out, and ten minutes later."""
    ann = s.person()
    await ann.begins()
    fault = s.telegram.faults.add("sendMessage", chat=ann.number, times=3, **how)
    ann.tap("Chest pain, or pain breathing in")
    await step_until(s.bot, lambda: fault.struck == 3, 60)
    await step_until(s.bot, lambda: len(s.telegram.calls("sendMessage")) > 5, 0)
    sent = len(s.telegram.calls("sendMessage"))
    await step_until(s.bot, lambda: len(s.telegram.calls("sendMessage")) > sent, 60)
    there = len(ann.showing(CARD))
    await s.bot.let_pass(600)
    await step_until(s.bot, lambda: False, 5)
    return there, len(ann.showing(CARD))


@row(
    "spoiled",
    "the card's answers are a page (502, 200), cut in half, reset, or lost after it arrived",
    "—",
    "repeated until one is right: seen in each case, once where it had not arrived; then it stops",
)
async def spoiled_answers() -> Measured:
    page = "<html>Sign in to this network</html>"
    ways: dict[str, tuple[dict[str, object], int]] = {
        "page 502": ({"status": 502, "body": page}, 1),
        "page 200": ({"status": 200, "body": page}, 1),
        "500": ({"error": ApiError(500, "Internal Server Error")}, 1),
        "reset": ({"drop": True}, 1),
        "cut": ({"truncate": True}, 4),
        "lost": ({"drop": True, "after": True}, 4),
    }
    seen = {}
    async with stage() as s:
        await s.bot.start()
        for name, (how, _) in ways.items():
            s.telegram.requests.clear()
            seen[name] = await spoiled(s, **how)
    said = ", ".join(f"{name} {there}" for name, (there, _) in seen.items())
    met = all(there == later == ways[name][1] for name, (there, later) in seen.items())
    return Measured(f"copies: {said}", met)


@row("hang", "the card's call hangs for ever", "—", "a second one within 30 s, by another connection")
async def hanging_card() -> Measured:
    async with stage() as s:
        await s.bot.start()
        ann = s.person()
        await ann.begins()
        gate = s.telegram.faults.add("sendMessage", gate=asyncio.Event())
        ann.tap("Chest pain, or pain breathing in")
        await s.until(lambda: gate.struck == 1, "the call to hang")
        after = await step_until(s.bot, lambda: bool(ann.showing(CARD)), 90)
        return Measured(f"card after {after} s", after <= 31)


@row(
    "blocked",
    "the person has blocked the bot when the card comes, and writes again later",
    "—",
    "given up at once with an ERROR line, shown first at the next word",
)
async def blocked() -> Measured:
    async with stage() as s:
        await s.bot.start()
        ann = s.person()
        await ann.begins()
        before = len(s.telegram.calls("sendMessage"))
        ann.tap("Chest pain, or pain breathing in")
        ann.person.block()
        await s.until(lambda: len(s.telegram.calls("sendMessage")) > before, "the card's call")
        await s.bot.let_pass(120)
        await step_until(s.bot, lambda: False, 5)
        tries = len(s.telegram.calls("sendMessage")) - before
        ann.person.unblock()
        first = await first_after_a_word(s, ann)
        lines = s.bot.logged("urgent_not_delivered", "error")
        met = tries == 1 and len(lines) == 1 and CARD in first
        return Measured(f"{tries} try, {len(lines)} ERROR, then first: {first[:20]!r}", met)
