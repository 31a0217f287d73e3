"""Whose turn is next: of one person one at a time, in the order in which they came, and nobody behind anybody's flood.

    line = TurnLine(take, clock)                 `take` commits one turn; raises StoreUnavailable if it could not
    outcome = await line.join(intake)        a future; may be left alone if the intake was written down before (`held`)
    line.crowded("tg:42", intakes)           whether these would wait behind more than a moment's work of their own person
    await line.idle(), await line.stop()

Whoever has more waiting than one longest message *crowds*. All who crowd share what one longest message costs, in turn, so
that anybody else's turn waits for that much at the most. Everything here runs in one event loop.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager

from bot.base.clock import Clock
from bot.base.log import logger
from bot.ports import Intake, Outcome, StoreUnavailable
from flows.base.events import Event, Typed

LONGEST = 4_200
"""The weight of one longest message: as many characters as are read, and what any turn costs besides."""

ANY_TURN = 200
"""What a turn costs besides reading: about as much as reading so many characters."""

STORE_PAUSE = 2.0
"""Seconds after which what is written down is tried again, while nothing can be saved."""

ABOUT = 0.3
"""Seconds for which somebody is about after their last turn began: by then their answer is out."""

LONGEST_BREATH = 0.05
"""Seconds that those who crowd wait at most between two of their turns."""

_log = logger("turns")


def weight_of(event: Event) -> int:
    """About how long the turn takes, counted in characters to be read; at most `LONGEST`."""
    return min(LONGEST, ANY_TURN + len(event.text)) if isinstance(event, Typed) else ANY_TURN


class TurnLine:
    """One per service."""

    def __init__(self, take: Callable[[Intake], Awaitable[Outcome]], clock: Clock) -> None:
        self._take = take
        self._clock = clock
        self._queues: dict[str, _Queue] = {}
        self._arriving: Counter[str] = Counter()
        self._shared = _Share(LONGEST)
        self._workers: set[asyncio.Task[None]] = set()
        self._others_at = -ABOUT
        self._stopped = False

    def join(self, intake: Intake, held: bool = False) -> asyncio.Future[Outcome]:
        """Queue it behind what its person said before. `held`: it is tried until it is saved, whoever waits for it.

        Raises `StoreUnavailable` once stopped.
        """
        if self._stopped:
            raise StoreUnavailable("The bot is stopping.")
        waiting = _Waiting(intake, held)
        queue = self._queues.get(intake.person)
        if queue is None:
            queue = self._queues[intake.person] = _Queue()
            task = asyncio.create_task(self._work(intake.person, queue))
            self._workers.add(task)
            task.add_done_callback(self._workers.discard)
        queue.push(waiting)
        return waiting.outcome

    def crowded(self, person: str, intakes: Iterable[Intake]) -> bool:
        """Whether these, with what waits already, are more than one longest message; also while others of them arrive."""
        if self._arriving[person]:
            return True
        weights = [weight_of(intake.event) for intake in intakes]
        queue = self._queues.get(person)
        before, number = (queue.weight, len(queue.waiting)) if queue else (0, 0)
        return number + len(weights) > 1 and before + sum(weights) > LONGEST

    @contextmanager
    def arriving(self, person: str) -> Iterator[None]:
        """Something of this person is being written down and joins next: what comes meanwhile has to come behind it."""
        self._arriving[person] += 1
        try:
            yield
        finally:
            self._arriving[person] -= 1
            if not self._arriving[person]:
                del self._arriving[person]

    async def idle(self) -> None:
        """Return once nobody waits any more."""
        while self._workers:
            await asyncio.wait(self._workers)

    async def stop(self) -> None:
        """Take nothing more. What is written down stays so; whoever waits for the rest gets `StoreUnavailable`."""
        self._stopped = True
        for task in self._workers:
            task.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)

    async def _work(self, person: str, queue: _Queue) -> None:
        try:
            while queue.waiting:
                try:
                    await self._first_of(queue)
                except StoreUnavailable as error:
                    queue.fail(error)
                    if queue.waiting:
                        await self._clock.sleep(STORE_PAUSE)
        finally:
            del self._queues[person]
            queue.end(StoreUnavailable("The bot is stopping."))

    async def _first_of(self, queue: _Queue) -> None:
        """Take the first; it leaves the queue, unless it could not be saved."""
        one = queue.waiting[0]
        shared = one.weight if queue.crowds else 0
        if shared:
            await self._shared.take(shared)
        began = time.monotonic()
        if not shared:
            self._others_at = began
        try:
            outcome = await self._take(one.intake)
        except StoreUnavailable:
            raise
        except Exception as error:
            if one.held:  # it stays written down for the next start, and holds nobody up
                _log.error("held_turn_failed", error=error)
            queue.pop()
            one.settle(error)
        else:
            queue.pop()
            one.settle(outcome)
        finally:
            if shared:
                await self._breathe(began)
                self._shared.give(shared)

    async def _breathe(self, began: float) -> None:
        """Leave everybody else the store for as long as one who crowds has just had it, if anybody else is about.

        One answer takes several commits, and would else wait for a turn of theirs at each. This is not by the clock that
        is handed in: it is this machine that is busy.
        """
        now = time.monotonic()
        if now - self._others_at < ABOUT:
            await asyncio.sleep(min(now - began, LONGEST_BREATH))


class _Waiting:
    """One intake, and the future of its outcome."""

    __slots__ = ("held", "intake", "outcome", "weight")

    def __init__(self, intake: Intake, held: bool) -> None:
        self.intake = intake
        self.held = held
        self.weight = weight_of(intake.event)
        self.outcome: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()

    def settle(self, what: Outcome | Exception) -> None:
        if self.outcome.done():
            return  # its caller was cancelled and waits no longer
        if isinstance(what, Exception):
            self.outcome.set_exception(what)
            self.outcome.exception()  # of what is written down nobody may ever ask
        else:
            self.outcome.set_result(what)


class _Queue:
    """What one person has waiting, the first being taken; `weight` is that of all of it."""

    def __init__(self) -> None:
        self.waiting: deque[_Waiting] = deque()
        self.weight = 0

    @property
    def crowds(self) -> bool:
        return self.weight > LONGEST and len(self.waiting) > 1

    def push(self, one: _Waiting) -> None:
        self.waiting.append(one)
        self.weight += one.weight

    def pop(self) -> None:
        self.weight -= self.waiting.popleft().weight

    def fail(self, error: StoreUnavailable) -> None:
        """Tell it to all who wait for what is not written down, so that none of it overtakes what has failed."""
        for one in self.waiting:
            if not one.held:
                one.settle(error)
        self.waiting = deque(one for one in self.waiting if one.held)
        self.weight = sum(one.weight for one in self.waiting)

    def end(self, error: StoreUnavailable) -> None:
        """Nothing of it will be taken."""
        for one in self.waiting:
            one.settle(error)


class _Share:
    """So much may be under way at a time; whoever asks for more waits, first come, first served."""

    def __init__(self, most: int) -> None:
        self._free = most
        self._asking: deque[tuple[int, asyncio.Future[None]]] = deque()

    async def take(self, part: int) -> None:
        """Return once `part` (at most all of it) is ours."""
        if not self._asking and part <= self._free:
            self._free -= part
            return
        granted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._asking.append((part, granted))
        try:
            await granted
        except asyncio.CancelledError:
            if granted.done() and not granted.cancelled():
                self.give(part)
            raise

    def give(self, part: int) -> None:
        """Give it back, and on to those who wait."""
        self._free += part
        while self._asking and (self._asking[0][0] <= self._free or self._asking[0][1].done()):
            wanted, granted = self._asking.popleft()
            if not granted.done():
                self._free -= wanted
                granted.set_result(None)
