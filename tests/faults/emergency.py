"""An emergency on Telegram, and what used to hold it up."""

from __future__ import annotations

from tests.doubles.telegram.errors import ApiError
from tests.faults.hands import ASKED, CARD, LIST, WORDS
from tests.faults.rows import Measured, row
from tests.faults.stage import stage

QUICK = 2.0
"""Seconds in which a card has to be there."""


@row(
    "wait-600",
    "a 429 of 600 s once on /privacy, then Chest pain is tapped",
    "no card in 20 s",
    "the card within 2 s; the rest after it, once the 600 s are over, without buttons",
)
async def told_to_wait() -> Measured:
    async with stage() as s:
        await s.bot.start()
        ann = s.person()
        await ann.begins()
        slow = s.telegram.faults.add("sendMessage", error=ApiError(429, "Too Many Requests: retry after 600", retry_after=600))
        ann.say("/privacy")
        await s.until(lambda: slow.struck == 1, "the 429")
        ann.tap("Chest pain")
        took = await ann.sees(CARD)
        await s.bot.let_pass(601)
        await ann.sees("What I keep")
        order = [one.id for part in (CARD, "What I keep") for one in ann.showing(part)]
        return Measured(f"card after {took:.2f} s, /privacy after it", took <= QUICK and order == sorted(order))
