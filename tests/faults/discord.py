"""Discord: its limits and failures under an emergency, and its gateway."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable

from tests.doubles.discord.faults import Fault
from tests.doubles.discord.people import Person
from tests.doubles.discord.world import Message
from tests.faults.hands import ASKED, LIST, WORDS
from tests.faults.load import answer_to
from tests.faults.rows import Measured, row
from tests.faults.stage import Stage, stage, step_until

POSTS = "POST /channels/"
"""What goes into direct messages."""

QUICK = 2.0


def showing(ann: Person, part: str) -> list[Message]:
    """The messages on their screen with `part`."""
    return [message for message in ann.sees() if part in message.content]


async def sees(s: Stage, ann: Person, part: str, times: int = 1, within: float = 20) -> float:
    """Wait until so many messages contain `part`; the seconds from now."""
    began = time.perf_counter()
    await s.discord.world.until(lambda: len(showing(ann, part)) >= times, f"{part!r} on Discord", within)
    return time.perf_counter() - began


async def begins(s: Stage) -> Person:
    """Somebody in direct messages with the bot, at the list of danger signs."""
    ann = s.discord.person("Ann")
    ann.go_to_dm()
    await ann.slash("calf")
    await sees(s, ann, LIST)
    return ann


@row(
    "dc-wait-600",
    "Discord: a 429 of 600 s (Via, Retry-After) on the answer to /privacy, then emergency words",
    "no card in 20 s",
    "answered within 2 s; the rest after it, once the 600 s are over",
)
async def told_to_wait() -> Measured:
    async with stage(telegram=False, discord=True) as s:
        await s.bot.start()
        ann = await begins(s)
        s.discord.faults.slow_down(POSTS, 600)
        calls = len(s.discord.calls)
        await ann.write("/privacy")
        await s.discord.world.until(lambda: 429 in [call.status for call in s.discord.calls[calls:]], "the 429")
        await ann.write(WORDS)
        took = await sees(s, ann, ASKED)
        early = len(showing(ann, "What I keep"))
        await step_until(s.bot, lambda: bool(showing(ann, "What I keep")), 1200, step=30)
        await sees(s, ann, "What I keep")
        return Measured(f"answered after {took:.2f} s, /privacy after it", took <= QUICK and not early)


async def failing(s: Stage, fault: Fault) -> int:
    """Emergency words under this fault: seconds until they are answered."""
    ann = await begins(s)
    s.discord.faults.add(fault)
    calls = len(s.discord.calls)
    await ann.write(WORDS)
    await s.discord.world.until(lambda: len(s.discord.calls) > calls, "the first try")
    return await step_until(s.bot, lambda: bool(showing(ann, ASKED)), 120)


@row(
    "dc-fail",
    "Discord: the answer to emergency words meets 502 (9 times), 503, a page, a reset, a lost answer",
    "lost",
    "repeated until it is out",
)
async def failing_for_a_while() -> Measured:
    page = "<html>error code: 1105</html>"
    ways = {
        "502": Fault(POSTS, times=9, status=502, body=page),
        "503": Fault(POSTS, times=5, status=503, body={"message": "503: Service Unavailable", "code": 0}),
        "page": Fault(POSTS, times=3, status=200, body=page),
        "reset": Fault(POSTS, times=5),
        "lost": Fault(POSTS, times=3, after=True),
    }
    after = {}
    for name, fault in ways.items():
        async with stage(telegram=False, discord=True) as s:
            await s.bot.start()
            after[name] = await failing(s, fault)
    said = ", ".join(f"{name} {seconds} s" for name, seconds in after.items())
    return Measured(f"out after: {said}", max(after.values()) < 120)


@row(
    "dc-closed",
    "Discord: the person's direct messages are closed when it comes, and open again later",
    "—",
    "given up at once with an ERROR line, shown first at the next word",
)
async def closed_messages() -> Measured:
    async with stage(telegram=False, discord=True) as s:
        await s.bot.start()
        ann = await begins(s)
        ann.user.dms_open = False
        calls = len(s.discord.calls)
        await ann.write(WORDS)
        await s.discord.world.until(lambda: len(s.discord.calls) > calls, "the first try")
        await s.bot.let_pass(60)
        await step_until(s.bot, lambda: False, 5)
        tries = sum(call.status == 403 for call in s.discord.calls[calls:])
        ann.user.dms_open = True
        seen = len(ann.sees())
        await ann.write("hello")
        await s.discord.world.until(lambda: any(ASKED in one.content for one in ann.sees()[seen:]), "it, first")
        answers = [one.content for one in ann.sees()[seen:] if one.author is not ann.user]
        lines = s.bot.logged("urgent_not_delivered", "error")
        met = tries == 1 and len(lines) == 1 and ASKED in answers[0]
        return Measured(f"{tries} try, {len(lines)} ERROR, then first: {answers[0][:30]!r}", met)


async def both_answer(s: Stage) -> str:
    """Whether people are answered on both platforms, within 20 s of each."""
    said = []
    for name, answer in (("Telegram", answer_to(s)), ("Discord", _command(s))):
        try:
            said.append(f"{name} {await answer:.2f} s")
        except AssertionError:
            said.append(f"{name} no more")
    return ", ".join(said)


async def _command(s: Stage) -> float:
    ann = s.discord.person("Ann")
    began = time.perf_counter()
    await ann.slash("calf")
    await s.discord.world.until(lambda: bool(showing(ann, LIST)), "an answer on Discord", 10)
    return time.perf_counter() - began


@row(
    "dc-bad-event",
    "an event on Discord's gateway that the library cannot parse",
    "ends the Discord run, and Telegram with it",
    "passed over; both platforms answer",
)
async def event_without_a_field() -> Measured:
    async with stage(discord=True) as s:
        await s.bot.start()
        bob = s.discord.person("Bob")
        bob.go_to_dm()
        session = s.discord.gateway.session
        assert session is not None
        assert session.socket is not None
        message = await bob.write("hello")
        spoilt = {name: value for name, value in message.wire().items() if name not in ("author", "type")}
        event = {"op": 0, "t": "MESSAGE_CREATE", "s": len(session.events) + 1, "d": spoilt}
        session.events.append(event)
        await session.socket.send_str(json.dumps(event))
        said = await both_answer(s)
        return Measured(said, "no more" not in said)


@row(
    "dc-gateway",
    "the gateway drops (4000), asks to reconnect, ends the session (op 9), in turn",
    "after a session that cannot be resumed the next command gets nothing",
    "a command is answered after each",
)
async def gateway_trouble() -> Measured:
    async with stage(telegram=False, discord=True) as s:
        await s.bot.start()
        gateway = s.discord.gateway
        took = {}
        troubles: dict[str, Callable[[], Awaitable[object]]] = {
            "drop": lambda: gateway.close(4000),
            "reconnect": gateway.reconnect,
            "invalid session": gateway.invalidate,
        }
        for name, trouble in troubles.items():
            was = (gateway.identified, gateway.resumed)
            await trouble()
            await step_until(s.bot, lambda was=was: (gateway.identified, gateway.resumed) != was, 60)  # type: ignore[misc]
            try:
                took[name] = f"{await _command(s):.2f} s"
            except AssertionError:
                took[name] = "nothing"
        return Measured(", ".join(f"{name}: {said}" for name, said in took.items()), "nothing" not in took.values())


@row(
    "dc-4004",
    "Discord throws the bot out for its token (4004)",
    "ends Telegram with it",
    "Telegram goes on answering",
)
async def thrown_out() -> Measured:
    async with stage(discord=True) as s:
        await s.bot.start()
        await s.person().begins()
        s.discord.gateway._token = "another"  # a new one was made at Discord, so that no session can be taken up
        await s.discord.gateway.close(4004)
        try:
            await step_until(s.bot, lambda: not s.bot.running, 30)
            took = await answer_to(s)
        except (AssertionError, ConnectionError):
            return Measured("Telegram answers nobody any more", met=False)
        return Measured(f"Telegram answers in {took:.2f} s", took <= QUICK)


async def act(s: Stage, ann: Person, label: str, then: str) -> None:
    """Tap the button or choose the option that begins so, on the newest message that has it; wait for what it leads to."""
    times = len(showing(ann, then))
    for message in reversed(ann.sees()):
        for part in [one for line in message.components for one in line["components"]]:
            option = next((one["label"] for one in part.get("options", ()) if one["label"].startswith(label)), "")
            if option or part.get("label", "").startswith(label):
                await (ann.choose(message, option) if option else ann.tap(message, part["custom_id"]))
                await s.discord.world.until(lambda: len(showing(ann, then)) > times, f"{then!r} after {label!r}")
                return
    raise AssertionError(f"{label!r} is nowhere on the screen")


@row(
    "dc-timed",
    "a routine begun in a Discord server, direct messages closed, at its first timed step",
    "goes to a DM, or to nobody",
    "goes on where it began",
)
async def timed_steps_in_a_server() -> Measured:
    async with stage(telegram=False, discord=True) as s:
        await s.bot.start()
        ann = s.discord.person("Ann")
        ann.user.dms_open = False
        await ann.slash("routine")
        await sees(s, ann, "First, for safety")
        await act(s, ann, "None of these", "Which one?")
        await act(s, ann, "Calf stretch", "Exercise 1 of")
        await act(s, ann, "Skip", "Exercise 2 of")
        await act(s, ann, "Start", "<t:")
        calls = len(s.discord.calls)
        seen = {message.id: message.content for message in ann.sees()}
        await step_until(s.bot, lambda: len(s.discord.calls) > calls, 60)
        await step_until(s.bot, lambda: False, 3)
        news = [one for one in ann.sees() if seen.get(one.id) != one.content and one.components]
        where = [call.path.split("/")[1] for call in s.discord.calls[calls:]]
        return Measured(f"{'there' if news else 'nowhere'}; calls to {', '.join(sorted(set(where)))}", bool(news))


@row(
    "dc-expired",
    "the token of a command in a server is refused as expired when its second message goes out",
    "—",
    "the message comes in the direct messages, with a word why",
)
async def expired_token() -> Measured:
    async with stage(telegram=False, discord=True) as s:
        await s.bot.start()
        ann = s.discord.person("Ann")
        gone = {"message": "Invalid Webhook Token", "code": 50027}
        s.discord.faults.add(Fault("POST /webhooks/", times=99, status=401, body=gone))
        await ann.slash("calf")
        ann.go_to_dm()
        took = await sees(s, ann, LIST)
        why = "This comes here because" in showing(ann, LIST)[0].content
        return Measured(f"there after {took:.2f} s, said why: {why}", why)


@row("dc-mentions", "20 mentions of the bot in a server within a minute", "answered each time", "answered once")
async def mentions() -> Measured:
    async with stage(telegram=False, discord=True) as s:
        await s.bot.start()
        ann = s.discord.person("Ann")
        for _ in range(20):
            await ann.shout("hello", s.discord.world.bot)
        await _command(s)  # once somebody else is answered, these are done with
        await step_until(s.bot, lambda: False, 3)
        said = sum(one.author is s.discord.world.bot and one.only_for is None for one in ann.sees())
        return Measured(f"answered {said} times", said == 1)
