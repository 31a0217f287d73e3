"""A call that must not leave after all: its connection is closed, and what meets an error of the server is not said twice."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from bot.delivery.wire import leaving, once, watch_wire, watched
from bot.ports import Lost, Throttled
from tests.bot.passage import NotedPassage


class Turned(NotedPassage):
    """A passage that lets nothing leave while `full`."""

    full = True

    async def leaves(self) -> None:
        if self.full:
            raise Throttled(2)


@asynccontextmanager
async def line(status: int = 200) -> AsyncIterator[tuple[aiohttp.ClientSession, str, list[str]]]:
    """A session, the address of a server, and what was asked of it."""
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(status=status)

    app = web.Application()
    app.router.add_post("/", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    connector = watched(aiohttp.TCPConnector(limit=0))
    async with aiohttp.ClientSession(connector=connector, trace_configs=[watch_wire()]) as session:
        yield session, f"http://127.0.0.1:{runner.addresses[0][1]}/", asked
    await runner.cleanup()


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="only Linux tells which files are open")
async def test_what_may_not_leave_keeps_no_connection(recwarn: pytest.WarningsRecorder) -> None:
    async with line() as (session, address, asked):
        passage = Turned()
        before = open_files()
        for _ in range(30):
            with pytest.raises(Throttled), leaving(passage):
                await session.post(address)
            passage.full = False  # the next one finds a connection that is open
            with leaving(passage):
                (await session.post(address)).release()
            passage.full = True
        assert open_files() <= before + 4
        assert len(asked) == 30


async def test_what_is_said_once_is_lost_with_an_error_of_the_server() -> None:
    async with line(502) as (session, address, _):
        with pytest.raises(Lost), once():
            await session.post(address)
        assert (await session.post(address)).status == 502
