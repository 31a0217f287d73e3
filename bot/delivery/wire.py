"""The instant in which a message leaves: when its connection is there and its first byte is not yet written.

    with leaving(passage):                          calls made in here, by whatever library, are this row's
        await bot.send_message(…)
    aiohttp.ClientSession(connector=watched(TCPConnector()), trace_configs=[watch_wire()])

A row is noted as on the wire no earlier, since what is noted and then lost with the process is never sent again: waiting for
a turn, for a limit or for a connection must not look like sending.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Any

import aiohttp

from bot.ports import Lost, Passage, Throttled

_passage: ContextVar[Passage | None] = ContextVar("passage", default=None)

_once: ContextVar[bool] = ContextVar("once", default=False)

TOO_MANY = 429
TROUBLE = 500


@contextmanager
def leaving(passage: Passage) -> Iterator[None]:
    """Every call made inside by a watched session is one of `passage`, which is over afterwards."""
    token = _passage.set(passage)
    try:
        yield
    finally:
        _passage.reset(token)
        passage.end()


@contextmanager
def once() -> Iterator[None]:
    """A call made inside is not repeated by the library when it meets an error of the server: it may have taken effect."""
    token = _once.set(True)
    try:
        yield
    finally:
        _once.reset(token)


def watched(connector: aiohttp.BaseConnector) -> aiohttp.BaseConnector:
    """The same connector, which tells the passage under way when bytes are about to leave.

    Not by a trace: a connection whose trace raises is forgotten by aiohttp, and stays open for ever.
    """
    connect = connector.connect

    async def connect_and_tell(*request: Any, **more: Any) -> Any:
        connection = await connect(*request, **more)
        passage = _passage.get()
        if passage is not None:
            try:
                await passage.leaves()
            except BaseException:
                connection.close()
                raise
        return connection

    connector.connect = connect_and_tell  # type: ignore[method-assign]
    return connector


def watch_wire() -> aiohttp.TraceConfig:
    """What a session needs to tell the passage under way when what left was turned away."""
    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(_answered)
    return trace


async def _answered(
    _session: aiohttp.ClientSession, _context: SimpleNamespace, end: aiohttp.TraceRequestEndParams
) -> None:
    """Told to slow down, some libraries wait by themselves, for minutes; here it is the outbox that waits."""
    passage, response = _passage.get(), end.response
    if response.status >= TROUBLE and _once.get():
        response.close()
        raise Lost(str(response.status))
    if passage is None or response.status != TOO_MANY:
        return
    await passage.returned()
    try:
        seconds = float(response.headers.get("Retry-After", ""))
    except ValueError:
        return  # said in the body only, which the library reads
    response.close()
    raise Throttled(seconds)
