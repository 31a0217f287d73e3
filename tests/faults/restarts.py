"""The process ends, politely or not, while something waits to go out."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable

from tests.doubles.telegram.errors import ApiError
from tests.doubles.telegram.world import Message
from tests.faults.hands import Hand
from tests.faults.rows import Measured, row
from tests.faults.stage import Stage, stage, step_until

PEOPLE = 5
EACH = 8
SAID = "What I keep"
"""The answer to /privacy: an ordinary message, which must come once."""

NO_MORE_THAN = 10.0


async def asking(s: Stage) -> list[Hand]:
    """So many people ask for the same so often that most of the answers wait for the pace of their chats."""
    people = [s.person() for _ in range(PEOPLE)]
    for one in people:
        await one.begins()
    for one in people:
        for _ in range(EACH):
            one.say("/privacy")
    await s.telegram.confirmed(s.telegram.world.last_update)
    return people


async def kill_between_calls(s: Stage) -> None:
    """SIGKILL at an instant at which nothing is on the wire, nor just being noted as such."""
    while True:
        calls = len(s.telegram.requests)
        await asyncio.sleep(0.2)  # a note takes milliseconds; the chats are a second apart from their next messages
        s.bot.freeze()
        if len(s.telegram.requests) == calls and not s.fates().get("on_wire"):
            return await s.bot.kill()
        s.bot.thaw()


async def for_its_pace(s: Stage) -> list[Hand]:
    people = await asking(s)
    await s.until(lambda: sum(len(one.showing(SAID)) for one in people) >= PEOPLE, "some of the answers")
    return people


async def for_its_429(s: Stage) -> list[Hand]:
    slow = s.telegram.faults.add("sendMessage", nth=PEOPLE * 2 + 1, times=PEOPLE, error=_too_many(600))
    people = await asking(s)
    await s.until(lambda: slow.struck == PEOPLE, "everybody's 429")
    return people


async def for_a_connection(s: Stage) -> list[Hand]:
    slow = s.telegram.faults.add("sendMessage", nth=PEOPLE * 2 + 1, times=PEOPLE, error=_too_many(60))
    people = await asking(s)
    await s.until(lambda: slow.struck == PEOPLE, "everybody's 429")
    await s.telegram.__aexit__(None, None, None)
    for _ in range(7):
        await s.bot.let_pass(10)
        await step_until(s.bot, lambda: False, 1)
    return people


WAITS: dict[str, Callable[[Stage], Awaitable[list[Hand]]]] = {
    "its pace": for_its_pace,
    "its 429": for_its_429,
    "a connection": for_a_connection,
}


def _too_many(seconds: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


async def ended_while_waiting(kill: bool, wait: str) -> tuple[str, bool]:
    """How many of all answers were there at the end of the process, and in the end, and whether each came once."""
    async with stage() as s:
        await s.bot.start()
        people = await WAITS[wait](s)
        if kill:
            await kill_between_calls(s)
        else:
            await s.bot.stop()
        before = sum(len(one.showing(SAID)) for one in people)
        unknown = s.fates().get("unknown", 0) + s.fates().get("on_wire", 0)
        s.telegram.faults.clear()
        if wait == "a connection":
            await s.telegram.__aenter__()
        await s.bot.start()
        for _ in range(EACH * 3):
            if s.fates().get("waiting", 0) == 0:
                break
            await step_until(s.bot, lambda: False, 2)
        counts = [len(one.showing(SAID)) for one in people]
        met = counts == [EACH] * PEOPLE and unknown == 0 and before < PEOPLE * EACH
        return f"{before} → {sum(counts)} of {PEOPLE * EACH}, {unknown} unknown", met


def ending(name: str, kill: bool, what: str) -> None:
    @row(
        name,
        f"{what} while rows wait for {', '.join(WAITS)}",
        "trying → lost: 274 of 4,517 never sent",
        "all sent after the start, each once; none unknown",
    )
    async def ends() -> Measured:
        found = {wait: await ended_while_waiting(kill, wait) for wait in WAITS}
        return Measured(
            "; ".join(f"{wait}: {said}" for wait, (said, _) in found.items()), all(met for _, met in found.values())
        )


ending("kill-waiting", True, "SIGKILL")
ending("stop-waiting", False, "a polite stop")


@row("stop-backlog", "SIGTERM with a backlog of 54 messages of three chats", "20.6 s", "≤ 10 s, nothing lost")
async def stop_with_a_backlog() -> Measured:
    """Eighteen each: beyond twenty within ten seconds the same once more is not answered."""
    async with stage() as s:
        await s.bot.start()
        people = [s.person() for _ in range(3)]
        for one in people:
            await one.begins()
        for _ in range(18):
            for one in people:
                one.say("/privacy")
        await s.telegram.confirmed(s.telegram.world.last_update)
        took = await s.bot.stop()
        before = sum(len(one.showing(SAID)) for one in people)
        await s.bot.start()
        for _ in range(70):
            if s.fates().get("waiting", 0) == 0:
                break
            await step_until(s.bot, lambda: False, 2)
        there = sum(len(one.showing(SAID)) for one in people)
        return Measured(f"{took:.1f} s; {before} → {there} of 54 sent", took <= NO_MORE_THAN and there == 54)


@row("stop-hanging", "SIGTERM while the calls of ten chats hang", "—", "≤ 10 s, nothing given up")
async def stop_with_hanging_calls() -> Measured:
    async with stage() as s:
        await s.bot.start()
        people = [s.person() for _ in range(10)]
        for one in people:
            await one.begins()
        gate = asyncio.Event()
        hang = s.telegram.faults.add("sendMessage", times=10, gate=gate)
        for one in people:
            one.say("/privacy")
        await s.until(lambda: hang.struck == 10, "all to hang")
        took = await s.bot.stop()
        gate.set()
        await s.bot.start()
        ended = s.fates()
        return Measured(
            f"{took:.1f} s; then {ended.get('unknown', 0)} unknown, {ended.get('given_up', 0)} given up",
            took <= NO_MORE_THAN and ended.get("given_up", 0) == 0,
        )


@row("countdown", "0:25 left on a countdown, restart", "never redrawn", "redrawn")
async def countdown_after_a_restart() -> Measured:
    async with stage() as s:
        await s.bot.start()
        ann = s.person()
        hold = await in_a_hold(s, ann)
        await step_until(s.bot, lambda: hold.edits > 0, 20)
        await s.bot.stop()
        before = left_on(hold.text)
        await s.bot.start()
        await s.until(lambda: s.telegram.world.poller is not None, "the bot to be there again")
        after = await step_until(s.bot, lambda: left_on(hold.text) != before, 20)
        shown = left_on(hold.text)
        said = "never redrawn" if shown == before else f"{shown or 'closed'} {after} s after the start"
        return Measured(f"{before} when it stopped, {said}", bool(shown) and shown != before)


async def in_a_hold(s: Stage, ann: Hand) -> Message:
    """Ann has begun a session of stretches: the message that counts down."""
    ann.say("/routine")
    await ann.sees("First, for safety")
    ann.tap("None of these")
    await ann.sees("Which one?")
    ann.tap("Calf stretch")
    await ann.sees("Exercise 1 of")
    ann.tap("Skip")
    await ann.sees("Exercise 2 of")
    ann.tap("Start")
    await s.until(lambda: any(left_on(one.text) for one in ann.person.sees()), "a countdown")
    return next(one for one in ann.person.sees() if left_on(one.text))


def left_on(text: str) -> str:
    """What is left of a countdown, as the message shows it; empty if it shows none."""
    found = re.search(r"(\d+:\d\d) left", text)
    return found[1] if found else ""
