"""Several platforms beside each other: the trouble of one is its own, and the others never notice."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from bot.base.log import logger
from flows.base.errors import CalfwiseError

if TYPE_CHECKING:
    from bot.base.clock import Clock

Platform = Callable[[], Awaitable[None]]
"""Runs until all are to stop. Raises `CalfwiseError` if it cannot go on until a person has put something right."""

AGAIN = 30.0
"""Seconds before a platform that broke by a fault of ours is started again."""

log = logger("run")


async def run_platforms(platforms: Mapping[str, Platform], clock: Clock, stop: asyncio.Event) -> None:
    """Run all of them (name → platform) until `stop` is set.

    One that cannot go on is off from then on, with a line in the log that says why. Once none is left its error is raised.
    """
    stopping: asyncio.Future[Any] = asyncio.ensure_future(stop.wait())
    tasks = [asyncio.create_task(_keep(name, run, clock, stopping)) for name, run in platforms.items()]
    try:
        ended = await asyncio.gather(*tasks)
    finally:
        stopping.cancel()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    errors = [error for error in ended if error is not None]
    if errors and len(errors) == len(ended):
        raise errors[0]


async def _keep(name: str, run: Platform, clock: Clock, stopping: asyncio.Future[Any]) -> CalfwiseError | None:
    """Run one; what ended it for good, or None if all are to stop."""
    while not stopping.done():
        try:
            await run()
        except CalfwiseError as error:
            log.error("platform_off", platform=name, says=str(error))
            return error
        except Exception as error:
            log.error("platform_broke", platform=name, error=error)
        if stopping.done():
            break
        waiting: asyncio.Future[Any] = asyncio.ensure_future(clock.sleep(AGAIN))
        try:
            await asyncio.wait({waiting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
    return None
