"""A row is noted as on the wire at the last moment, once, and never again after its fate is known."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.delivery.passage import RowPassage
from bot.delivery.wire import leaving, watch_wire
from bot.ports import Throttled, Withdrawn
from bot.store.outgoing.outbox import DeliveryResult
from bot.store.records import OutboxRow, millis
from tests.bot.core import NOON, asked
from tests.bot.delivery.world import World, world


@pytest.fixture
async def slow_down() -> AsyncIterator[str]:
    """The address of a server that answers everything with "slow down"."""

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=429, headers={"Retry-After": "7"})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    await runner.cleanup()


async def begun(w: World) -> RowPassage:
    """A plain message that is about to be sent by hand."""
    (delivery,) = (await w.say("mem:1", "a")).deliveries
    return RowPassage(w.store, OutboxRow(delivery))


async def test_it_is_noted_when_it_leaves_and_waits_again_when_it_was_turned_away(
    tmp_path: Path, slow_down: str
) -> None:
    async with world(tmp_path, start=False) as w:
        passage = await begun(w)
        async with aiohttp.ClientSession(trace_configs=[watch_wire()]) as session:
            assert w.fates() == ["waiting"]
            with leaving(passage), pytest.raises(Throttled) as raised:
                await session.post(slow_down)
        assert raised.value.seconds == 7, "the outbox waits, and no library by itself"
        assert w.fates() == ["waiting"]
        await passage.leaves()


async def test_a_call_outside_is_nobodys(tmp_path: Path, slow_down: str) -> None:
    async with world(tmp_path, start=False) as w:
        await begun(w)
        async with aiohttp.ClientSession(trace_configs=[watch_wire()]) as session, session.post(slow_down) as answer:
            assert answer.status == 429
        assert w.fates() == ["waiting"]


async def test_what_is_called_in_its_name_after_its_fate_says_nothing_of_it(tmp_path: Path) -> None:
    async with world(tmp_path, start=False) as w:
        passage = await begun(w)
        row = w.store.find_waiting_now()[0].delivery.row
        with leaving(passage):
            await passage.leaves()
            assert w.fates() == ["on_wire"]
        await w.store.record_result(DeliveryResult(row, "mem:1", "delivered", millis(NOON)))
        await passage.returned()
        await passage.leaves()
        assert w.fates() == ["delivered"]


async def test_a_row_that_was_forgotten_does_not_leave(tmp_path: Path) -> None:
    async with world(tmp_path, start=False) as w:
        passage = await begun(w)

        await w.service.submit(asked("mem:1", "forget"))
        with pytest.raises(Withdrawn):
            await passage.leaves()
