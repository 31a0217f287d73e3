"""Several requests to the store in one transaction."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any

from bot.store import Store


async def together(store: Store, *requests: Coroutine[Any, Any, Any]) -> None:
    """Make these one transaction, in this order."""
    gate = threading.Event()

    def wait(_transaction: object, items: list[None]) -> list[None]:
        gate.wait()
        return items

    tasks = [asyncio.ensure_future(store._writer.ask(wait, None))]
    await asyncio.sleep(0.05)
    for request in requests:
        tasks.append(asyncio.ensure_future(request))
        await asyncio.sleep(0.05)
    gate.set()
    await asyncio.gather(*tasks)
