"""Several requests to the store in one transaction."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any

from bot.store import Store


async def together(store: Store, *requests: Coroutine[Any, Any, Any]) -> None:
    """Make these one transaction, in this order."""
    begun, gate = threading.Event(), threading.Event()

    def wait(_transaction: object, items: list[None]) -> list[None]:
        begun.set()
        gate.wait()
        return items

    tasks = [asyncio.ensure_future(store._writer.ask(wait, None))]
    await asyncio.to_thread(begun.wait)
    for number, request in enumerate(requests, 1):
        tasks.append(asyncio.ensure_future(request))
        async with asyncio.timeout(10):
            while store._writer._queue.qsize() < number:  # noqa: ASYNC110
                await asyncio.sleep(0)  # it is on its way into the queue
    gate.set()
    await asyncio.gather(*tasks)
