"""The child's end of the pipe: a line of JSON in, a line of JSON out, until the parent closes it."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from typing import Any

Serve = Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]


def say(data: Any) -> None:
    """One line to the parent."""
    sys.stdout.write(json.dumps(data) + "\n")
    sys.stdout.flush()


async def lines() -> asyncio.StreamReader:
    """Standard input, to be read without a thread."""
    reader = asyncio.StreamReader(limit=2**24)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    return reader


async def answer(serve: Serve) -> None:
    """Answer each request until the parent closes the pipe."""
    reader = await lines()
    while line := await reader.readline():
        say(await serve(json.loads(line)))
