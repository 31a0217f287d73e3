"""The instant in which a message leaves: when its connection is there and its first byte is not yet written.

    with leaving(passage):                          calls made in here, by whatever library, are this row's
        await bot.send_message(…)
    aiohttp.ClientSession(trace_configs=[watch_wire()])

A row is noted as on the wire no earlier, since what is noted and then lost with the process is never sent again: waiting for
a turn, for a limit or for a connection must not look like sending.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import SimpleNamespace

import aiohttp

from bot.ports import Passage, Throttled

_passage: ContextVar[Passage | None] = ContextVar("passage", default=None)

TOO_MANY = 429


@contextmanager
def leaving(passage: Passage) -> Iterator[None]:
    """Every call made inside by a watched session is one of `passage`, which is over afterwards."""
    token = _passage.set(passage)
    try:
        yield
    finally:
        _passage.reset(token)
        passage.end()


def watch_wire() -> aiohttp.TraceConfig:
    """What a session needs to tell the passage under way when bytes leave and when they were turned away."""
    trace = aiohttp.TraceConfig()
    trace.on_connection_create_end.append(_leaves)
    trace.on_connection_reuseconn.append(_leaves)
    trace.on_request_end.append(_answered)
    return trace


async def _leaves(_session: aiohttp.ClientSession, _context: SimpleNamespace, _: object) -> None:
    passage = _passage.get()
    if passage is not None:
        await passage.leaves()


async def _answered(
    _session: aiohttp.ClientSession, _context: SimpleNamespace, end: aiohttp.TraceRequestEndParams
) -> None:
    """Told to slow down, some libraries wait by themselves, for minutes; here it is the outbox that waits."""
    passage, response = _passage.get(), end.response
    if passage is None or response.status != TOO_MANY:
        return
    await passage.returned()
    try:
        seconds = float(response.headers.get("Retry-After", ""))
    except ValueError:
        return  # said in the body only, which the library reads
    response.close()
    raise Throttled(seconds)
