"""One run from start to report: lives that are ended one after the other, then the account."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from flows.talk.library import load_library
from tests.doubles.discord import loopback
from tests.kill import plan
from tests.kill.clock import FastClock
from tests.kill.journal import JournalReader
from tests.kill.judge import Judge
from tests.kill.life import Life, Lives, lives
from tests.kill.plan import End, Kind
from tests.kill.report import Report
from tests.kill.snapshot import Camera
from tests.kill.world import World, standing
from tests.kill.zygote import LifeOrder, Start

RATE = 20.0
"""So many seconds pass for the bot in one of ours: a hold of 30 seconds takes 1.5."""

STOP_WITHIN = 10.0
"""Seconds that a polite stop may take."""


class Run:
    """A run of `kills` ends, drawn from `seed`, in the empty `folder`."""

    def __init__(
        self, folder: Path, world: World, family: Lives, clock: FastClock, seed: int, kinds: Sequence[Kind]
    ) -> None:
        self._dice = random.Random(seed)
        self._kinds = kinds
        self._clock = clock
        self._world = world
        self._family = family
        self._camera = Camera(folder)
        self._journal = JournalReader(folder / "journal")
        self.judge = Judge(load_library(), world.people, world.ledger)
        self.ends: Counter[str] = Counter()
        self.slowest = 0.0
        self.shown_again = 0

    async def kill(self) -> None:
        """One life under load, ended as the dice say."""
        end = plan.draw(self._dice, self._kinds)
        life = await self._begin(end)
        self._world.wake()
        await self._until_the_end(life, end)
        await self._gone(life, end.polite)
        self.ends[end.kind] += 1

    async def settle(self) -> None:
        """A life in which nobody does anything: the countdowns that run come to their ends, and everything goes out."""
        life = await self._begin(None)
        await self._connected(life)
        await self._clock.sleep((self.judge.last_countdown(self._clock.now()) - self._clock.now()).total_seconds())
        due = self._clock.now()
        await self._heard(life)
        life.stop()
        await self._gone(life, polite=True)
        self.judge.overdue(due)

    async def ask(self) -> None:
        """Who may miss something says a word, and sees what is open; no timers, so that nothing else moves."""
        unknown = {row for row, state in self.judge.states.items() if state == "unknown"}
        people = {self.judge.rows[row].person for row in unknown | self.judge.cut_off}
        life = await self._begin(None, LifeOrder(timers=False))
        await self._connected(life)
        for person in sorted(people):
            await self._world.people[person].say("?")
        await self._heard(life)
        life.stop()
        await self._gone(life, polite=True)
        for person in sorted(people):
            self.judge.shown_again(person, self._world.ledger.life)
        self.shown_again = len(people)

    def close(self) -> None:
        self._journal.close()

    async def _begin(self, end: End | None, order: LifeOrder | None = None) -> Life:
        self._world.ledger.begin()
        if end is not None and end.kind in plan.AT_COMMIT:
            order = LifeOrder(end.kind, end.count)
        life = await self._family.begin(order or LifeOrder())
        self._world.trigger.arm(end, life.kill)
        return life

    async def _until_the_end(self, life: Life, end: End) -> None:
        """Let it live until the trigger ends it, or its time is over."""
        try:
            async with asyncio.timeout(end.seconds):
                await life.over.wait()
        except TimeoutError:
            if end.polite:
                life.stop()
            else:
                life.kill()

    async def _gone(self, life: Life, polite: bool) -> None:
        async with asyncio.timeout(60):
            await life.over.wait()
        await self._world.rest()
        self._world.trigger.arm(None, lambda: None)
        await self._world.gone()
        if polite:
            self.slowest = max(self.slowest, life.seconds)
            if life.code or life.seconds > STOP_WITHIN:
                self.judge.wrong.append(f"a polite stop ended with {life.code} after {life.seconds:.1f} s")
        left = self._camera.take()
        if left.sessions:
            confirmed = self._world.telegram.world.confirmed
            self.judge.look(left, self._journal.read(), self._camera.keys, confirmed, polite)

    async def _connected(self, life: Life) -> None:
        telegram, discord, ledger = self._world.telegram.world, self._world.discord, self._world.ledger
        await telegram.until(lambda: bool(ledger.polls) or life.over.is_set(), "a poll", 60)
        await discord.world.until(lambda: discord.gateway.connected or life.over.is_set(), "the gateway", 60)
        if life.over.is_set():
            raise RuntimeError(f"the bot ended by itself with {life.code}; see its log")

    async def _heard(self, life: Life) -> None:
        """Everything that people said is committed, and everything that is to be said is out."""
        telegram = self._world.telegram
        await telegram.world.until(lambda: telegram.world.poller is not None and not telegram.world.updates, "calm", 60)
        await life.settle()

    def report(self, seed: int, broken: str, seconds: float) -> Report:
        judge, ledger = self.judge, self._world.ledger
        judge.account()
        states = Counter(judge.states.values())
        ordinary = [row for row, one in judge.rows.items() if not (one.reply.repeatable or one.reply.urgent)]
        shown = {row: [one for one in entries if one.new] for row, entries in ledger.shown.items()}
        unknown = [row for row in judge.rows if judge.states.get(row) == "unknown"]
        complaints = [*self._world.faults, *self._world.telegram.complaints, *self._world.discord.complaints]
        return Report(
            seed=seed,
            broken=broken,
            chats=len(self._world.people),
            seconds=seconds,
            ends=dict(self.ends),
            slowest_stop=self.slowest,
            turns=sum(len(one.played) for one in judge.references.values()),
            by_timer=sum(one.fired for one in judge.references.values()),
            timers_left=sum(len(one.timers) for one in judge.references.values()),
            rows=len(judge.rows),
            ordinary=len(ordinary),
            urgent=sum(one.reply.urgent for one in judge.rows.values()),
            delivered=states["delivered"],
            on_wire=len(judge.killed_on_wire),
            unknown=len(unknown),
            missing=sum(not shown.get(row) for row in unknown),
            repeated=sum(len({one.life for one in entries}) > 1 for entries in shown.values()),
            cut_off=len(judge.cut_off | judge.shown_first),
            shown_first=len(judge.shown_first),
            shown_again=self.shown_again,
            slowed=ledger.slowed,
            requests=ledger.requests,
            wrong=(*judge.wrong, *complaints),
        )


async def run(
    folder: Path,
    *,
    kills: int,
    seed: int,
    chats: int,
    broken: str = "",
    kinds: Sequence[Kind] = (),
    most_wrong: int = 0,
) -> Report:
    """A whole run; lives end in one of these `kinds` (none: in all). With `most_wrong` it ends as soon as so much is wrong."""
    began = time.monotonic()
    async with standing(seed, chats) as world:
        start = Start(
            folder=str(folder),
            telegram=world.telegram.base_url,
            telegram_token=world.telegram.token,
            discord=world.discord._port,
            discord_token=world.discord.token,
            certificate=loopback._files()[1],
            began=time.monotonic(),
            rate=RATE,
            broken=broken,
        )
        async with lives(start, folder / "log", world.telegram.world.changed) as family:
            one = Run(folder, world, family, FastClock(start.began, RATE), seed, kinds)
            for _ in range(kills):
                await one.kill()
                if most_wrong and len(one.judge.wrong) >= most_wrong:
                    break
            else:
                await one.settle()
                await one.ask()
            one.close()
    one.judge.wrong.extend(f"the bot's log: {line}" for line in _errors(folder / "log"))
    return one.report(seed, broken, time.monotonic() - began)


def _errors(log: Path) -> list[str]:
    """What the bot said that should not be: errors, and what is no log line at all."""
    lines = [line for line in log.read_text(encoding="utf-8").splitlines() if '"event": "urgent_' not in line]
    return [line for line in lines if not line.startswith("{") or '"level": "error"' in line]
