"""What one person taps and sends, and how it looks on their screen."""

from __future__ import annotations

import time

from tests.faults.hands import CARD, LIST, Hand
from tests.faults.rows import Measured, row
from tests.faults.stage import Stage, stage

QUESTIONS = 10


def answered(labels: list[str]) -> str:
    """The quickest answer: none of a list, else the first."""
    return next((label for label in labels if label.startswith(("None", "Nothing"))), labels[0])


@row(
    "quick-taps",
    f"{QUESTIONS} questions answered as fast as they come",
    "1.7 s a question: the cosmetic edit takes the bucket first",
    "question first, edit when there is room: ≤ 1.05 s a question",
)
async def quick_taps() -> Measured:
    async with stage() as s:
        await s.bot.start()
        ann = s.person()
        await ann.begins()
        first = len(s.telegram.requests)
        began = time.perf_counter()
        for _ in range(QUESTIONS):
            seen = len(ann.person.sees())
            ann.tap(answered(ann.person.last.labels))
            await s.until(lambda seen=seen: len(ann.person.sees()) > seen, "the next question")  # type: ignore[misc]
        each = (time.perf_counter() - began) / QUESTIONS
        calls = [call.method for call in s.telegram.requests[first:]]
        early = sum(method.startswith("edit") for method in calls)
        await s.until(lambda: ann.live("") == 1, "closed questions to lose their buttons", 40)
        return Measured(f"{each:.2f} s a question, {early} edits meanwhile, all closed after it", each <= 1.05)


async def copies(s: Stage, ann: Hand, part: str, stray: list[str]) -> tuple[int, int]:
    """The person sends these stickers or words: how many copies with `part` there are, and how many can be tapped."""
    for what in stray:
        ann.person.send(what) if what == "sticker" else ann.say(what)
        await s.telegram.confirmed(s.telegram.world.last_update)
    await s.until(lambda: not s.fates().get("waiting"), "everything to be out", 30)
    await quiet(s)
    return len(ann.showing(part)), ann.live(part)


async def quiet(s: Stage) -> None:
    """Return once nothing is called any more; a minute passes first, since closings wait for room."""
    await s.bot.let_pass(60)
    while True:
        calls = len(s.telegram.requests)
        try:
            await s.until(lambda calls=calls: len(s.telegram.requests) > calls, "", 1)  # type: ignore[misc]
        except AssertionError:
            return


@row("strays-list", "three stickers in the first question", "four identical live lists", "one that can be tapped")
async def strays_in_a_question() -> Measured:
    async with stage() as s:
        await s.bot.start()
        ann = s.person()
        await ann.begins()
        there, live = await copies(s, ann, LIST, ["sticker"] * 3)
        return Measured(f"{there} copies, {live} live", live == 1)


@row("strays-card", "an emergency, then three stray inputs", "four live cards", "one that can be tapped")
async def strays_at_a_card() -> Measured:
    async with stage() as s:
        await s.bot.start()
        ann = s.person()
        await ann.begins()
        ann.tap("Chest pain, or pain breathing in")
        await ann.sees(CARD)
        there, live = await copies(s, ann, CARD, ["sticker", "hm", "🏃"])
        return Measured(f"{there} copies, {live} live", live == 1)
